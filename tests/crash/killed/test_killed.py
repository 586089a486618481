"""A real process is killed with SIGKILL at each commit and around each request; no promise breaks.

All stories and what becomes of the request: `CRASH_WIDE=1 pytest tests/crash/killed`, as in `make soak`.
"""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.crash.killed.driver import Killed, killed_at
from tests.crash.model.soak import folder, silence
from tests.crash.model.stories import STORIES

pytestmark = pytest.mark.sqlite  # in memory, or in files that are killed

WIDE = bool(os.environ.get("CRASH_WIDE"))
KEY_STORIES = [
    "missed",
    "missed on another phone system",
    "calls again and is answered",
    "texts",
    "says stop before the text leaves",
    "Ben calls back who has texted",
]
FATES = ["took it and the answer is lost"]
if WIDE:
    FATES += ["the line breaks", "took it and says 500", "says 500", "took it and answers in HTML"]
    FATES += ["answers in HTML", "says 429", "says 429 and when", "refuses", "holds a STOP"]


def play(story: str, number: int, fate: str = "takes it", mistake: str = "") -> Killed:
    with silence():
        return killed_at(story, number, Path(mkdtemp(dir=folder())), fate, mistake)


def broken_at(story: str, fate: str = "takes it", mistake: str = "") -> Iterator[tuple[int, list[str]]]:
    """Which promises break by a kill at which point; every point is tried until none is left to kill at."""
    for number in itertools.count(1):
        played = play(story, number, fate, mistake)
        if played.wrongs:
            yield number, played.wrongs
        if not played.deaths:
            return


def test_nothing_goes_wrong_without_a_kill() -> None:
    played = play("missed", 0)
    assert (played.wrongs, played.deaths) == ([], 0)
    assert played.passed > 20  # commits before and after, and the request


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES if WIDE else KEY_STORIES)
def test_killed_anywhere_in_it(story: str) -> None:
    assert list(broken_at(story)) == []


@pytest.mark.slow
@pytest.mark.parametrize("fate", FATES)
def test_killed_anywhere_whatever_becomes_of_the_request(fate: str) -> None:
    assert list(broken_at("missed", fate)) == []


@pytest.mark.slow
@pytest.mark.parametrize("mistake", ["sends again after a kill", "loses a call when killed"])
def test_mistake_is_found_out(mistake: str) -> None:
    """The test of the test."""
    assert any(broken_at("missed", mistake=mistake))


@pytest.mark.slow
def test_text_sent_again_after_a_timeout_is_found_out() -> None:
    fate = "took it and the answer is lost"
    assert play("missed", 0, fate, "sends again after a timeout").wrongs != []


@pytest.mark.slow
def test_forgotten_opt_out_is_found_out() -> None:
    story = "says stop before the text leaves"
    assert play(story, 0, mistake="forgets who opted out").wrongs != []
