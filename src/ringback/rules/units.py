"""Lengths of time and sums of money as an owner writes them, and as they are written back."""

import re
from datetime import timedelta
from decimal import Decimal


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


def parse_money(written: object) -> Decimal:
    """An amount in the currency of the phone company's bill: 5, "7.50", "$0.012"."""
    match = re.fullmatch(
        r"\s*\$?\s*(\d{1,7}(?:\.\d{1,4})?)\s*", "" if isinstance(written, bool) else str(written)
    )
    if match is None:
        raise ValueError(f"{written!r} is not an amount of money: write a number such as 5 or 7.50.")
    return Decimal(match[1])


def write_money(amount: Decimal) -> str:
    """With two decimals, or as many as it has: "5.00", "0.012"."""
    return f"{amount.normalize():f}" if amount.normalize() % Decimal("0.01") else f"{amount:.2f}"


_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
