"""Rows as frozen dataclasses, whose fields are named as the columns."""

from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")


def columns_of(shape: type, table: sa.Table) -> tuple[sa.Column[Any], ...]:
    """The columns of `table` that `shape` has fields for, in the order of the fields."""
    return tuple(table.c[name] for name in shape.__dataclass_fields__)  # type: ignore[attr-defined]  # a dataclass


def read_as(shape: type[T], row: Any, **read: object) -> T:
    """The row as a `shape`. `read` has the fields whose type is not the column's, such as an enum."""
    values = {name: getattr(row, name) for name in shape.__dataclass_fields__}  # type: ignore[attr-defined]  # the same
    return shape(**{**values, **read})


def values_of(thing: Any) -> dict[str, Any]:
    """The fields of a dataclass by name, to insert them as a row."""
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}
