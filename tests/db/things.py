"""A table that is nobody's, to try the database with."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from ringback.db.database import Database
from ringback.db.postgres.database import PostgresDatabase
from ringback.db.sqlite import SqliteDatabase
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock

D = TypeVar("D", SqliteDatabase, PostgresDatabase)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
things = sa.Table("things", sa.MetaData(), sa.Column("name", sa.Text, primary_key=True))


@contextmanager
def open_things(folder: Path) -> Iterator[SqliteDatabase]:
    with _with_things(SqliteDatabase(folder / "things.sqlite", VirtualClock(NOON))) as db:
        yield db


@contextmanager
def open_things_at(url: str) -> Iterator[PostgresDatabase]:
    with _with_things(PostgresDatabase(url, VirtualClock(NOON))) as db:
        yield db


@contextmanager
def _with_things(db: D) -> Iterator[D]:
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


@asynccontextmanager
async def while_the_writer_is_busy(db: Database) -> AsyncIterator[None]:
    """What is given to the database here waits, and is taken up together at the end."""
    begun, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def busy(_tx: Transaction) -> None:
        loop.call_soon_threadsafe(begun.set)
        go_on.wait()

    holding = asyncio.create_task(db.run(busy))
    await begun.wait()
    try:
        yield
        await asyncio.sleep(0)
    finally:
        go_on.set()
        await holding
