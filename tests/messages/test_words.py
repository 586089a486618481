from datetime import datetime, timedelta

import pytest

from ringback.messages.gsm7 import in_alphabet
from ringback.messages.words import clock, exact_length, full_length, length, moment

NOW = datetime(2026, 5, 4, 22, 30)  # a Monday


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05 AM"),
        (8, 0, "8 AM"),
        (12, 0, "noon"),
        (12, 30, "12:30 PM"),
        (17, 30, "5:30 PM"),
    ],
)
def test_clock(hour: int, minute: int, said: str) -> None:
    assert clock(datetime(2026, 5, 4, hour, minute)) == said


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (datetime(2026, 5, 4, 23), "today at 11 PM"),
        (datetime(2026, 5, 5, 8), "tomorrow at 8 AM"),
        (datetime(2026, 5, 6, 8), "Wednesday at 8 AM"),
        (datetime(2026, 5, 10, 8), "Sunday at 8 AM"),
        (datetime(2026, 5, 11, 8), "Monday, May 11 at 8 AM"),
        (datetime(2027, 1, 2, 12), "Saturday, January 2 at noon"),
    ],
)
def test_a_day_is_named_so_that_it_cannot_be_taken_for_another(wall: datetime, said: str) -> None:
    assert moment(wall, NOW) == said


def test_lengths_of_time() -> None:
    seconds = [0, 1, 59, 60, 3599, 3600, 90000, 172800]
    assert [length(timedelta(seconds=s)) for s in seconds] == [
        "0 seconds", "1 second", "59 seconds", "1 minute", "59 minutes", "1 hour", "25 hours", "2 days",
    ]  # fmt: skip
    assert [full_length(timedelta(seconds=s)) for s in (0, 61, 3600, 86399, 172799, 176461)] == [
        "0 seconds", "1 minute 1 second", "1 hour", "23 hours 59 minutes 59 seconds",
        "47 hours 59 minutes 59 seconds", "2 days 1 hour 1 minute 1 second",
    ]  # fmt: skip
    assert [exact_length(timedelta(seconds=s)) for s in (0, 45, 60, 5400, 3600, 86400, 176400, 604800)] == [
        "0 seconds", "45 seconds", "1 minute", "90 minutes", "1 hour", "24 hours", "49 hours", "7 days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (datetime(2026, 11, 20, 13, 0), "hoy a la 1 PM"),
        (datetime(2026, 11, 21, 0, 0), "mañana a las 12 AM"),
        (datetime(2026, 11, 23, 8, 0), "el lunes a las 8 AM"),
        (datetime(2026, 11, 28, 12, 0), "el 28 de noviembre a las 12 PM"),
        (datetime(2026, 12, 30, 10, 30), "el miércoles, 30 de diciembre a las 10:30 AM"),
    ],
)
def test_a_moment_in_spanish_stays_cheap(wall: datetime, said: str) -> None:
    assert moment(wall, datetime(2026, 11, 20, 9, 0), "es") == said
    assert in_alphabet(said)
