"""The story of a call, for the owner: what happened, what was decided and why, and what came of it.

Pure: everything that is told is given. Names are what people are called on the page, by number.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from ringback.calls.receipts import Receipt
from ringback.calls.store import Call, CallState
from ringback.messages.store import State, Text
from ringback.messages.words import length
from ringback.phone.events import Outcome
from ringback.tasks.store import Task
from ringback.web.rule_fields import rule_of


class Tone(StrEnum):
    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"  # somebody should do something
    QUIET = "quiet"  # nothing was sent, on purpose
    LIVE = "live"  # under way right now


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the owner's phones in a call."""

    name: str  # whose it is, or else its number
    rang_at: datetime | None
    answered_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None
    is_someones: bool = True

    @property
    def phone(self) -> str:
        return f"{self.name}'s phone" if self.is_someones else f"Your phone {self.name}"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the story. `until`: it speaks of something that will happen then."""

    at: datetime
    words: str
    tone: Tone = Tone.PLAIN
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    question: str
    answer: str
    needed: str
    passed: bool
    decided: bool  # this is the one that settled it
    rule: str = ""  # the rule's field that settles it, where there is one


@dataclass(frozen=True, slots=True)
class Told:
    """A call as a card on the page."""

    id: str
    at: datetime
    title: str
    tone: Tone
    result: str  # in two or three words
    lines: tuple[Line, ...]
    checks: tuple[CheckLine, ...]
    otherwise: str  # what would have changed it; "" when nothing does


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known about one call."""

    call: Call
    caller: str  # what the caller is called
    legs: Sequence[Leg]
    receipt: Receipt | None
    text: Text | None
    tasks: Sequence[Task]
    voicemail: str  # its words; "" without one


def tell(known: Known, now: datetime) -> Told:
    title, tone, result = _headline(known)
    lines = sorted([*_of_the_call(known), *_of_the_answer(known, now)], key=lambda line: line.at)
    kept = json.loads(known.receipt.body) if known.receipt else {"checks": ()}
    return Told(
        id=known.call.id,
        at=_began(known),
        title=title,
        tone=tone,
        result=result,
        lines=tuple(lines),
        checks=tuple(_checks(kept)),
        otherwise=kept.get("otherwise") or "",
    )


def _headline(known: Known) -> tuple[str, Tone, str]:
    if known.call.state is CallState.ACCEPTED:
        return "Answered call", Tone.GOOD, "No text needed"
    if known.receipt is None:
        return "Call", Tone.LIVE, "Under way"
    if known.tasks:
        return "Missed call", Tone.WARN, "Call back"
    if known.receipt.verdict == "skip":
        return "Missed call", Tone.QUIET, "Not texted"
    if known.text is not None and known.text.state in _WITH_THE_COMPANY:
        return "Missed call", Tone.GOOD, "Texted back"
    if known.receipt.verdict == "hold" and known.text is None:
        return "Missed call", Tone.WARN, "Held back"
    if known.text is None:
        done = known.receipt.verdict == "call_back"  # there was something to do, and it is ticked off
        return "Missed call", Tone.QUIET, "Seen to" if done else "Not texted"
    return "Missed call", *_OTHERWISE.get(known.text.state, (Tone.LIVE, "Texting back"))


_OTHERWISE: Final[Mapping[State, tuple[Tone, str]]] = {
    State.CANCELLED: (Tone.QUIET, "Not texted"),
    State.FAILED: (Tone.WARN, "Not delivered"),
    State.UNDELIVERED: (Tone.WARN, "Not delivered"),
}


def _began(known: Known) -> datetime:
    return known.call.evidence.started_at or known.call.first_heard_at


# --- The call ---


def _of_the_call(known: Known) -> Iterator[Line]:
    heard = known.call.evidence
    yield Line(_began(known), f"{known.caller} called.")
    for leg in known.legs:
        at = leg.ended_at or leg.accepted_at or leg.answered_at or leg.rang_at
        if at is not None:
            yield Line(at, _leg(leg, over=heard.ended_at is not None), _leg_tone(leg))
    if heard.ended_at is not None and heard.end_outcome is Outcome.HUNG_UP:
        after = _length(heard.ended_at - _began(known))
        yield Line(heard.ended_at, f"{known.caller} hung up after {after}, before anybody had answered.")
    if heard.ended_at is not None and heard.connected_at is not None:
        yield Line(
            heard.ended_at, f"They spoke for {_length(heard.ended_at - heard.connected_at)}.", Tone.GOOD
        )
    if known.voicemail:
        at = heard.ended_at or heard.ringing_ended_at or _began(known)
        yield Line(at, f"{known.caller} left a message: “{known.voicemail}”")


def _leg(leg: Leg, *, over: bool) -> str:
    if leg.accepted_at is not None:
        taken = "{} picked up and pressed 1." if leg.is_someones else "Somebody picked up {} and pressed 1."
        return taken.format(leg.name)
    if leg.answered_at is not None and leg.ended_at is not None:
        return (
            f"{leg.phone} was picked up, but nobody pressed 1. "
            "A voicemail does that, so it does not count as an answer."
        )
    if leg.answered_at is not None:
        return f"{leg.phone} was picked up."
    if leg.ended_at is None:
        return f"{leg.phone} rang." if over else f"{leg.phone} is ringing."
    return _unanswered(leg)


def _unanswered(leg: Leg) -> str:
    rang = leg.ended_at - leg.rang_at if leg.ended_at and leg.rang_at else timedelta(0)
    match leg.outcome:
        case Outcome.BUSY:
            return f"{leg.phone} was busy."
        case Outcome.FAILED:
            return f"{leg.phone} could not be reached."
        case Outcome.DECLINED:
            who = leg.name if leg.is_someones else leg.phone
            return f"{who} declined the call after {_length(rang)}."
        case _:
            return f"{leg.phone} rang for {_length(rang)}. Nobody answered."


def _leg_tone(leg: Leg) -> Tone:
    if leg.accepted_at is not None:
        return Tone.GOOD
    return Tone.PLAIN if leg.ended_at is not None else Tone.LIVE


# --- The answer to it ---


def _of_the_answer(known: Known, now: datetime) -> Iterator[Line]:
    if known.call.state is CallState.ACCEPTED:
        at = known.call.evidence.connected_at or known.call.evidence.accepted_at or now
        yield Line(at, "Ringback sends no text: someone took the call.", Tone.GOOD)
    elif known.receipt and not (known.text and known.text.state in _TOLD_WITH_THE_REASON):
        tone = {"text": Tone.PLAIN, "skip": Tone.QUIET}.get(known.receipt.verdict, Tone.WARN)
        yield Line(known.receipt.at, known.receipt.sentence, tone)
    if known.text is not None and not _said_by_a_task(known, known.text):
        yield _text(known, known.text)
    for task in known.tasks:
        if known.receipt is None or task.sentence != known.receipt.sentence:
            yield Line(task.created_at, task.sentence, Tone.WARN)


def _text(known: Known, text: Text) -> Line:
    at = text.accepted_at or text.due or text.created_at
    if text.state in (State.DELIVERED, State.SENT, State.ACCEPTED):
        heard = known.call.evidence
        missed = heard.ringing_ended_at or heard.ended_at or text.created_at
        arrived = " It has arrived." if text.state is State.DELIVERED else ""
        words = f"Ringback texted {known.caller} {_after(at - missed)}{_because(known)}.{arrived}"
        return Line(at, words, Tone.GOOD)
    if text.state is State.SENDING or (text.state is State.WAITING and not text.sentence):
        words = f"Ringback is about to text {known.caller}{_because(known)}."
        return Line(text.created_at, words, Tone.LIVE, until=text.due)
    tone = {State.CANCELLED: Tone.QUIET, State.WAITING: Tone.LIVE}.get(text.state, Tone.WARN)
    return Line(at, text.sentence, tone)


def _said_by_a_task(known: Known, text: Text) -> bool:
    return bool(text.sentence) and any(text.sentence in task.sentence for task in known.tasks)


def _after(gone: timedelta) -> str:
    return f"{_length(gone)} later" if gone >= timedelta(seconds=1) else "at once"


def _length(time: timedelta) -> str:
    """To the nearest second, so that 4.99 seconds are shown as five."""
    return length(timedelta(seconds=round(time.total_seconds())))


def _because(known: Known) -> str:
    """The reason in the receipt's sentence, which says "Text back after 5 seconds: nobody took the call." """
    if known.receipt is None:
        return ""
    if known.receipt.verdict == "hold":
        return ", because somebody of yours wanted it"
    reason = known.receipt.sentence.partition(": ")[2].rstrip(".")
    return f", because {reason}" if reason else ""


_WITH_THE_COMPANY: Final = (State.ACCEPTED, State.SENT, State.DELIVERED)
_TOLD_WITH_THE_REASON: Final = (State.WAITING, State.SENDING, *_WITH_THE_COMPANY)


# --- The receipt ---


def _checks(kept: Mapping[str, Any]) -> Iterator[CheckLine]:
    for check in kept["checks"]:
        yield CheckLine(
            question=question_of(check["name"]),
            answer=_plain(check["value"]),
            needed="" if check["needed"] in ("yes", "no") else _plain(check["needed"]),
            passed=check["passed"],
            decided=check["name"] == kept["deciding"],
            rule=rule_of(check["name"]),
        )


def question_of(check: str) -> str:
    """What a check of a receipt asks, for the owner."""
    return _QUESTIONS.get(check, check.capitalize())


def _plain(words: str) -> str:
    """Every number of an ordinary phone is called geographic by those who give them out."""
    return words.replace("geographic", "ordinary number")


_QUESTIONS: Final[Mapping[str, str]] = {
    "answered": "Did someone take the call?",
    "own number": "Is it one of your own numbers?",
    "number shown": "Is the caller's number shown?",
    "number usable": "What kind of number is it?",
    "ringing": "How long did it ring?",
    "never-text list": "Is the caller on your never-text list?",
    "opted out": "Has the caller asked for no texts?",
    "tell-me list": "Do you want to hear of this caller yourself?",
    "number textable": "Do you text such numbers?",
    "cannot receive texts": "Did an earlier text not arrive?",
    "loop": "Are two machines calling each other?",
    "robocall": "Is it surely a robocall?",
    "last spoke or wrote": "When did you last speak or write?",
    "texts this episode": "Automatic texts these days?",
    "text waiting": "Is a text already on its way?",
    "last text": "When was the caller last texted?",
    "hours": "Are you open or closed?",
    "time since the call": "When was the call?",
    "like a robocall": "Does it look like a robocall?",
    "cost": "Have texts cost too much already?",
    "texts paused": "Are texts paused, because nobody hears them?",
    "fuse of a minute": "Do many call at once?",
    "fuse": "Are there far more calls than usual?",
    "only watching": "Do you only watch for now?",
}
