"""`among(column, "names_")`: is the column one of a list, of any length, in one parameter?

A prepared statement can take no `IN` with a changing number of places. SQLite is given the list as JSON,
PostgreSQL as an array.
"""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def among(column: sa.ColumnElement[Any], parameter: str) -> sa.ColumnElement[bool]:
    """True where the column, of texts or numbers, is in the collection that is bound to `parameter`."""
    return _Among(column, sa.bindparam(parameter, type_=_Listed(column.type)))


class _Listed(sa.types.TypeDecorator[Collection[Any]]):
    impl = sa.Text
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        return dialect.type_descriptor(sa.ARRAY(self.item.dialect_impl(dialect)))

    def process_bind_param(self, value: Collection[Any] | None, dialect: sa.Dialect) -> Any:
        listed = sorted(value or ())
        return json.dumps(listed) if dialect.name == "sqlite" else listed


class _Among(FunctionElement[bool]):
    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Leave the condition as it is: SQLAlchemy would append `= 1`, and then no index is used."""
        return self


@compiles(_Among)
def _as_array(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY ({listed})"


@compiles(_Among, "sqlite")
def _as_json(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"  # noqa: S608 - compiled, with bound values
