"""A policy as it is written: what the owner types ("08:00-17:30", "24h"), what is stored, and its version.

Every refusal is a ValueError whose sentence says what would be right.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from ringback.lib.nearest import nearest
from ringback.messages.compose import BUILT_IN
from ringback.permission.quiet_hours import AtNight
from ringback.rules.policy import FOLLOW_UP, Declines, Policy, Repeat, When, usual
from ringback.rules.situations import SITUATIONS
from ringback.rules.units import parse_duration, parse_money, write_duration, write_money
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

Choice = TypeVar("Choice", bound=StrEnum)


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


@lru_cache(maxsize=256)  # each receipt has it
def policy_as_mapping(policy: Policy) -> Mapping[str, object]:
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


@lru_cache(maxsize=256)  # each receipt has it
def canonical(policy: Policy) -> str:
    """The one JSON text of this policy."""
    return _json(policy_as_mapping(policy))


@lru_cache(maxsize=256)
def version_of(policy: Policy) -> str:
    """Names this content: twelve characters that change when anything in it does."""
    return named(policy_as_mapping(policy))


def named(written: Mapping[str, object]) -> str:
    """The version of a policy in its written form."""
    return hashlib.sha256(_json(written).encode()).hexdigest()[:12]


def _json(written: Mapping[str, object]) -> str:
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def with_built_in(own: Mapping[str, str]) -> dict[str, str]:
    """The owner's templates, filled up so that "missed" is always there.

    Who wrote their own "missed" gets it in every situation they wrote nothing for, not ours in another voice.
    """
    return dict(own) if "missed" in own else {**BUILT_IN, **own}


def parse_at_night(written: str) -> AtNight:
    return _one_of(AtNight, written, "says nothing about the night: write send, hold or drop")


def parse_when(written: str) -> When:
    return _one_of(When, written, "says nothing about when to text: write always, open or closed")


def parse_repeat(written: str) -> Repeat:
    return _one_of(Repeat, written, "says nothing about callers who call again: write alert or text")


def parse_declines(written: str) -> Declines:
    return _one_of(Declines, written, "says no number of declines: write first, second or never")


def _one_of(choices: type[Choice], written: str, otherwise: str) -> Choice:
    try:
        return choices(written)
    except ValueError:
        raise ValueError(f"{written!r} {otherwise}.") from None


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
    "spend_per_day": write_money,
    "spend_per_month": write_money,
    "part_price": write_money,
    "pause_unheard": bool,
    "declines": str,
    "most_per_minute": int,
}


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
    "most_per_minute": _whole,
    "most_per_hour": _whole,
    "most_per_day": _whole,
    "shadow": _switch,
    "reply_within": lambda value: parse_duration(_text(value)),
    "follow_up_after": lambda value: parse_duration(_text(value)),
    "at_night": lambda value: parse_at_night(_text(value)),
    "look_up": _switch,
    "spend_per_day": parse_money,
    "spend_per_month": parse_money,
    "part_price": parse_money,
    "pause_unheard": _switch,
    "declines": lambda value: parse_declines(_text(value)),
    "countries": lambda value: parse_countries(_text(v) for v in _list(value)),
    "templates": _templates,
}
assert set(_READERS) == {f.name for f in fields(Policy)}


def _nearest(word: str, words: Iterable[str]) -> str:
    close = nearest(word, words, alike=0.5)
    return f" Did you mean {close!r}?" if close else f" There are: {', '.join(words)}."
