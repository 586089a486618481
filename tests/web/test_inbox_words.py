"""What the inbox says about each state of a text, each act and each length of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ringback.conversations.notes import Kind
from ringback.messages.store import State
from ringback.tasks.store import TaskKind
from ringback.web.inbox import rows, told, told_texts
from ringback.web.inbox.later import WORDS, later

FRIDAY_NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # noon in Austin


def test_every_state_act_and_task_has_words() -> None:
    assert set(told_texts._STATES) == set(State)
    own = {
        Kind.NOTE,
        Kind.ASSIGNED,
        Kind.SNOOZED,
        Kind.BACK,
        Kind.LISTED,
        *told._NUMBERS,
    }  # said with more than who did it
    by_its_text = {Kind.TAKEN_BACK}
    assert set(told._DONE) | own | by_its_text == set(Kind)
    on_today = {  # of a line or the whole business: no conversation is about them
        *(TaskKind.FIX_LINE, TaskKind.RECONNECT, TaskKind.TEST_FORWARDING),
        *(TaskKind.FILTERED, TaskKind.UNHEARD),
    }
    assert set(rows.ASKS) | on_today == set(TaskKind)
    assert {box for box, _ in rows.BOXES} == set(rows.NOTHING_IN)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "<1m"), (1, "1m"), (59, "59m"), (60, "1h"), (47 * 60 + 59, "47h"), (48 * 60, "2d"), (-5, "<1m")],
)
def test_wait_is_said_in_a_few_letters(minutes: int, said: str) -> None:
    assert rows.brief(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("when", "hour"),
    [
        ("hour", "2026-11-20 13:00"),
        ("evening", "2026-11-20 18:00"),
        ("morning", "2026-11-21 08:00"),
        ("week", "2026-11-23 08:00"),
    ],
)
def test_put_off_is_by_the_clock_of_the_shop(when: str, hour: str) -> None:
    found = later(when, FRIDAY_NOON, "America/Chicago")
    assert found is not None
    assert found.astimezone(ZoneInfo("America/Chicago")).strftime("%Y-%m-%d %H:%M") == hour


def test_evening_that_is_over_is_tomorrows() -> None:
    late = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 9 PM
    found = later("evening", late, "America/Chicago")
    assert found is not None
    assert found.astimezone(ZoneInfo("America/Chicago")).day == 21


def test_word_that_is_no_time_is_none() -> None:
    assert later("never", FRIDAY_NOON, "America/Chicago") is None
    assert all(later(when, FRIDAY_NOON, "America/Chicago") for when in WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-20T12:01", datetime(2026, 11, 20, 18, 1, tzinfo=UTC)),
        ("2027-07-01T09:15", datetime(2027, 7, 1, 14, 15, tzinfo=UTC)),  # in summer time
        ("2026-11-20T12:00", None),  # now
        ("2020-01-01T08:00", None),
        ("2031-01-01T08:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_day_and_time_are_meant_on_the_clock_of_the_shop(typed: str, meant: datetime | None) -> None:
    assert later(typed, FRIDAY_NOON, "America/Chicago") == meant
