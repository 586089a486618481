"""The single changes that can turn a check over, each with its size and in words: two tables by check.

A change of a time or a count is measured against its limit: 3 hours too early with a limit of 24 is 0.125. A
yes that becomes a no, or a setting that is switched, counts as half a limit. That the caller
stays on the line counts as a whole one, because then it rings to its end.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from ringback.calls.robocalls import (
    BLOCK_CALLERS,
    BOUNCES,
    HANG_UPS,
    IN_A_ROW,
    NEIGHBOURS,
    OTHER_BUSINESSES,
    SHARED_DIGITS,
    Step,
)
from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.messages.words import exact_length, full_length
from ringback.phone.events import Outcome
from ringback.rules.checks import MOST_CALLS, MOST_TEXTS, age_of_call, since_last_human, since_last_text
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy, Repeat, When

A_SWITCH = 0.5
A_MOMENT = timedelta(microseconds=1)
NOTHING: Mapping[str, object] = {}


class Change(NamedTuple):
    size: float
    words: str  # completes "if …"
    facts: Mapping[str, object] = NOTHING
    policy: Mapping[str, object] = NOTHING


Changes = Callable[[Facts, Policy], Iterator[Change]]


def _if(words: str, **facts: object) -> Changes:
    """The change of a fact that is so or is not."""

    def changes(_facts: Facts, _policy: Policy) -> Iterator[Change]:
        yield Change(A_SWITCH, words, facts)

    return changes


def _with(words: str, **settings: object) -> Changes:
    """The change of a setting."""

    def changes(_facts: Facts, _policy: Policy) -> Iterator[Change]:
        yield Change(A_SWITCH, words, policy=settings)

    return changes


def _any(*several: Changes) -> Changes:
    def changes(facts: Facts, policy: Policy) -> Iterator[Change]:
        for each in several:
            yield from each(facts, policy)

    return changes


class _Count(NamedTuple):
    """A fact that is a number. `most` still passes; a text needs it at or below."""

    name: str
    most: Callable[[Policy], int]
    fewer: str
    more: str

    def less(self, facts: Facts, policy: Policy) -> Iterator[Change]:
        yield from self._to(self.most(policy), facts, policy, self.fewer)

    def greater(self, facts: Facts, policy: Policy) -> Iterator[Change]:
        yield from self._to(self.most(policy) + 1, facts, policy, self.more)

    def _to(self, value: int, facts: Facts, policy: Policy, words: str) -> Iterator[Change]:
        limit = max(1, self.most(policy))
        size = abs(getattr(facts, self.name) - value) / limit
        yield Change(size, words.format(self.most(policy)), {self.name: value})


_CALLS = _Count(
    "calls_this_hour", lambda policy: MOST_CALLS,
    "the caller had called at most {} times within the hour",
    "the caller had called more than {} times within the hour",
)  # fmt: skip
_TEXTS = _Count(
    "texts_exchanged", lambda policy: MOST_TEXTS,
    "at most {} texts had gone to and fro within the hour",
    "more than {} texts had gone to and fro within the hour",
)  # fmt: skip
_THIS_HOUR = _Count(
    "first_texts_this_hour", lambda policy: policy.most_per_hour - 1,
    "at most {} callers had been texted within the hour",
    "more than {} callers had been texted within the hour",
)  # fmt: skip
_TODAY = _Count(
    "first_texts_today", lambda policy: policy.most_per_day - 1,
    "at most {} callers had been texted within the day",
    "more than {} callers had been texted within the day",
)  # fmt: skip


def _most_parts(limit: Decimal, policy: Policy) -> int:
    """With so many sent, one more is still within the limit; below 0 where a single part costs more."""
    return int(limit / policy.part_price) - 1


_PARTS_TODAY = _Count(
    "parts_today", lambda policy: _most_parts(policy.spend_per_day, policy),
    "at most {} parts of texts had been sent today",
    "more than {} parts of texts had been sent today",
)  # fmt: skip
_PARTS_THIS_MONTH = _Count(
    "parts_this_month", lambda policy: _most_parts(policy.spend_per_month, policy),
    "at most {} parts of texts had been sent this month",
    "more than {} parts of texts had been sent this month",
)  # fmt: skip


def _cheaper(facts: Facts, policy: Policy) -> Iterator[Change]:
    for parts in _limited(policy):
        if parts.most(policy) >= 0:
            yield from parts.less(facts, policy)


def _dearer(facts: Facts, policy: Policy) -> Iterator[Change]:
    for parts in _limited(policy):
        yield from parts.greater(facts, policy)


def _limited(policy: Policy) -> Iterator[_Count]:
    """The counts that cost more than they may one day; nothing costs too much where a part costs nothing."""
    if policy.part_price and policy.spend_per_day:
        yield _PARTS_TODAY
    if policy.part_price and policy.spend_per_month:
        yield _PARTS_THIS_MONTH


# The signs of a machine that are counted: the fact, its steps, and the words for fewer and for as many.
STEPS: Mapping[str, tuple[tuple[Step, ...], str, str]] = {
    "other_businesses": (
        OTHER_BUSINESSES,
        "the caller had called fewer than {} other businesses within the hour",
        "the caller had called {} other businesses within the hour",
    ),
    "hang_ups": (
        HANG_UPS,
        "the caller had hung up at once less often before",
        "the caller had hung up at once {} times before",
    ),
    "neighbours": (
        NEIGHBOURS,
        "fewer than {} numbers beside it had called within the hour",
        "{} numbers beside it had called within the hour",
    ),
    "block_callers": (
        BLOCK_CALLERS,
        "fewer than {} new numbers that begin like this one had called within ten minutes",
        "{} new numbers that begin like this one had called within ten minutes",
    ),
    "block_in_a_row": (
        IN_A_ROW,
        "fewer than {} numbers in a row had called within ten minutes",
        "{} numbers in a row had called within ten minutes",
    ),
    "bounces": (
        BOUNCES,
        "earlier texts to the caller had arrived",
        "an earlier text to the caller had not arrived",
    ),
}


def _fewer_signs(facts: Facts, policy: Policy) -> Iterator[Change]:
    yield Change(A_SWITCH, "you had known the caller", {"known": True})
    yield Change(A_SWITCH, "you did not mind robocalls", policy={"hold_robocalls": False})
    if facts.attestation in ("failed", "C"):
        yield Change(A_SWITCH, "the network had vouched for the number", {"attestation": "A"})
    if facts.shared_digits >= SHARED_DIGITS:
        yield Change(A_SWITCH, "the number had not begun like yours", {"shared_digits": 0})
    for name, (steps, words, _) in STEPS.items():
        for step in steps:
            size = (getattr(facts, name) - step.at_least + 1) / steps[-1].at_least
            if size > 0:
                yield Change(size, words.format(step.at_least), {name: step.at_least - 1})


def _more_signs(facts: Facts, policy: Policy) -> Iterator[Change]:
    if facts.known:
        yield Change(A_SWITCH, "you had not known the caller", {"known": False})
    yield Change(
        A_SWITCH, "the network had said that the number is not the caller's", {"attestation": "failed"}
    )
    if facts.shared_digits < SHARED_DIGITS:
        yield Change(A_SWITCH, "the number had begun like yours", {"shared_digits": SHARED_DIGITS})
    if not policy.hold_robocalls:
        yield Change(A_SWITCH, "you minded robocalls", policy={"hold_robocalls": True})
    for name, (steps, _, words) in STEPS.items():
        for step in steps:
            size = (step.at_least - getattr(facts, name)) / steps[-1].at_least
            if size > 0:
                yield Change(size, words.format(step.at_least), {name: step.at_least})


def _ordinary_number(facts: Facts, policy: Policy) -> Iterator[Change]:
    if policy.countries:
        home = policy.countries[0]
        number = {"caller_kind": NumberKind.GEOGRAPHIC, "caller_country": home}
        yield Change(A_SWITCH, f"the call had come from an ordinary number in {home}", number)


def _one_country_more(facts: Facts, policy: Policy) -> Iterator[Change]:
    country = facts.caller_country
    if country and country not in policy.countries:
        wider = {"countries": (*policy.countries, country)}
        yield Change(A_SWITCH, f"you texted numbers in {country} too", policy=wider)


def _longer_ring(facts: Facts, policy: Policy) -> Iterator[Change]:
    least, rang = policy.min_ring_seconds, facts.ring_seconds
    if rang is not None and rang < least:
        words = f"it had rung for {least} seconds instead of {math.floor(rang * 10) / 10:g}"
        yield Change((least - rang) / least, words, {"ring_seconds": float(least)})


def _shorter_ring(facts: Facts, policy: Policy) -> Iterator[Change]:
    least, rang = policy.min_ring_seconds, facts.ring_seconds
    if rang is not None and least:
        words = f"it had rung for less than {least} seconds"
        yield Change((rang - least) / least, words, {"ring_seconds": math.nextafter(least, 0)})


def _text_long_ago(facts: Facts, policy: Policy) -> Iterator[Change]:
    since, enough = since_last_text(facts), policy.cooldown
    words = f"the last text had been {exact_length(enough)} ago instead of {full_length(since)}"
    yield Change((enough - since) / enough, words, {"last_first_text_at": facts.now - enough})


def _text_just_now(facts: Facts, policy: Policy) -> Iterator[Change]:
    if facts.last_first_text_at is not None:
        enough = policy.cooldown
        words = f"the last text had been less than {exact_length(enough)} ago"
        just_now = {"last_first_text_at": facts.now - enough + A_MOMENT}
        yield Change((since_last_text(facts) - enough) / enough, words, just_now)


def _welcome(facts: Facts, policy: Policy) -> Iterator[Change]:
    if facts.outcome is Outcome.BLOCKED:
        words = "the caller were not blocked at your phone company"
        yield Change(A_SWITCH, words, {"outcome": Outcome.NO_ANSWER})
    else:
        yield Change(A_SWITCH, "the caller were not on your never-text list", {"listed": Listed.NO})


def _in_touch_long_ago(facts: Facts, policy: Policy) -> Iterator[Change]:
    since, enough = since_last_human(facts), policy.in_touch
    words = f"you had been in touch {exact_length(enough)} ago instead of {full_length(since)}"
    yield Change((enough - since) / enough, words, {"last_human_at": facts.now - enough})


def _in_touch_just_now(facts: Facts, policy: Policy) -> Iterator[Change]:
    if facts.last_human_at is not None and policy.in_touch:
        enough = policy.in_touch
        words = f"you had been in touch less than {exact_length(enough)} ago"
        just_now = {"last_human_at": facts.now - enough + A_MOMENT}
        yield Change((since_last_human(facts) - enough) / enough, words, just_now)


def _other_hours(facts: Facts, policy: Policy) -> Iterator[Change]:
    for when in (When.OPEN, When.CLOSED):
        if policy.when is When.ALWAYS and (when is When.OPEN or policy.hours is not None):
            yield Change(A_SWITCH, f"you texted only while {when}", policy={"when": when})


def _sooner(facts: Facts, policy: Policy) -> Iterator[Change]:
    words = f"a text could have gone out within {exact_length(policy.late_after)}"
    size = (age_of_call(facts) - policy.late_after) / policy.late_after
    yield Change(size, words, {"now": facts.missed_at + policy.late_after})


def _later(facts: Facts, policy: Policy) -> Iterator[Change]:
    words = f"{exact_length(policy.late_after)} had passed before a text could go out"
    size = (policy.late_after - age_of_call(facts)) / policy.late_after
    yield Change(size, words, {"now": facts.missed_at + policy.late_after + A_MOMENT})


def _permitted(facts: Facts, policy: Policy) -> Iterator[Change]:
    words = "you had decided that the caller may be texted"
    yield Change(A_SWITCH, words if facts.undecided else "the caller had not opted out", {"opted_out": False})


FOR_A_TEXT: Mapping[str, Changes] = {
    "answered": _if("nobody had taken the call", accepted=False),
    "own number": _if("the number were not one of yours", own_number=False),
    "number shown": _ordinary_number,
    "number usable": _ordinary_number,
    "ringing": _longer_ring,
    "never-text list": _welcome,
    "tell-me list": _if("the caller were not on your tell-me list", listed=Listed.NO),
    "opted out": _permitted,
    "number textable": _any(_one_country_more, _ordinary_number),
    "cannot receive texts": _if("texts to this number arrived", cannot_receive_texts=False),
    "loop": _any(_CALLS.less, _TEXTS.less),
    "robocall": _fewer_signs,
    "last spoke or wrote": _in_touch_long_ago,
    "texts this episode": _any(
        _if("this had been the caller's first call in a while", texts_this_episode=0),
        _with("you texted callers who call again", repeat=Repeat.TEXT),
    ),
    "text waiting": _if("no text had been on its way already", text_waiting=False),
    "last text": _text_long_ago,
    "hours": _with("you texted at all times", when=When.ALWAYS),
    "time since the call": _sooner,
    "like a robocall": _fewer_signs,
    "cost": _cheaper,
    "texts paused": _any(
        _if("texts had not been paused", texts_paused=False),
        _with("you did not let texts pause that nobody hears", pause_unheard=False),
    ),
    "fuse": _any(_THIS_HOUR.less, _TODAY.less),
    "only watching": _with("you were not only watching", shadow=False),
}

AGAINST_A_TEXT: Mapping[str, Changes] = {
    "answered": _if("someone had taken the call", accepted=True),
    "own number": _if("the number were one of yours", own_number=True),
    "opted out": _if("the caller had opted out", opted_out=True),
    "never-text list": _if("the caller were on your never-text list", listed=Listed.NEVER_TEXT),
    "cannot receive texts": _if("texts to this number did not arrive", cannot_receive_texts=True),
    "text waiting": _if("a text had been on its way already", text_waiting=True),
    "number shown": _if("the caller had hidden the number", caller_kind=NumberKind.ANONYMOUS),
    "hours": _other_hours,
    "ringing": _shorter_ring,
    "texts this episode": _if("the caller had been texted already and called again", texts_this_episode=1),
    "last text": _text_just_now,
    "last spoke or wrote": _in_touch_just_now,
    "time since the call": _later,
    "loop": _any(_CALLS.greater, _TEXTS.greater),
    "like a robocall": _more_signs,
    "cost": _dearer,
    "texts paused": _if("texts had been paused, because hardly any was answered", texts_paused=True),
    "fuse": _any(_THIS_HOUR.greater, _TODAY.greater),
    "only watching": _with("you were only watching", shadow=True),
}
