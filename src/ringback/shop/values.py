"""Is one value of a shop file right? Each check returns it in its settled form.

Or it raises ValueError with a sentence that says what would be right.
"""

import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

import phonenumbers
from pydantic import AfterValidator, ValidationInfo

from ringback.lib.numbers import read_number
from ringback.phone.provider import Capability, Mode
from ringback.phone.registry import provider
from ringback.rules import policy
from ringback.rules.units import parse_duration, parse_money, write_money
from ringback.rules.week import parse_closed, parse_ranges
from ringback.rules.written import parse_countries
from ringback.shop.problems import nearest, shown

MOST_PHONES: Final = 10
LONGEST_NAME: Final = 80
LONGEST_GREETING: Final = 1000
LONGEST_WORDS: Final = 300
MOST_LISTED: Final = 20_000

T = TypeVar("T")


def one_of(*words: str) -> AfterValidator:
    def check(written: str) -> str:
        if written not in words:
            raise ValueError(f"{shown(written)} is not known: {nearest(written, filter(None, words))}")
        return written

    return AfterValidator(check)


def from_to(lowest: float, highest: float) -> AfterValidator:
    def check(written: float) -> float:
        if not lowest <= written <= highest:  # also false for "not a number"
            raise ValueError(f"{shown(written)} is outside of what works; write {lowest} to {highest}")
        return written

    return AfterValidator(check)


def lasting(shortest: timedelta, longest: timedelta, limits: str) -> AfterValidator:
    def check(written: str) -> str:
        if not shortest <= parse_duration(written) <= longest:
            raise ValueError(f"{shown(written)} is outside of what works; write {limits}")
        return written

    return AfterValidator(check)


def short(written: str) -> str:
    """Words for a form or a page."""
    settled = " ".join(written.split())
    if len(settled) > LONGEST_WORDS or any(unicodedata.category(c).startswith("C") for c in settled):
        raise ValueError(f"this is too long, or has odd characters in it; write at most {LONGEST_WORDS}")
    return settled


def follow_up(written: str) -> None:
    after = parse_duration(written)
    if after and not policy.SOONEST_FOLLOW_UP <= after <= policy.LATEST_FOLLOW_UP:
        raise ValueError(f'{shown(written)} is outside of what works; write "0m", or "1h" to "7d"')


def by(parse: Callable[[T], object]) -> AfterValidator:
    """Right when `parse` takes it."""

    def check(written: T) -> T:
        parse(written)
        return written

    return AfterValidator(check)


RANGE: Final = by(lambda written: parse_ranges([str(written)]))
DAY: Final = by(parse_ranges)
CLOSED: Final = by(parse_closed)


def money(written: str | float) -> str:
    """As it is written back, so that 5 and "5.00" are the same."""
    amount = parse_money(written)
    if amount > policy.MOST_MONEY:
        raise ValueError(f"{shown(str(written))} is outside of what works; write 0 to {policy.MOST_MONEY}")
    return write_money(amount)


MONEY: Final = AfterValidator(money)


def country(written: str) -> str:
    if written.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f'{shown(written)} is not a country; write two letters, such as "US" or "CA"')
    return written.upper()


def countries(written: list[str]) -> list[str]:
    if not written:
        raise ValueError('no country is left to text; write the countries, such as ["US", "CA"]')
    return list(parse_countries(written))


def name(written: str) -> str:
    """Goes into texts and is said on the phone."""
    plain = " ".join(written.split())
    if not plain or len(plain) > LONGEST_NAME or any(unicodedata.category(c) in ("Cc", "Cf") for c in plain):
        raise ValueError(f"write the business's name in 1 to {LONGEST_NAME} letters")
    return plain


def greeting(written: str | None) -> str | None:
    if written is not None and len(written) > LONGEST_GREETING:
        raise ValueError(f"this takes over a minute to say; write at most {LONGEST_GREETING} letters")
    return written


def number(written: str, info: ValidationInfo) -> str:
    """E.164, read as people of the business's country write it."""
    read = read_number(written, home_of(info))
    if read.e164 is None:
        raise ValueError(f"{shown(written)} is not a phone number; write it like +15125550142")
    if read.extension:
        raise ValueError(f"{shown(written)} has an extension; write the number alone")
    return read.e164


def number_or_none(written: str, info: ValidationInfo) -> str:
    return number(written, info) if written else ""


def home_of(info: ValidationInfo) -> str:
    context = info.context
    return str(context["country"]) if isinstance(context, dict) and "country" in context else "US"


def mode(written: str, info: ValidationInfo) -> str:
    """One that this company can do. Unchecked when the company itself is wrong: that is said already."""
    if written not in set(Mode):
        raise ValueError(f"{shown(written)} is not a mode: {nearest(written, _offered(info) or list(Mode))}")
    offered = _offered(info)
    if offered and written not in offered:
        raise ValueError(f"{info.data['provider']} cannot do {shown(written)}; write {' or '.join(offered)}")
    return written


def _offered(info: ValidationInfo) -> list[str]:
    company = info.data.get("provider")
    return sorted(mode.value for mode in provider(company).modes) if company else []


_WHY_NOT_RING: Final = {
    "forwarded": "your phones forward their missed calls to this number, so ringing them would send the call "
    'round in a circle; delete ring, or write mode = "dial"',
    "observe": "the other phone system rings your phones; delete ring",
    "answer": 'the call is taken at once and no phone rings; delete ring, or write mode = "dial"',
}


def ring(phones: list[str], info: ValidationInfo) -> list[str]:
    if phones and info.data.get("mode") in _WHY_NOT_RING:
        raise ValueError(_WHY_NOT_RING[info.data["mode"]])
    if len(set(phones)) < len(phones):
        raise ValueError("a phone is in the list twice; write each once")
    if len(phones) > MOST_PHONES:
        raise ValueError(f"these are {len(phones)} phones; write at most {MOST_PHONES}")
    return phones


def voicemail(wanted: bool, info: ValidationInfo) -> bool:
    company = info.data.get("provider")
    if wanted and company and Capability.VOICEMAIL not in provider(company).capabilities:
        raise ValueError(f"{company} takes no messages; write false")
    return wanted
