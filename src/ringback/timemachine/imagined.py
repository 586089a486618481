"""A call log from before there was a Ringback: the facts that it would have seen, call by call.

For what a log does not tell, an ordinary call is assumed: nobody has opted out, nobody is on a list unless
the shop file says so, and nothing special is known about the ringing and the number.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ringback.calls.robocalls import shared_digits
from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy
from ringback.rules.voicemail import Voicemail
from ringback.timemachine.log_calls import LoggedCall
from ringback.timemachine.log_words import Ending
from ringback.timemachine.redecide import Past

AN_HOUR = timedelta(hours=1)
TALKED = {Ending.ANSWERED}
_OUTCOMES: Mapping[Ending, Outcome] = {
    Ending.BUSY: Outcome.BUSY,
    Ending.DECLINED: Outcome.DECLINED,
    Ending.FAILED: Outcome.FAILED,
    Ending.GAVE_UP: Outcome.HUNG_UP,
}


@dataclass(frozen=True, slots=True)
class Business:
    own: frozenset[str]  # E.164: its numbers, and the phones they ring
    listed: Mapping[str, Listed]
    rules: Callable[[str], Policy]  # by the number that was called, "" when the log does not say


@dataclass(slots=True)
class _Person:
    recent: deque[datetime] = field(default_factory=deque)
    last_human_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imagined:
    missed: Sequence[Past]
    heard_at: Mapping[str, Sequence[datetime]]


def imagine(calls: Iterable[LoggedCall], business: Business) -> Imagined:
    """`calls` in order of time, answered ones and the business's own included: they say who is known."""
    people: defaultdict[str, _Person] = defaultdict(_Person)
    heard: defaultdict[str, list[datetime]] = defaultdict(list)
    missed = []
    for call in calls:
        number = call.caller.e164 or ""
        person = people[number]
        if call.inbound:
            heard[number].append(call.at)
            person.recent.append(call.at)
            while person.recent[0] < call.at - AN_HOUR:
                person.recent.popleft()
        if call.ending in TALKED:
            person.last_human_at = call.at + timedelta(seconds=call.seconds)
        elif call.inbound:
            missed.append(_past(call, number, person, business))
    return Imagined(missed, heard)


def _past(call: LoggedCall, number: str, person: _Person, business: Business) -> Past:
    nobody = not number or number in business.own
    facts = Facts(
        now=call.at,
        mode=Mode.FORWARDED,
        outcome=_OUTCOMES.get(call.ending, Outcome.NO_ANSWER),
        accepted=False,
        missed_at=call.at,
        ring_seconds=None,
        caller_gave_up=call.ending is Ending.GAVE_UP,
        caller_kind=call.caller.kind,
        caller_country=call.caller.country,
        own_number=number in business.own,
        listed=business.listed.get(number, Listed.NO),
        voicemail=Voicemail.LEFT if call.ending is Ending.VOICEMAIL else Voicemail.NONE,
        known=person.last_human_at is not None and not nobody,
        last_human_at=None if nobody else person.last_human_at,
        calls_this_hour=1 if nobody else len(person.recent),
        shared_digits=shared_digits(number, call.to) if number and call.to else 0,
    )
    hidden = call.caller.kind in (NumberKind.ANONYMOUS, NumberKind.EMPTY)
    return Past(
        call=f"line {call.line}",
        caller="" if nobody or hidden else number,
        number=number,
        name="",
        line=call.to,
        facts=facts,
        rules=business.rules(call.to),
    )
