"""Is the business open, and when does that change? Instants in and out are UTC; ranges are its wall time.

Wall time decides, as for somebody who reads the sign on the shop's door:

- A wall time that a clock change leaves out never comes; a range that begins inside the gap begins right
  after it.
- A wall time that comes twice counts both times. A range that ends inside the repeated hour is therefore
  open, closed, and open again.
- A range belongs to the day on which it begins. If Friday is a holiday, a Thursday evening until 2 AM is not
  cut off at midnight, and a Friday evening is closed as a whole, also its part after midnight.
"""

import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from ringback.rules.policy import Policy
from ringback.rules.week import DAY, Closed, Range, Week

Span = tuple[datetime, datetime]  # UTC; the end is not in it
Sign = tuple[str, Week | None, str, tuple[Closed, ...]]  # on the door: zone, week, holidays, days off

ONE_DAY = timedelta(days=1)
HALF_A_DAY = timedelta(hours=12)
ONE_SECOND = timedelta(seconds=1)
ROUND_THE_CLOCK: Week = ((Range(0, DAY),),) * 7

# How many days ahead to look, in growing steps: nearly always the answer lies in the first.
_STEPS = (2, 9, 40, 400)


@dataclass(frozen=True, slots=True)
class Opening:
    """The result of looking up the hours at one moment. A receipt stores it, because laws and zones
    change."""

    open: bool
    at: datetime  # wall time of the business, with a fixed offset
    why_closed: str = ""  # "holiday: Labor Day", "days off", "hours"; "" when open
    opens: datetime | None = None  # when closed: the next opening, wall time; None: not within a year


def opening_at(policy: Policy, at: datetime) -> Opening:
    wall = _wall(policy, at)
    if is_open(policy, at):
        return Opening(True, wall)
    opens = next_open(policy, at)
    return Opening(False, wall, _why_closed(policy, wall.date()), opens and _wall(policy, opens))


def is_open(policy: Policy, at: datetime) -> bool:
    _, near = next(_ahead(policy, at))
    return any(first <= at < end for first, end in near)


def next_open(policy: Policy, at: datetime) -> datetime | None:
    """The first instant from `at` on at which it is open: `at` itself when open; None: not within a year."""
    for days, spans in _ahead(policy, at):
        first = next((first for first, end in spans if end > at), None)
        if first is not None and first < at + days:
            return max(first, at)
    return None


def next_change(policy: Policy, at: datetime) -> datetime | None:
    """The first instant after `at` at which open becomes closed, or closed open; None: not within a year."""
    if policy.hours is None and not policy.holidays and not policy.closed:
        return None
    for days, spans in _ahead(policy, at):
        change = next((edge for span in spans for edge in span if edge > at), None)
        if change is not None and change < at + days:
            return change
    return None


def _ahead(policy: Policy, at: datetime) -> Iterator[tuple[timedelta, tuple[Span, ...]]]:
    """The open spans around `at`, then those of longer and longer periods, each with the end of its
    period."""
    sign = policy.time_zone, policy.hours, policy.holidays, policy.closed
    today = at.astimezone(zoneinfo.ZoneInfo(policy.time_zone)).date()
    for days in _STEPS:
        yield days * ONE_DAY, _near(sign, today) if days == _STEPS[0] else _around(sign, today, days)


@lru_cache(maxsize=1024)
def _near(sign: Sign, today: date) -> tuple[Span, ...]:
    """Cached, because nearly all calls of one day use the same result."""
    return _around(sign, today, _STEPS[0])


def _around(sign: Sign, today: date, days: int) -> tuple[Span, ...]:
    # One day more than is answered for, because spans of neighbouring days may join at midnight.
    near = (today + n * ONE_DAY for n in range(-1, days + 2))
    return tuple(_joined(span for day in near for span in _spans(*sign, day)))


def _wall(policy: Policy, at: datetime) -> datetime:
    wall = at.astimezone(zoneinfo.ZoneInfo(policy.time_zone))
    return wall.replace(tzinfo=timezone(wall.utcoffset() or timedelta(0)), fold=0)


def _why_closed(policy: Policy, day: date) -> str:
    if any(days.first <= day <= days.last for days in policy.closed):
        return "days off"
    holiday = holidays_of(policy.holidays, day.year).get(day)
    return f"holiday: {holiday}" if holiday else "hours"


@lru_cache(maxsize=8192)
def _spans(
    time_zone: str, hours: Week | None, region: str, closed: tuple[Closed, ...], day: date
) -> tuple[Span, ...]:
    """The open spans of the ranges that begin on `day`, in order."""
    ranges = (ROUND_THE_CLOCK if hours is None else hours)[day.weekday()]
    if not ranges or any(days.first <= day <= days.last for days in closed):
        return ()
    if region and day in holidays_of(region, day.year):
        return ()
    midnight = datetime.combine(day, time(), UTC)  # the wall time, read as if it were UTC
    pieces = list(_pieces(zoneinfo.ZoneInfo(time_zone), midnight))
    return tuple(
        _joined(
            (max(first, opens), min(end, closes))
            for first, end, offset in pieces
            for r in ranges
            for opens, closes in [_at_offset(midnight, r, offset)]
            if max(first, opens) < min(end, closes)
        )
    )


def _at_offset(midnight: datetime, r: Range, offset: timedelta) -> Span:
    return (
        midnight + timedelta(minutes=r.opens) - offset,
        midnight + timedelta(minutes=r.closes) - offset,
    )


def _pieces(zone: zoneinfo.ZoneInfo, midnight: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """The time around a day and the next, cut where the offset from UTC changes: start, end, offset.

    Every wall time of both days is in it, also at the far ends of the world's zones.
    """
    first = midnight - timedelta(hours=18)
    offset = _offset(zone, first)
    pieces = []
    look = first
    for _ in range(7):
        look += HALF_A_DAY  # no zone changes its offset twice in that time
        if (later := _offset(zone, look)) != offset:
            change = _change(zone, look - HALF_A_DAY, look)
            pieces.append((first, change, offset))
            first, offset = change, later
    return [*pieces, (first, look, offset)]


def _change(zone: zoneinfo.ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the new offset, found by halving."""
    old = _offset(zone, before)
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In order, and those that touch or overlap made one."""
    joined: list[Span] = []
    for first, end in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined


def holidays_of(region: str, year: int) -> Mapping[date, str]:
    """The public holidays of a region such as "US-TX" by date, with the days on which they are observed."""
    return _holidays(region, year) if region else {}


@lru_cache(maxsize=64)
def _holidays(region: str, year: int) -> Mapping[date, str]:
    import holidays  # slow (60 ms), and most accounts keep no holidays

    country, _, part = region.partition("-")
    # A New Year's Day on a Saturday is observed in the year before.
    around = holidays.country_holidays(country, subdiv=part or None, years=range(year - 1, year + 2))
    return {day: name for day, name in around.items() if day.year == year}
