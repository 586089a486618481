"""Lengths of time as an owner writes them, and as they are written back."""

import re
from datetime import timedelta


def parse_duration(written: str) -> timedelta:
    """ "24h", "90m", "1d" or "45s"."""
    match = re.fullmatch(r"\s*(\d{1,9})\s*([smhd])\s*", written)
    if match is None:
        raise ValueError(
            f"{written!r} is not a length of time: write a number and s, m, h or d, such as 24h."
        )
    return int(match[1]) * _UNITS[match[2]]


def write_duration(length: timedelta) -> str:
    """In the largest of hours, minutes and seconds that gives a whole number: "24h", "90m"."""
    for letter in "hm":
        if length % _UNITS[letter] == timedelta(0):
            return f"{length // _UNITS[letter]}{letter}"
    return f"{length // _UNITS['s']}s"


_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
