"""SQLite with one writer thread and group commit.

1. Callers put their flows into a queue and wait.
2. The writer takes all that wait, opens one transaction, runs each flow in it, commits once.
3. Only then are the callers answered. So many flows share one fsync, and nobody is answered before it.
4. When a flow raises, nothing of its batch is written, and all run again, each in its own savepoint: then a
   failure affects only its caller. A savepoint costs a copy of every page that the flow changes, and hardly
   any flow raises. Every flow may run twice, as on a server (`db/postgres/database.py`).

A store that is away (full, locked, read-only) loses the whole batch, and every caller is told `StoreAway`.
"""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, SingletonThreadPool

from ringback.db.batches import Batches, Waiting
from ringback.db.claims import Alone
from ringback.db.database import Listener
from ringback.db.kept import Kept
from ringback.db.listeners import Listeners
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")

BATCH = 256  # flows in one commit at most, so that the first of them does not wait too long
BUSY_SECONDS = 10  # how long we wait for another process (apply, backup) to finish its write
_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


class SqliteDatabase:
    """Opens the file at once (and makes it), or raises StoreAway; migrations are `db/migrate.py`'s work."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.claims = Alone(self.read)
        self._clock = clock
        self._listeners = Listeners()
        # WAL must be on before any second connection opens: that switch ignores the busy time-out.
        self._writes = _engine(
            path,
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            # 16 MB instead of 4: most pages are written again soon, and then go into the file only once.
            "PRAGMA wal_autocheckpoint=4000",
            # What a savepoint might have to undo is kept in memory; it would go to a file from 64 KB on.
            "PRAGMA temp_store=MEMORY",
        )
        with _told_as_away():
            self._connection = self._writes.connect()
        self._file = _File(path)
        self._driver = cast(sqlite3.Connection, self._connection.connection.dbapi_connection)
        # A reader must not make a new, empty file if somebody has deleted ours.
        self._reads = _engine(path, "PRAGMA query_only=ON", pool=SingletonThreadPool, mode="rw")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="ringback-read")
        self._batches = Batches(self._listeners)
        self._writer = threading.Thread(target=self._write_until_closed, name="ringback-write", daemon=True)
        self._writer.start()

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return await self._batches.run(flow, *args, **kw)

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self._batches.run_now(flow, *args, **kw)

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        ask = partial(self._read, lambda tx: query(tx, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask)

    def listen(self, listener: Listener) -> Callable[[], None]:
        return self._listeners.add(listener)

    def close(self) -> None:
        self._batches.close()
        self._writer.join()
        # The readers' connections belong to their threads; a closed engine drops them with the pool.
        self._readers.shutdown()
        self._connection.close()
        self._writes.dispose()
        self._reads.dispose()

    def _read(self, query: Callable[[Transaction], T]) -> T:
        with _told_as_away(), self._reads.connect() as connection:
            return query(Transaction(connection, self._clock.now()))

    def _write_until_closed(self) -> None:
        while (batch := self._batches.take(BATCH)) is not None:
            self._commit(batch)
            self._batches.answer(batch)

    def _commit(self, batch: list[Waiting]) -> None:
        try:
            self._file.check()
            with _told_as_away():
                self._write(batch)
        except BaseException as error:  # mostly StoreAway; whatever it is, the callers hear it and we live on
            for work in batch:
                work.failed(error)

    def _write(self, batch: list[Waiting]) -> None:
        """Raises when the store is away, and when a flow raises that is alone in its batch."""
        try:
            self._write_with(self._run, batch)
        except BaseException as error:  # of one of many flows, whatever it is
            if len(batch) == 1 or _is_away(error):
                raise
            self._write_with(self._run_in_savepoint, batch)

    def _write_with(self, run: Callable[[Waiting, Kept], None], batch: list[Waiting]) -> None:
        kept = Kept()
        with self._connection.begin():
            self._driver.execute("BEGIN IMMEDIATE")
            with self._batches.while_flows_run():
                for work in batch:
                    run(work, kept)

    def _run(self, work: Waiting, kept: Kept) -> None:
        tx = Transaction(self._connection, self._clock.now(), kept=kept)
        work.result, work.news, work.error = work.flow(tx), tx.news, None

    def _run_in_savepoint(self, work: Waiting, kept: Kept) -> None:
        self._driver.execute("SAVEPOINT flow")
        try:
            self._run(work, kept)
        except BaseException as error:  # the caller's, whatever it is: handed over, never kept here
            if _is_away(error):
                raise
            self._driver.execute("ROLLBACK TO flow")
            kept.forget_all()
            work.failed(error)
        self._driver.execute("RELEASE flow")


class _File:
    """Watches that the file is still the one that was opened. If somebody deletes it, SQLite goes on writing
    to the deleted file, and everything since then is lost when the process ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = self._identity()

    def check(self) -> None:
        """Raises StoreAway when it is gone, or when another file has taken its place."""
        try:
            same = self._identity() == self._opened
        except OSError as gone:
            raise StoreAway(f"the database's file is gone: {gone.strerror}") from None
        if not same:
            raise StoreAway("another file has taken the place of the database: start again to use it")

    def _identity(self) -> tuple[int, int]:
        found = os.stat(self._path)
        return found.st_dev, found.st_ino


@contextmanager
def _told_as_away() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        if _is_away(error):
            raise StoreAway(str(getattr(error, "orig", error))) from error
        raise


def _is_away(error: BaseException) -> bool:
    """Is the file the problem, and not the statement? A mistake in a flow must not look like a full disk."""
    told = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return getattr(told, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _AWAY


def _engine(path: Path, *pragmas: str, pool: type[sa.Pool] = NullPool, mode: str = "rwc") -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        poolclass=pool,
        hide_parameters=True,  # an error must not quote the texts and numbers that were being stored
        creator=partial(
            sqlite3.connect,
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            # The driver must not open transactions by itself: BEGIN IMMEDIATE is ours.
            isolation_level=None,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
        ),
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in ("PRAGMA foreign_keys=ON", *pragmas):
            connection.execute(pragma).close()

    return engine
