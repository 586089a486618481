"""Statements that are built once, compiled once, and then only bound and run.

Building a statement takes SQLAlchemy about twenty times as long as SQLite takes to run it, and sending a
finished one through all its layers about three times. So the statements that a missed call needs are made at
import and go straight to the driver. The columns' types convert values in both directions, as always.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


class Rows:
    """The rows that a statement found. Has those methods of SQLAlchemy's own result that are used here.

    On a server the statement may still be on its way until somebody looks (`db/postgres/wire.py`).
    """

    __slots__ = ("_cursor", "_found", "_read")

    def __init__(self, cursor: Any, read: Callable[[Any], list[Any]], found: list[Any] | None = None) -> None:
        self._cursor = cursor
        self._read = read
        self._found = found

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())

    def all(self) -> list[Any]:
        if self._found is None:
            self._found = self._read(self._cursor)
        return self._found

    def first(self) -> Any | None:
        rows = self.all()
        return rows[0] if rows else None

    def one(self) -> Any:
        (row,) = self.all()
        return row

    def scalar(self) -> Any | None:
        rows = self.all()
        return rows[0][0] if rows else None

    @property
    def rowcount(self) -> int:
        count: int = self._cursor.rowcount
        return count


class Prepared:
    """A statement whose text depends only on which parameters are given.

    An `insert` or `update` without `values` sets the columns that the parameters name. After `in_` stands a
    list of `sa.literal`: a plain list would be written anew at each run. `kept`: it reads one table, of
    settings, or locks the rows that it reads, and the flows of a transaction share its answers
    (`db/kept.py`).
    """

    def __init__(self, statement: sa.Executable, *, kept: bool = False) -> None:
        self._statement = statement
        self.kept = kept
        self.table = _table(statement)
        self.only_reads = isinstance(statement, sa.Select) and statement._for_update_arg is None
        self._compiled: dict[tuple[str, tuple[str, ...]], _Compiled] = {}

    def run(self, driver: Any, dialect: sa.Dialect, parameters: Mapping[str, Any]) -> Rows:
        """`driver` is the connection of the database's own driver."""
        names = tuple(parameters)
        compiled = self._compiled.get((dialect.name, names))
        if compiled is None:
            compiled = self._compiled[dialect.name, names] = _Compiled(self._statement, names, dialect)
        return compiled.run(driver, parameters)


class _Compiled:
    """The text for the driver, and what is done to each value on its way in and out."""

    def __init__(self, statement: sa.Executable, names: tuple[str, ...], dialect: sa.Dialect) -> None:
        compiled = cast(sa.ClauseElement, statement).compile(dialect=dialect, column_keys=list(names))
        assert isinstance(compiled, SQLCompiler)
        self._sql = str(compiled)
        binds = [compiled.binds[name] for name in compiled.positiontup or ()]
        self._own = {bind.key: _own_value(bind) for bind in binds if bind.key not in names}
        self._in_place = _in_place([bind.key for bind in binds])
        self._inwards = _conversions(
            bind.type.dialect_impl(dialect).bind_processor(dialect) for bind in binds
        )
        columns = _columns(statement)
        self._kinds = [kind.dialect_impl(dialect) for _, kind in columns]
        self._dialect = dialect
        # A cursor of SQLite that has rows left keeps its statement open. A server is asked when it must be.
        self._at_once = dialect.name == "sqlite"
        self._make = _maker([name for name, _ in columns])
        self._outwards: list[tuple[int, Convert]] | None = None  # known after the first run

    def run(self, driver: Any, parameters: Mapping[str, Any]) -> Rows:
        values = self._in_place({**self._own, **parameters} if self._own else parameters)
        if self._inwards:
            values = list(values)
            for place, convert in self._inwards:
                values[place] = convert(values[place])
        if self._at_once:
            cursor = driver.execute(self._sql, values)
            return Rows(cursor, self._read, self._read(cursor) if self._kinds else _NONE)
        return Rows(driver.ask(self._sql, values), self._read)

    def _read(self, cursor: Any) -> list[Any]:
        rows: list[Any] = cursor.fetchall() if self._kinds else []
        if not rows:
            return rows
        if self._outwards is None:
            told = zip(self._kinds, cursor.description, strict=True)
            self._outwards = _conversions(
                kind.result_processor(self._dialect, column[1]) for kind, column in told
            )
        make = self._make
        if not self._outwards:
            return [make(row) for row in rows]
        return [make(_converted(row, self._outwards)) for row in rows]


_NONE: list[Any] = []


def _converted(row: tuple[Any, ...], outwards: list[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for place, convert in outwards:
        if (value := values[place]) is not None:
            values[place] = convert(value)
    return values


def _table(statement: sa.Executable) -> str:
    """The name of the table that it writes to, or of the first that it reads."""
    found = statement.get_final_froms()[0] if isinstance(statement, sa.Select) else None
    table = found if found is not None else getattr(statement, "table", None)
    return table.name if isinstance(table, sa.Table) else ""


def _columns(statement: sa.Executable) -> list[tuple[str, sa.types.TypeEngine[Any]]]:
    described = (
        statement.column_descriptions
        if isinstance(statement, sa.Select)
        else cast(sa.UpdateBase, statement).returning_column_descriptions
    )
    return [(column["name"], column["type"]) for column in described]


def _in_place(keys: list[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Puts what is given by name into the order of the statement's places."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda given: [given[key] for key in keys]  # of one key an itemgetter gives no sequence


def _maker(names: list[str]) -> Convert:
    """Makes a row, with attributes of these names, of a sequence of values."""
    row = cast(Any, namedtuple)("Row", names, rename=True)
    return partial(tuple.__new__, row)  # what its `_make` does, without a call of Python's own


def _conversions(converts: Iterable[Convert | None]) -> list[tuple[int, Convert]]:
    """Those that are needed, each with the place of its value."""
    return [(place, convert) for place, convert in enumerate(converts) if convert is not None]


def _own_value(bind: sa.BindParameter[Any]) -> Any:
    """What the statement itself holds in this place."""
    if bind.required:
        raise LookupError(bind.key)
    return bind.effective_value
