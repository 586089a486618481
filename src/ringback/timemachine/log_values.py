"""What stands in one cell of a call log: a time, a length, a word about what became of the call."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from ringback.understand.folding import fold

# fmt: off
_MONTHS: Final = {
    name: number
    for number, names in enumerate((
        "jan january ene enero", "feb february febrero", "mar march marzo", "apr april abr abril", "may mayo",
        "jun june junio", "jul july julio", "aug august ago agosto", "sep sept september septiembre",
        "oct october octubre", "nov november noviembre", "dec december dic diciembre",
    ), 1)
    for name in names.split()
}
# fmt: on
_ZONES: Final = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
    "ast": -4,
    "adt": -3,
}  # fmt: skip
ZONES_BY_NAME: Final = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
_ZONES_OF_HEADERS: Final = {
    **ZONES_BY_NAME,
    **{f"{name[0]}{of}": zone for name, zone in ZONES_BY_NAME.items() for of in ("t", "st", "dt")},
    **dict.fromkeys(("utc", "gmt"), "UTC"),
}
_ZONE_OF_HEADER: Final = re.compile(rf" ({'|'.join(_ZONES_OF_HEADERS)})(?: (?:standard |daylight )?time)?$")
_ZONE_BY_NAME: Final = re.compile(rf"\b({'|'.join(ZONES_BY_NAME)})(?: (?:standard|daylight))? time\)?$")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?(?!\d)")
_DAY_MONTH: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ \-./]*(?:de )?([a-z]{3,10})\.?,?"
    r"(?:[ \-./]*(?:del? )?(\d{4}|\d\d(?![:\d])))?"
)
_MONTH_DAY: Final = re.compile(
    r"\b([a-z]{3,10})\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?(?!\d|:)(?:,?[ \-]*(\d{4}))?"
)
_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,]\d+)?\s*([ap])?\.?\s?m?\.?")
_HOUR: Final = re.compile(r"(?<![\d:])(\d{1,2})\s*([ap])\.?\s?m\b")
_OFFSET: Final = re.compile(r"\d\s?([+-])(\d\d):?(\d\d)$")
_SERIAL: Final = re.compile(r"[34567]\d{4}(\.\d+)?")
_EPOCH: Final = re.compile(r"1\d{9}(\d{3})?")
_SERIAL_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DateOrder:
    day_first: bool
    certain: bool  # no date of the file can be read in both ways, or one of them tells which it is


def date_order(dates: Iterable[str], spanish: bool, today: date) -> DateOrder:
    """Whether 5/10 is in May or in October: the whole file tells, where a day is over 12 or would be after
    today. 5.10 with a point is how people write who put the day first."""
    found = [numbers for day in dates if not _ISO.search(day) and (numbers := _NUMBERS.search(day))]
    day_first, month_first = (sum(_can_be(day, first, today) for day in found) for first in (True, False))
    if day_first != month_first:
        return DateOrder(day_first > month_first, True)
    return DateOrder(spanish or any("." in day[0] for day in found), not found)


def _can_be(found: re.Match[str], day_first: bool, today: date) -> bool:
    read = _numbered(found, day_first, today)
    return read is not None and read <= today + timedelta(days=1)  # today somewhere


def _numbered(found: re.Match[str], day_first: bool, today: date) -> date | None:
    one, other = int(found[1]), int(found[2])
    month, day = (other, one) if day_first else (one, other)
    return _made(_year(found[3], month, day, today), month, day)


def read_instant(day: str, clock: str, order: DateOrder, zone: ZoneInfo, today: date) -> datetime | None:
    """UTC, or None. Without a zone of its own it is wall time of `zone`."""
    written = fold(f"{day} {clock}".strip())
    if whole := _counted(written, zone):
        return whole.astimezone(UTC)
    read = _date(written, order, today)
    if read is None:
        return None
    at, rest = read
    found = _time(rest)
    if found is None:
        return None
    return datetime.combine(at, found, _zone_in(rest) or zone).astimezone(UTC)


def _counted(written: str, zone: ZoneInfo) -> datetime | None:
    """Seconds or milliseconds since 1970, or the days since 1900 that a spreadsheet counts."""
    if found := _EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(written) / (1000 if found[1] else 1), UTC)
    if _SERIAL.fullmatch(written) and "." in written:
        wall = _SERIAL_ZERO + timedelta(seconds=round(float(written) * 86400))
        return wall.replace(tzinfo=zone)
    return None


def _date(written: str, order: DateOrder, today: date) -> tuple[date, str] | None:
    """The date, and what is left of the cell without it."""
    if found := _ISO.search(written):
        return _with_rest(_made(int(found[1]), int(found[2]), int(found[3])), written, found)
    if found := _NUMBERS.search(written):
        return _with_rest(_numbered(found, order.day_first, today), written, found)
    for pattern, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH_DAY, 1, 2)):
        for found in pattern.finditer(written):
            if found[month_group] in _MONTHS:
                month, day = _MONTHS[found[month_group]], int(found[day_group])
                return _with_rest(_made(_year(found[3], month, day, today), month, day), written, found)
    return None


def _with_rest(at: date | None, written: str, found: re.Match[str]) -> tuple[date, str] | None:
    rest = f"{written[: found.start()]} {written[found.end() :]}"
    return None if at is None else (at, re.sub(r"(?<![a-z])t(?=\d)", " ", rest).strip())


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None, month: int, day: int, today: date) -> int:
    """A bill leaves it out: the last such day that was."""
    if written:
        return int(written) + (2000 if len(written) == 2 else 0)
    return today.year - ((month, day) > (today.month, today.day))


def _time(rest: str) -> time | None:
    found = _CLOCK.search(rest)
    if found:
        hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    elif found := _HOUR.search(rest):
        hour, minute, second, half = int(found[1]), 0, 0, found[2]
    else:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _zone_in(rest: str) -> tzinfo | None:
    if found := _ZONE_BY_NAME.search(rest):
        return ZoneInfo(ZONES_BY_NAME[found[1]])
    if found := _OFFSET.search(rest):
        away = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-away if found[1] == "-" else away)
    last = re.search(r"([a-z]+)\)?$", rest)
    if last and last[1] in _ZONES and last[1] not in ("am", "pm"):
        return timezone(timedelta(hours=_ZONES[last[1]]))
    return None


def zone_of_header(folded: str) -> tuple[str, ZoneInfo | None]:
    """ "date and time pacific" as "date and time", and the zone of its times."""
    found = _ZONE_OF_HEADER.search(folded)
    return (folded[: found.start()], ZoneInfo(_ZONES_OF_HEADERS[found[1]])) if found else (folded, None)


def read_seconds(written: str, unit: float = 1) -> float | None:
    """ "0:01:05", "1:05", "65", "65s", "1m 5s", "1,5". `unit` is what a bare number counts, in seconds."""
    plain = fold(written).strip("()")
    if not plain or plain in ("-", "--", "n/a", "null"):
        return None
    if re.fullmatch(r"\d+(:\d\d){1,2}(\.\d+)?", plain):
        total = 0.0
        for part in plain.split(":"):
            total = total * 60 + float(part)
        return total
    if re.fullmatch(r"\d+([.,]\d+)?", plain):
        return float(plain.replace(",", ".")) * unit
    parts = re.findall(r"(\d+(?:[.,]\d+)?)\s*(h|m|s)[a-z]*\.?", plain)
    if not parts:
        return None
    each = {"h": 3600, "m": 60, "s": 1}
    return sum(float(number.replace(",", ".")) * each[letter] for number, letter in parts)


def unit_of(header: str) -> float:
    """What a bare number below this header counts, in seconds."""
    words = fold(header)
    if re.search(r"\bms\b|millisec", words):
        return 0.001
    return 60 if re.search(r"\bmin", words) else 1
