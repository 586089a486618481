"""Which concepts a word carries. One word may carry several, in several languages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ringback.understand.patterns import Clause, Word
from ringback.understand.rulebook import lists_of

_LISTS = ("words_english", "words_spanish", "words_french", "words_names", "words_kinds")


@lru_cache(maxsize=8192)
def names_of(word: str) -> frozenset[str]:
    """The word itself and its concepts; NUM is whatever begins with a digit."""
    number = ("NUM",) if word[0].isdecimal() else ()
    stems = (concept for size in range(3, len(word) + 1) for concept in _STEMS.get(word[:size], ()))
    return frozenset((word, *number, *_WHOLE.get(word, ()), *stems))


def clauses(words: Iterable[Iterable[str]]) -> tuple[Clause, ...]:
    """Clauses ready for the patterns."""
    found = [tuple(Word(word, names_of(word)) for word in clause) for clause in words]
    last = len(found) - 1
    return tuple(Clause(clause, first=at == 0, last=at == last) for at, clause in enumerate(found))


def _read() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    whole, stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for concept, words in (item for name in _LISTS for item in lists_of(name).items()):
        for word in words:
            (stems if word.endswith("*") else whole)[word.rstrip("*")].add(concept)
    return dict(whole), dict(stems)


_WHOLE, _STEMS = _read()
LISTED = frozenset(_WHOLE)
