"""Quo's call events, as ours. A call has one id, however many people's phones ring for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.openphone.tables import STATUS
from ringback.phone.openphone.wire import Happened, Said
from ringback.phone.provider import Unreadable
from ringback.phone.words import new_word

AGENT_ID: Final = "SYU"  # how the id of Quo's own agent begins
PERSON_ID: Final = "US"


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    caller: str  # "" where Quo does not know it (yet)
    dialled: str
    said: Said
    at: datetime


def read_call(happened: Happened, at: datetime, ours: str, *, agent_counts: bool) -> list[Event]:
    """`ours` is the line's number, "" when not set. `agent_counts`: Quo's own agent is a person, too."""
    said = happened.of
    direction = said.text("direction")
    if happened.type != "call.voicemail.completed" or direction:
        if said.need("direction") == "outgoing":
            return [Ignored("this call did not come from outside")]
        if direction != "incoming":
            return [new_word("direction", direction)]
    call = Call(said.text("callId") or said.need("id"), *_numbers(happened, ours), said, at)
    return _what_happened(happened.type, call, agent_counts)


def _what_happened(kind: str, call: Call, agent_counts: bool) -> list[Event]:
    match kind:
        case "call.ringing":
            return [CallStarted(call.id, call.caller, call.dialled, call.at)]
        case "call.answered" if _by_agent(call.said) and not agent_counts:
            return [Ignored("Quo's agent has answered")]
        case "call.answered":
            return [_picked_up(call)]
        case "call.forwarded" if call.said.text("forwardedTo").startswith(PERSON_ID):
            return [Ignored("the call goes on")]
        case "call.forwarded":
            return [_no_longer_rings(call, Outcome.COMPLETED, Proof.CONNECTED)]
        case "call.voicemail.completed":
            # The caller has put down, also if the event that says so should never come.
            return [_voicemail(call, call.said, "recordingUrl"), *_to_voicemail(call)]
        case "call.missed":
            return _over(call, _unanswered(call.said.text("status")), agent_counts)
        case _:
            status = call.said.text("status") or "completed"
            if status not in STATUS:
                return [new_word("status", status)]
            if _taken(call.said, status):
                # No proof of a person: should Quo say "missed" or "voicemail" after all, that counts.
                return [_picked_up(call), _ended(call, Outcome.COMPLETED, Proof.UNCLEAR)]
            return _over(call, STATUS[status], agent_counts)


def _taken(said: Said, status: str) -> bool:
    elsewhere = status == "forwarded" or _forwarded_away(said) or _by_agent(said)
    return (
        bool(said.text("answeredAt") or status == "answered") and not elsewhere and not _has_voicemail(said)
    )


def _over(call: Call, outcome: Outcome, agent_counts: bool) -> list[Event]:
    """Where a forwarded call was answered is not known to Quo, and that phone may well be one of ours: so it
    never counts as missed here.
    """
    said = call.said
    if said.text("status") == "forwarded" or _forwarded_away(said):
        return [_ended(call, Outcome.COMPLETED, Proof.CONNECTED)]
    if _by_agent(said):
        return [_ended(call, Outcome.COMPLETED, Proof.CONNECTED if agent_counts else Proof.NOBODY)]
    if _has_voicemail(said):
        left = said.part_if_any("voicemail")
        found = [_voicemail(call, left, "url")] if left.text("url") else []
        return [*found, *_to_voicemail(call)]
    return [_ended(call, outcome, Proof.NOBODY)]


def _unanswered(status: str) -> Outcome:
    """What `call.missed` means, whatever status it comes with."""
    outcome = STATUS.get(status, Outcome.NO_ANSWER)
    return Outcome.NO_ANSWER if outcome is Outcome.COMPLETED else outcome


def _picked_up(call: Call) -> LegAnswered:
    return LegAnswered(call.id, _who(call.said) or call.id, call.dialled, call.at)


def _has_voicemail(said: Said) -> bool:
    return said.flag("hasVoicemail") or bool(said.part_if_any("voicemail").fields)


def _to_voicemail(call: Call) -> list[Event]:
    rang_out = _no_longer_rings(call, Outcome.NO_ANSWER, Proof.NOBODY)
    return [rang_out, _ended(call, Outcome.NO_ANSWER, Proof.NOBODY)]


def _ended(call: Call, outcome: Outcome, proof: Proof) -> CallEnded:
    seconds = call.said.whole("duration") if outcome is Outcome.COMPLETED else None
    return CallEnded(call.id, call.caller, call.dialled, outcome, proof, call.at, seconds)


def _no_longer_rings(call: Call, outcome: Outcome, proof: Proof) -> RingingEnded:
    return RingingEnded(call.id, call.caller, call.dialled, outcome, proof, call.at)


def _voicemail(call: Call, left: Said, address: str) -> VoicemailLeft:
    recording = left.text(address) or left.text("voicemailId") or left.text("id")
    return VoicemailLeft(call.id, recording, left.whole("duration"), left.text("transcript"), call.at)


def _forwarded_away(said: Said) -> bool:
    """To a number. Forwarded to a person of the workspace it stays with Quo, which says who took it."""
    to = said.text("forwardedTo")
    return bool(to) and not to.startswith(PERSON_ID)


def _by_agent(said: Said) -> bool:
    return said.flag("aiHandled") or _who(said).startswith(AGENT_ID)


def _who(said: Said) -> str:
    return said.text("answeredByUserId") or said.text("answeredBy") or said.text("userId")


def _numbers(happened: Happened, ours: str) -> tuple[str, str]:
    """Caller and number called. Raises Unreadable where one cannot be told from the other."""
    said = happened.of
    if said.fields.get("from") is not None:
        return said.text("from"), _first(said.texts("to"))
    taking_part = happened.context.part_if_any("participants")
    if taking_part.fields or "participants" not in said.fields:
        return _first(taking_part.texts("external")), _first(taking_part.texts("workspace"))
    return _told_apart(said.texts("participants"), ours)


def _told_apart(numbers: Sequence[str], ours: str) -> tuple[str, str]:
    """A bare list, as the older webhooks have it; in which order is not documented."""
    others = [number for number in numbers if number != ours]
    if len(others) > 1:
        raise Unreadable("participants")
    return _first(others), ours


def _first(numbers: Sequence[str]) -> str:
    return numbers[0] if numbers else ""
