"""What the second opinion looks at: words, neighbours and concepts, after the look-alikes are explained away.

Four-letter pieces carry the rest: endings that no lexicon lists, and slips that no table foresees.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ringback.understand.patterns import Clause, Word
from ringback.understand.rules import EXPLAINED

_REACH = 3  # how many words after a concept another one still belongs to it
_PIECE = 4
_LONG = 12  # longer texts are all alike


def features_of(said: Sequence[Clause], plain: Sequence[Clause]) -> list[str]:
    """Sorted, so that sums over them never depend on hashing. `plain` is `said` without its look-alikes."""
    found = {"bias", f"len:{min(sum(len(clause.words) for clause in said), _LONG)}"}
    for clause in plain:
        found.update(_of_clause(clause.words))
    letters = " ".join(word.text for clause in said for word in clause.words)
    found.update(f"g:{piece}" for piece in _pieces(f" {letters} "))
    return sorted(found)


def _of_clause(words: Sequence[Word]) -> Iterable[str]:
    texts = ["^", *("~" if word.names == EXPLAINED else word.text for word in words), "$"]
    concepts = [[name for name in word.names if name.isupper()] for word in words]
    yield from (f"w:{text}" for text in texts[1:-1])
    yield from (f"b:{one} {two}" for one, two in pairwise(texts))
    for at, names in enumerate(concepts):
        yield from (f"c:{name}" for name in names)
        yield from (f"b:{name} {texts[at + 2]}" for name in names)
        yield from (f"b:{texts[at]} {name}" for name in names)
        for later in concepts[at + 1 : at + 1 + _REACH]:
            yield from (f"p:{one} {two}" for one in names for two in later)


def _pieces(letters: str) -> Iterable[str]:
    return (letters[at : at + _PIECE] for at in range(len(letters) - _PIECE + 1))
