"""What is wrong in a shop file, all of it at once, in sentences that say what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ringback.lib.nearest import nearest as nearest_of
from ringback.shop.places import Path

LONGEST: Final = 300  # of a key or sentence: it may quote what somebody pasted there


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    line: int  # in the file, from 1; 0 for what only shows when it is applied
    key: str  # "lines[0].ring"; "" for the file itself
    sentence: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.key}: {self.sentence}" if self.key else f"{place}{self.sentence}"


class Broken(Exception):
    """The file cannot be applied. `problems` has every one of them, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def at(places: Mapping[Path, int], path: Path, sentence: str) -> Problem:
    """The problem at the line of its key or, when that is not in the file, of the table that lacks it."""
    known = path
    while known not in places:
        known = known[:-1]
    return Problem(places[known], _short(written(path)), _short(sentence))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def written(path: Path) -> str:
    """`("lines", 0, "ring", 1)` as "lines[0].ring[1]"."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def nearest(word: str, words: Iterable[str]) -> str:
    """ "did you mean X?", or all there is to choose from."""
    every = list(words)
    if close := nearest_of(word, every):
        return f"did you mean {close}?"
    return f"there are {', '.join(every)}" if every else "there are none"


def shown(value: object) -> str:
    """A wrong value as the owner wrote it, short."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:38] + '…"'
