"""What is wrong between several values of a shop file, each of which may be right by itself.

Works on the tables as they were written and looks only at what can be read at all, so that one wrong value
does not hide another.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import phonenumbers

from ringback.lib.numbers import read_number
from ringback.lines.plan import KEYPRESS
from ringback.messages.library.shelf import trades
from ringback.messages.lint import Sender, Severity, lint
from ringback.permission.content_guard import Hold, Mode, check
from ringback.permission.template_guard import regulated_problems
from ringback.phone.provider import Capability
from ringback.phone.provider import Mode as SystemMode
from ringback.phone.registry import PROVIDERS, provider
from ringback.rules.policy import FOLLOW_UP
from ringback.shop.company import wrong_settings
from ringback.shop.places import Path
from ringback.shop.problems import shown

Wrong = Iterator[tuple[Path, str]]

FIRST_TEXT: Final = "missed"  # whatever their situation, these are first texts


def across(tables: Mapping[str, object]) -> Wrong:
    country = country_of(tables)
    yield from _lines(_list(tables, "lines"), country)
    yield from _twice(_list(tables, "templates"), ("templates",), "for", lambda written: written)
    yield from _on_two_lists(_table(tables, "lists"), country)
    only_closed = _table(tables, "text_back").get("when") == "closed"
    if only_closed and not _table(tables, "hours"):
        yield ("text_back", "when"), "without [hours] the business never closes; write them, or always"


def _lines(lines: list[object], country: str) -> Wrong:
    def e164(written: str) -> str | None:
        return read_number(written, country).e164

    yield from _twice(lines, ("lines",), "number", e164)
    by_number = {e164(str(line.get("number"))): line for line in lines if isinstance(line, dict)}
    own = by_number.keys() - {None}
    for index, line in enumerate(lines):
        if not isinstance(line, dict):
            continue
        for place, phone in enumerate(_list(line, "ring")):
            if e164(str(phone)) == e164(str(line.get("number"))) is not None:
                yield ("lines", index, "ring", place), "this number cannot ring itself; write your own phone"
            elif e164(str(phone)) in own:
                yield ("lines", index, "ring", place), "this is one of your lines; write the phone behind it"
        yield from _texts_via(line, index, by_number, e164)
        yield from _sources(_list(line, "sources"), index, e164, e164(str(line.get("number"))))
        yield from _twice(_list(line, "templates"), ("lines", index, "templates"), "for", lambda w: w)
        company, settings = line.get("provider"), line.get("settings")
        if isinstance(company, str) and company in PROVIDERS and isinstance(settings, dict):
            for key, sentence in wrong_settings(company, settings):
                yield ("lines", index, "settings", key), sentence


def _texts_via(
    line: Mapping[str, object],
    index: int,
    by_number: Mapping[str | None, Mapping[str, object]],
    e164: Callable[[str], str | None],
) -> Wrong:
    """A line whose texts another line sends: the other must be in the file, and able to send by itself."""
    via = line.get("texts_via")
    if not isinstance(via, str) or (number := e164(via)) is None:
        return
    other = by_number.get(number)
    if other is None or other is line:
        yield ("lines", index, "texts_via"), "this is none of your other lines; write the number of one"
    elif other.get("texts_via") or not _sends(other.get("provider")):
        yield ("lines", index, "texts_via"), "that line cannot send texts by itself; write one that can"


def _sends(name: object) -> bool:
    return (
        isinstance(name, str) and name in PROVIDERS and Capability.SEND_TEXTS in provider(name).capabilities
    )


def _sources(sources: list[object], index: int, e164: Callable[[str], str | None], own: str | None) -> Wrong:
    path: Path = ("lines", index, "sources")
    yield from _twice(sources, path, "number", e164)
    for place, source in enumerate(sources):
        if not isinstance(source, dict):
            continue
        if e164(str(source.get("number"))) == own is not None:
            yield (*path, place, "number"), "this is the line itself; write the number that passes calls on"
        yield from _twice(_list(source, "templates"), (*path, place, "templates"), "for", lambda w: w)


def _on_two_lists(lists: Mapping[str, object], country: str) -> Wrong:
    first: dict[str, str] = {}
    for name in lists:
        for place, written in enumerate(_list(lists, name)):
            number = read_number(written, country).e164 if isinstance(written, str) else None
            if number is not None and first.setdefault(number, name) != name:
                yield ("lists", name, place), f"this number is on {first[number]} too; keep it on one list"


def _twice(rows: list[object], table: Path, key: str, settled: Callable[[str], str | None]) -> Wrong:
    seen = set()
    for index, row in enumerate(rows):
        written = row.get(key) if isinstance(row, dict) else None
        value = settled(written) if isinstance(written, str) else None
        if value is not None and value in seen:
            yield (*table, index, key), f"{shown(written)} is there twice; keep one of the two"
        seen.add(value)


def about_templates(tables: Mapping[str, object]) -> Iterator[tuple[Path, str, bool]]:
    """What is wrong with each text, and whether it may not be sent like that."""
    name = _table(tables, "account").get("name")
    sender, mode = Sender(name if isinstance(name, str) else ""), _regulated(tables)
    if mode is not Mode.STANDARD and isinstance(check(sender.business, mode), Hold):
        yield ("account", "name"), "this name tells what somebody seeks; text under another", False
    yield from _about_texts(_list(tables, "templates"), ("templates",), sender, mode)
    for index, line in enumerate(_list(tables, "lines")):
        if not isinstance(line, dict):
            continue
        yield from _about_texts(_list(line, "templates"), ("lines", index, "templates"), sender, mode)
        for place, source in enumerate(_list(line, "sources")):
            if isinstance(source, dict):
                path: Path = ("lines", index, "sources", place, "templates")
                yield from _about_texts(_list(source, "templates"), path, sender, mode)


def about_keys(tables: Mapping[str, object]) -> Wrong:
    """Lines whose callers cannot press the key without which nobody is texted: these lines text nobody."""
    if _table(tables, "account").get("notice") != KEYPRESS:
        return
    for index, line in enumerate(_list(tables, "lines")):
        if isinstance(line, dict) and line.get("mode") == SystemMode.OBSERVE:
            sentence = "callers of this line cannot press a key, so none of them is texted after a call"
            yield ("lines", index, "mode"), sentence


def _regulated(tables: Mapping[str, object]) -> Mode:
    """As written, or as the trade is."""
    business = _table(tables, "business")
    trade = trades().get(str(business.get("trade")))
    written = business.get("mode") or (trade.mode if trade else "")
    return Mode(str(written)) if written in tuple(Mode) else Mode.STANDARD


def _about_texts(
    rows: list[object], path: Path, sender: Sender, mode: Mode
) -> Iterator[tuple[Path, str, bool]]:
    for index, row in enumerate(rows):
        text = row.get("text") if isinstance(row, dict) else None
        if isinstance(text, str) and isinstance(row, dict):
            kind = FOLLOW_UP if row.get("for") == FOLLOW_UP else FIRST_TEXT
            for problem in lint(text, kind, sender):
                fatal = problem.severity is Severity.REFUSE
                yield (*path, index, "text"), problem.sentence.removesuffix("."), fatal
            for held in regulated_problems(text, mode, sender.business, first=kind is FIRST_TEXT):
                yield (*path, index, "text"), held.sentence.removesuffix("."), True


def country_of(tables: Mapping[str, object]) -> str:
    written = _table(tables, "account").get("country")
    known = isinstance(written, str) and written.upper() in phonenumbers.SUPPORTED_REGIONS
    return str(written).upper() if known else "US"


def _table(tables: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = tables.get(key)
    return found if isinstance(found, dict) else {}


def _list(tables: Mapping[str, object], key: str) -> list[object]:
    found = tables.get(key)
    return found if isinstance(found, list) else []
