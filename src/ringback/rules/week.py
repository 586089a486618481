"""Opening hours as the owner writes them: ranges of a day, days off, a region's holidays, a time zone."""

import itertools
import re
import zoneinfo
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ringback.lib.nearest import nearest

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60  # minutes on an ordinary clock; ranges are wall time, whatever a clock change does


class Range(NamedTuple):
    """Minutes after midnight of the day on which it begins. `closes` is over 1440 when it passes midnight."""

    opens: int
    closes: int


class Closed(NamedTuple):
    """Days off, both included."""

    first: date
    last: date


Week = tuple[tuple[Range, ...], ...]  # seven days, Monday first


def parse_ranges(written: Iterable[str]) -> tuple[Range, ...]:
    """ "08:00-12:00" and so on, for one day, in order. "22:00-02:00" goes on into the next day."""
    ranges = sorted(_range(text) for text in written)
    for earlier, later in itertools.pairwise(ranges):
        if later.opens < earlier.closes:
            first, second = write_ranges([earlier, later])
            raise ValueError(
                f"{first} and {second} overlap: write one range, or let one end before the other."
            )
    return tuple(ranges)


def write_ranges(ranges: Iterable[Range]) -> list[str]:
    return [f"{_clock(r.opens)}-{_clock(r.closes if r.closes == DAY else r.closes % DAY)}" for r in ranges]


def parse_closed(written: str) -> Closed:
    """ "2026-12-24..2026-12-26", both days included, or one day."""
    first, dots, last = (part.strip() for part in written.partition(".."))
    days = Closed(_day(first), _day(last if dots else first))
    if days.last < days.first:
        raise ValueError(f"{written!r} ends before it begins: write the earlier day first.")
    return days


def write_closed(days: Closed) -> str:
    return f"{days.first}..{days.last}" if days.last > days.first else f"{days.first}"


def parse_time_zone(written: str) -> str:
    """An IANA name that exists."""
    try:
        zoneinfo.ZoneInfo(written)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        close = _nearest_zone(written)
        hint = f"did you mean {close}?" if close else "write one such as America/Chicago."
        raise ValueError(f"{written!r} is not a time zone: {hint}") from None
    return written


def _nearest_zone(written: str) -> str | None:
    """By the city alone, else by likeness; None when nothing is near enough to be meant."""
    zones = sorted(zoneinfo.available_timezones())
    city = written.strip().replace(" ", "_").casefold()
    named = [zone for zone in zones if zone.casefold().endswith(f"/{city}")]
    return named[0] if named else nearest(written, zones, alike=0.75)


def parse_region(written: str, home: str = "") -> str:
    """ "US-TX", "CA-ON", "GB", or "" for no holidays. A part of the country `home` may stand by itself, by
    its code or name: "Texas", "tx". Without `home`, "CA" is Canada; in the US it is California."""
    if not written:
        return ""
    import holidays  # slow (60 ms), and most accounts keep no holidays

    known = holidays.list_supported_countries(include_aliases=False)
    code = written.upper()
    if home in known:
        named: dict[str, str] = getattr(getattr(holidays, home), "subdivisions_aliases", {})
        parts = {name.upper(): part for name, part in named.items()} | {part: part for part in known[home]}
        code = f"{home}-{parts[code]}" if code in parts else code
    country, _, part = code.partition("-")
    if country not in known:
        raise ValueError(f"{written!r} is not a region with known holidays: write one such as US-TX.")
    if part and part not in known[country]:
        raise ValueError(
            f"{part!r} is not a part of {country}: there are {', '.join(known[country]) or 'none'}."
        )
    return code


def _range(written: str) -> Range:
    match = re.fullmatch(r"\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*", written)
    if match is None:
        raise ValueError(f"{written!r} is not a range of hours: write one such as 08:00-17:30.")
    opens, closes = _minutes(match[1], match[2], written), _minutes(match[3], match[4], written)
    if opens == DAY:
        raise ValueError(f"{written!r} begins at 24:00: write it as 00:00 of the next day.")
    if opens == closes:
        raise ValueError(f"{written!r} has no length: for the whole day write 00:00-24:00.")
    return Range(opens, closes if closes > opens else closes + DAY)


def _minutes(hour: str, minute: str, written: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if minutes > DAY or int(minute) > 59:
        raise ValueError(f"{written!r} has a time that no clock shows: hours go to 24:00, minutes to 59.")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _day(written: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise ValueError(f"{written!r} is not a day: write one such as 2026-12-24, or 2026-12-24..2026-12-26.")
