"""Read a shop file and find everything that is wrong with it.

1. The bytes are TOML (`reading.py`); if not, that is the one thing said.
2. Each value by itself (`tables.py`).
3. What concerns several of them at once (`across.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ringback.contacts.listed import Listed
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.phone.registry import PROVIDERS
from ringback.rules.policy import Policy
from ringback.rules.written import policy_from
from ringback.shop.across import about_keys, about_templates, across, country_of
from ringback.shop.business import BusinessTable, profile_of, texts_in, texts_of
from ringback.shop.company import read_settings, shape
from ringback.shop.key import Key
from ringback.shop.laid_over import is_part, laid_over
from ringback.shop.line_rules import Wrong, line_rules, written_rules
from ringback.shop.places import Path
from ringback.shop.problems import Broken, Problem, at, nearest, shown
from ringback.shop.reading import Places, read_tables
from ringback.shop.shop import Shop, ShopLine
from ringback.shop.tables import LineTable, ShopTable


@dataclass(frozen=True, slots=True)
class Checked:
    shop: Shop
    notes: tuple[Problem, ...]  # what works, but could be better


def read_shop(content: bytes, whole: bytes | None = None) -> Checked:
    """The shop that a file states. Raises Broken with every problem at once.

    `whole`: another file, over which a file is laid that does not say which business it is about.
    """
    tables, places = read_tables(content)
    if whole is not None and is_part(tables):
        tables = laid_over(tables, read_tables(whole)[0])
    wrong = list(across(tables))
    notes: list[tuple[Path, str]] = list(about_keys(tables))
    for path, sentence, fatal in about_templates(tables):
        (wrong if fatal else notes).append((path, sentence))
    try:
        written = ShopTable.model_validate(tables, context={"country": country_of(tables)})
    except ValidationError as error:
        wrong += [_in_words(found) for found in error.errors(include_url=False)]
    if wrong:
        raise Broken(at(places, path, sentence) for path, sentence in wrong)
    return Checked(_shop(written, places), tuple(sorted(at(places, path, said) for path, said in notes)))


def _shop(written: ShopTable, places: Places) -> Shop:
    account = written.account
    rules = written_rules(written.hours, written.text_back, written.templates)
    rules = _with_library(rules, texts_of(written.business))
    try:
        policy = policy_from({"time_zone": account.time_zone, **rules})
    except ValueError as error:
        raise Broken([at(places, ("text_back",), str(error))]) from None
    wrong: Wrong = []
    lines = [_line(line, index, policy, written.business, wrong) for index, line in enumerate(written.lines)]
    if wrong:
        raise Broken(at(places, path, sentence) for path, sentence in wrong)
    return Shop(
        name=account.name,
        time_zone=account.time_zone,
        country=account.country,
        notice=account.notice,
        policy=policy,
        lists={Listed(name): frozenset(numbers) for name, numbers in written.lists if numbers is not None},
        lines=tuple(sorted(lines, key=lambda line: line.number)),
        profile=profile_of(written.business),
    )


def _with_library(rules: dict[str, object], library: Mapping[str, str]) -> dict[str, object]:
    """If the owner wrote their own text for "missed", the library's texts are not mixed in for other
    situations."""
    own = rules.get("templates", {})
    if not library or not isinstance(own, Mapping) or "missed" in own:
        return rules
    return {**rules, "templates": {**library, **own}}


def _line(line: LineTable, index: int, policy: Policy, business: BusinessTable, wrong: Wrong) -> ShopLine:
    other = line.language not in ("", business.language)
    plan = RingPlan(
        ring=tuple(line.ring),
        ring_seconds=line.ring_seconds,
        in_turn=line.in_turn,
        press_to_accept=line.press_to_accept,
        greeting=line.greeting,
        voicemail=line.voicemail,
        language=line.language,
        texts_via=line.texts_via or "",
        texts_per_second=line.texts_per_second,
    )
    return ShopLine(
        line.number,
        line.provider,
        Mode(line.mode),
        plan,
        read_settings(line.provider, line.settings),
        line_rules(line, index, policy, texts_in(line.language, business) if other else {}, wrong),
        line.live,
        line.live_without,
    )


def _in_words(found: ErrorDetails) -> tuple[Path, str]:
    path = found["loc"]
    table, key = _key_at(path)
    if found["type"] == "value_error":
        return path, str(found["ctx"]["error"]).removesuffix(".")
    if found["type"] == "extra_forbidden":
        return path, _unknown(path, table)
    right = key.right if key else "what docs/shop-file.md says"
    if found["type"] == "missing":
        return path, f"this is missing; write {right}"
    if found["type"] == "too_long":
        return path, f"the list is too long; write at most {found['ctx']['max_length']:,}"
    wrong = "this" if "settings" in path else shown(found["input"])  # there it may be a secret
    return path, f"{wrong} cannot stand here; write {right}"


def _unknown(path: Path, table: type[BaseModel]) -> str:
    """A key that belongs to another table was usually written below the wrong header."""
    word = str(path[-1])
    outer, prefix = (table, "lines.") if table is LineTable else (ShopTable, "")
    for name, field in outer.model_fields.items():
        inner = _table_in(field.annotation)
        if inner is not None and inner is not table and word in _names(inner):
            return f"this key belongs into [{prefix}{name}]"
    if table is LineTable and any(word in shape(company) for company in PROVIDERS):
        return "this key belongs into [lines.settings]"
    return f"this key is not known; {nearest(word, _names(table))}"


def _key_at(path: Path) -> tuple[type[BaseModel], Key | None]:
    """The table in which a path ends, and what is known about its last key."""
    table: type[BaseModel] = ShopTable
    key = None
    for part in path:
        names = {field.alias or name: field for name, field in table.model_fields.items()}
        if isinstance(part, str) and part in names:
            key = next((meant for meant in names[part].metadata if isinstance(meant, Key)), None)
            table = _table_in(names[part].annotation) or table
    return table, key


def _table_in(annotation: object) -> type[BaseModel] | None:
    if get_origin(annotation) in (list, Union, UnionType):
        return next(filter(None, map(_table_in, get_args(annotation))), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _names(table: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in table.model_fields.items()]
