"""A table that is nobody's, to try the database with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ringback.db.sqlite import SqliteDatabase
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
things = sa.Table("things", sa.MetaData(), sa.Column("name", sa.Text, primary_key=True))


@contextmanager
def open_things(folder: Path) -> Iterator[SqliteDatabase]:
    db = SqliteDatabase(folder / "things.sqlite", VirtualClock(NOON))
    try:
        db.run_now(lambda tx: things.create(tx.connection, checkfirst=True))
        yield db
    finally:
        db.close()


def add(tx: Transaction, name: str) -> str:
    tx.execute(sa.insert(things), {"name": name})
    tx.announce(name)
    return name.upper()


def names(tx: Transaction) -> list[str]:
    return [row.name for row in tx.all(sa.select(things.c.name).order_by(things.c.name))]


def set_pragma(tx: Transaction, pragma: str) -> None:
    tx.connection.exec_driver_sql(f"PRAGMA {pragma}")
