"""FreeSWITCH.

Calls     "Event Socket", "Event List" and "Hangup Cause Code Table" of the FreeSWITCH documentation
Security  "Event Socket": password, and the access list apply-inbound-acl
Read in November 2026. No FreeSWITCH was at hand: what is written here was never heard from a real one.

The switch rings the phones, and we listen on its event socket (ESL). `switchboard` follows the legs and says
what happened to each call; what it says is stored, and `parse` turns it into events. Texts leave through
another provider: a switch has no texts.
"""

import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.asked import Sent, TextToSend
from ringback.phone.events import (
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Problem,
    Proof,
    RingingEnded,
    SendProblem,
    VoicemailLeft,
)
from ringback.phone.freeswitch import session
from ringback.phone.freeswitch.calls import Heard, News
from ringback.phone.freeswitch.session import AddressRefused, LoginRefused, Memory, NoAddress, hear, logged_in
from ringback.phone.freeswitch.switchboard import Switchboard
from ringback.phone.freeswitch.tables import ENDED, call_outcome, worth_keeping
from ringback.phone.provider import (
    Answer,
    CallPlan,
    CannotAsk,
    Capability,
    Mode,
    NotGenuine,
    Provider,
    Request,
    SendFailed,
    Unreadable,
    setting,
)
from ringback.phone.switches import NO_TEXTS, is_ours, listed, over
from ringback.phone.words import new_word

QUIET_SECONDS = 65.0  # three heartbeats


@dataclass(frozen=True, slots=True)
class FreeswitchSettings:
    password: Secret = field(
        metadata=setting("Password", "Of event_socket.conf.xml. Never the one it comes with.")
    )
    previous_password: Secret = field(
        default=Secret(""),
        metadata=setting("Previous password", "While you change the password: the old one."),
    )
    address: str = field(
        default="tcp://127.0.0.1:8021",
        metadata=setting("Address", "tcp://host:8021. It has no encryption: only in your own network."),
    )
    inbound: str = field(
        default="public",
        metadata=setting("Inbound contexts", "Where calls from outside enter the dialplan. * may end one."),
    )
    numbers: str = field(
        default="",
        metadata=setting("Numbers", "Only calls to these, when several lines share the PBX. Empty: all."),
    )


class Freeswitch(Provider[FreeswitchSettings]):
    name: ClassVar[str] = "freeswitch"
    title: ClassVar[str] = "FreeSWITCH"
    Settings = FreeswitchSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.OBSERVE, Capability.VOICEMAIL, Capability.LISTEN}
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.SEND_TEXTS: (
            "A switchboard has no way to the telephone network's texts: they leave through another line "
            "(texts_via)."
        ),
        Capability.LIST_CALLS: "The event socket has no log of past calls.",
    }
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    # The bridge and the end of a leg are told by different threads of the switch.
    settle_seconds: ClassVar[float] = 1.0

    def __init__(self) -> None:
        # What is going on in a switch outlasts a connection that was cut. Each listener has one of these.
        self._memories: dict[tuple[str, str], list[Memory]] = defaultdict(list)

    def verify(self, request: Request, settings: FreeswitchSettings) -> None:
        if not stored.is_sealed(request, _secrets(settings)):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        """One per call and thing that can happen once: two listeners, or one twice, hear the same event."""
        try:
            heard = stored.read(request, Heard)
        except Unreadable:
            return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()
        return ":".join([heard.news, heard.call, heard.leg, heard.recording])

    def parse(self, request: Request, settings: FreeswitchSettings) -> list[Event]:
        if request.kind != stored.KIND:
            return [Ignored("nothing is expected at this address")]
        if request.body == stored.SIGN_OF_LIFE:
            return []
        return _events(stored.read(request, Heard), request.at)

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def listen(self, settings: FreeswitchSettings) -> AsyncIterator[Request]:
        kept = self._memories[settings.address, settings.inbound]
        memory = kept.pop() if kept else Memory(Switchboard(listed(settings.inbound)))
        try:
            async with _logged_in(settings) as switch:
                async for heard, event, at in hear(switch, memory):
                    if heard is None or is_ours(heard.dialled, settings.numbers):
                        yield stored.request(
                            heard, worth_keeping(event), settings.address, settings.password, at
                        )
        except LoginRefused as refused:
            raise SendFailed(_refusal(refused)) from None
        finally:
            kept.append(memory)

    async def check(self, settings: FreeswitchSettings, http: Http) -> None:
        try:
            async with _logged_in(settings) as switch:
                switch.ask("exit")
        except LoginRefused as refused:
            raise SendFailed(_refusal(refused)) from None
        except OSError as error:
            raise CannotAsk(type(error).__name__) from None

    async def send_text(self, text: TextToSend, settings: FreeswitchSettings, http: Http) -> Sent:
        raise SendFailed(NO_TEXTS)


PROVIDER = Freeswitch()


def _events(heard: Heard, at: datetime) -> list[Event]:
    match heard.news:
        case News.STARTED:
            return [_started(heard, at)]
        case News.RANG:
            return [LegRang(heard.call, heard.leg, heard.phone, at)]
        case News.LEG_OVER:
            return [_leg_over(heard, at)]
        case News.TAKEN:
            return [
                LegAnswered(heard.call, heard.leg, heard.phone, at),
                RingingEnded(heard.call, heard.caller, heard.dialled, Outcome.COMPLETED, Proof.PERSON, at),
            ]
        case News.ENDED:
            return over(heard, call_outcome(heard.cause), at)
        case News.VOICEMAIL:
            return [VoicemailLeft(heard.call, heard.recording, heard.seconds, "", at)]


def _started(heard: Heard, at: datetime) -> Event:
    return CallStarted(
        heard.call,
        heard.caller,
        heard.dialled,
        at,
        forwarded_from=heard.forwarded_from,
        caller_name=heard.caller_name,
        attestation=heard.attestation,
    )


def _leg_over(heard: Heard, at: datetime) -> Event:
    if heard.cause in ENDED:
        return LegEnded(heard.call, heard.leg, heard.phone, ENDED[heard.cause], at)
    return new_word("Hangup-Cause", heard.cause)


def _logged_in(settings: FreeswitchSettings) -> AbstractAsyncContextManager[session.Connection]:
    return logged_in(settings.address, _secrets(settings), QUIET_SECONDS)


def _refusal(refused: LoginRefused) -> SendProblem:
    if isinstance(refused, AddressRefused):
        said = "The PBX accepts no connection from here; allow it in apply-inbound-acl."
        return SendProblem(Problem.MISCONFIGURED, "rude-rejection", said)
    if isinstance(refused, NoAddress):
        said = "The address of the PBX is none; write it like tcp://192.168.1.10:8021."
        return SendProblem(Problem.MISCONFIGURED, "", said)
    return SendProblem(Problem.MISCONFIGURED, "-ERR invalid", "The PBX refuses the password.")


def _secrets(settings: FreeswitchSettings) -> list[Secret]:
    return [secret for secret in (settings.password, settings.previous_password) if secret]
