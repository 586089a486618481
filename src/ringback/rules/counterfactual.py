"""What would have changed the outcome: the smallest single change that leads to a text, or to none.

Sizes make changes comparable. A change of a time is measured against its limit: 3 hours too early with a
limit of 24 is 0.125. A yes that becomes a no, or a setting that is switched, counts as half a limit.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from ringback.lib.numbers import NumberKind
from ringback.messages.words import exact_length, full_length
from ringback.rules.checks import RULES, age_of_call, since_last_text
from ringback.rules.decision import Decision, Send
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, When

A_SWITCH = 0.5
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Flip:
    """The changed facts, or the changed policy; the other one is as it was."""

    size: float
    facts: Facts
    policy: Policy
    sentence: str


def what_would_flip(facts: Facts, policy: Policy, decision: Decision) -> Flip | None:
    """None when no single change does it, because two things stand against a text."""
    texted = isinstance(decision.verdict, Send)
    changes = _against_texting(facts, policy) if texted else _for_texting(facts, policy)
    smallest_first = sorted(changes, key=lambda flip: flip.size)  # equals stay in the order below
    return next((flip for flip in smallest_first if _is_texted(flip, decision.opening) is not texted), None)


def _is_texted(flip: Flip, opening: Opening) -> bool:
    return all(rule.look(flip.facts, flip.policy, opening)[2] for rule in RULES)


def _for_texting(facts: Facts, policy: Policy) -> Iterator[Flip]:
    for field, otherwise, _ in _YES_OR_NO:
        yield _would(facts, policy, f"if {otherwise}", **{field: False})
    if facts.caller_country and facts.caller_country not in policy.countries:
        wider = replace(policy, countries=(*policy.countries, facts.caller_country))
        yield _would(facts, wider, f"if you texted numbers in {facts.caller_country} too")
    if policy.countries:
        home = policy.countries[0]
        ordinary = f"if the call had come from an ordinary number in {home}"
        yield _would(facts, policy, ordinary, caller_kind=NumberKind.GEOGRAPHIC, caller_country=home)
    if policy.when is not When.ALWAYS:
        yield _would(facts, replace(policy, when=When.ALWAYS), "if you texted at all times")
    yield from _nearer_to_a_text(facts, policy)


def _nearer_to_a_text(facts: Facts, policy: Policy) -> Iterator[Flip]:
    least = policy.min_ring_seconds
    if facts.ring_seconds is not None and facts.ring_seconds < least:
        longer = f"if it had rung for {least} seconds instead of {math.floor(facts.ring_seconds * 10) / 10:g}"
        size = (least - facts.ring_seconds) / least
        yield _would(facts, policy, longer, size, ring_seconds=float(least))
    since, age = since_last_text(facts), age_of_call(facts)
    if since < policy.cooldown:
        earlier = (
            f"if the last text had been {exact_length(policy.cooldown)} ago instead of {full_length(since)}"
        )
        size = (policy.cooldown - since) / policy.cooldown
        yield _would(facts, policy, earlier, size, last_first_text_at=facts.now - policy.cooldown)
    if age > policy.late_after:
        sooner = f"if a text could have gone out within {exact_length(policy.late_after)}"
        size = (age - policy.late_after) / policy.late_after
        yield _would(facts, policy, sooner, size, now=facts.missed_at + policy.late_after)


def _against_texting(facts: Facts, policy: Policy) -> Iterator[Flip]:
    for field, _, otherwise in _YES_OR_NO:
        yield _would_not(facts, policy, f"if {otherwise}", **{field: True})
    yield _would_not(facts, policy, "if the caller had hidden the number", caller_kind=NumberKind.ANONYMOUS)
    for when in (When.OPEN, When.CLOSED):
        if policy.when is When.ALWAYS and (when is When.OPEN or policy.hours is not None):
            yield _would_not(facts, replace(policy, when=when), f"if you texted only while {when}")
    least = policy.min_ring_seconds
    if facts.ring_seconds is not None and least:
        size = (facts.ring_seconds - least) / least
        shorter = f"if it had rung for less than {least} seconds"
        yield _would_not(facts, policy, shorter, size, ring_seconds=math.nextafter(least, 0))
    if facts.last_first_text_at is not None:
        size = (since_last_text(facts) - policy.cooldown) / policy.cooldown
        last = facts.now - policy.cooldown + A_MOMENT
        later = f"if the last text had been less than {exact_length(policy.cooldown)} ago"
        yield _would_not(facts, policy, later, size, last_first_text_at=last)
    late = f"if {exact_length(policy.late_after)} had passed before a text could go out"
    size = (policy.late_after - age_of_call(facts)) / policy.late_after
    yield _would_not(facts, policy, late, size, now=facts.missed_at + policy.late_after + A_MOMENT)


# The fact; what it would be called if it were not so; and if it were.
_YES_OR_NO = (
    ("accepted", "nobody had taken the call", "someone had taken the call"),
    ("own_number", "the number were not one of yours", "the number were one of yours"),
    ("opted_out", "the caller had not opted out", "the caller had opted out"),
    ("never_text", "the caller were not on your never-text list", "the caller were on your never-text list"),
    ("cannot_receive_texts", "texts to this number arrived", "texts to this number did not arrive"),
    ("text_waiting", "no text had been on its way already", "a text had been on its way already"),
)


def _would(facts: Facts, policy: Policy, change: str, size: float = A_SWITCH, **changed: object) -> Flip:
    return Flip(size, _changed(facts, changed), policy, f"The caller would have been texted {change}.")


def _would_not(facts: Facts, policy: Policy, change: str, size: float = A_SWITCH, **changed: object) -> Flip:
    return Flip(size, _changed(facts, changed), policy, f"The caller would not have been texted {change}.")


def _changed(facts: Facts, changed: dict[str, object]) -> Facts:
    return replace(facts, **changed)  # type: ignore[arg-type]  # each caller names a field and gives its type
