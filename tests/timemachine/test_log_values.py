from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ringback.timemachine.log_values import DateOrder, date_order, read_instant, read_seconds, unit_of

AUSTIN = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 20)
MONTH_FIRST, DAY_FIRST = DateOrder(False, True), DateOrder(True, True)
AFTERNOON = datetime(2026, 10, 5, 19, 3, tzinfo=UTC)  # 2:03 PM in Austin


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("10/05/2026", "2:03 PM"),
        ("10/5/26", "14:03"),
        ("10/5/26 2:03 pm", ""),
        ("Mon 10/05/2026", "2:03:00 PM"),
        ("10-05-2026 02:03PM", ""),
        ("2026-10-05 14:03:00", ""),
        ("2026/10/5 14:03", ""),
        ("2026-10-05T19:03:00Z", ""),
        ("2026-10-05T14:03:00-05:00", ""),
        ("2026-10-05T19:03:00.000+0000", ""),
        ("2026-10-05 12:03:00 PDT", ""),
        ("Oct 5, 2026, 3:03:00 PM Eastern Time", ""),
        ("2026-10-05 12:03 (Pacific Daylight Time)", ""),
        ("2026-10-05 19:03 UTC", ""),
        ("Oct 5, 2026 2:03 PM", ""),
        ("October 5th, 2026 at 2:03 PM", ""),
        ("Mon, Oct 5, 2026", "2:03 p.m."),
        ("5 Oct 2026 14:03", ""),
        ("05-Oct-26 14:03", ""),
        ("5 de octubre de 2026", "2:03 p. m."),
        ("5 oct. 2026 14:03", ""),
        ("Oct 05", "2:03P"),
        ("10/05", "2:03 PM"),
        ("1791226980", ""),
        ("1791226980000", ""),
        ("46300.585416667", ""),
        ("10/05/2026\u00a0", "2:03\u202fPM"),
    ],
)
def test_one_moment_in_many_forms(day: str, clock: str) -> None:
    assert read_instant(day, clock, MONTH_FIRST, AUSTIN, TODAY) == AFTERNOON


def test_the_day_may_come_first() -> None:
    assert read_instant("05/10/2026 14:03", "", DAY_FIRST, AUSTIN, TODAY) == AFTERNOON


def test_a_bill_of_december_that_is_read_in_november_is_of_last_year() -> None:
    assert read_instant("12/05", "2:03 PM", MONTH_FIRST, AUSTIN, TODAY) == datetime(
        2025, 12, 5, 20, 3, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("", ""),
        ("10/05/2026", ""),
        ("yesterday", "2:03 PM"),
        ("13/13/2026", "2:03 PM"),
        ("10/05/2026", "25:03"),
    ],
)
def test_what_is_no_moment(day: str, clock: str) -> None:
    assert read_instant(day, clock, MONTH_FIRST, AUSTIN, TODAY) is None


@pytest.mark.parametrize(
    ("dates", "spanish", "order"),
    [
        (["10/05/2026", "10/25/2026"], True, DateOrder(False, True)),
        (["05/10/2026", "25/10/2026"], False, DateOrder(True, True)),
        (["05/10/2026", "06/10/2026"], False, DateOrder(False, False)),
        (["05/10/2026", "06/10/2026"], True, DateOrder(True, False)),
        (["2026-10-05", "Oct 25"], False, DateOrder(False, True)),
        (["10/12/2026", "11/12/2026"], True, DateOrder(False, True)),  # in December nobody has called yet
        (["12/10/2026", "12/11/2026"], False, DateOrder(True, True)),
        (["05.10.2026", "06.10.2026"], False, DateOrder(True, False)),
        (["10/25/2026", "10/26/2026", "99/99/2026", "25/10/2026"], False, DateOrder(False, True)),
    ],
)
def test_the_whole_file_tells_whether_the_day_comes_first(
    dates: list[str], spanish: bool, order: DateOrder
) -> None:
    assert date_order(dates, spanish, TODAY) == order


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0:01:05", 65),
        ("1:05", 65),
        ("01:00:05", 3605),
        ("65", 65),
        ("65s", 65),
        ("1m 5s", 65),
        ("1 min 5 sec", 65),
        ("1 h 5 min", 3900),
        ("(00:01:05)", 65),
        ("0", 0),
        ("1,5", 1.5),
        ("", None),
        ("-", None),
        ("N/A", None),
        ("long", None),
    ],
)
def test_lengths(written: str, seconds: float | None) -> None:
    assert read_seconds(written) == seconds


@pytest.mark.parametrize(
    ("header", "unit"), [("Min.", 60), ("Minutes", 60), ("Duration (secs)", 1), ("Duration ms", 0.001)]
)
def test_what_a_bare_number_counts_stands_above_it(header: str, unit: float) -> None:
    assert unit_of(header) == unit
    assert read_seconds("2", unit) == 2 * unit
