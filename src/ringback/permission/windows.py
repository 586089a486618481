"""The hours of each state for a text that nobody asked for, as `quiet_hours.toml` has them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from ringback.messages.words import clock
from ringback.permission.places import Place

FEDERAL = "US"
UNKNOWN_PLACE = "??"


class Trust(StrEnum):
    """How well the hours of a state are known."""

    PRIMARY = "primary"  # the text of the rule was read
    SECONDARY = "secondary"  # a law firm's or a vendor's summary was
    UNVERIFIED = "unverified"  # one vendor's table
    POLICY = "policy"  # our own choice


@dataclass(frozen=True, slots=True)
class Window:
    """Wall times; `closes` is not in it."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class StateHours:
    state: str  # two letters; FEDERAL and UNKNOWN_PLACE are rows of their own
    week: tuple[Window | None, ...]  # Monday first; None: no texts that day
    closed_on_holidays: bool
    texts_covered: str
    trust: Trust
    basis: str
    cap: str


def rows_for(place: Place) -> tuple[StateHours, ...]:
    """Every row that counts there. In Canada the federal one of the US, for want of a rule about texts."""
    table = state_hours()
    if not place.states:
        return table[FEDERAL], table[UNKNOWN_PLACE]
    states = place.states if place.country == "US" else ()
    return table[FEDERAL], *(table[state] for state in states if state in table)


def why_shut(hours: StateHours, wall: datetime) -> str:
    """ "" while open; else what goes before "in New York, where this number may be"."""
    window = window_on(hours, wall.date())
    if window is not None and window.opens <= wall.time() < window.closes:
        return ""
    if window is not None:
        limits = f"from {clock(_at(wall, window.opens))} to {clock(_at(wall, window.closes))}"
        return f"It is {clock(wall)}, and such texts may go only {limits},"
    holiday = holidays_of(hours.state, wall.year).get(wall.date()) if hours.closed_on_holidays else None
    return f"It is {holiday or f'a {wall:%A}'}, when no such text may go,"


def window_on(hours: StateHours, day: date) -> Window | None:
    if hours.closed_on_holidays and day in holidays_of(hours.state, day.year):
        return None
    return hours.week[day.weekday()]


@lru_cache(maxsize=1)
def state_hours() -> Mapping[str, StateHours]:
    written = tomllib.loads(files(__package__).joinpath("quiet_hours.toml").read_text("utf-8"))
    return MappingProxyType({state: _row(state, row) for state, row in written.items()})


@lru_cache(maxsize=64)
def holidays_of(state: str, year: int) -> Mapping[date, str]:
    """Public holidays of a US state, with the days on which they are observed."""
    import holidays  # slow (60 ms), and only a few states have hours that depend on it

    # A New Year's Day on a Saturday is observed in the year before.
    around = holidays.country_holidays("US", subdiv=state, years=range(year - 1, year + 2))
    return {day: name for day, name in around.items() if day.year == year}


def _row(state: str, row: Mapping[str, str | bool]) -> StateHours:
    weekday = _window(str(row["hours"]))
    weekend = tuple(_window(str(row.get(day, row["hours"]))) for day in ("sat", "sun"))
    return StateHours(
        state=state,
        week=(weekday,) * 5 + weekend,
        closed_on_holidays=row.get("holidays") is True,
        texts_covered=str(row["texts"]),
        trust=Trust(str(row["trust"])),
        basis=str(row["basis"]),
        cap=str(row.get("cap", "")),
    )


def _window(written: str) -> Window | None:
    if not written:
        return None
    opens, closes = map(time.fromisoformat, written.split("-"))
    return Window(opens, closes)


def _at(wall: datetime, moment: time) -> datetime:
    return datetime.combine(wall, moment)
