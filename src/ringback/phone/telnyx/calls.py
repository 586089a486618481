"""Telnyx's events about calls, as ours.

A call of a customer has one side of theirs and one for each phone that we ring; all share the id of the
session. On the sides of the phones, and on the caller's once we have answered it, lies a note of ours
(`wire.py`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from ringback.lib.numbers import read_number
from ringback.phone import events
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
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
from ringback.phone.said import Said
from ringback.phone.telnyx.tables import ATTESTATION, CALL_ENDED, GATHER_ENDED, LEG_ENDED, SILENT
from ringback.phone.telnyx.wire import UNANSWERED, Event, Note, read_note
from ringback.phone.words import NO_KEY, new_word

ELSEWHERE = Ignored("another program has this call in hand")
NOT_OURS = Ignored("this call was placed by the account itself")
NO_VOICEMAIL = Ignored("the caller left no voicemail")


def read_call(said: Event) -> events.Event:
    note = read_note(said.payload.text("client_state"))
    if note is None and said.payload.text("client_state"):
        return ELSEWHERE
    if said.type in ON_RECORDING:
        return ON_RECORDING[said.type](said)
    if note is not None and is_phone(said.payload, note):
        return ON_PHONE[said.type](said, note) if said.type in ON_PHONE else _silent(said)
    return ON_CALLER[said.type](said, note) if said.type in ON_CALLER else _silent(said)


def is_phone(payload: Said, note: Note) -> bool:
    return payload.text("call_control_id") != note.caller


def _silent(said: Event) -> events.Event:
    if said.type in SILENT:
        return Ignored("this decides nothing about the call")
    return new_word("event_type", said.type)


# --- The caller's side ---


def call_started(said: Event, note: Note | None) -> events.Event:
    payload = said.payload
    match payload.text("direction"):
        case "incoming":
            return CallStarted(
                call=payload.need("call_session_id"),
                caller=payload.number("from"),
                dialled=payload.need("to"),
                at=said.at,
                forwarded_from=forwarded_from(payload),
                caller_name=payload.text("caller_id_name"),
                attestation=_attestation(payload),
            )
        case "outgoing":
            return NOT_OURS
        case direction:
            return new_word("direction", direction)


def forwarded_from(payload: Said) -> str:
    """The number in the Diversion header: Telnyx is one of the few companies that hand it on."""
    for header in payload.parts("sip_headers"):
        if header.text("name").lower() == "diversion":
            written = header.text("value")
            return read_number(written).e164 or written
    return ""


def _attestation(payload: Said) -> str:
    given = payload.text("shaken_stir_attestation")
    if given not in ATTESTATION:
        return ""
    return "failed" if payload.fields.get("shaken_stir_validated") is False else given


def line_opened(said: Event, note: Note | None) -> events.Event:
    """We answer a call to connect the two, or to greet; after ringing, the second means that nobody took
    it."""
    if note is None or note.role != UNANSWERED:
        return Ignored("the caller's line was opened")
    return _ringing_ended(said, Outcome.NO_ANSWER, Proof.NOBODY)


def connected(said: Event, note: Note | None) -> events.Event:
    return _ringing_ended(said, Outcome.COMPLETED, Proof.CONNECTED)


def caller_pressed(said: Event, note: Note | None) -> events.Event:
    """While the greeting asked the caller for a key."""
    payload = said.payload
    if note is None or not accepts(said):
        return NO_KEY
    return CallerPressed(note.call, payload.text("from"), payload.text("to"), said.at)


def _ringing_ended(said: Event, outcome: Outcome, proof: Proof) -> events.Event:
    payload = said.payload
    return RingingEnded(
        payload.need("call_session_id"),
        payload.number("from"),
        payload.need("to"),
        outcome,
        proof,
        said.at,
    )


def call_ended(said: Event, note: Note | None) -> events.Event:
    payload, cause = said.payload, said.payload.need("hangup_cause")
    call, caller, dialled = payload.need("call_session_id"), payload.number("from"), payload.need("to")
    if cause not in CALL_ENDED:
        return new_word("hangup_cause", cause)
    outcome, proof = CALL_ENDED[cause]
    return CallEnded(call, caller, dialled, outcome, proof, said.at)


# --- A phone that we ring ---


def _not_yet(said: Event, note: Note) -> events.Event:
    return Ignored("this phone does not ring yet")


def leg_rang(said: Event, note: Note) -> events.Event:
    return LegRang(*_leg(said, note), said.at)


def leg_answered(said: Event, note: Note) -> events.Event:
    return LegAnswered(*_leg(said, note), said.at)


def key_pressed(said: Event, note: Note) -> events.Event:
    leg, status = _leg(said, note), said.payload.need("status")
    if accepts(said):
        return LegAccepted(*leg, said.at)
    if status not in GATHER_ENDED:
        return new_word("status", status)
    outcome = GATHER_ENDED[status]
    if outcome is None:
        return Ignored("this phone hung up before a key was pressed")
    return LegEnded(*leg, outcome, said.at)  # we hang up


def accepts(said: Event) -> bool:
    return said.payload.text("digits") == "1"


def leg_connected(said: Event, note: Note) -> events.Event:
    return Ignored("the caller's side says the same")


def leg_ended(said: Event, note: Note) -> events.Event:
    leg, cause = _leg(said, note), said.payload.need("hangup_cause")
    if cause not in LEG_ENDED:
        return new_word("hangup_cause", cause)
    return LegEnded(*leg, LEG_ENDED[cause], said.at)


def _leg(said: Event, note: Note) -> tuple[str, str, str]:
    """The caller's call, this phone's call, this phone."""
    return note.call, said.payload.need("call_leg_id"), said.payload.need("to")


# --- The voicemail ---


def recorded(said: Event) -> events.Event:
    payload = said.payload
    seconds = _seconds(payload.text("recording_started_at"), payload.text("recording_ended_at"))
    if seconds == 0:
        return NO_VOICEMAIL
    return VoicemailLeft(payload.need("call_session_id"), _recording(payload), seconds, "", said.at)


def written_out(said: Event) -> events.Event:
    payload, words = said.payload, said.payload.text("transcription_text").strip()
    if not words:
        return NO_VOICEMAIL
    return VoicemailLeft(payload.need("call_session_id"), _recording(payload), None, words, said.at)


def not_recorded(said: Event) -> events.Event:
    return Ignored("the voicemail could not be recorded")


def _recording(payload: Said) -> str:
    """The page names no id of the recording where it was saved; recordings can be listed by the leg's id."""
    return payload.text("recording_id") or payload.need("call_leg_id")


def _seconds(started: str, ended: str) -> int | None:
    try:
        length = (datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds()
    except (ValueError, TypeError):  # the second where only one of them has a zone
        return None
    return round(length) if length >= 0 else None


ON_CALLER: Final[Mapping[str, Callable[[Event, Note | None], events.Event]]] = {
    "call.initiated": call_started,
    "call.answered": line_opened,
    "call.bridged": connected,
    "call.gather.ended": caller_pressed,
    "call.hangup": call_ended,
}
ON_PHONE: Final[Mapping[str, Callable[[Event, Note], events.Event]]] = {
    "call.initiated": _not_yet,
    "call.ringing": leg_rang,
    "call.answered": leg_answered,
    "call.gather.ended": key_pressed,
    "call.bridged": leg_connected,
    "call.hangup": leg_ended,
}
ON_RECORDING: Final[Mapping[str, Callable[[Event], events.Event]]] = {
    "call.recording.saved": recorded,
    "call.recording.transcription.saved": written_out,
    "call.recording.error": not_recorded,
}
