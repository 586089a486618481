"""Histories, and each promise is kept in all of them. `make soak` plays others."""

import pytest

from tests.crash.mistakes import MISTAKES
from tests.crash.model.soak import several, wrongs

pytestmark = pytest.mark.sqlite  # in memory, or in files that are killed

FIRST, HISTORIES = 40_000, 10_000
TOGETHER = 100  # so few that none takes long, however busy the machine is


def test_every_promise_is_kept_in_a_few_histories() -> None:
    assert several(range(30)) == {}, "make soak SEED=…"


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FIRST, FIRST + HISTORIES, TOGETHER))
def test_every_promise_is_kept(first: int) -> None:
    assert several(range(first, first + TOGETHER)) == {}, "make soak SEED=…"


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_found_out(mistake: str) -> None:
    """The test of the test."""
    assert any(wrongs(seed, mistake) for seed in range(300))


@pytest.mark.slow
def test_same_seed_gives_the_same_history() -> None:
    """Else a failure could not be looked into."""
    broken = next(seed for seed in range(300) if wrongs(seed, "forgets who opted out"))
    assert wrongs(broken, "forgets who opted out") == wrongs(broken, "forgets who opted out")
