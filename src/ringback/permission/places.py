"""Where the owner of a number may be, from nothing but the number.

An area code is a guess, because people move. Several states let a sender rely on it, and an address that the
person gave overrides it. The zones of a number are all zones in which it may be, not just the likeliest. The
phone library's own answer is not used: its zones are wrong or missing for a dozen area codes.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import phonenumbers

from ringback.lib.numbers import NumberKind, read_number

# From the Atlantic to Hawaii: for a number that may be anywhere in the United States.
ANYWHERE = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Perhaps a whole region: a text must be allowed in every zone and every state of it."""

    zones: tuple[str, ...]  # IANA names, never empty
    country: str = ""  # ISO code; "" when unknown
    states: tuple[str, ...] = ()  # of the US or Canada, two letters; empty when unknown


def place_of(e164: str) -> Place:
    """Never raises: what is no number at all may be anywhere."""
    if e164.startswith("+1") and e164[2:5] in area_codes():
        return area_codes()[e164[2:5]]
    number = read_number(e164)
    if number.kind in (NumberKind.FOREIGN, NumberKind.NANP_FOREIGN):
        return Place(_zones_abroad(e164) or ANYWHERE, number.country)
    return Place(ANYWHERE)


@lru_cache(maxsize=1)
def area_codes() -> Mapping[str, Place]:
    written = tomllib.loads(files(__package__).joinpath("area_codes.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            code: Place(tuple(zones.split()), country, tuple(states.split("/")))
            for country, by_state in written.items()
            for states, by_zones in by_state.items()
            for zones, codes in by_zones.items()
            for code in codes.split()
        }
    )


def _zones_abroad(e164: str) -> tuple[str, ...]:
    from phonenumbers import timezone  # slow (its table is large), and most senders text at home only

    zones = timezone.time_zones_for_number(phonenumbers.parse(e164))
    return tuple(zone for zone in zones if zone != "Etc/Unknown")
