import math
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.rules.counterfactual import what_would_flip
from ringback.rules.decide import Send, decide
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy, Repeat, When
from ringback.rules.single_change import A_SWITCH
from tests.quick import examples
from tests.rules.cases import FACTS, MISSED, POLICY, any_facts, any_policy, near_a_text, usual_policy

HOUR = timedelta(hours=1)


def texted(facts: Facts, policy: Policy) -> bool:
    return isinstance(decide(facts, policy).verdict, Send)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "The caller would not have been texted if someone had taken the call."),
        (
            {"last_first_text_at": FACTS.now - 25 * HOUR},
            "The caller would not have been texted if the last text had been less than 24 hours ago.",
        ),
        (
            {"ring_seconds": 5.0, "caller_gave_up": True},
            "The caller would not have been texted if it had rung for less than 4 seconds.",
        ),
        (
            {"now": MISSED + timedelta(minutes=9)},
            "The caller would not have been texted if 10 minutes had passed before a text could go out.",
        ),
        ({"opted_out": True}, "The caller would have been texted if the caller had not opted out."),
        (
            {"last_first_text_at": FACTS.now - 3 * HOUR},
            "The caller would have been texted if the last text had been 24 hours ago instead of 3 hours.",
        ),
        (
            {"ring_seconds": 1.96, "caller_gave_up": True},
            "The caller would have been texted if it had rung for 4 seconds instead of 1.9.",
        ),
        (
            {"now": MISSED + timedelta(minutes=14)},
            "The caller would have been texted if a text could have gone out within 10 minutes.",
        ),
        (
            {"caller_kind": NumberKind.FOREIGN, "caller_country": "GB"},
            "The caller would have been texted if you texted numbers in GB too.",
        ),
        (
            {"last_human_at": FACTS.now - timedelta(minutes=24)},
            "The caller would have been texted if you had been in touch 30 minutes ago instead of 24 "
            "minutes.",
        ),
        (
            {"texts_this_episode": 1},
            "The caller would have been texted if this had been the caller's first call in a while.",
        ),
        (
            {"calls_this_hour": 8},
            "The caller would have been texted if the caller had called at most 6 times within the hour.",
        ),
        (
            {"hang_ups": 3, "shared_digits": 6},
            "The caller would have been texted if you had known the caller.",
        ),
        (
            {"other_businesses": 3, "attestation": "C"},
            "The caller would have been texted if the caller had called fewer than 3 other businesses within "
            "the hour.",
        ),
        (
            {"first_texts_this_hour": 60},
            "The caller would have been texted if at most 59 callers had been texted within the hour.",
        ),
        (
            {"listed": Listed.TELL_ME},
            "The caller would have been texted if the caller were not on your tell-me list.",
        ),
        (
            {"caller_kind": NumberKind.TOLL_FREE},
            "The caller would have been texted if the call had come from an ordinary number in US.",
        ),
    ],
)
def test_the_smallest_change_in_words(facts: dict[str, object], sentence: str) -> None:
    changed = replace(FACTS, **facts)  # type: ignore[arg-type]  # a table of facts
    flip = what_would_flip(changed, POLICY, decide(changed, POLICY))
    assert flip is not None
    assert flip.sentence == sentence


def test_outside_the_owners_times_the_times_are_what_would_have_to_change() -> None:
    at_night = replace(FACTS, missed_at=MISSED.replace(hour=3), now=MISSED.replace(hour=3))
    only_open = replace(POLICY, when=When.OPEN)
    flip = what_would_flip(at_night, only_open, decide(at_night, only_open))
    assert flip is not None
    assert (flip.facts, flip.policy) == (at_night, POLICY)


def test_two_reasons_have_no_single_change() -> None:
    twice = replace(FACTS, opted_out=True, text_waiting=True)
    assert what_would_flip(twice, POLICY, decide(twice, POLICY)) is None


@given(facts=any_facts() | near_a_text(), policy=any_policy | usual_policy)
@examples(200)
def test_it_flips_the_verdict_by_one_change(facts: Facts, policy: Policy) -> None:
    flip = what_would_flip(facts, policy, decide(facts, policy))
    if flip is not None:
        assert texted(flip.facts, flip.policy) is not texted(facts, policy)
        changed = {f.name for f in fields(Facts) if getattr(facts, f.name) != getattr(flip.facts, f.name)}
        changed |= {f.name for f in fields(Policy) if getattr(policy, f.name) != getattr(flip.policy, f.name)}
        assert len(changed - {"caller_country"}) <= 1  # kind and country are one number


def moved(facts: Facts, policy: Policy, size: float) -> list[Facts]:
    """The facts with one time changed by `size` of its limit, either way."""
    variants = []
    for share in (size, -size):
        if facts.ring_seconds is not None:
            seconds = facts.ring_seconds + share * policy.min_ring_seconds
            variants.append(replace(facts, ring_seconds=max(0.0, seconds)))
        for name, limit in (("last_first_text_at", policy.cooldown), ("last_human_at", policy.in_touch)):
            at = getattr(facts, name)
            if at is not None:
                variants.append(replace(facts, **{name: at + share * limit}))
        variants.append(replace(facts, now=max(facts.missed_at, facts.now + share * policy.late_after)))
    return variants


def counted(facts: Facts, policy: Policy, size: float) -> list[Facts]:
    """The facts with one count changed by less than `size` of its limit, either way."""
    limits = {
        "calls_this_hour": 6,
        "texts_exchanged": 20,
        "other_businesses": 3,
        "hang_ups": 1,
        "neighbours": 2,
        "block_callers": 6,
        "block_in_a_row": 3,
        "bounces": 1,
        "first_texts_this_minute": max(1, policy.most_per_minute - 1),
        "first_texts_this_hour": max(1, policy.most_per_hour - 1),
        "first_texts_today": max(1, policy.most_per_day - 1),
    }
    for name, most in (("parts_today", policy.spend_per_day), ("parts_this_month", policy.spend_per_month)):
        if policy.part_price and most:
            limits[name] = max(1, int(most / policy.part_price) - 1)
    return [
        replace(facts, **{name: value})
        for name, limit in limits.items()
        for value in (*range(26), limit - 1, limit, limit + 1)
        if 0 < abs(value - getattr(facts, name)) / limit < size
    ]


SWITCHES = (
    "accepted",
    "own_number",
    "opted_out",
    "cannot_receive_texts",
    "text_waiting",
    "known",
    "texts_paused",
)


def switched(facts: Facts) -> list[Facts]:
    """The facts with one thing that is so or is not."""
    other: list[dict[str, object]] = [{name: not getattr(facts, name)} for name in SWITCHES]
    other += [{"listed": listed} for listed in Listed]
    other += [{"attestation": said} for said in ("", "A", "B", "C", "failed")]
    other += [{"texts_this_episode": count} for count in (0, 1)]
    other += [{"shared_digits": count} for count in (0, 6, 10)]
    other += [{"outcome": outcome} for outcome in Outcome]
    other += [
        {"caller_kind": kind, "caller_country": country}
        for kind in NumberKind
        for country in (facts.caller_country, "US", "GB")
    ]
    return [replace(facts, **change) for change in other]  # type: ignore[arg-type]  # a table


def stayed(facts: Facts) -> list[Facts]:
    """The facts as if the caller had let it ring to its end, or as if nobody had seen it ring."""
    return [
        replace(facts, caller_gave_up=not facts.caller_gave_up),
        replace(facts, ring_seconds=None),
    ]


def set_otherwise(policy: Policy) -> list[Policy]:
    """The policy with one setting switched."""
    other: list[dict[str, object]] = [{"shadow": not policy.shadow}]
    other += [{"hold_robocalls": not policy.hold_robocalls}, {"pause_unheard": not policy.pause_unheard}]
    other += [{"repeat": repeat} for repeat in Repeat]
    other += [{"when": when} for when in When]
    other += [{"countries": (*policy.countries, country)} for country in ("US", "CA", "GB", "PR")]
    return [replace(policy, **change) for change in other]  # type: ignore[arg-type]  # a table


def limited(policy: Policy, share: float) -> list[Policy]:
    """The policy with one limit changed by at most this share of it, either way, where it may be so."""
    policies = []
    for way in (1 + share, 1 - share):
        for name in ("cooldown", "in_touch", "late_after"):
            old = getattr(policy, name)
            new = timedelta(seconds=round((old * way).total_seconds()))
            if abs(new - old) <= old * share:  # of a short one a second may be more than its share
                with suppress(ValueError):
                    policies.append(replace(policy, **{name: new}))  # type: ignore[arg-type]  # a table
        ring = math.trunc(policy.min_ring_seconds * way)
        if abs(ring - policy.min_ring_seconds) <= policy.min_ring_seconds * share:
            with suppress(ValueError):
                policies.append(replace(policy, min_ring_seconds=ring))
    return policies


@given(facts=any_facts() | near_a_text(), policy=any_policy | usual_policy)
@examples(120)
def test_nothing_smaller_flips_it(facts: Facts, policy: Policy) -> None:
    flip = what_would_flip(facts, policy, decide(facts, policy))
    now = texted(facts, policy)
    size = 3.0 if flip is None else flip.size
    for share in (0.25, 0.5, 0.9, 0.999):
        assert all(texted(variant, policy) is now for variant in moved(facts, policy, size * share))
        assert all(texted(facts, limits) is now for limits in limited(policy, size * share))
    assert all(texted(variant, policy) is now for variant in counted(facts, policy, size))
    if size > A_SWITCH:
        assert all(texted(variant, policy) is now for variant in switched(facts))
        assert all(texted(facts, other) is now for other in set_otherwise(policy))
    if size > 1:
        assert all(texted(variant, policy) is now for variant in stayed(facts))


def test_the_moments_are_exact() -> None:
    facts = replace(FACTS, last_first_text_at=FACTS.now - 3 * HOUR)
    flip = what_would_flip(facts, POLICY, decide(facts, POLICY))
    assert flip is not None
    last = flip.facts.last_first_text_at
    assert isinstance(last, datetime)
    assert (FACTS.now - last, flip.size) == (24 * HOUR, 0.875)
    assert not texted(replace(facts, last_first_text_at=last + timedelta(microseconds=1)), POLICY)
