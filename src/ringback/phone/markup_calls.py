"""A call in the dialects of the markup: webhooks to our events, and what to do with the call.

Each function reads one kind of address. No company is known here: what differs comes in as a `Dialect`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from ringback.phone import markup
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
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.markup import Parameters
from ringback.phone.provider import Answer, CallPlan, Mode
from ringback.phone.words import NO_KEY, new_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A company's words for how something ended, and what it does differently."""

    dial_ended: Mapping[str, tuple[Outcome, Proof]]  # all phones together
    call_ended: Mapping[str, tuple[Outcome, Proof]]  # the caller's own call
    call_goes_on: Collection[str]
    leg_ended: Mapping[str, Outcome]  # one phone
    recording: Mapping[str, str | None]  # None: there is a voicemail, else why not
    transcript: Mapping[str, str | None]
    attestation: Mapping[str, str] = field(default_factory=dict)
    added_ring_seconds: int = 0  # what the company adds to every time limit by itself
    rings_in_turn: bool = False  # one document may ring one phone after the other


# --- What a webhook says ---


def read_call(kind: str, said: Parameters, dialect: Dialect) -> Event:
    """`kind` is one of ON."""
    return ON[kind](said, dialect)


def call_started(said: Parameters, dialect: Dialect) -> Event:
    if is_our_own(said):
        return Ignored("this call was placed by the account itself")
    return CallStarted(
        call=said.need("CallSid"),
        caller=said.number("From"),
        dialled=said.need("To"),
        at=said.at,
        forwarded_from=said.get("ForwardedFrom"),
        caller_name=said.get("CallerName"),
        attestation=_attestation(said.get("StirVerstat"), dialect),
    )


def call_ended(said: Parameters, dialect: Dialect) -> Event:
    """The status callback of the number: it comes once, when the caller's call is over."""
    if is_our_own(said):
        return Ignored("this call was placed by the account itself")
    call, status = said.need("CallSid"), said.need("CallStatus")
    if status in dialect.call_goes_on:
        return Ignored("the call is still going on")
    if status not in dialect.call_ended:
        return new_word("CallStatus", status)
    outcome, proof = dialect.call_ended[status]
    return CallEnded(
        call, said.number("From"), said.need("To"), outcome, proof, said.at, said.whole("CallDuration")
    )


def is_our_own(said: Parameters) -> bool:
    return said.get("Direction").startswith("outbound")


def ringing_ended(said: Parameters, dialect: Dialect) -> Event:
    result = dial_result(said, dialect)
    if result is None:
        return new_word("DialCallStatus", said.get("DialCallStatus"))
    outcome, proof = result
    if proof is Proof.NOBODY and markup.left(said):
        return Ignored("the next phone rings")
    return RingingEnded(said.need("CallSid"), said.number("From"), said.need("To"), outcome, proof, said.at)


def dial_result(said: Parameters, dialect: Dialect) -> tuple[Outcome, Proof] | None:
    """How the ringing ended; None for a status that is new to us.

    A phone that picked up is not yet a connection: after a declined whisper the status is "completed", and
    only DialBridged tells. Where that is missing, somebody or some voicemail is taken to have been connected.
    """
    status, bridged = said.need("DialCallStatus"), said.get("DialBridged").lower()
    if bridged == "true":
        return Outcome.COMPLETED, Proof.CONNECTED
    if bridged == "false" and status in ("completed", "answered"):
        return Outcome.DECLINED, Proof.NOBODY
    return dialect.dial_ended.get(status)


def leg_changed(said: Parameters, dialect: Dialect) -> Event:
    call, leg, phone = _leg(said)
    match said.need("CallStatus"):
        case "ringing":
            return LegRang(call, leg, phone, said.at)
        case "in-progress":
            return LegAnswered(call, leg, phone, said.at)
        case "queued" | "initiated":
            return Ignored("this phone does not ring yet")
        case status if status in dialect.leg_ended:
            return LegEnded(call, leg, phone, dialect.leg_ended[status], said.at)
        case status:
            return new_word("CallStatus", status)


def leg_answered(said: Parameters, dialect: Dialect) -> Event:
    """The company asks what to whisper, so a phone was picked up, even if the status callback gets lost."""
    return LegAnswered(*_leg(said), said.at)


def caller_pressed(said: Parameters, dialect: Dialect) -> Event:
    """It is the caller's own call that asked."""
    if not accepts(said):
        return NO_KEY
    return CallerPressed(said.need("CallSid"), said.number("From"), said.need("To"), said.at)


def key_pressed(said: Parameters, dialect: Dialect) -> Event:
    call, leg, phone = _leg(said)
    if accepts(said):
        return LegAccepted(call, leg, phone, said.at)
    return LegEnded(call, leg, phone, Outcome.DECLINED, said.at)  # we answer with a hang-up


def accepts(said: Parameters) -> bool:
    return said.get("Digits") == "1"


def recorded(said: Parameters, dialect: Dialect) -> Event:
    """The caller has finished the voicemail, by a key, by silence or by hanging up."""
    call, recording = said.need("CallSid"), _recording(said)
    seconds = said.whole("RecordingDuration")
    if not recording or seconds == 0:
        return Ignored("the caller left no voicemail")
    return VoicemailLeft(call, recording, seconds, "", said.at)


def recording_ready(said: Parameters, dialect: Dialect) -> Event:
    call, status = said.need("CallSid"), said.need("RecordingStatus")
    if status not in dialect.recording:
        return new_word("RecordingStatus", status)
    if (why := dialect.recording[status]) is not None:
        return Ignored(why)
    return VoicemailLeft(call, _recording(said), said.whole("RecordingDuration"), "", said.at)


def written_out(said: Parameters, dialect: Dialect) -> Event:
    call, status = said.need("CallSid"), said.need("TranscriptionStatus")
    if status not in dialect.transcript:
        return new_word("TranscriptionStatus", status)
    if (why := dialect.transcript[status]) is not None:
        return Ignored(why)
    return VoicemailLeft(call, _recording(said), None, said.get("TranscriptionText"), said.at)


ON: Final[Mapping[str, Callable[[Parameters, Dialect], Event]]] = {
    "voice": call_started,
    "voice_status": call_ended,
    "dial_done": ringing_ended,
    "leg": leg_changed,
    "screen": leg_answered,
    "screen_key": key_pressed,
    "caller_key": caller_pressed,
    "voicemail": recorded,
    "voicemail_status": recording_ready,
    "transcript": written_out,
}


def _leg(said: Parameters) -> tuple[str, str, str]:
    """The caller's call, this phone's call, this phone. Our own address carries the first."""
    call = said.ours.get("call") or said.need("ParentCallSid")
    return call, said.need("CallSid"), said.need("To")


def _recording(said: Parameters) -> str:
    """The id of the recording, the same in all its webhooks; the first of them may only give its address."""
    return said.get("RecordingSid") or said.get("RecordingUrl").rstrip("/").rpartition("/")[2]


def _attestation(said: str, dialect: Dialect) -> str:
    return dialect.attestation.get(said.removesuffix("-Diverted").removesuffix("-Passthrough"), "")


# --- What to do with the call ---


def answer(kind: str, said: Parameters, plan: CallPlan, dialect: Dialect) -> Answer:
    match kind:
        case "voice":
            return _answer_call(said, plan, dialect)
        case "dial_done" if _was_connected(said, dialect):
            return markup.hang_up()
        case "dial_done":
            return _ring_on(said, plan, dialect) or markup.greet(plan)
        case "screen":
            return markup.whisper(plan, said.ours.get("call") or said.get("ParentCallSid"))
        case "screen_key":
            return markup.nothing() if accepts(said) else markup.hang_up()
        case "caller_key":
            return markup.after_key(plan, pressed=accepts(said))
        case "voicemail":
            return markup.hang_up()
        case _:
            return markup.nothing()


def _answer_call(said: Parameters, plan: CallPlan, dialect: Dialect) -> Answer:
    if is_our_own(said):
        return markup.hang_up()
    phones = _phones(said, plan)
    if not phones:
        return markup.greet(plan)
    return _ring(said, plan, dialect, phones)


def _phones(said: Parameters, plan: CallPlan) -> list[str]:
    """A phone that has just forwarded this call to us, or that is calling, must not be rung: the call would
    come back to us in a circle."""
    own = {said.get("ForwardedFrom"), said.get("From")}
    return [phone for phone in plan.ring if phone not in own] if plan.mode is Mode.DIAL else []


def _ring(said: Parameters, plan: CallPlan, dialect: Dialect, phones: list[str]) -> Answer:
    if plan.in_turn and not dialect.rings_in_turn:
        now, left = phones[:1], len(phones) - 1
    else:
        now, left = phones, 0
    return markup.ring(
        plan,
        said.need("CallSid"),
        now,
        done=plan.address("dial_done", left=left),
        added_seconds=dialect.added_ring_seconds,
    )


def _ring_on(said: Parameters, plan: CallPlan, dialect: Dialect) -> Answer | None:
    """The phones that are left, where they ring in turn and one document cannot say so."""
    phones = _phones(said, plan)
    left = min(markup.left(said), len(phones))
    return _ring(said, plan, dialect, phones[-left:]) if left else None


def _was_connected(said: Parameters, dialect: Dialect) -> bool:
    result = dial_result(said, dialect)
    return result is not None and result[1] is Proof.CONNECTED
