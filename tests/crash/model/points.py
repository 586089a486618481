"""Kill the process at each point of a story, one history for each."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.crash.mistakes import made
from tests.crash.model.history import Plan, play
from tests.crash.model.soak import folder, silence
from tests.crash.model.stories import STORIES


@dataclass
class Nth:
    """Kills at the point of this number, once. 0 is never."""

    number: int
    passed: list[str] = field(default_factory=list)

    def __call__(self, point: str) -> bool:
        self.passed.append(point)
        return len(self.passed) == self.number


def points_of(story: str, fate: str = "takes it") -> list[str]:
    """Those that are passed when nothing goes wrong, in order."""
    never = Nth(0)
    _played(story, fate, never)
    return never.passed


def broken_at(story: str, fate: str = "takes it", mistake: str = "") -> dict[str, list[str]]:
    """The points at which a kill breaks a promise, and which: every point of the story is tried."""
    broken = {}
    with made(mistake):
        for number in itertools.count():  # 0: nothing goes wrong but what the fate says
            nth = Nth(number)
            found = _played(story, fate, nth)
            over = number > len(nth.passed)
            if found:
                broken["nowhere" if over or not number else f"{number}. {nth.passed[number - 1]}"] = found
            if over:
                break
    return broken


def _played(story: str, fate: str, nth: Nth) -> list[str]:
    """The first request to send meets this fate; all that come after it are taken."""
    fates: Iterator[str] = itertools.chain([fate], itertools.repeat("takes it"))
    with silence():
        return play(Plan(STORIES[story], fate=lambda: next(fates), hazard=nth), folder())
