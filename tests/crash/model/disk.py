"""What is left when the process dies: the committed database, and the journal's file.

The database is SQLite's own, in memory: a history begins with the bytes of one that has Rosa's shop in it.
It is one transaction, which is undone at the end, and each commit of the server is a savepoint in it: so
thousands of histories share a database, and the statements that it has prepared. `trouble` is what is wrong
with the disk at present.
"""

import asyncio
import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from ringback.db.claims import Alone
from ringback.db.database import Listener
from ringback.db.postgres import connecting
from ringback.db.sqlite import BUSY_SECONDS
from ringback.db.transaction import StoreAway, Transaction
from ringback.intake.journal import Entry, Journal
from ringback.lib.clock import Clock
from tests.crash.model.life import Life
from tests.crash.model.loop import pause

P = ParamSpec("P")
T = TypeVar("T")


class Trouble(StrEnum):
    NONE = "none"
    LOCKED = "locked"  # by another process; it can still be read
    READ_ONLY = "read-only"
    FULL = "full"  # for the journal, too
    ABSENT = "absent"  # not even to be read


class Disk:
    """`folder` is where the journal is, and everything else that is no database."""

    def __init__(self, folder: Path, database: bytes) -> None:
        self.folder = folder
        self.trouble = Trouble.NONE
        self.connection = _with_this_in_it(database)
        driver = _driver(self.connection)
        if driver.in_transaction:
            driver.execute("ROLLBACK")  # the history before
        driver.execute("BEGIN IMMEDIATE")
        for left in folder.glob("journal*"):
            left.unlink()

    @contextmanager
    def committed(self) -> Iterator[None]:
        """Whatever is raised, also a death, undoes it all. Straight to the driver, which is faster."""
        driver = _driver(self.connection)
        driver.execute("SAVEPOINT flow")
        try:
            yield
        except BaseException:
            driver.execute("ROLLBACK TO flow")
            raise
        finally:
            driver.execute("RELEASE flow")
            self.end()

    def end(self) -> None:
        """What SQLAlchemy believes to have begun, for a statement that is not prepared."""
        if self.connection.in_transaction():
            self.connection.rollback()

    def close(self) -> None:
        """Nobody needs it any more."""
        self.end()


class ServerDisk(Disk):
    """The same in an empty database of a PostgreSQL server, on one connection."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.trouble = Trouble.NONE
        self.connection = connecting.engine(url).connect()

    @contextmanager
    def committed(self) -> Iterator[None]:
        with self.connection.begin():
            yield

    def end(self) -> None:
        super().end()
        self.connection.connection.rollback()  # whatever was read has begun a transaction

    def close(self) -> None:
        self.connection.close()


class InlineDatabase:
    """Takes the place of the one with the threads: the same SQL, each flow in a commit of its own."""

    def __init__(self, disk: Disk, clock: Clock, life: Life) -> None:
        self.claims = Alone(self.read)
        self._disk = disk
        self._clock = clock
        self._life = life
        self._listeners: list[Listener] = []

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        self._life.check()
        await self._take_a_turn()
        if self._disk.trouble is Trouble.LOCKED:
            await pause(BUSY_SECONDS)
        if self._disk.trouble is not Trouble.NONE:
            raise StoreAway(self._disk.trouble)
        result, news = self._commit(lambda tx: flow(tx, *args, **kw))
        if news:
            asyncio.get_running_loop().call_soon(self._tell, frozenset(news))
        await self._take_a_turn()
        return result

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        self._life.check()
        if self._disk.trouble is Trouble.ABSENT:
            raise StoreAway(self._disk.trouble)
        try:
            return query(Transaction(self._disk.connection, self._clock.now()), *args, **kw)
        finally:
            self._disk.end()

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self._commit(lambda tx: flow(tx, *args, **kw))[0]

    def listen(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """The disk stays."""

    def _commit(self, flow: Callable[[Transaction], T]) -> tuple[T, set[str]]:
        tx = Transaction(self._disk.connection, self._clock.now())
        with self._disk.committed():
            result = flow(tx)
            self._life.point("before a commit")
        self._life.point("after a commit")
        return result, tx.news

    async def _take_a_turn(self) -> None:
        """Others go on while one waits for the writer."""
        await asyncio.sleep(0)
        self._life.check()

    def _tell(self, news: frozenset[str]) -> None:
        if not self._life.dead:
            for listener in list(self._listeners):
                listener(news)


class MortalJournal(Journal):
    """The journal, on a disk that may be full, in a process that may die at any line."""

    def __init__(self, disk: Disk, life: Life) -> None:
        super().__init__(disk.folder)
        self._disk = disk
        self._life = life
        self.filled = asyncio.Event()
        if self.pending():
            self.filled.set()

    def append(self, entry: Entry) -> None:
        self._life.point("before the journal")
        if self._disk.trouble is Trouble.FULL:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().append(entry)
        self.filled.set()
        try:
            self._life.point("in the journal")
        except BaseException:
            self._tear()
            raise
        self._life.point("after the journal")

    def begin_replay(self) -> Iterator[Entry]:
        entries = list(super().begin_replay())
        if entries:
            self._life.point("after the journal was read")
        return iter(entries)

    def end_replay(self, *, keep: bool = False) -> None:
        if self._replaying.exists():
            self._life.point("before the journal is removed")
        super().end_replay(keep=keep)

    def _tear(self) -> None:
        """The power went in the middle of the last line."""
        content = self._file.read_bytes()
        begins = content.rfind(b"\n", 0, -1) + 1
        self._file.write_bytes(content[: (begins + len(content)) // 2])


def image(fill: Callable[[Transaction], T], now: Callable[[], Clock]) -> tuple[bytes, T]:
    """The bytes of a database with all tables and whatever `fill` puts in, and what that returned."""
    connection = _connection(_empty())
    driver = _driver(connection)
    driver.execute("BEGIN")
    filled = fill(Transaction(connection, now().now()))
    driver.execute("COMMIT")
    content = driver.serialize()
    connection.close()
    return content, filled


@cache
def _empty() -> bytes:
    from tests.empty import empty_database  # makes it in a folder of its own, when it is first needed

    with TemporaryDirectory() as folder:
        empty_database(Path(folder))
        [file] = Path(folder).iterdir()
        db = sqlite3.connect(file)
        db.execute("PRAGMA journal_mode=DELETE")  # a database in memory has no room for a WAL beside it
        content = db.serialize()
        db.close()
        return content


@cache
def _with_this_in_it(database: bytes) -> sa.Connection:
    return _connection(database)


def _connection(database: bytes) -> sa.Connection:
    connection = _engine().connect()
    driver = _driver(connection)
    driver.deserialize(database)
    driver.execute("PRAGMA foreign_keys=ON")
    driver.execute("PRAGMA temp_store=MEMORY")
    return connection


@cache
def _engine() -> sa.Engine:
    """One for good, so that no statement is compiled twice. It leaves transactions alone: they are ours."""
    return sa.create_engine(
        "sqlite://",
        poolclass=sa.pool.NullPool,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        connect_args={"cached_statements": 1_000},
    )


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
