"""Asterisk.

Calls     "AMI Actions" and "AMI Events" of the Asterisk documentation; what app_dial, app_queue and
          app_voicemail do in Asterisk 16 and 22, of which tests/asterisk holds recordings
Security  "Asterisk Manager Interface (AMI) Configuration": challenge and response
Read in November 2026.

The switch rings the phones, and we listen on its manager interface (AMI). `switchboard` follows the channels
and says what happened to each call; what it says is stored, and `parse` turns it into events. Texts leave
through another provider: a switch has no texts.
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
from ringback.phone.asterisk import session
from ringback.phone.asterisk.calls import Direction, Heard, News
from ringback.phone.asterisk.session import LoginRefused, Memory, NoAddress, hear, logged_in
from ringback.phone.asterisk.switchboard import Switchboard
from ringback.phone.asterisk.tables import call_outcome, leg_outcome
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

QUIET_SECONDS = 30.0  # without a word from the switch, until it is asked for one


@dataclass(frozen=True, slots=True)
class AsteriskSettings:
    username: str = field(metadata=setting("Manager user", "The name in brackets in manager.conf."))
    secret: Secret = field(metadata=setting("Manager password", "The secret of that user."))
    previous_secret: Secret = field(
        default=Secret(""),
        metadata=setting("Previous password", "While you change the password: the old one."),
    )
    address: str = field(
        default="tcp://127.0.0.1:5038",
        metadata=setting("Address", "tcp://host:5038, or tls://host:5039 outside your own network."),
    )
    certificate: str = field(
        default="",
        metadata=setting("Certificate", "With tls and a certificate of your own: the path of its file."),
    )
    inbound: str = field(
        default="from-trunk from-trunk-* from-pstn from-pstn-* from-dahdi",
        metadata=setting("Inbound contexts", "Where calls from outside enter the dialplan. * may end one."),
    )
    numbers: str = field(
        default="",
        metadata=setting("Numbers", "Only calls to these, when several lines share the PBX. Empty: all."),
    )


class Asterisk(Provider[AsteriskSettings]):
    name: ClassVar[str] = "asterisk"
    title: ClassVar[str] = "Asterisk"
    Settings = AsteriskSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {Capability.OBSERVE, Capability.VOICEMAIL, Capability.LISTEN}
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.SEND_TEXTS: (
            "A switchboard has no way to the telephone network's texts: they leave through another line "
            "(texts_via)."
        ),
        Capability.LIST_CALLS: "The manager interface has no log of past calls.",
    }
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    # Events about one call come in the order in which they happened, but for what is under way at its end.
    settle_seconds: ClassVar[float] = 1.0

    def __init__(self) -> None:
        # What is going on in a switch outlasts a connection that was cut. Each listener has one of these.
        self._memories: dict[tuple[str, str, str], list[Memory]] = defaultdict(list)

    def verify(self, request: Request, settings: AsteriskSettings) -> None:
        if not stored.is_sealed(request, _secrets(settings)):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        """One per call and thing that can happen once: two listeners, or one twice, hear the same event."""
        try:
            heard = stored.read(request, Heard)
        except Unreadable:
            return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()
        return ":".join([heard.news, heard.call, heard.leg])

    def parse(self, request: Request, settings: AsteriskSettings) -> list[Event]:
        if request.kind != stored.KIND:
            return [Ignored("nothing is expected at this address")]
        if request.body == stored.SIGN_OF_LIFE:
            return []
        heard = stored.read(request, Heard)
        if heard.direction is not Direction.INBOUND:
            return [Ignored(f"an {heard.direction} call")]
        return _events(heard, request.at)

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def listen(self, settings: AsteriskSettings) -> AsyncIterator[Request]:
        kept = self._memories[settings.address, settings.username, settings.inbound]
        memory = kept.pop() if kept else Memory(Switchboard(listed(settings.inbound)))
        try:
            async with _logged_in(settings) as switch:
                async for heard, frame, at in hear(switch, memory):
                    if heard is None or _is_the_lines(heard, settings.numbers):
                        yield stored.request(heard, frame, settings.address, settings.secret, at)
        except LoginRefused as refused:
            raise SendFailed(_refusal(refused)) from None
        finally:
            kept.append(memory)

    async def check(self, settings: AsteriskSettings, http: Http) -> None:
        try:
            async with _logged_in(settings) as switch:
                switch.ask(Action="Logoff")
        except LoginRefused as refused:
            raise SendFailed(_refusal(refused)) from None
        except OSError as error:
            raise CannotAsk(type(error).__name__) from None

    async def send_text(self, text: TextToSend, settings: AsteriskSettings, http: Http) -> Sent:
        raise SendFailed(NO_TEXTS)


PROVIDER = Asterisk()


def _events(heard: Heard, at: datetime) -> list[Event]:
    match heard.news:
        case News.STARTED:
            return [CallStarted(heard.call, heard.caller, heard.dialled, at, caller_name=heard.caller_name)]
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
            return [*over(heard, call_outcome(heard.statuses), at), *_voicemail(heard, at)]
        case News.VOICEMAIL:
            return [*_voicemail(heard, at)]


def _leg_over(heard: Heard, at: datetime) -> Event:
    outcome = leg_outcome(heard.status)
    if outcome is not None:
        return LegEnded(heard.call, heard.leg, heard.phone, outcome, at)
    return new_word("DialStatus", heard.status)


def _voicemail(heard: Heard, at: datetime) -> list[Event]:
    return [VoicemailLeft(heard.call, heard.voicemail, None, "", at)] if heard.voicemail else []


def _logged_in(settings: AsteriskSettings) -> AbstractAsyncContextManager[session.Connection]:
    return logged_in(
        settings.address, settings.username, _secrets(settings), settings.certificate, QUIET_SECONDS
    )


def _refusal(refused: LoginRefused) -> SendProblem:
    if isinstance(refused, NoAddress):
        said = "The address of the PBX is none; write it like tcp://192.168.1.10:5038."
        return SendProblem(Problem.MISCONFIGURED, "", said)
    said = "The PBX refuses the manager user or its password."
    return SendProblem(Problem.MISCONFIGURED, "Authentication failed", said)


def _secrets(settings: AsteriskSettings) -> list[Secret]:
    return [secret for secret in (settings.secret, settings.previous_secret) if secret]


def _is_the_lines(heard: Heard, numbers: str) -> bool:
    return heard.direction is Direction.INBOUND and is_ours(heard.dialled, numbers)
