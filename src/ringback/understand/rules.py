"""What the rules find in a text, and what the look-alikes explain away before."""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.understand.patterns import Clause, Pattern, Word
from ringback.understand.rulebook import Rule

EXPLAINED = frozenset(("EXPLAINED",))


@dataclass(frozen=True, slots=True)
class Finding:
    label: str
    why: str
    said: str


def findings(rules: Sequence[Rule], clauses: Sequence[Clause]) -> list[Finding]:
    """The first place of every rule that holds, in the order of the rules."""
    found = (_finding(each, clauses) for each in rules)
    return [finding for finding in found if finding]


def explain_away(lookalikes: Sequence[Pattern], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with every word that a look-alike accounts for made meaningless: no later rule sees it."""
    return tuple(_explained(lookalikes, clause) for clause in clauses)


def without_denied(denial: Sequence[Rule], clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """`denial`: what is denied, the errand it must stand beside, and what in the rest would belie it."""
    denied, errand, doubt = denial
    if not findings((denied,), clauses) or not findings((errand,), clauses):
        return clauses
    rest = explain_away(denied.patterns, clauses)
    return clauses if findings((doubt,), rest) else rest


def _finding(rule: Rule, clauses: Sequence[Clause]) -> Finding | None:
    said = _said(rule.patterns, clauses)
    if said is None or any(no.found_in(clauses) for no in rule.unless):
        return None
    return Finding(rule.label, rule.why, said)


def _said(patterns: Sequence[Pattern], clauses: Sequence[Clause]) -> str | None:
    for clause in clauses:
        for pattern in patterns:
            for start, end in pattern.spans(clause):
                return " ".join(word.text for word in clause.words[start:end])
    return None


def _explained(lookalikes: Sequence[Pattern], clause: Clause) -> Clause:
    taken = {at for each in lookalikes for start, end in each.spans(clause) for at in range(start, end)}
    if not taken:
        return clause
    words = (Word(word.text, EXPLAINED) if at in taken else word for at, word in enumerate(clause.words))
    return Clause(tuple(words), clause.first, clause.last)
