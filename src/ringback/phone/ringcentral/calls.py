"""RingCentral's telephony sessions, as our events.

A session is a call; each extension that takes part is a party with a state of its own, told in no order.
"missedCall" says that this party missed it, so it never proves that nobody took the call: in a queue the
others miss what one of them answers. It only tells the end of the call from a party's leaving it.
"""

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
)
from ringback.phone.ringcentral.tables import ENDED, MOVED, STATUSES, TIMEOUT
from ringback.phone.said import Said
from ringback.phone.words import new_word

FROM_INSIDE: Final = Ignored("this call did not come from outside")


def read_session(said: Said, at: datetime) -> list[Event]:
    call, origin = said.need("telephonySessionId"), said.part("origin").text("type")
    if origin not in ("", "Call"):  # calls that the account places itself, by a button or for a test
        return [Ignored("this is no call of a customer")]
    events = [event for party in said.parts("parties") for event in _party(call, party, at)]
    return events or [Ignored("nobody takes part in this call")]


def _party(call: str, party: Said, at: datetime) -> list[Event]:
    if party.need("direction") != "Inbound" or party.part("from").text("extensionId"):
        return [FROM_INSIDE]
    status = party.part("status").need("code")
    if status.lower() not in STATUSES:
        return [new_word("status", status)]
    if (why := STATUSES[status.lower()]) is not None:
        return [Ignored(why)]
    match status.lower():
        case "setup":
            return [_started(call, party, at)]
        case "proceeding":
            return [_started(call, party, at), LegRang(*_leg(call, party), at)]
        case "answered" | "faxreceive":  # a fax machine is no person, but nobody is missed and none is texted
            return [LegAnswered(*_leg(call, party), at)]
        case "disconnected":
            return _left(call, party, at)
        case "gone":
            return _moved(call, party, at)
        case _:
            return [RingingEnded(call, *_numbers(party), Outcome.NO_ANSWER, Proof.UNCLEAR, at)]


def _left(call: str, party: Said, at: datetime) -> list[Event]:
    reason, missed = party.part("status").text("reason"), party.fields.get("missedCall") is True
    if reason in MOVED or (reason == TIMEOUT and not missed):
        return [LegEnded(*_leg(call, party), Outcome.NO_ANSWER, at)]
    if reason and reason != TIMEOUT and reason not in ENDED and not missed:
        return [new_word("reason", reason)]
    outcome = ENDED.get(reason, Outcome.COMPLETED)
    if missed and outcome is Outcome.COMPLETED:
        outcome = Outcome.NO_ANSWER
    over = CallEnded(call, *_numbers(party), outcome, Proof.UNCLEAR, at)
    return [LegEnded(*_leg(call, party), outcome, at), over]


def _moved(call: str, party: Said, at: datetime) -> list[Event]:
    """The caller is in another session now, which tells whether somebody answers there. A phone that rings on
    makes this session wait for that; when nothing comes of it, the call was missed here.
    """
    over = CallEnded(call, *_numbers(party), Outcome.COMPLETED, Proof.UNCLEAR, at)
    return [LegRang(*_leg(call, party), at), over]


def _started(call: str, party: Said, at: datetime) -> CallStarted:
    return CallStarted(call, *_numbers(party), at, caller_name=party.part("from").text("name"))


def _numbers(party: Said) -> tuple[str, str]:
    """Caller and number called; a hidden caller is empty or a word."""
    return party.part("from").text("phoneNumber"), party.part("to").text("phoneNumber")


def _leg(call: str, party: Said) -> tuple[str, str, str]:
    """The call, this party, its phone: the number, or else who it is."""
    to = party.part("to")
    return call, party.need("id"), to.text("phoneNumber") or to.text("extensionNumber") or to.text("name")
