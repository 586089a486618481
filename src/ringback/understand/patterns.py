"""A small language for what people say: patterns over words and the concepts they carry.

    "STOP _3 TEXTS"        a word of the concept STOP, up to three other words, a word of TEXTS
    "no more|$"            a word, or the end of the clause
    "no|nope please? STOP" alternatives; an optional word;  "FILLER* STOP"  any number of fillers
    "^ STOP $"             at the start, at the end of a clause; "^^" and "$$" of the whole message
    "STOP !by|in"          the next word is not one of these;  "!3:TEXTS"  none of the next three is
    "<!the|bus STOP"       the word before is not one of these

Words in lower case are themselves, in capitals concepts of the lexicon. A gap never runs across a linking
word ("and", "because"), so that "stop by and text me" does not read as "stop ... text". A pattern is tried
only where its first firm element can match, which keeps almost two thousand of them under a millisecond.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

Names = frozenset[str]

LINKS: Names = frozenset(
    ("and", "or", "but", "so", "then", "because", "cause", "cuz", "if", "when", "until", "since", "although",
     "while", "y", "pero", "porque", "cuando", "si", "et", "mais", "parce", "quand")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text after spelling, with the concepts it carries (and itself)."""

    text: str
    names: Names


@dataclass(frozen=True)
class Clause:
    """A stretch of words between two marks; `first` and `last` say where it stands in the message."""

    words: tuple[Word, ...]
    first: bool
    last: bool

    @cached_property
    def names(self) -> Names:
        return frozenset().union(*(word.names for word in self.words))


@dataclass(frozen=True, slots=True)
class _Element:
    kind: str  # "word", "gap", "not next", "not before", "^", "$", "^^", "$$"
    names: Names = frozenset()
    reach: int = 0
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    source: str
    elements: tuple[_Element, ...]
    anchor: Names

    def spans(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Where it matches, as half-open ranges of word positions; the shortest range for each start."""
        if self.anchor.isdisjoint(clause.names):
            return
        for start in range(len(clause.words) + 1):
            end = _end(self.elements, 0, clause, start)
            if end is not None:
                yield start, end

    def found_in(self, clauses: Iterable[Clause]) -> bool:
        return any(True for clause in clauses for _ in self.spans(clause))


def pattern(source: str) -> Pattern:
    """Raises ValueError for a pattern without any firm word, which would match everywhere."""
    elements = tuple(_element(part) for part in source.split())
    firm = [element for element in elements if element.kind == "word" and not element.optional]
    if not firm:
        raise ValueError(f"nothing firm in pattern {source!r}")
    return Pattern(source, elements, firm[0].names)


def _element(part: str) -> _Element:
    if part in ("^", "$", "^^", "$$"):
        return _Element(part)
    if part.startswith("_"):
        return _Element("gap", reach=int(part[1:] or 2))
    if part.startswith("<!"):
        return _Element("not before", _names(part[2:]))
    if part.startswith("!"):
        reach, _, names = part[1:].rpartition(":")
        return _Element("not next", _names(names), reach=int(reach or 1))
    optional, repeated = part.endswith(("?", "*")), part.endswith("*")
    return _Element("word", _names(part.rstrip("?*")), optional=optional, repeated=repeated)


def _names(part: str) -> Names:
    return frozenset(part.split("|"))


def _end(elements: Sequence[_Element], at: int, clause: Clause, here: int) -> int | None:
    """Where the elements from `at` on end if they match at word `here`; backtracks over gaps and options."""
    if at == len(elements):
        return here
    element, words = elements[at], clause.words
    if element.kind == "gap":
        return _end_after_gap(elements, at, clause, here)
    if element.kind != "word":
        return _end(elements, at + 1, clause, here) if _holds(element, clause, here) else None
    if here == len(words) and "$" in element.names:
        return _end(elements, at + 1, clause, here)
    if here < len(words) and not element.names.isdisjoint(words[here].names):
        end = _end(elements, at if element.repeated else at + 1, clause, here + 1)
        if end is not None:
            return end
    return _end(elements, at + 1, clause, here) if element.optional else None


def _end_after_gap(elements: Sequence[_Element], at: int, clause: Clause, here: int) -> int | None:
    for skipped in range(elements[at].reach + 1):
        end = _end(elements, at + 1, clause, here + skipped)
        if end is not None:
            return end
        if here + skipped >= len(clause.words) or clause.words[here + skipped].text in LINKS:
            return None
    return None


def _holds(element: _Element, clause: Clause, here: int) -> bool:
    words = clause.words
    match element.kind:
        case "^":
            return here == 0
        case "$":
            return here == len(words)
        case "^^":
            return here == 0 and clause.first
        case "$$":
            return here == len(words) and clause.last
        case "not before":
            return here == 0 or element.names.isdisjoint(words[here - 1].names)
        case _:
            ahead = words[here : here + element.reach]
            return all(element.names.isdisjoint(word.names) for word in ahead)
