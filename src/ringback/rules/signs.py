"""The changes that make a caller look more or less like a machine."""

from collections.abc import Iterator, Mapping

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
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy
from ringback.rules.single_change import A_SWITCH, Change

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


def fewer_signs(facts: Facts, policy: Policy) -> Iterator[Change]:
    """Whoever is known is no machine: no other switch could turn it over by less, so none is tried."""
    yield Change(A_SWITCH, "you had known the caller", {"known": True})
    for name, (steps, words, _) in STEPS.items():
        for step in steps:
            size = (getattr(facts, name) - step.at_least + 1) / steps[-1].at_least
            if size > 0:
                yield Change(size, words, {name: step.at_least - 1}, number=step.at_least)


def more_signs(facts: Facts, policy: Policy) -> Iterator[Change]:
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
                yield Change(size, words, {name: step.at_least}, number=step.at_least)
