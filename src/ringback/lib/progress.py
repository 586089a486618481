"""Long work tells how far it is; whoever waits for it decides what to make of that."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

Told = Callable[[str, int], None]
"""Is told what is being done and how far it is, in percent."""

STEP: Final = 500  # things between two reports: each may take some microseconds


def silent(_done: str, _percent: int) -> None:
    """For work that nobody waits for."""


def watched(things: Sequence[T], done: str, told: Told) -> Iterator[T]:
    """The same things, and it is told how many of them have been taken."""
    for number, thing in enumerate(things):
        if number % STEP == 0:
            told(done, 100 * number // len(things))
        yield thing
