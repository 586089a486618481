"""Greetings and farewells: what a text means is the same without them.

Somebody who begins with "Hey guys" means no other guys, and what a phone puts under a text is nobody's word.
"Please", "thanks" and "sorry" stay: they tell a polite no from a yes, and a wrong number from a question.
"""

from collections.abc import Sequence
from itertools import product

Phrase = tuple[str, ...]


def _phrases(*parts: str) -> tuple[Phrase, ...]:
    """Each part is alternatives, one of each makes a phrase; "_" stands for nothing."""
    chosen = product(*(part.split() for part in parts))
    return tuple(tuple(word for word in words if word != "_") for words in chosen)


GREETINGS = (
    *_phrases("hi hello hey", "_ guys folks team"),
    *_phrases("good", "morning afternoon evening"),
    *_phrases("hola buenas salut bonjour bonsoir"),
    *_phrases("buenos buen", "dias dia"),
    *_phrases("buenas", "tardes noches"),
)
FAREWELLS = (
    *_phrases(
        "have", "a", "_ very", "nice good great blessed lovely wonderful", "day one evening weekend week"
    ),
    *_phrases("sent", "from", "my", "iphone ipad android phone mobile samsung galaxy"),
    *_phrases("_ best kind warm", "regards"),
    *_phrases("que", "tenga tengan", "_ un", "_ muy", "buen lindo bonito", "dia"),
    *_phrases("bonne", "journee soiree"),
    *_phrases("saludos cordialement"),
)


def without_courtesies(clauses: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Clauses of plain words. What is nothing but courtesies stays as it is."""
    if not clauses:
        return clauses
    kept = [_without_greeting(clauses[0]), *clauses[1:]]
    kept[-1] = _without_farewell(kept[-1])
    kept = [clause for clause in kept if clause]
    return clauses if not kept or kept == list(clauses) else without_courtesies(kept)


def _without_greeting(words: Sequence[str]) -> Sequence[str]:
    longest = max((len(each) for each in GREETINGS if tuple(words[: len(each)]) == each), default=0)
    return words[longest:]


def _without_farewell(words: Sequence[str]) -> Sequence[str]:
    longest = max((len(each) for each in FAREWELLS if tuple(words[-len(each) :]) == each), default=0)
    return words[: len(words) - longest]
