from datetime import date

import pytest

from ringback.rules.week import (
    Closed,
    Range,
    parse_closed,
    parse_ranges,
    parse_region,
    parse_time_zone,
    write_closed,
    write_ranges,
)


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ([], ()),
        (["08:00-12:00"], (Range(480, 720),)),
        (["13:00-17:30", "8:00 - 12:00"], (Range(480, 720), Range(780, 1050))),
        (["08:00-12:00", "12:00-13:00"], (Range(480, 720), Range(720, 780))),
        (["22:00-02:00"], (Range(1320, 1560),)),
        (["00:00-24:00"], (Range(0, 1440),)),
        (["18:00-00:00"], (Range(1080, 1440),)),
    ],
)
def test_ranges(written: list[str], ranges: tuple[Range, ...]) -> None:
    assert parse_ranges(written) == ranges
    assert parse_ranges(write_ranges(ranges)) == ranges


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (["8-5"], "'8-5' is not a range of hours: write one such as 08:00-17:30."),
        (["8am-5pm"], "'8am-5pm' is not a range of hours: write one such as 08:00-17:30."),
        (["25:00-26:00"], "'25:00-26:00' has a time that no clock shows: hours go to 24:00, minutes to 59."),
        (["08:00-17:60"], "'08:00-17:60' has a time that no clock shows: hours go to 24:00, minutes to 59."),
        (["08:00-24:30"], "'08:00-24:30' has a time that no clock shows: hours go to 24:00, minutes to 59."),
        (["24:00-06:00"], "'24:00-06:00' begins at 24:00: write it as 00:00 of the next day."),
        (["08:00-08:00"], "'08:00-08:00' has no length: for the whole day write 00:00-24:00."),
        (
            ["08:00-12:30", "12:00-17:00"],
            "08:00-12:30 and 12:00-17:00 overlap: write one range, or let one end before the other.",
        ),
    ],
)
def test_wrong_ranges_say_what_would_be_right(written: list[str], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^.") as error:
        parse_ranges(written)
    assert str(error.value) == sentence


def test_days_off() -> None:
    assert parse_closed("2026-12-24..2026-12-26") == Closed(date(2026, 12, 24), date(2026, 12, 26))
    assert parse_closed(" 2026-12-24 ") == Closed(date(2026, 12, 24), date(2026, 12, 24))
    assert write_closed(parse_closed("2026-12-24..2026-12-26")) == "2026-12-24..2026-12-26"
    assert write_closed(parse_closed("2026-12-24..2026-12-24")) == "2026-12-24"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("12/24/2026", "'12/24/2026' is not a day: write one such as 2026-12-24, or 2026-12-24..2026-12-26."),
        ("2026-02-30", "'2026-02-30' is not a day: write one such as 2026-12-24, or 2026-12-24..2026-12-26."),
        ("2026-12-24..", "'' is not a day: write one such as 2026-12-24, or 2026-12-24..2026-12-26."),
        (
            "2026-12-26..2026-12-24",
            "'2026-12-26..2026-12-24' ends before it begins: write the earlier day first.",
        ),
    ],
)
def test_wrong_days_say_what_would_be_right(written: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^.") as error:
        parse_closed(written)
    assert str(error.value) == sentence


def test_time_zones_are_iana_names() -> None:
    assert parse_time_zone("America/Chicago") == "America/Chicago"


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("America/Chicgo", "did you mean America/Chicago?"),
        ("los angeles", "did you mean America/Los_Angeles?"),
        ("Texas", "write one such as America/Chicago."),
        ("", "write one such as America/Chicago."),
        ("../etc/passwd", "write one such as America/Chicago."),
        ("America", "write one such as America/Chicago."),
    ],
)
def test_a_wrong_time_zone_is_answered_with_the_nearest(wrong: str, hint: str) -> None:
    with pytest.raises(ValueError, match=r"^.") as error:
        parse_time_zone(wrong)
    assert str(error.value) == f"{wrong!r} is not a time zone: {hint}"


def test_regions_are_those_with_known_holidays() -> None:
    assert [parse_region(region) for region in ("", "US", "US-TX", "CA-ON", "GB")] == [
        "", "US", "US-TX", "CA-ON", "GB",
    ]  # fmt: skip
    assert [parse_region(region, "US") for region in ("us", "Texas", "new york", "tx", "CA", "ca-on")] == [
        "US", "US-TX", "US-NY", "US-TX", "US-CA", "CA-ON",
    ]  # fmt: skip
    assert parse_region("CA") == "CA"
    with pytest.raises(ValueError, match="'Texas' is not a region with known holidays"):
        parse_region("Texas")
    with pytest.raises(ValueError, match="'XX' is not a part of US: there are"):
        parse_region("US-XX")
