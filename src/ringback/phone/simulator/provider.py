"""The simulated phone company.

Calls, texts and signatures are as `setup.md` beside this file says. The other side of it, which does what a
real carrier would, is the package `ringback.simulator`; the two share no code.

It answers no keyword by itself: STOP and HELP are Ringback's to answer, and can be watched.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final, TypeVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import CallToPlace, FoundCall, Place, Placed, Sent, TextToSend
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Media,
    Outcome,
    PlacedCall,
    Proof,
    RingingEnded,
    Step,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.provider import (
    Address,
    Answer,
    CallPlan,
    Capability,
    Mode,
    NotGenuine,
    Provider,
    Request,
    Unreadable,
    setting,
)
from ringback.phone.simulator import rest
from ringback.phone.simulator.wire import Told, is_genuine, read
from ringback.phone.words import KEY_SECONDS, new_word, thanks_words

JSON = "application/json"
MOST_MEDIA = 10
W = TypeVar("W")

CONNECT = "{business}: press 1 and we connect your call."
WHISPER = "Call for {business}. Press 1 to take it."


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    signing_key: Secret = field(
        metadata=setting("Signing key", "Any long random text. The simulated carrier signs with it.")
    )
    previous_signing_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous signing key", "While you change the signing key: the old one."),
    )
    api_base: str = field(
        default="",
        metadata=setting("Address of the interface", "Empty: the simulated carrier inside this server."),
    )


OUTCOME: Final[Mapping[str, Outcome]] = {
    "no_answer": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "declined": Outcome.DECLINED,
    "failed": Outcome.FAILED,
    "hung_up": Outcome.HUNG_UP,
    "completed": Outcome.COMPLETED,
}
STEP: Final[Mapping[str, Step]] = {step.value: step for step in Step}
PROOF: Final[Mapping[str, Proof]] = {"nobody": Proof.NOBODY, "connected": Proof.CONNECTED}
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "accepted": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
}


class Simulator(Provider[SimulatorSettings]):
    name: ClassVar[str] = "simulator"
    title: ClassVar[str] = "Simulator"
    Settings = SimulatorSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.RING,
            Capability.SEND_TEXTS,
            Capability.SEND_PICTURES,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.CALL_OUT,
            Capability.FIND_TEXTS,
            Capability.LIST_CALLS,
        }
    )
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "A call comes in"),
        Address("call", "Something happens in a call"),
        Address("text", "A text comes in"),
        Address("text_status", "What became of a text (we set it with each text)"),
    )
    # "The caller hung up" may overtake "the ringing is over" when the carrier shuffles its webhooks.
    settle_seconds: ClassVar[float] = 2.0

    def verify(self, request: Request, settings: SimulatorSettings) -> None:
        if not is_genuine(request, [settings.signing_key, settings.previous_signing_key]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        """The id that the carrier gave the event: a repetition has the same id and a new signature."""
        try:
            return read(request).need("id")
        except Unreadable:
            return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()

    def parse(self, request: Request, settings: SimulatorSettings) -> list[Event]:
        said = read(request)
        event = said.need("event")
        if event not in ON:
            return [new_word("event", event)]
        kind, reader = ON[event]
        if request.kind != kind:
            return [Ignored("this kind of event is not expected at this address")]
        try:
            return [reader(said)]
        except _NewWord as word:
            return [new_word(str(word), said.text(str(word)))]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        if request.kind != "voice":
            return Answer("{}", JSON)
        said = read(request)
        # A phone that is calling, or that has just forwarded this call to us, must not be rung: the call
        # would come back to us in a circle.
        own = {said.text("from"), said.text("forwarded_from")}
        phones = [phone for phone in plan.ring if phone not in own] if plan.mode is Mode.DIAL else []
        after = {"say": plan.greeting, "record_seconds": plan.voicemail_seconds if plan.voicemail else 0}
        if plan.asks_caller:
            after |= {"press": "1", "press_seconds": KEY_SECONDS, "thanks": thanks_words(plan)[0]}
        # Nothing in it can be taken for markup, wherever it is shown.
        document = json.dumps({"ring": _ring(plan, phones), "then": after}).replace("<", "\\u003c")
        return Answer(document, JSON)

    async def send_text(self, text: TextToSend, settings: SimulatorSettings, http: Http) -> Sent:
        return await rest.send(_carrier(settings, http), text)

    async def place_call(self, call: CallToPlace, settings: SimulatorSettings, http: Http) -> Placed:
        say = CONNECT.format(business=call.business)
        return await rest.place(_carrier(settings, http), call, say)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: SimulatorSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_carrier(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: SimulatorSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_carrier(settings, http), number, since)

    async def recording(
        self, call: str, recording: str, settings: SimulatorSettings, http: Http
    ) -> Place | None:
        return rest.recording_at(_carrier(settings, http), recording)

    async def check(self, settings: SimulatorSettings, http: Http) -> None:
        await rest.check(_carrier(settings, http))


PROVIDER = Simulator()


def _ring(plan: CallPlan, phones: list[str]) -> dict[str, object] | None:
    if not phones:
        return None
    press = {"press": "1", "say": WHISPER.format(business=plan.business)} if plan.press_to_accept else {}
    return {"phones": phones, "seconds": plan.ring_seconds, "in_turn": plan.in_turn, **press}


def _carrier(settings: SimulatorSettings, http: Http) -> rest.Carrier:
    return rest.Carrier(http, rest.base(settings.api_base, http.own_address), settings.signing_key)


def _call_started(said: Told) -> Event:
    return CallStarted(
        call=said.need("call"),
        caller=said.text("from"),
        dialled=said.need("to"),
        at=said.at,
        forwarded_from=said.text("forwarded_from"),
    )


def _leg(said: Told) -> tuple[str, str, str, datetime]:
    return said.need("call"), said.need("leg"), said.need("phone"), said.at


def _leg_ended(said: Told) -> Event:
    call, leg, phone, at = _leg(said)
    return LegEnded(call, leg, phone, _word(said, "outcome", OUTCOME), at)


def _ringing_ended(said: Told) -> Event:
    outcome, proof = _word(said, "outcome", OUTCOME), _word(said, "proof", PROOF)
    return RingingEnded(said.need("call"), said.text("from"), said.need("to"), outcome, proof, said.at)


def _call_ended(said: Told) -> Event:
    outcome, proof = _word(said, "outcome", OUTCOME), _word(said, "proof", PROOF)
    seconds = said.whole("seconds")
    return CallEnded(said.need("call"), said.text("from"), said.need("to"), outcome, proof, said.at, seconds)


def _caller_pressed(said: Told) -> Event:
    return CallerPressed(said.need("call"), said.text("from"), said.need("to"), said.at)


def _voicemail_left(said: Told) -> Event:
    call, recording = said.need("call"), said.text("sound") or said.need("recording")
    return VoicemailLeft(call, recording, said.whole("seconds"), said.text("words"), said.at)


def _placed(said: Told) -> Event:
    step = _word(said, "step", STEP)
    return PlacedCall(said.need("reference"), step, said.at, said.whole("seconds"))


def _text_received(said: Told) -> Event:
    return TextReceived(
        id=said.need("text"),
        sender=said.need("from"),
        to=said.need("to"),
        body=said.text("body"),
        at=said.at,
        media=_media(said),
    )


def _media(said: Told) -> tuple[Media, ...]:
    listed = said.fields.get("media", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unreadable("media")
    each = [Told(one) for one in listed[:MOST_MEDIA]]
    return tuple(Media(one.need("url"), one.text("content_type")) for one in each)


def _text_reported(said: Told) -> Event:
    state = _word(said, "status", TEXT_STATE)
    error = rest.problem(said.text("error")) if state is TextState.UNDELIVERED else None
    return TextReport(said.need("text"), said.text("reference"), state, said.at, error)


class _NewWord(Exception):
    """A status that we have never heard of; the message names the field. It is kept, and never guessed at."""


def _word(said: Told, name: str, table: Mapping[str, W]) -> W:
    word = said.need(name)
    if word not in table:
        raise _NewWord(name)
    return table[word]


# The carrier's event -> the address it comes to, and how it is read.
ON: Final[Mapping[str, tuple[str, Callable[[Told], Event]]]] = {
    "call.arrived": ("voice", _call_started),
    "leg.rang": ("call", lambda said: LegRang(*_leg(said))),
    "leg.answered": ("call", lambda said: LegAnswered(*_leg(said))),
    "leg.accepted": ("call", lambda said: LegAccepted(*_leg(said))),
    "leg.ended": ("call", _leg_ended),
    "ringing.ended": ("call", _ringing_ended),
    "call.ended": ("call", _call_ended),
    "caller.pressed": ("call", _caller_pressed),
    "voicemail.left": ("call", _voicemail_left),
    "placed.changed": ("placed", _placed),
    "text.received": ("text", _text_received),
    "text.status": ("text_status", _text_reported),
}
