"""Which rows of a company's tables are looked up: its tables, put in the place of the real ones, count it.

A table is what a company's files write down as a mapping or a set, in capitals. What holds one since it was
imported (a dialect, a house) gets the counting one too.
"""

import dataclasses
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

NO_PART_OF_IT = ("tests", "test_", "replay", "recording")  # they only play the company


class _Mapping(dict[Any, Any]):
    def __init__(self, rows: Mapping[Any, Any], reached: set[object]) -> None:
        super().__init__(rows)
        self.reached = reached

    def __getitem__(self, row: object) -> Any:
        self._look(row)
        return super().__getitem__(row)

    def __contains__(self, row: object) -> bool:
        self._look(row)
        return super().__contains__(row)

    def get(self, row: object, otherwise: Any = None) -> Any:
        self._look(row)
        return super().get(row, otherwise)

    def _look(self, row: object) -> None:
        if super().__contains__(row):
            self.reached.add(row)


class _Set(frozenset[Any]):
    reached: set[object]

    def __contains__(self, row: object) -> bool:
        found = super().__contains__(row)
        if found:
            self.reached.add(row)
        return found


@dataclass
class Watched:
    """A table, and the rows of it that were looked up."""

    name: str
    table: Any
    reached: set[object] = field(default_factory=set)

    @property
    def missed(self) -> set[object]:
        return set(self.table) - self.reached

    def counting(self) -> Any:
        if isinstance(self.table, dict):
            return _Mapping(self.table, self.reached)
        rows = _Set(self.table)
        rows.reached = self.reached
        return rows


def watch(company: str, monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    """Each table of this company, from now on and until the test ends."""
    modules = _modules(company)
    tables: dict[int, Watched] = {}
    for module in modules:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, dict | frozenset) and value:
                own = module.__name__.removeprefix("ringback.phone.")
                tables.setdefault(id(value), Watched(f"{own}.{name}", value))
    instead = {known: table.counting() for known, table in tables.items()}
    for module in modules:
        for name, value in list(vars(module).items()):
            if (new := _counting(value, instead)) is not value:
                monkeypatch.setattr(module, name, new)
    return list(tables.values())


def _counting(value: Any, instead: dict[int, Any]) -> Any:
    if id(value) in instead:
        return instead[id(value)]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        each.name: instead[id(held)]
        for each in dataclasses.fields(value)
        if id(held := getattr(value, each.name)) in instead
    }
    if not changes:
        return value
    instead[id(value)] = dataclasses.replace(value, **changes)
    return instead[id(value)]


def _modules(company: str) -> list[ModuleType]:
    package = import_module(f"ringback.phone.{company}")
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    return [
        import_module(f"{package.__name__}.{name}") for name in names if not name.startswith(NO_PART_OF_IT)
    ]
