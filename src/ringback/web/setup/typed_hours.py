"""Opening hours as people type them: "9-5", "8am to noon; 1-5:30 pm", "08:00-12:00 13:00-17:00". Pure."""

import re
from collections.abc import Iterable
from typing import Final

_TIME: Final = r"(\d{1,2})(?:[:.h](\d\d))?(?:\s*([ap])\.?\s?m\b\.?)?"
_BEFORE: Final = r"[\s,;&]*(?:(?:and|y|from|de)\s+)*"
_TO: Final = r"\s*(?:-|to|until|a|hasta)\s*"
_RANGE: Final = re.compile(rf"{_BEFORE}{_TIME}{_TO}{_TIME}(?![\w:])", re.IGNORECASE)
_NAMED: Final = {"noon": "12pm", "mediodía": "12pm", "midnight": "24:00", "medianoche": "24:00"}
_DASHES: Final = str.maketrans({"\u2013": "-", "\u2014": "-"})
HALF_A_DAY: Final = 12 * 60


def ranges_of(typed: str) -> list[str]:
    """Each as "08:00-17:30". What is no range stays as it was typed, for whoever says what is wrong."""
    rest = typed.translate(_DASHES)
    for word, time in _NAMED.items():
        rest = re.sub(rf"\b{word}\b", time, rest, flags=re.IGNORECASE)
    found: list[str] = []
    last = 0
    while (match := _RANGE.match(rest)) and _on_a_clock(match):
        opens, last = _minutes(match, last)
        found.append(f"{_clock(opens)}-{_clock(last)}")
        rest = rest[match.end() :]
    rest = rest.strip(" ,;\t\r\n")
    return [*found, rest] if rest else found


def as_spoken(ranges: Iterable[str], midnight: str) -> str:
    """What `ranges_of` reads as these ("08:00-17:30"), for who counts to twelve: "8am-5:30pm".

    `midnight`: the word for the end of a day, which twelve hours cannot tell from its beginning.
    """
    return ", ".join("-".join(_spoken(time, midnight) for time in each.split("-")) for each in ranges)


def _spoken(time: str, midnight: str) -> str:
    hour, minute = (int(part) for part in time.split(":"))
    if hour == 24:
        return midnight
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'pm' if hour >= 12 else 'am'}"


def _on_a_clock(match: re.Match[str]) -> bool:
    hours, minutes = (match[1], match[4]), (match[2] or "0", match[5] or "0")
    return all(int(hour) <= 24 for hour in hours) and all(int(minute) < 60 for minute in minutes)


def _minutes(match: re.Match[str], last: int) -> tuple[int, int]:
    """Since midnight. `last`: when the range before it ends, so that "8-12, 1-5" goes on in the afternoon."""
    opens, closes = _read(match[1], match[2], match[3]), _read(match[4], match[5], match[6])
    opens_later, closes_later = (opens + HALF_A_DAY, closes + HALF_A_DAY)
    may_open_later = not match[3] and _may_be_of_twelve(match[1])
    may_close_later = not match[6] and _may_be_of_twelve(match[4])
    if match[6]:
        opens = opens_later if may_open_later and opens_later < closes else opens
    elif may_open_later and may_close_later and opens < last:
        opens = opens_later
    if may_close_later and (match[3] or _may_be_of_twelve(match[1])) and closes <= opens < closes_later:
        closes = closes_later
    return opens, closes


def _read(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
    return hours * 60 + int(minute or 0)


def _may_be_of_twelve(hour: str) -> bool:
    """Nobody who counts to 24 writes 5 PM so, and nobody who counts to 12 writes a nought before it."""
    return hour[0] != "0" and int(hour) < 12


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
