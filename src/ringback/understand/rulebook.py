"""Reads the rules and word lists that lie in `rulebook/`, so that they can be read and corrected as text.

A rule file has sections. "== label: why" opens a rule, its patterns follow, one per line. After "-- unless"
stand the patterns that forbid it if found anywhere in the message; "-- unless not_now" adds the list that
"++ not_now" opened earlier in the file. Lines that begin with "#" are remarks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from ringback.understand.patterns import Pattern, pattern


@dataclass(frozen=True, slots=True)
class Rule:
    """What it means when one of the patterns is found, unless one of the others is."""

    label: str
    why: str
    patterns: list[Pattern] = field(default_factory=list)
    unless: list[Pattern] = field(default_factory=list)


def lines_of(name: str) -> Iterator[str]:
    text = files("ringback.understand").joinpath("rulebook", f"{name}.txt").read_text(encoding="utf-8")
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def patterns_of(name: str) -> tuple[Pattern, ...]:
    return tuple(pattern(line) for line in lines_of(name))


def lists_of(name: str) -> dict[str, frozenset[str]]:
    """Lines of "name: word word word"."""
    parts = (line.partition(": ") for line in lines_of(name))
    return {title: frozenset(words.split()) for title, _, words in parts}


def rules_of(*names: str) -> tuple[Rule, ...]:
    """Raises ValueError for a line that belongs to no rule."""
    return tuple(rule for name in names for rule in _rules(name))


def _rules(name: str) -> list[Rule]:
    rules: list[Rule] = []
    shared: dict[str, list[Pattern]] = {}
    into: list[Pattern] | None = None
    for line in lines_of(name):
        mark, _, rest = line.partition(" ")
        if mark == "==":
            label, _, why = rest.partition(": ")
            rules.append(Rule(label, why))
            into = rules[-1].patterns
        elif mark == "++":
            into = shared[rest] = []
        elif mark == "--":
            into = rules[-1].unless
            into.extend(each for wanted in rest.split()[1:] for each in shared[wanted])
        elif into is None:
            raise ValueError(f"{name}: {line!r} belongs to no rule")
        else:
            into.append(pattern(line))
    return rules
