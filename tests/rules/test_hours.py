"""Compared with an oracle that asks of each single minute: what does the clock on the wall show, and is that
within a range?
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from ringback.rules.hours import Opening, is_open, next_change, next_open, opening_at
from ringback.rules.policy import Policy
from ringback.rules.written import policy_from

ZONES = {
    "America/Chicago": "US-TX",
    "America/New_York": "US-NY",
    "America/Vancouver": "CA-BC",  # on one offset from 2026
    "America/Edmonton": "CA-AB",  # likewise
    "America/Phoenix": "US-AZ",  # never changes
    "America/St_Johns": "CA-NL",  # on the half hour
    "America/Havana": "",  # changes at midnight
    "Europe/London": "GB-ENG",
    "Africa/Casablanca": "",  # the other way round, by the moon
    "Australia/Lord_Howe": "AU-NSW",  # changes by half an hour
}
MINUTE = timedelta(minutes=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
WEEK = {
    "mon": ["08:00-12:00", "13:00-17:30"],
    "tue": ["00:00-24:00"],
    "thu": ["09:15-18:00", "22:00-02:00"],
    "fri": ["08:00-12:00"],
    "sat": ["22:00-03:15"],  # into the night of most clock changes
    "sun": ["01:30-02:20", "02:40-03:05", "20:00-24:00"],
}
MINUTES = {
    0: [(480, 720), (780, 1050)],
    1: [(0, 1440)],
    3: [(555, 1080), (1320, 1560)],
    4: [(480, 720)],
    5: [(1320, 1635)],
    6: [(90, 140), (160, 185), (1200, 1440)],
}
CLOSED = (date(2026, 12, 27), date(2027, 1, 5))


def policy(zone: str) -> Policy:
    return policy_from(
        {
            "time_zone": zone,
            "hours": WEEK,
            "holidays": ZONES[zone],
            "closed": [f"{CLOSED[0]}..{CLOSED[1]}", "2026-03-07"],
        }
    )


class Oracle:
    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        country, _, part = ZONES[zone].partition("-")
        years = range(2025, 2030)
        self.off = set(holidays.country_holidays(country, subdiv=part, years=years)) if country else set()
        self.off |= {CLOSED[0] + timedelta(days=n) for n in range(10)} | {date(2026, 3, 7)}

    def open(self, at: datetime) -> bool:
        wall = at.astimezone(self.zone)
        return self.open_on(wall.date(), wall.hour * 60 + wall.minute)

    def open_on(self, today: date, minute: int) -> bool:
        return self._within(today, minute) or self._within(today - timedelta(days=1), minute + 1440)

    def _within(self, day: date, minute: int) -> bool:
        ranges = MINUTES.get(day.weekday(), [])
        return day not in self.off and any(opens <= minute < closes for opens, closes in ranges)


class Wall:
    """The oracle for all minutes of a zone at once. An hour of UTC whose first and last minute have the same
    offset is a slice of a day on the wall; any other is asked minute by minute."""

    def __init__(self, zone: str) -> None:
        self.oracle = Oracle(zone)
        self.days: dict[date, bytes] = {}

    def every_minute(self, first_hour: datetime, end: datetime) -> bytearray:
        states, hour = bytearray(), first_hour
        while hour < end:
            first, last = (at.astimezone(self.oracle.zone) for at in (hour, hour + 59 * MINUTE))
            if first.utcoffset() == last.utcoffset():
                begins = first.hour * 60 + first.minute
                both = self._day(first.date()) + self._day(first.date() + timedelta(days=1))
                states += both[begins : begins + 60]
            else:
                states += bytes(self.oracle.open(hour + n * MINUTE) for n in range(60))
            hour += timedelta(hours=1)
        return states

    def _day(self, day: date) -> bytes:
        if day not in self.days:
            self.days[day] = bytes(self.oracle.open_on(day, minute) for minute in range(1440))
        return self.days[day]


def next_from_here(states: bytearray) -> Iterator[tuple[int, int | None, int | None]]:
    """Backwards over all minutes: which it is, the next open one, and the next at which the state changes."""
    opens = changed = None
    for n in range(len(states) - 1, -1, -1):
        opens = n if states[n] else opens
        yield n, opens, changed
        changed = n if n and states[n] != states[n - 1] else changed


def compare(zone: str, begins: datetime, end: datetime) -> None:
    """At each minute: is it open, and if not, when does it open? At each edge, a minute before and after it,
    and once an hour: when does that change?"""
    rules, states = policy(zone), Wall(zone).every_minute(begins, end)
    minutes = [begins + n * MINUTE for n in range(len(states))]
    for n, opens, changed in next_from_here(states):
        at = minutes[n]
        if opens is not None:  # at itself, when it is open
            assert next_open(rules, at) == minutes[opens]
        if changed is not None and (n % 60 == 0 or len(set(states[max(0, n - 1) : n + 3])) > 1):
            assert (is_open(rules, at), next_change(rules, at)) == (states[n], minutes[changed])


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [3, 10, 12])
def test_around_clock_changes_it_agrees_with_the_clock_on_the_wall(zone: str, month: int) -> None:
    begins = datetime(2026, month, 25, tzinfo=UTC)
    compare(zone, begins, begins + timedelta(days=9))


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_of_two_years_agrees_with_the_clock_on_the_wall(zone: str) -> None:
    compare(zone, START, END)


def test_the_zone_data_know_the_laws_of_2026() -> None:
    winter = datetime(2026, 12, 15, 12, tzinfo=UTC)
    assert winter.astimezone(ZoneInfo("America/Vancouver")).utcoffset() == timedelta(hours=-7)
    assert winter.astimezone(ZoneInfo("America/Edmonton")).utcoffset() == timedelta(hours=-6)


def chicago(**rules: object) -> Policy:
    return policy_from({"time_zone": "America/Chicago", **rules})


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def test_without_hours_it_is_always_open() -> None:
    assert is_open(chicago(), utc("2026-05-03 03:00"))
    assert next_open(chicago(), utc("2026-05-03 03:00")) == utc("2026-05-03 03:00")
    assert next_change(chicago(), utc("2026-05-03 03:00")) is None


def test_without_hours_days_off_are_still_off() -> None:
    rules = chicago(closed=["2026-12-24..2026-12-26"])
    assert next_change(rules, utc("2026-12-01 00:00")) == utc("2026-12-24 06:00")
    assert next_open(rules, utc("2026-12-25 00:00")) == utc("2026-12-27 06:00")


def test_without_hours_holidays_are_still_off() -> None:
    rules = chicago(holidays="US-TX")
    assert next_change(rules, utc("2026-12-10 00:00")) == utc("2026-12-24 06:00")  # Christmas Eve


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_at_both_ends_of_the_world_a_range_may_last_until_the_next_evening(zone: str) -> None:
    rules = policy_from({"time_zone": zone, "hours": {"mon": ["23:00-22:00"]}})
    begins, ends = (datetime(2026, 5, day, hour, tzinfo=ZoneInfo(zone)) for day, hour in ((4, 23), (5, 22)))
    assert next_open(rules, begins - timedelta(days=3)) == begins
    assert next_change(rules, begins) == ends
    assert is_open(rules, ends - MINUTE)


def test_never_open_has_no_next_opening() -> None:
    assert next_open(chicago(hours={}), utc("2026-05-03 03:00")) is None


def test_closed_for_more_than_a_year_has_no_next_opening() -> None:
    rules = chicago(closed=["2026-01-01..2027-12-31"])
    assert next_open(rules, utc("2026-05-03 03:00")) is None
    assert next_open(rules, utc("2027-03-03 03:00")) == utc("2028-01-01 06:00")


def test_a_range_that_begins_in_the_gap_begins_after_it() -> None:
    rules = chicago(hours={"sun": ["02:30-10:00"]})
    assert next_open(rules, utc("2026-03-08 00:00")) == utc("2026-03-08 08:00")  # 3 AM, daylight time


def test_a_range_inside_the_gap_does_not_take_place() -> None:
    rules = chicago(hours={"sun": ["02:10-02:50"]})
    assert next_open(rules, utc("2026-03-08 00:00")) == utc("2026-03-15 07:10")


def test_a_range_in_the_repeated_hour_takes_place_twice() -> None:
    rules = chicago(hours={"sun": ["01:15-01:45"]})
    edges = [utc("2026-11-01 00:00")]
    while len(edges) < 5 and (edge := next_change(rules, edges[-1])) is not None:
        edges.append(edge)
    assert edges[1:] == [
        utc("2026-11-01 06:15"), utc("2026-11-01 06:45"), utc("2026-11-01 07:15"), utc("2026-11-01 07:45"),
    ]  # fmt: skip


def test_a_holiday_leaves_the_evening_before_alone_and_takes_its_own_night() -> None:
    late = {day: ["20:00-02:00"] for day in ("wed", "thu", "fri")}
    rules = chicago(hours=late, holidays="US-TX")  # Thanksgiving is on Thursday, 26 November 2026
    assert is_open(rules, utc("2026-11-26 07:30"))  # 1:30 AM on the holiday
    assert not is_open(rules, utc("2026-11-27 03:00"))  # 9 PM on the holiday
    assert not is_open(rules, utc("2026-11-27 07:30"))  # 1:30 AM after it


def test_a_holiday_observed_in_the_year_before() -> None:
    rules = chicago(holidays="US")  # New Year's Day 2028 is a Saturday
    assert not is_open(rules, utc("2027-12-31 18:00"))


def test_what_a_decision_is_told() -> None:
    rules = chicago(
        hours={"mon": ["08:00-17:00"], "tue": ["08:00-17:00"]}, holidays="US", closed=["2026-09-08"]
    )
    at = datetime.fromisoformat
    assert opening_at(rules, utc("2026-08-31 14:00")) == Opening(True, at("2026-08-31T09:00-05:00"))
    assert opening_at(rules, utc("2026-09-07 14:00")) == Opening(
        False, at("2026-09-07T09:00-05:00"), "holiday: Labor Day", at("2026-09-14T08:00-05:00")
    )
    assert opening_at(rules, utc("2026-09-08 14:00")) == Opening(
        False, at("2026-09-08T09:00-05:00"), "days off", at("2026-09-14T08:00-05:00")
    )
    assert opening_at(rules, utc("2026-09-09 14:00")) == Opening(
        False, at("2026-09-09T09:00-05:00"), "hours", at("2026-09-14T08:00-05:00")
    )
