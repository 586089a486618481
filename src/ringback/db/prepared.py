"""Statements that are built once, compiled once, and then only bound and run.

To build a statement anew takes SQLAlchemy some twenty times as long as SQLite takes to run it, and to send a
finished one through all layers still three times. So the statements on the way of a missed call are made at
import and go straight to the driver. The columns' types convert what goes in and what comes out, as always.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


class Rows:
    """What a statement found, read at once. Has the part of SQLAlchemy's own result that is used here."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        return self._rows

    def first(self) -> Any | None:
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        (row,) = self._rows
        return row

    def scalar(self) -> Any | None:
        return self._rows[0][0] if self._rows else None


class Prepared:
    """A statement whose text depends only on which parameters are given.

    An `insert` or `update` without `values` sets the columns that the parameters name. After `in_` stands a
    list of `sa.literal`: a plain list would be written anew at each run.
    """

    def __init__(self, statement: sa.Executable) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: sa.Connection, parameters: Mapping[str, Any]) -> Rows:
        names = tuple(parameters)
        compiled = self._compiled.get(names)
        if compiled is None:
            compiled = self._compiled[names] = _Compiled(self._statement, names, connection.dialect)
        return compiled.run(connection.connection.dbapi_connection, parameters)


class _Compiled:
    """The text for the driver, and what is done to each value on its way in and out."""

    def __init__(self, statement: sa.Executable, names: tuple[str, ...], dialect: sa.Dialect) -> None:
        compiled = cast(sa.ClauseElement, statement).compile(dialect=dialect, column_keys=list(names))
        assert isinstance(compiled, SQLCompiler)
        self._sql = str(compiled)
        places = [compiled.binds[name] for name in compiled.positiontup or ()]
        self._inwards = [_inwards(place, place.key in names, dialect) for place in places]
        columns = _columns(statement)
        self._row = _row_of([name for name, _ in columns])
        self._outwards = [
            (place, convert)
            for place, (_, kind) in enumerate(columns)
            if (convert := kind.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def run(self, driver: Any, parameters: Mapping[str, Any]) -> Rows:
        values = [
            (parameters[name] if convert is None else convert(parameters[name])) if name else value
            for name, convert, value in self._inwards
        ]
        cursor = driver.execute(self._sql, values)
        return Rows([self._read(row) for row in cursor.fetchall()], cursor.rowcount)

    def _read(self, row: tuple[Any, ...]) -> Any:
        if not self._outwards:
            return self._row._make(row)
        values = list(row)
        for place, convert in self._outwards:
            values[place] = convert(values[place])
        return self._row._make(values)


def _row_of(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)


def _columns(statement: sa.Executable) -> list[tuple[str, sa.types.TypeEngine[Any]]]:
    described = (
        statement.column_descriptions
        if isinstance(statement, sa.Select)
        else cast(sa.UpdateBase, statement).returning_column_descriptions
    )
    return [(column["name"], column["type"]) for column in described]


def _inwards(
    place: sa.BindParameter[Any], given: bool, dialect: sa.Dialect
) -> tuple[str, Convert | None, Any]:
    """The parameter's name and how it is converted; or "" and the value that the statement itself holds."""
    convert = place.type.dialect_impl(dialect).bind_processor(dialect)
    if given:
        return place.key, convert, None
    if place.required:
        raise LookupError(place.key)
    return "", None, convert(place.effective_value) if convert else place.effective_value
