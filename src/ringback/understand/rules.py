"""A rule: what it means when one of its patterns is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.understand.patterns import Clause, Pattern, patterns

EXPLAINED = frozenset(("EXPLAINED",))


@dataclass(frozen=True, slots=True)
class Rule:
    label: str
    why: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    label: str
    why: str
    said: str


def rule(label: str, why: str, sources: str, *, unless: str = "") -> Rule:
    """`unless`: patterns that, found anywhere in the message, forbid the rule."""
    return Rule(label, why, patterns(sources), patterns(unless))


def findings(rules: Sequence[Rule], clauses: Sequence[Clause]) -> list[Finding]:
    """The first place of every rule that holds, in the order of the rules."""
    found = (_finding(each, clauses) for each in rules)
    return [finding for finding in found if finding]


def _finding(each: Rule, clauses: Sequence[Clause]) -> Finding | None:
    for clause in clauses:
        for pattern in each.patterns:
            for start, end in pattern.spans(clause):
                if any(no.found_in(clauses) for no in each.unless):
                    return None
                return Finding(each.label, each.why, " ".join(word.text for word in clause.words[start:end]))
    return None


def explain_away(lookalikes: Sequence[Pattern], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with every word that a lookalike accounts for made meaningless, so that no later rule sees it."""
    return tuple(_explained(lookalikes, clause) for clause in clauses)


def _explained(lookalikes: Sequence[Pattern], clause: Clause) -> Clause:
    taken = {at for each in lookalikes for start, end in each.spans(clause) for at in range(start, end)}
    if not taken:
        return clause
    words = (
        word.__class__(word.text, EXPLAINED) if at in taken else word for at, word in enumerate(clause.words)
    )
    return Clause(tuple(words), clause.first, clause.last)
