"""Write a business's settings as a shop file. Applying it again changes nothing; a secret is never in it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta

from ringback.accounts.profile import NOTHING_KNOWN
from ringback.lib.secret import Secret
from ringback.lines.overrides import LINE, Rules
from ringback.lines.store import RingPlan
from ringback.rules.units import parse_duration
from ringback.rules.week import WEEKDAYS
from ringback.rules.written import policy_as_mapping
from ringback.shop.shop import Setting, Shop, ShopLine

_ELSEWHERE = {"time_zone", "hours", "holidays", "closed", "templates"}  # not in [text_back]
_LENGTHS = {"cooldown", "late_after", "in_touch", "reply_within", "follow_up_after"}
_USUAL = RingPlan()


def write_shop(shop: Shop) -> str:
    parts = [_account(shop), _business(shop), _hours(shop), _text_back(shop), _lists(shop), _templates(shop)]
    parts += [_line(line) for line in shop.lines]
    return "\n".join("".join(f"{row}\n" for row in part) for part in map(list, parts) if part)


def placeholder(number: str, key: str) -> str:
    """What an exported file has in place of a secret: the name of a variable that must be set elsewhere."""
    return f"env:RINGBACK_{key.upper()}_{number.removeprefix('+')}"


def _account(shop: Shop) -> Iterator[str]:
    yield "[account]"
    for key in ("name", "time_zone", "country", "notice"):
        if value := getattr(shop, key):
            yield f"{key} = {toml(value)}"


def _business(shop: Shop) -> list[str]:
    usual = asdict(NOTHING_KNOWN)
    rows = [f"{key} = {toml(value)}" for key, value in asdict(shop.profile).items() if value != usual[key]]
    return ["[business]", *rows] if rows else []


def _hours(shop: Shop) -> list[str]:
    rules = policy_as_mapping(shop.policy)
    rows = []
    if isinstance(rules["hours"], dict):
        rows += [f"{day} = {toml(rules['hours'].get(day, []))}" for day in WEEKDAYS]
    rows += [f"{key} = {toml(rules[key])}" for key in ("holidays", "closed") if rules[key]]
    return ["[hours]", *rows] if rows else []


def _text_back(shop: Shop) -> Iterator[str]:
    yield "[text_back]"
    for key, value in policy_as_mapping(shop.policy).items():
        if key not in _ELSEWHERE:
            yield f"{key} = {toml(in_days(key, value))}"


def _lists(shop: Shop) -> list[str]:
    rows = []
    for name, numbers in sorted(shop.lists.items()):
        if numbers:
            rows += [f"{name} = [", *(f"    {toml(number)}," for number in sorted(numbers)), "]"]
    return ["[lists]", *rows] if rows else []


def _templates(shop: Shop) -> list[str]:
    """Each with an empty line before it but the first."""
    rows = []
    for situation, text in sorted(shop.policy.templates.items()):
        rows += ["", "[[templates]]", f"for = {toml(situation)}", f"text = {toml(text)}"]
    return rows[1:]


def _line(line: ShopLine) -> Iterator[str]:
    yield "[[lines]]"
    for key in ("number", "provider"):
        yield f"{key} = {toml(getattr(line, key))}"
    yield f"mode = {toml(line.mode.value)}"
    if line.live is False:
        yield "live = false"
    if line.plan.ring:
        yield f"ring = {toml(line.plan.ring)}"
        for key in ("ring_seconds", "in_turn", "press_to_accept"):
            yield f"{key} = {toml(getattr(line.plan, key))}"
    for key in ("greeting", "voicemail", "language", "texts_via", "texts_per_second"):
        if (value := getattr(line.plan, key)) != getattr(_USUAL, key):
            yield f"{key} = {toml(value)}"
    if line.settings:
        yield "[lines.settings]"
    for key, setting in line.settings.items():
        yield _setting(line.number, key, setting)
    for source, rules in sorted(line.rules.items()):
        if source != LINE:
            yield from ("[[lines.sources]]", f"number = {toml(source)}")
        yield from _own_rules("lines" if source == LINE else "lines.sources", rules)


def _own_rules(table: str, rules: Rules) -> Iterator[str]:
    hours = rules.get("hours")
    rows = [f"{key} = {toml(rules[key])}" for key in ("time_zone", "holidays", "closed") if key in rules]
    if isinstance(hours, Mapping):
        rows += [f"{day} = {toml(hours.get(day, []))}" for day in WEEKDAYS]
    if rows:
        yield from (f"[{table}.hours]", *rows)
    others = [f"{key} = {toml(in_days(key, value))}" for key, value in rules.items() if key not in _ELSEWHERE]
    if others:
        yield from (f"[{table}.text_back]", *others)
    texts = rules.get("templates")
    for situation, text in texts.items() if isinstance(texts, Mapping) else ():
        yield from (f"[[{table}.templates]]", f"for = {toml(situation)}", f"text = {toml(text)}")


def in_days(key: str, value: object) -> object:
    """ "7d", as people write it, for the "168h" that receipts have; up to "72h" people count hours."""
    if key not in _LENGTHS or not isinstance(value, str):
        return value
    days, rest = divmod(parse_duration(value), timedelta(days=1))
    return value if rest or days <= 3 else f"{days}d"


def _setting(number: str, key: str, value: Setting) -> str:
    if isinstance(value, Secret):
        return f"{key} = {toml(placeholder(number, key))}  # kept sealed here; elsewhere set this variable"
    return f"{key} = {toml(value)}"


def toml(value: object) -> str:
    """One value as TOML: text, number, true or false, or a list of these."""
    if isinstance(value, str):
        # JSON's escapes are TOML's, but TOML also wants the delete character escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Iterable):
        return f"[{', '.join(map(toml, value))}]"
    return str(value)
