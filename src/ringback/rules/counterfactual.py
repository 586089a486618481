"""What would have changed the outcome: the smallest single change that leads to a text, or to none.

`changes.py` lists the changes by the check that they affect. So only those that can help are tried, the
smallest first, until one works.
"""

from dataclasses import dataclass, replace

from ringback.rules.changes import AGAINST_A_TEXT, FOR_A_TEXT
from ringback.rules.checks import Rule, rules_of
from ringback.rules.decision import FORMAT, Decision
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy
from ringback.rules.single_change import Change


@dataclass(frozen=True, slots=True)
class Flip:
    """The changed facts, or the changed policy; the other one is as it was."""

    size: float
    facts: Facts
    policy: Policy
    sentence: str


def what_would_flip(facts: Facts, policy: Policy, decision: Decision, form: int = FORMAT) -> Flip | None:
    """None when no single change is enough, because two checks are against a text."""
    stopped, rules = decision.deciding, rules_of(form)
    tables = AGAINST_A_TEXT.values() if stopped is None else (FOR_A_TEXT[stopped.name],)
    changes = [change for table in tables for change in table(facts, policy)]
    word = "not have" if stopped is None else "have"
    for change in sorted(changes, key=_size):  # of equals the first in the table
        flip = _made(facts, policy, change, word)
        if _is_texted(flip, decision.opening, rules) is not (stopped is None):
            return flip
    return None


def _size(change: Change) -> float:
    return change.size


def _made(facts: Facts, policy: Policy, change: Change, word: str) -> Flip:
    return Flip(
        change.size,
        replace(facts, **change.facts) if change.facts else facts,  # type: ignore[arg-type]  # fields by name
        replace(policy, **change.policy) if change.policy else policy,  # type: ignore[arg-type]  # likewise
        f"The caller would {word} been texted if {change.said}.",
    )


def _is_texted(flip: Flip, opening: Opening, rules: tuple[Rule, ...]) -> bool:
    return all(rule.look(flip.facts, flip.policy, opening)[2] for rule in rules)
