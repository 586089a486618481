"""The process is killed at each commit and around each request of each story; no promise breaks."""

import pytest

from tests.crash.mistakes import MISTAKES
from tests.crash.model.carrier import FATES
from tests.crash.model.points import broken_at, points_of
from tests.crash.model.stories import STORIES

CALLED_BACK = "Ben calls back who has texted"
pytestmark = pytest.mark.sqlite  # in memory, or in files that are killed


def test_points_of_a_missed_call() -> None:
    """The webhooks, the work on them, the claim, the request, its outcome, and two delivery reports."""
    points = points_of("missed")
    assert points.count("before a commit") == points.count("after a commit") > 10
    assert points.count("before a request") == points.count("after an answer") > 0
    assert set(points) == {"before a commit", "after a commit", "before a request", "after an answer"}


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES)
def test_killed_anywhere_in_it(story: str) -> None:
    assert broken_at(story) == {}


@pytest.mark.slow
@pytest.mark.parametrize("fate", FATES)
def test_killed_anywhere_whatever_becomes_of_the_request(fate: str) -> None:
    assert broken_at("missed", fate) == {}


@pytest.mark.slow
@pytest.mark.parametrize("fate", FATES)
def test_killed_anywhere_whatever_becomes_of_the_request_for_a_call(fate: str) -> None:
    assert broken_at(CALLED_BACK, fate) == {}


@pytest.mark.slow
@pytest.mark.parametrize("mistake", [mistake for mistake in MISTAKES if "kill" in mistake])
def test_mistake_is_found_out(mistake: str) -> None:
    """The test of the test."""
    assert broken_at(CALLED_BACK if "calls" in mistake else "missed", mistake=mistake) != {}


@pytest.mark.slow
def test_text_to_whoever_pressed_no_key_is_found_out() -> None:
    assert broken_at("presses no key", mistake="texts without the key") != {}


@pytest.mark.slow
def test_text_sent_again_after_a_timeout_is_found_out() -> None:
    assert broken_at("missed", "took it and never answers", "sends again after a timeout") != {}


@pytest.mark.slow
def test_forgotten_opt_out_is_found_out() -> None:
    assert broken_at("says stop before the text leaves", mistake="forgets who opted out") != {}
