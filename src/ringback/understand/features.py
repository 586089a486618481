"""What the second opinion looks at: words, neighbours and concepts, after the look-alikes are explained away.

Four-letter pieces carry the rest: endings that no lexicon lists, and slips that no table foresees. How a text
begins and whether it asks tells an order from a question ("stop the texts", "why did the texts stop?").
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from ringback.understand.patterns import Clause, Word
from ringback.understand.rules import EXPLAINED

_REACH = 3  # how many words after a concept another one still belongs to it
_PIECE = 4
_LONG = 12  # longer texts are all alike
_MANY = 12  # kinds of words in one clause that are still paired


def features_of(said: Sequence[Clause], plain: Sequence[Clause], *, asks: bool = False) -> list[str]:
    """Sorted, so that sums over them never depend on hashing. `plain` is `said` without its look-alikes."""
    found = {"bias", f"len:{min(sum(len(clause.words) for clause in said), _LONG)}"}
    for clause in plain:
        found.update(_of_clause(clause.words))
        found.update(_of_beginning(clause.words[0]))
    if asks:
        found.add("?")
        found.update(f"?:{name}" for clause in plain for word in clause.words for name in _concepts(word))
    letters = " ".join(word.text for clause in said for word in clause.words)
    found.update(f"g:{piece}" for piece in _pieces(f" {letters} "))
    return sorted(found)


def _of_clause(words: Sequence[Word]) -> Iterable[str]:
    texts = ["^", *("~" if word.names == EXPLAINED else word.text for word in words), "$"]
    concepts = [_concepts(word) for word in words]
    yield from (f"w:{text}" for text in texts[1:-1])
    yield from (f"b:{one} {two}" for one, two in pairwise(texts))
    yield from (f"s:{one} {two}" for one, two in zip(texts, texts[2:], strict=False))
    for at, names in enumerate(concepts):
        yield from (f"c:{name}" for name in names)
        yield from (f"b:{name} {texts[at + 2]}" for name in names)
        yield from (f"b:{texts[at]} {name}" for name in names)
        for later in concepts[at + 1 : at + 1 + _REACH]:
            yield from (f"p:{one} {two}" for one in names for two in later)
    kinds = sorted({name for names in concepts for name in names if name[0] == "~"})[:_MANY]
    yield from (f"k:{one} {two}" for one, two in combinations(kinds, 2))


def _of_beginning(first: Word) -> Iterable[str]:
    yield f"f:{first.text}"
    yield from (f"f:{name}" for name in _concepts(first))


def _concepts(word: Word) -> list[str]:
    return [name for name in word.names if name.isupper()]


def _pieces(letters: str) -> Iterable[str]:
    return (letters[at : at + _PIECE] for at in range(len(letters) - _PIECE + 1))
