"""Aircall's call events, as ours. A call has one id, however many people's phones ring for it.

`call.hungup` comes at once, `call.ended` about 30 seconds later with the reason. So the first decides and the
second confirms, or decides where the first never came.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.phone.aircall.tables import REASONS
from ringback.phone.aircall.wire import Happened, Said, line_number
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

AGENT_LEG: Final = "ai_voice_agent"


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    caller: str  # as people read it, "+1 512-555-0178", or "anonymous"
    dialled: str
    said: Said
    at: datetime

    @property
    def leg(self) -> tuple[str, str, str]:
        """The call, whose phone, and that person's name: Aircall tells no number of it."""
        user = self.said.part_if_any("user")
        return self.id, user.text("id") or self.id, user.text("name")


def read_call(happened: Happened, at: datetime) -> list[Event]:
    said = happened.of
    direction = said.need("direction")
    if direction == "outbound":
        return [Ignored("this call did not come from outside")]
    if direction != "inbound":
        return [new_word("direction", direction)]
    call = Call(said.need("id"), said.text("raw_digits"), line_number(happened.number), said, at)
    return _what_happened(happened.type, call)


def read_agent(happened: Happened, at: datetime, *, counts: bool) -> Event:
    """Aircall's own agent has answered. Under which name it says the call's id is not documented."""
    said = happened.of
    call = said.text("call_id") or said.part_if_any("call").text("id")
    if not counts:
        return Ignored("Aircall's agent has answered")
    if not call:
        return Ignored("Aircall's agent has answered, and it is not said which call")
    return LegAnswered(call, AGENT_LEG, AGENT_LEG, at)


def _what_happened(kind: str, call: Call) -> list[Event]:
    started = CallStarted(call.id, call.caller, call.dialled, call.at, caller_name=_name(call.said))
    match kind:
        case "call.created":
            return [started]
        case "call.ringing_on_agent":
            return [started, LegRang(*call.leg, call.at)]
        case "call.agent_declined":
            return [LegEnded(*call.leg, Outcome.DECLINED, call.at)]
        case "call.answered":
            return [LegAnswered(*call.leg, call.at)]
        case "call.voicemail_left":
            # The caller has put down, also if the event that says so should never come.
            return _left_voicemail(call)
        case _:
            return _over(call)


def _over(call: Call) -> list[Event]:
    """Somebody who answered is a person: Aircall's voicemail does not count as an answer. Without an answer
    and without a reason nothing is proved: the event that somebody answered may be on its way.
    """
    said = call.said
    if said.text("voicemail"):
        return _left_voicemail(call)
    if said.text("answered_at"):
        return [LegAnswered(*call.leg, call.at), _ended(call, Outcome.COMPLETED, Proof.UNCLEAR)]
    reason = said.text("missed_call_reason")
    if not reason:
        return [_ended(call, Outcome.NO_ANSWER, Proof.UNCLEAR)]
    outcome = REASONS.get(reason, Outcome.NO_ANSWER)
    if reason in REASONS and outcome is Outcome.NO_ANSWER:
        return _rang_out(call)
    return [_ended(call, outcome, Proof.NOBODY)]


def _left_voicemail(call: Call) -> list[Event]:
    recording = call.said.text("voicemail")
    return [VoicemailLeft(call.id, recording, None, "", call.at), *_rang_out(call)]


def _rang_out(call: Call) -> list[Event]:
    """Not the caller's impatience: nobody was there, or nobody came."""
    numbers = (call.id, call.caller, call.dialled)
    rang = RingingEnded(*numbers, Outcome.NO_ANSWER, Proof.NOBODY, call.at)
    return [rang, _ended(call, Outcome.NO_ANSWER, Proof.NOBODY)]


def _ended(call: Call, outcome: Outcome, proof: Proof) -> CallEnded:
    seconds = _spoken(call.said) if outcome is Outcome.COMPLETED else None
    return CallEnded(call.id, call.caller, call.dialled, outcome, proof, call.at, seconds)


def _spoken(said: Said) -> int | None:
    """Without the ringing, which Aircall's `duration` counts, too."""
    ended, answered = said.seconds_since_1970("ended_at"), said.seconds_since_1970("answered_at")
    return ended - answered if ended and answered and ended >= answered else None


def _name(said: Said) -> str:
    contact = said.part_if_any("contact")
    return f"{contact.text('first_name')} {contact.text('last_name')}".strip()
