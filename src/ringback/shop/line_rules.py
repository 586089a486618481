"""The rules that a shop file states for one line, or for the calls that one other number passes on to it.

They override the account's rules, key by key (`rules.overrides`). Only rules that are written in the file are
stored, each in one canonical form, so that equal rules are equal text.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ringback.lines.overrides import LINE, Rules
from ringback.rules.overrides import overridden
from ringback.rules.policy import FOLLOW_UP, Policy
from ringback.rules.week import WEEKDAYS
from ringback.rules.written import policy_as_mapping
from ringback.shop.places import Path
from ringback.shop.tables import HoursTable, LineTable, SourceTable, TemplateTable
from ringback.shop.text_back import TextBackTable

ALWAYS_OPEN: Final = {day: ["00:00-24:00"] for day in WEEKDAYS}

Wrong = list[tuple[Path, str]]


def written_rules(
    hours: HoursTable | None, text_back: TextBackTable | None, templates: Iterable[TemplateTable]
) -> dict[str, object]:
    """Only the keys that the file has, in the written form of a policy. Its days are one key, `hours`."""
    rules: dict[str, object] = text_back.model_dump(exclude_unset=True) if text_back else {}
    stated = hours.model_dump(exclude_unset=True, exclude_none=True) if hours else {}
    days = {day: stated.pop(day) for day in WEEKDAYS if day in stated}
    texts = {template.situation: template.text for template in templates}
    return {
        **rules,
        **stated,
        **({"hours": days} if days else {}),
        **({"templates": texts} if texts else {}),
    }


def line_rules(
    line: LineTable, index: int, account: Policy, library: Mapping[str, str], wrong: Wrong
) -> dict[str, Rules]:
    """By source (E.164) or LINE. What cannot be goes to `wrong`, with the place of it.

    `library` has our texts for a line whose callers speak another language than the business's; else nothing.
    """
    whole = policy_as_mapping(account)
    own = written_rules(line.hours, line.text_back, line.templates)
    if library:
        own["templates"] = _in_one_language(own.get("templates", {}), account.templates, library)
    found = {LINE: _settled(own, (whole,), ("lines", index), wrong)}
    for place, source in enumerate(line.sources):
        path: Path = ("lines", index, "sources", place)
        found[source.number] = _settled(_of_source(source), (whole, own), path, wrong)
    return {source: rules for source, rules in found.items() if rules}


def _in_one_language(
    own: object, account: Mapping[str, str], library: Mapping[str, str]
) -> Mapping[str, str]:
    """Something for each situation for which the account has words, so that those are never used."""
    written = own if isinstance(own, Mapping) else {}
    below = {FOLLOW_UP: library[FOLLOW_UP]} if "missed" in written else library
    missed = written.get("missed", library["missed"])
    return {**dict.fromkeys(account, missed), **below, **written}


def settled(rules: Rules, whole: Policy) -> Rules:
    """These rules as `whole`, the policy that they are part of, writes them."""
    spelled = policy_as_mapping(whole)
    texts = rules.get("templates")
    own = {key: spelled.get(key, rules[key]) for key in sorted(rules) if key != "templates"}
    if "hours" in own and own["hours"] is None:
        own["hours"] = ALWAYS_OPEN
    return {**own, "templates": dict(sorted(texts.items()))} if isinstance(texts, Mapping) else own


def _of_source(source: SourceTable) -> Rules:
    return written_rules(source.hours, source.text_back, source.templates)


def _settled(rules: Rules, below: tuple[Rules, ...], path: Path, wrong: Wrong) -> Rules:
    try:
        return settled(rules, overridden(*below, rules)) if rules else {}
    except ValueError as error:
        wrong.append(((*path, "text_back"), str(error).removesuffix(".")))
        return {}
