"""Dialpad's call events, as ours.

One call is several streams of events: one of the place that was called (an office, a department, a person),
and one of each person whose phone rang for it. They share an id, and only the first of them says that the
call is over.
"""

from datetime import datetime

from ringback.phone.dialpad.tables import STATES
from ringback.phone.dialpad.wire import Said
from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.words import new_word


def read_call(said: Said, at: datetime) -> list[Event]:
    state, direction = said.need("state"), said.need("direction")
    call = call_id(said)
    if direction == "outbound" or said.flag("is_internal"):
        return [Ignored("this call did not come from outside")]
    if direction != "inbound":
        return [new_word("direction", direction)]
    if state not in STATES:
        return [new_word("state", state)]
    if (why := STATES[state]) is not None:
        return [Ignored(why)]
    return _what_happened(state, call, said, at)


def call_id(said: Said) -> str:
    """The one id of all streams of a call. Raises Unreadable without any."""
    return said.id("master_call_id") or said.id("entry_point_call_id") or said.need("call_id")


def _what_happened(state: str, call: str, said: Said, at: datetime) -> list[Event]:
    match state:
        case "calling" | "preanswer" | "queued":
            return [_started(call, said, at)]
        case "ringing":
            return [_started(call, said, at), LegRang(*_leg(call, said), at)]
        case "connected":
            return [LegAnswered(*_leg(call, said), at)]
        case "voicemail":
            return [RingingEnded(call, *_numbers(said), Outcome.NO_ANSWER, Proof.UNCLEAR, at)]
        case "transcription":
            return [_words(call, said, at)]
        case "voicemail_uploaded":
            # The caller has put down, also if the event that says so should never come.
            return [_voicemail(call, said, at), *_over(call, said, Outcome.NO_ANSWER, at)]
        case "blocked":
            return _turned_away(call, said, at)
        case "missed":
            return _over(call, said, Outcome.NO_ANSWER, at)
        case _:
            return _hung_up(call, said, at)


def _started(call: str, said: Said, at: datetime) -> CallStarted:
    return CallStarted(call, *_numbers(said), at, caller_name=said.part_if_any("contact").text("name"))


def _hung_up(call: str, said: Said, at: datetime) -> list[Event]:
    """Somebody who was connected is a person, unless the caller spoke to the voicemail: whether that counts
    as connected is not documented.
    """
    to_voicemail = said.text("voicemail_link") or said.id("voicemail_recording_id")
    if said.id("date_connected") and not to_voicemail:
        return [LegAnswered(*_leg(call, said), at), *_over(call, said, Outcome.COMPLETED, at)]
    return _over(call, said, Outcome.HUNG_UP, at)


def _over(call: str, said: Said, outcome: Outcome, at: datetime) -> list[Event]:
    """Never a proof that nobody took it: another phone may have, and may tell us later."""
    if _is_of_one_phone(said):
        return [LegEnded(*_leg(call, said), outcome, at)]
    seconds = said.seconds("duration") if outcome is Outcome.COMPLETED else None
    return [CallEnded(call, *_numbers(said), outcome, Proof.UNCLEAR, at, seconds)]


def _turned_away(call: str, said: Said, at: datetime) -> list[Event]:
    """Whatever else is told of this call: somebody there wants no calls from this caller."""
    return [CallEnded(call, *_numbers(said), Outcome.BLOCKED, Proof.NOBODY, at)]


def _is_of_one_phone(said: Said) -> bool:
    called, target = said.part_if_any("entry_point_target").id("id"), said.part_if_any("target").id("id")
    if called and called == target:
        return False
    whole = said.id("entry_point_call_id") or said.id("master_call_id")
    return bool(whole) and whole != said.need("call_id")


def _voicemail(call: str, said: Said, at: datetime) -> VoicemailLeft:
    recording = said.text("voicemail_link") or said.id("voicemail_recording_id")
    return VoicemailLeft(call, recording, None, said.text("transcription_text"), at)


def _words(call: str, said: Said, at: datetime) -> Event:
    left = _voicemail(call, said, at)
    return left if left.recording and left.words else Ignored("nothing of a voicemail was written out")


def _leg(call: str, said: Said) -> tuple[str, str, str]:
    """The call, this stream of it, this phone: its number, or else who has it."""
    target = said.part_if_any("target")
    return call, said.need("call_id"), target.text("phone") or target.text("name")


def _numbers(said: Said) -> tuple[str, str]:
    """Caller and number called, each as Dialpad writes it: a hidden caller is empty or a word."""
    called = said.part_if_any("entry_point_target").text("phone") or said.part_if_any("target").text("phone")
    return said.text("external_number"), called or said.text("internal_number")
