"""What the owner has decided about texting back. Pure data, its written form, and its version.

The written form is what the owner types ("08:00-17:30", "24h"), what is stored, and what the version names.
Every refusal is a ValueError whose sentence says what would be right.
"""

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from ringback.messages.compose import BUILT_IN, BUILT_IN_FOLLOW_UP, BUILT_IN_SPANISH
from ringback.permission.quiet_hours import AtNight
from ringback.rules.situations import SITUATIONS
from ringback.rules.week import (
    WEEKDAYS,
    Closed,
    Week,
    parse_closed,
    parse_ranges,
    parse_region,
    parse_time_zone,
    write_closed,
    write_ranges,
)

HOUR = timedelta(hours=1)
FOLLOW_UP = "follow_up"  # a key of the templates that is no situation of a call
LONGEST_DELAY = 120
SHORTEST_COOLDOWN = HOUR
LONGEST_COOLDOWN = timedelta(days=7)
LATEST = HOUR
LONGEST_IN_TOUCH = 24 * HOUR
LONGEST_REPLY = 24 * HOUR
SOONEST_FOLLOW_UP = HOUR
LATEST_FOLLOW_UP = timedelta(days=7)
MOST_TEXTS = 1_000_000


class When(StrEnum):
    """When first texts are sent. Outside of it a missed call becomes a call-back task."""

    ALWAYS = "always"
    OPEN = "open"
    CLOSED = "closed"


class Repeat(StrEnum):
    """What happens when a caller who was texted calls again in the same episode."""

    ALERT = "alert"  # a person is told: who calls twice wants a person
    TEXT = "text"  # the caller is texted again when the cool-down is over


@dataclass(frozen=True, slots=True)
class Policy:
    """One account's rules, or one line's. Equal policies have equal versions."""

    time_zone: str  # IANA name
    hours: Week | None = None  # None: open at all times, except on holidays and when closed
    holidays: str = ""  # "US-TX"; "" keeps none
    closed: tuple[Closed, ...] = ()
    when: When = When.ALWAYS
    delay_seconds: int = 5
    cooldown: timedelta = 24 * HOUR
    min_ring_seconds: int = 4
    late_after: timedelta = timedelta(minutes=10)
    in_touch: timedelta = timedelta(minutes=30)  # after a person wrote or spoke with them; 0: no such pause
    repeat: Repeat = Repeat.ALERT
    hold_robocalls: bool = True
    # The fuse stops a runaway, or somebody who makes us text for money. Who has busier days sets it higher.
    most_per_hour: int = 60
    most_per_day: int = 300
    shadow: bool = False  # decide and record, and text nobody
    reply_within: timedelta = timedelta(0)  # of opening time, until a person answers; 0: nothing is promised
    follow_up_after: timedelta = timedelta(0)  # a first text that nobody answered; 0: it is left at that
    at_night: AtNight = AtNight.SEND  # the reply to a call between 9 PM and 8 AM where the number may be
    look_up: bool = False  # ask the phone company, for money, whether a number is a landline
    countries: tuple[str, ...] = ("US", "CA")
    templates: Mapping[str, str] = field(default_factory=lambda: BUILT_IN, hash=False)  # situation -> text

    def __post_init__(self) -> None:
        # Closed days in order and once: the same rules have the same version, however they were written.
        object.__setattr__(self, "closed", tuple(sorted(set(self.closed))))
        object.__setattr__(self, "templates", MappingProxyType(dict(self.templates)))
        _check(self)

    def blows(self, texts_this_hour: int, texts_today: int) -> bool:
        """Does the fuse hold the next automatic first text?"""
        return texts_this_hour >= self.most_per_hour or texts_today >= self.most_per_day

    @property
    def version(self) -> str:
        """Names this content: twelve characters that change when anything above does."""
        return _version(self)


def policy_from(written: Mapping[str, object]) -> Policy:
    """Read the written form; only `time_zone` is required. Raises ValueError at the first wrong thing."""
    return _policy(written, _READERS)


def kept_policy(written: Mapping[str, object]) -> Policy:
    """The same for one that was right when it was stored: its zone and its region may be gone by now."""
    return _policy(written, _READERS | {"time_zone": _text, "holidays": _text})


def _policy(written: Mapping[str, object], readers: Mapping[str, Callable[[object], object]]) -> Policy:
    for key in written:
        if key not in readers:
            raise ValueError(f"{key!r} is not a rule.{_nearest(key, readers)}")
    if "time_zone" not in written:
        raise ValueError("time_zone is missing: write where the business is, for example America/Chicago.")
    values = {}
    for key, value in written.items():
        try:
            values[key] = readers[key](value)
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return Policy(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def policy_as_mapping(policy: Policy) -> dict[str, object]:
    """The written form, everything spelled out, made of what JSON knows. `policy_from` reads it back."""
    hours = policy.hours
    # Left out while they are off: so receipts from before there were such rules keep their bytes.
    added = {name: getattr(policy, name) for name in _LATER_ADDED}
    later = {name: _LATER_ADDED[name](value) for name, value in added.items() if value != usual(name)}
    return {
        "time_zone": policy.time_zone,
        "hours": hours and {day: write_ranges(hours[n]) for n, day in enumerate(WEEKDAYS) if hours[n]},
        "holidays": policy.holidays,
        "closed": [write_closed(days) for days in policy.closed],
        "when": policy.when.value,
        "delay_seconds": policy.delay_seconds,
        "cooldown": write_duration(policy.cooldown),
        "min_ring_seconds": policy.min_ring_seconds,
        "late_after": write_duration(policy.late_after),
        "in_touch": write_duration(policy.in_touch),
        "repeat": policy.repeat.value,
        "hold_robocalls": policy.hold_robocalls,
        "most_per_hour": policy.most_per_hour,
        "most_per_day": policy.most_per_day,
        "shadow": policy.shadow,
        **later,
        "countries": list(policy.countries),
        "templates": dict(policy.templates),
    }


def canonical(policy: Policy) -> str:
    """The one JSON text of this policy."""
    return json.dumps(policy_as_mapping(policy), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def _version(policy: Policy) -> str:
    return hashlib.sha256(canonical(policy).encode()).hexdigest()[:12]


def follow_up_text(templates: Mapping[str, str], language: str = "en") -> str:
    """`language` is that of our words, for who has written none."""
    ours = BUILT_IN_SPANISH[FOLLOW_UP] if language == "es" else BUILT_IN_FOLLOW_UP
    return templates.get(FOLLOW_UP, ours)


def with_built_in(own: Mapping[str, str]) -> dict[str, str]:
    """The owner's templates, filled up so that "missed" is always there.

    Who wrote their own "missed" gets it in every situation they wrote nothing for, not ours in another voice.
    """
    return dict(own) if "missed" in own else {**BUILT_IN, **own}


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


def usual(name: str) -> object:
    """What a rule is where nobody has written it."""
    return next(field.default for field in fields(Policy) if field.name == name)


def parse_at_night(written: str) -> AtNight:
    try:
        return AtNight(written)
    except ValueError:
        raise ValueError(f"{written!r} says nothing about the night: write send, hold or drop.") from None


def parse_when(written: str) -> When:
    try:
        return When(written)
    except ValueError:
        raise ValueError(
            f"{written!r} says nothing about when to text: write always, open or closed."
        ) from None


def parse_repeat(written: str) -> Repeat:
    try:
        return Repeat(written)
    except ValueError:
        raise ValueError(
            f"{written!r} says nothing about callers who call again: write alert or text."
        ) from None


def parse_countries(written: Iterable[str]) -> tuple[str, ...]:
    """Two-letter codes, each once."""
    countries = tuple(dict.fromkeys(_text(country).upper() for country in written))
    for country in countries:
        if re.fullmatch("[A-Z]{2}", country) is None:
            raise ValueError(f"{country!r} is not a country code: write two letters, such as US or CA.")
    return countries


_LATER_ADDED: Mapping[str, Callable[..., object]] = {
    "reply_within": write_duration,
    "follow_up_after": write_duration,
    "at_night": str,
    "look_up": bool,
}
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": HOUR, "d": 24 * HOUR}


def _check(policy: Policy) -> None:
    """What holds for every policy, wherever it comes from."""
    if not 0 <= policy.delay_seconds <= LONGEST_DELAY:
        raise ValueError(f"delay_seconds is {policy.delay_seconds}: write 0 to {LONGEST_DELAY}.")
    if not SHORTEST_COOLDOWN <= policy.cooldown <= LONGEST_COOLDOWN:
        raise ValueError(f"cooldown is {write_duration(policy.cooldown)}: write 1h to 7d.")
    times = (policy.cooldown, policy.late_after, policy.in_touch, policy.reply_within, policy.follow_up_after)
    if any(time.microseconds for time in times):
        raise ValueError("cooldown, reply_within and the other lengths of time are kept in whole seconds.")
    if not 0 <= policy.min_ring_seconds <= 60:
        raise ValueError(f"min_ring_seconds is {policy.min_ring_seconds}: write 0 to 60.")
    if not timedelta(seconds=max(60, policy.delay_seconds)) <= policy.late_after <= LATEST:
        raise ValueError(
            f"late_after is {write_duration(policy.late_after)}: write 1m to 60m, and more than the delay."
        )
    if policy.in_touch > LONGEST_IN_TOUCH:
        raise ValueError(f"in_touch is {write_duration(policy.in_touch)}: write 0m to 24h.")
    if not timedelta(0) <= policy.reply_within <= LONGEST_REPLY:
        raise ValueError(f"reply_within is {write_duration(policy.reply_within)}: write 0m to 24h.")
    if policy.follow_up_after and not SOONEST_FOLLOW_UP <= policy.follow_up_after <= LATEST_FOLLOW_UP:
        raise ValueError(
            f"follow_up_after is {write_duration(policy.follow_up_after)}: write 0m, or 1h to 7d."
        )
    for name in ("most_per_hour", "most_per_day"):
        if not 1 <= getattr(policy, name) <= MOST_TEXTS:
            raise ValueError(f"{name} is {getattr(policy, name)}: write 1 to {MOST_TEXTS}.")
    if policy.when is When.CLOSED and policy.hours is None and not policy.holidays and not policy.closed:
        raise ValueError("when is closed, but the business never closes: write its hours.")
    if "missed" not in policy.templates:
        raise ValueError('There is no template for "missed", which every other situation falls back to.')


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} should be text in quotes.")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} should be a whole number.")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} should be true or false.")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} should be a list in square brackets.")
    return list(value)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!r} should be a table.")
    return value


def _week(value: object) -> Week | None:
    if value is None:
        return None
    days = _table(value)
    for day in days:
        if day not in WEEKDAYS:
            raise ValueError(f"{day!r} is not a day: write {', '.join(WEEKDAYS)}.")
    return tuple(parse_ranges([_text(r) for r in _list(days.get(day, []))]) for day in WEEKDAYS)


def _closures(value: object) -> tuple[Closed, ...]:
    return tuple(parse_closed(_text(days)) for days in _list(value))


def _templates(value: object) -> dict[str, str]:
    own = {situation: _text(text) for situation, text in _table(value).items()}
    for situation in own:
        if situation not in (*SITUATIONS, FOLLOW_UP):
            raise ValueError(f"{situation!r} is not a situation.{_nearest(situation, SITUATIONS)}")
    return with_built_in(own)


_READERS: dict[str, Callable[[object], object]] = {
    "time_zone": lambda value: parse_time_zone(_text(value)),
    "hours": _week,
    "holidays": lambda value: parse_region(_text(value)),
    "closed": _closures,
    "when": lambda value: parse_when(_text(value)),
    "delay_seconds": _whole,
    "cooldown": lambda value: parse_duration(_text(value)),
    "min_ring_seconds": _whole,
    "late_after": lambda value: parse_duration(_text(value)),
    "in_touch": lambda value: parse_duration(_text(value)),
    "repeat": lambda value: parse_repeat(_text(value)),
    "hold_robocalls": _switch,
    "most_per_hour": _whole,
    "most_per_day": _whole,
    "shadow": _switch,
    "reply_within": lambda value: parse_duration(_text(value)),
    "follow_up_after": lambda value: parse_duration(_text(value)),
    "at_night": lambda value: parse_at_night(_text(value)),
    "look_up": _switch,
    "countries": lambda value: parse_countries(_text(v) for v in _list(value)),
    "templates": _templates,
}
assert set(_READERS) == {f.name for f in fields(Policy)}


def _nearest(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else f" There are: {', '.join(words)}."
