"""Lay a part of a shop file, such as one changed rule, over a whole one.

What the part does not name stays as it is: key by key in a table, texts by their situation, lines and sources
by their number. Any other list is replaced. Pure.
"""

from collections.abc import Mapping
from typing import Final

Tables = Mapping[str, object]

_NAMED_BY: Final = {"templates": "for", "lines": "number", "sources": "number"}


def is_part(tables: Tables) -> bool:
    """Does it leave out which business it is about?"""
    account = tables.get("account")
    return not (isinstance(account, Mapping) and "name" in account)


def laid_over(part: Tables, whole: Tables) -> dict[str, object]:
    """Neither is changed."""
    return {**whole, **{key: _over(key, value, whole.get(key)) for key, value in part.items()}}


def _over(key: str, part: object, whole: object) -> object:
    if isinstance(part, Mapping) and isinstance(whole, Mapping):
        return laid_over(part, whole)
    if key in _NAMED_BY and isinstance(part, list) and isinstance(whole, list):
        return _listed(part, whole, _NAMED_BY[key])
    return part


def _listed(part: list[object], whole: list[object], by: str) -> list[object]:
    """Those of the part first, so that what is wrong with them is found at their place in its file."""
    named = {_name(each, by): each for each in whole}
    over = [_over("", each, named.pop(_name(each, by), None)) for each in part]
    return [*over, *named.values()]


def _name(table: object, by: str) -> str:
    return str(table.get(by)) if isinstance(table, Mapping) else ""
