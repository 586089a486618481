"""The single changes that can make a check pass or fail, each with its size and in words: two tables by
check.

A change of a time or a count is measured against its limit: 3 hours too early with a limit of 24 is 0.125. A
yes that becomes a no, or a setting that is switched, counts as half a limit. That the caller
stays on the line counts as a whole one, because then it rings to its end.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.messages.words import exact_length, full_length
from ringback.phone.events import Outcome
from ringback.rules.checks import MOST_CALLS, MOST_TEXTS, age_of_call, since_last_human, since_last_text
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy, Repeat, When
from ringback.rules.signs import fewer_signs, more_signs
from ringback.rules.single_change import A_SWITCH, Change, Changes, Count, any_of, if_so, with_setting

A_MOMENT = timedelta(microseconds=1)
_CALLS = Count(
    "calls_this_hour", lambda policy: MOST_CALLS,
    "the caller had called at most {} times within the hour",
    "the caller had called more than {} times within the hour",
)  # fmt: skip
_TEXTS = Count(
    "texts_exchanged", lambda policy: MOST_TEXTS,
    "at most {} texts had gone to and fro within the hour",
    "more than {} texts had gone to and fro within the hour",
)  # fmt: skip
_THIS_MINUTE = Count(
    "first_texts_this_minute", lambda policy: policy.most_per_minute - 1,
    "at most {} callers had been texted within the minute",
    "more than {} callers had been texted within the minute",
)  # fmt: skip
_THIS_HOUR = Count(
    "first_texts_this_hour", lambda policy: policy.most_per_hour - 1,
    "at most {} callers had been texted within the hour",
    "more than {} callers had been texted within the hour",
)  # fmt: skip
_TODAY = Count(
    "first_texts_today", lambda policy: policy.most_per_day - 1,
    "at most {} callers had been texted within the day",
    "more than {} callers had been texted within the day",
)  # fmt: skip


def _most_parts(limit: Decimal, policy: Policy) -> int:
    """With so many sent, one more is still within the limit; below 0 where a single part costs more."""
    return int(limit / policy.part_price) - 1


_PARTS_TODAY = Count(
    "parts_today", lambda policy: _most_parts(policy.spend_per_day, policy),
    "at most {} parts of texts had been sent today",
    "more than {} parts of texts had been sent today",
)  # fmt: skip
_PARTS_THIS_MONTH = Count(
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


def _limited(policy: Policy) -> Iterator[Count]:
    """The counts that cost more than they may one day; nothing costs too much where a part costs nothing."""
    if policy.part_price and policy.spend_per_day:
        yield _PARTS_TODAY
    if policy.part_price and policy.spend_per_month:
        yield _PARTS_THIS_MONTH


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


def _more_this_minute(facts: Facts, policy: Policy) -> Iterator[Change]:
    if policy.counts_minutes:
        yield from _THIS_MINUTE.greater(facts, policy)


FOR_A_TEXT: Mapping[str, Changes] = {
    "answered": if_so("nobody had taken the call", accepted=False),
    "own number": if_so("the number were not one of yours", own_number=False),
    "number shown": _ordinary_number,
    "number usable": _ordinary_number,
    "ringing": _longer_ring,
    "never-text list": _welcome,
    "tell-me list": if_so("the caller were not on your tell-me list", listed=Listed.NO),
    "opted out": _permitted,
    "number textable": any_of(_one_country_more, _ordinary_number),
    "cannot receive texts": if_so("texts to this number arrived", cannot_receive_texts=False),
    "loop": any_of(_CALLS.less, _TEXTS.less),
    "robocall": fewer_signs,
    "last spoke or wrote": _in_touch_long_ago,
    "texts this episode": any_of(
        if_so("this had been the caller's first call in a while", texts_this_episode=0),
        with_setting("you texted callers who call again", repeat=Repeat.TEXT),
    ),
    "text waiting": if_so("no text had been on its way already", text_waiting=False),
    "last text": _text_long_ago,
    "hours": with_setting("you texted at all times", when=When.ALWAYS),
    "time since the call": _sooner,
    "like a robocall": fewer_signs,
    "cost": _cheaper,
    "texts paused": any_of(
        if_so("texts had not been paused", texts_paused=False),
        with_setting("you did not let texts pause that nobody hears", pause_unheard=False),
    ),
    "fuse of a minute": _THIS_MINUTE.less,
    "fuse": any_of(_THIS_HOUR.less, _TODAY.less),
    "only watching": with_setting("you were not only watching", shadow=False),
}

AGAINST_A_TEXT: Mapping[str, Changes] = {
    "answered": if_so("someone had taken the call", accepted=True),
    "own number": if_so("the number were one of yours", own_number=True),
    "opted out": if_so("the caller had opted out", opted_out=True),
    "never-text list": if_so("the caller were on your never-text list", listed=Listed.NEVER_TEXT),
    "cannot receive texts": if_so("texts to this number did not arrive", cannot_receive_texts=True),
    "text waiting": if_so("a text had been on its way already", text_waiting=True),
    "number shown": if_so("the caller had hidden the number", caller_kind=NumberKind.ANONYMOUS),
    "hours": _other_hours,
    "ringing": _shorter_ring,
    "texts this episode": if_so("the caller had been texted already and called again", texts_this_episode=1),
    "last text": _text_just_now,
    "last spoke or wrote": _in_touch_just_now,
    "time since the call": _later,
    "loop": any_of(_CALLS.greater, _TEXTS.greater),
    "like a robocall": more_signs,
    "cost": _dearer,
    "texts paused": if_so("texts had been paused, because hardly any was answered", texts_paused=True),
    "fuse of a minute": _more_this_minute,
    "fuse": any_of(_THIS_HOUR.greater, _TODAY.greater),
    "only watching": with_setting("you were only watching", shadow=True),
}
