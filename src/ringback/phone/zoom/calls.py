"""Zoom's call events, as ours.

Every phone that rings has events of its own, and they share the id of the call. So "missed" is first of all
about one phone: it ends the call only where the caller had called that person directly. Behind a queue, an
auto receptionist or a forwarding the call history says how it ended, some seconds later.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

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
from ringback.phone.said import Said
from ringback.phone.words import new_word
from ringback.phone.zoom.tables import BY_OTHER, ENDINGS, INVALID, OUTCOMES, RESULTS, Result

HIDDEN: Final = "anonymous"
MACHINE: Final = "autoReceptionist"  # picks up by itself, and is no person
INSIDE: Final = "voip"  # both ends are phones of the account

FROM_INSIDE: Final = Ignored("this call did not come from outside")


def ringing(said: Said, at: datetime) -> list[Event]:
    if _is_internal(said):
        return [FROM_INSIDE]
    name = said.part("caller").text("name")
    return [
        CallStarted(said.need("call_id"), *_numbers(said), at, caller_name=name),
        LegRang(*_leg(said), at),
    ]


def answered(said: Said, at: datetime) -> list[Event]:
    if _is_internal(said):
        return [FROM_INSIDE]
    if _is_machine(said):
        return [Ignored("the auto receptionist has picked up")]
    return [LegAnswered(*_leg(said), at)]


def rejected(said: Said, at: datetime) -> list[Event]:
    """On one phone: another one of the same person may go on ringing."""
    return [FROM_INSIDE] if _is_internal(said) else [LegEnded(*_leg(said), Outcome.DECLINED, at)]


def missed(said: Said, at: datetime) -> list[Event]:
    return [FROM_INSIDE] if _is_internal(said) else _over(said, Outcome.NO_ANSWER, at)


def ended(said: Said, at: datetime) -> list[Event]:
    if _is_internal(said):
        return [FROM_INSIDE]
    if _is_machine(said):
        return [Ignored("the auto receptionist has done its part")]
    how = ENDINGS.get(said.text("handup_result").strip().lower())
    if how is Result.VOICEMAIL:
        ringing_over = RingingEnded(
            said.need("call_id"), *_numbers(said), Outcome.NO_ANSWER, Proof.UNCLEAR, at
        )
        return [ringing_over, *_over(said, Outcome.NO_ANSWER, at)]
    if said.text("answer_start_time") or how is Result.ANSWERED:
        # Who answered is known, so nothing that another phone tells later can matter.
        over = CallEnded(said.need("call_id"), *_numbers(said), Outcome.COMPLETED, Proof.UNCLEAR, at)
        return [LegAnswered(*_leg(said), at), over]
    return _over(said, Outcome.HUNG_UP if how is Result.GAVE_UP else Outcome.NO_ANSWER, at)


def _over(said: Said, outcome: Outcome, at: datetime) -> list[Event]:
    """Never a proof that nobody took it: another phone may have, and may tell us later."""
    leg = LegEnded(*_leg(said), outcome, at)
    if said.part("forwarded_by").fields or said.part("redirect_forwarded_by").fields:
        return [leg]
    return [leg, CallEnded(said.need("call_id"), *_numbers(said), outcome, Proof.UNCLEAR, at)]


def history(said: Said, at: datetime) -> list[Event]:
    """The verdict of Zoom itself. It may come for each phone, and then only one of them says "answered"."""
    logs = [log for log in said.parts("call_logs") if log.text("direction") == "inbound"]
    if not logs:
        return [FROM_INSIDE]
    call = next((id for log in [*logs, said] if (id := log.text("call_id"))), "") or said.need("call_id")
    results = [_result(log) for log in logs]
    if Result.ANSWERED in results:
        return [CallEnded(call, *_logged(logs[0]), Outcome.COMPLETED, Proof.PERSON, at, _talked(logs))]
    unknown = next((log for log, result in zip(logs, results, strict=True) if result is None), None)
    if unknown is not None:
        return [new_word("result", unknown.need("result"))]
    if Result.BLOCKED in results:
        # Whatever the phones tell: somebody there wants no calls from this caller.
        return [CallEnded(call, *_logged(logs[0]), Outcome.BLOCKED, Proof.NOBODY, at)]
    how = next(result for result in OUTCOMES if result in results)
    over = CallEnded(call, *_logged(logs[0]), OUTCOMES[how], Proof.UNCLEAR, at)
    if how is Result.VOICEMAIL:
        return [RingingEnded(call, *_logged(logs[0]), Outcome.NO_ANSWER, Proof.UNCLEAR, at), over]
    return [over]


def _result(log: Said) -> Result | None:
    word = log.need("result")
    result = RESULTS.get(word, Result.FAILED if word.startswith(INVALID) else None)
    spoken = log.text("answer_time") and result is Result.GAVE_UP
    return Result.ANSWERED if spoken or log.text("result_reason") == BY_OTHER else result


def _talked(logs: list[Said]) -> int | None:
    return max((seconds for log in logs if (seconds := log.whole("talk_time")) is not None), default=None)


def voicemail(said: Said, at: datetime) -> list[Event]:
    """The caller has put down, also if the event that says so should never come."""
    call, caller = said.text("call_id"), said.text("caller_number")
    left = _left(said, "", at)
    if not call:
        return [left]
    return [left, CallEnded(call, caller, said.text("callee_number"), Outcome.NO_ANSWER, Proof.UNCLEAR, at)]


def transcript(said: Said, at: datetime) -> list[Event]:
    words = said.part("transcription").text("content")
    if not words:
        return [Ignored("the voicemail could not be written out")]
    return [_left(said, words, at)]


def _left(said: Said, words: str, at: datetime) -> VoicemailLeft:
    """The id of the call is optional."""
    call = said.text("call_id")
    caller = "" if call else said.text("caller_number")
    return VoicemailLeft(call, said.need("id"), said.whole("duration"), words, at, caller)


ON: Final[Mapping[str, Callable[[Said, datetime], list[Event]]]] = {
    "phone.callee_ringing": ringing,
    "phone.callee_answered": answered,
    "phone.callee_rejected": rejected,
    "phone.callee_missed": missed,
    "phone.callee_ended": ended,
    "phone.callee_call_history_completed": history,
    "phone.callee_call_log_completed": history,
    "phone.voicemail_received": voicemail,
    "phone.voicemail_transcript_completed": transcript,
}


def _is_internal(said: Said) -> bool:
    caller = said.part("caller")
    kind = caller.text("connection_type")
    return kind == INSIDE if kind else bool(caller.text("user_id") or caller.text("extension_id"))


def _is_machine(said: Said) -> bool:
    return said.part("callee").text("extension_type") == MACHINE


def _numbers(said: Said) -> tuple[str, str]:
    return said.part("caller").text("phone_number"), said.part("callee").text("phone_number")


def _leg(said: Said) -> tuple[str, str, str]:
    """The call, this phone's part in it, this phone: its number, or that of its extension."""
    callee = said.part("callee")
    number = callee.text("phone_number") or callee.text("extension_number")
    leg = callee.text("device_id") or callee.text("extension_id") or callee.text("user_id") or number
    return said.need("call_id"), leg, number


def _logged(log: Said) -> tuple[str, str]:
    hidden = str(log.fields.get("hide_caller_id")).lower() == "true"
    hidden = hidden or log.text("caller_number_type") == "anonymous_number"
    return HIDDEN if hidden else log.text("caller_did_number"), log.text("callee_did_number")
