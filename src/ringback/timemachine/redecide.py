"""Decide calls again under other rules, each with the history that the new decisions before it lead to. Pure.

Under the rules by which they were decided nothing changes: every fact stays as in the receipt.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ringback.contacts.listed import Listed
from ringback.rules.decide import decide, judge
from ringback.rules.decision import Decision, Hold, Reason, Send, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy
from ringback.timemachine.history import Business, Caller, FirstText


@dataclass(frozen=True, slots=True)
class Became:
    """What came of the text that was sent then."""

    queued_at: datetime
    left_at: datetime
    left: bool
    bounced: bool


@dataclass(frozen=True, slots=True)
class Then:
    """The decision as it was made."""

    verdict: Verdict
    policy: Policy
    opening: Opening
    sentence: str
    text: Became | None = None  # of the automatic first text about this call, also one that a person let go


@dataclass(frozen=True, slots=True)
class Past:
    """One missed call, and the rules to decide it by now."""

    call: str
    caller: str  # the same for all calls of one caller; "" when hidden
    number: str  # E.164, or ""
    name: str
    line: str
    facts: Facts
    rules: Policy
    then: Then | None = None  # None: we were not there then
    listed: Listed | None = None  # the list that the caller is on by the rules to decide by; None: as it was


@dataclass(frozen=True, slots=True)
class Redecided:
    past: Past
    facts: Facts  # as they would have been
    now: Decision


def redecide(calls: Iterable[Past], heard_at: Mapping[str, Sequence[datetime]]) -> Iterator[Redecided]:
    """`calls` in the order in which they were decided; `heard_at` has the times of each caller, in order."""
    business, callers = Business(), dict[str, Caller]()
    for past in calls:
        caller = callers.setdefault(past.caller, Caller(heard_at.get(past.caller, ())))
        facts = past.facts if past.listed is None else replace(past.facts, listed=past.listed)
        if past.caller:
            facts = caller.revised(facts)
        facts = business.revised(facts, past.rules, past.then.policy if past.then else None)
        decision = _decided(past, facts)
        _remember(past, facts, decision, caller, business)
        yield Redecided(past, facts, decision)


def _decided(past: Past, facts: Facts) -> Decision:
    """Where the hours are the same, with the opening that was found then: laws may have changed since."""
    if past.then is not None and _same_hours(past.then.policy, past.rules):
        return judge(facts, past.rules, past.then.opening)
    return decide(facts, past.rules)


def _same_hours(old: Policy, new: Policy) -> bool:
    return (old.time_zone, old.hours, old.holidays, old.closed) == (
        new.time_zone,
        new.hours,
        new.holidays,
        new.closed,
    )


def _remember(past: Past, facts: Facts, decision: Decision, caller: Caller, business: Business) -> None:
    was = _was(past, facts)
    if was is not None:
        caller.was.append(was)
    would = _would(past, facts, decision, was)
    if would is not None:
        caller.would.append(would)
    if was is not None and past.then is not None and not _only_watched(past.then.verdict):
        insort(business.was, was.decided_at)
    if would is not None and not _only_watched(decision.verdict):
        insort(business.would, would.decided_at)
    if past.then is not None and _by_fuse(past.then.verdict):
        business.was_held.append(facts.now)
    if _by_fuse(decision.verdict):
        business.would_hold.append(facts.now)


def _was(past: Past, facts: Facts) -> FirstText | None:
    then = past.then
    if then is None:
        return None
    if then.text is not None:
        text = then.text
        return FirstText(past.call, text.queued_at, text.left_at, text.left, text.bounced)
    if isinstance(then.verdict, Send):
        return FirstText(past.call, facts.now, then.verdict.send_at)
    return FirstText(past.call, facts.now, facts.now) if _only_watched(then.verdict) else None


def _would(past: Past, facts: Facts, decision: Decision, was: FirstText | None) -> FirstText | None:
    """What was sent about this call came to what it came to; it only might have left at another time.

    A text that is held now and was let go by a person then, would have been let go again.
    """
    match decision.verdict:
        case Send(_, send_at) if was is not None and past.then is not None:
            planned = past.then.verdict.send_at if isinstance(past.then.verdict, Send) else send_at
            return replace(was, leaves_at=was.leaves_at + (send_at - planned))
        case Send(_, send_at):
            return FirstText(past.call, facts.now, send_at)
        case Skip(Reason.SHADOW):
            return was or FirstText(past.call, facts.now, facts.now)
        case Hold() if past.then is not None and isinstance(past.then.verdict, Hold):
            return was
        case _:
            return None


def _only_watched(verdict: Verdict) -> bool:
    """Who only watches sees what would be, so what would have been sent counts as sent."""
    return isinstance(verdict, Skip) and verdict.reason is Reason.SHADOW


def _by_fuse(verdict: Verdict) -> bool:
    return isinstance(verdict, Hold) and verdict.reason is Reason.FUSE
