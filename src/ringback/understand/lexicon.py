"""Which concepts a word carries. One word may carry several, in several languages."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from ringback.understand import english, french, names, spanish
from ringback.understand.patterns import Clause, Word


@lru_cache(maxsize=8192)
def names_of(word: str) -> frozenset[str]:
    """The word itself and its concepts."""
    stems = (_STEMS.get(word[:size], ()) for size in range(3, len(word) + 1))
    number = ("NUM",) if word[0].isdecimal() else ()
    return frozenset((word, *number, *_CONCEPTS.get(word, ()), *(concept for found in stems for concept in found)))


def clauses(words: Iterable[Iterable[str]]) -> tuple[Clause, ...]:
    """Clauses ready for the patterns."""
    found = [tuple(Word(word, names_of(word)) for word in clause) for clause in words]
    last = len(found) - 1
    return tuple(Clause(clause, first=at == 0, last=at == last) for at, clause in enumerate(found))


def _read() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    whole, stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for language in (english.CONCEPTS, spanish.CONCEPTS, french.CONCEPTS, names.CONCEPTS):
        for concept, words in language.items():
            for word in words.split():
                (stems if word.endswith("*") else whole)[word.rstrip("*")].add(concept)
    return dict(whole), dict(stems)


_CONCEPTS, _STEMS = _read()
