"""The database on a PostgreSQL server: a few writers, each with a connection, and group commit.

1. Callers put their flows into a queue and wait. A writer takes all of one kind and account that wait and
   runs them, one after the other, in one transaction. Only after its commit the callers are answered.
2. When one of them fails, or collides with a flow of another writer or node, nothing of the batch is written.
   Then each flow gets a transaction of its own, so that a failure affects only one caller.
3. When two flows collide, the server rolls one of them back, and it runs again from the start; the same when
   a connection from before turns out to be lost. It is different when the answer to a commit is lost: the
   commit may have happened. Then the caller is told StoreAway as if nothing had been written. What it does
   next works in either case, because every flow may run twice.
4. After the commit the listeners of this process are told its news, and `neighbours` tells the other nodes.

Batches run at the same time, READ COMMITTED: a flow that decides about a person locks that person's row first
(docs/architecture.md, "Beside each other").
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

import psycopg
import sqlalchemy as sa

from ringback.db.batches import Batches, Waiting
from ringback.db.database import Listener
from ringback.db.kept import Kept
from ringback.db.listeners import Listeners
from ringback.db.postgres import connecting
from ringback.db.postgres.claims import SessionClaims
from ringback.db.postgres.neighbours import Neighbours
from ringback.db.postgres.statistics import Statistics
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")

WRITERS, READERS = 6, 4  # connections of one process at most; each is made when it is first needed
TOGETHER = 64  # flows in one transaction at most: what they lock, other nodes wait for
TRIES = 5  # of a flow that collides with others, before its caller is told that it failed


class PostgresDatabase:
    """Connects at once, or raises StoreAway; migrations are `postgres/migrate.py`'s work."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._clock = clock
        self._listeners = Listeners()
        self._neighbours = Neighbours(url, self._listeners)
        self._batches = Batches(self._listeners)
        self._statistics = Statistics()
        only_reads = connecting.engine(url, read_only=True)
        self._writing = _Connections(connecting.engine(url))
        self._reading = _Connections(only_reads)
        self.claims = SessionClaims(only_reads, clock)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="ringback-read")
        self._writers = [
            threading.Thread(target=self._write_until_closed, name=f"ringback-write-{n}", daemon=True)
            for n in range(WRITERS)
        ]
        for writer in self._writers:
            writer.start()
        try:
            self.run_now(_nothing)
        except StoreAway:
            self.close()
            raise

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return await self._batches.run(flow, *args, **kw)

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self._batches.run_now(flow, *args, **kw)

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        ask = partial(self._read, lambda tx: query(tx, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask)

    def listen(self, listener: Listener) -> Callable[[], None]:
        stop = self._listeners.add(listener)
        self._neighbours.hear()
        return stop

    def close(self) -> None:
        self._batches.close()
        for writer in self._writers:
            writer.join()
        self._readers.shutdown()
        self.claims.close()
        self._writing.close()
        self._reading.close()
        self._neighbours.close()

    def _write_until_closed(self) -> None:
        while (batch := self._batches.take_alike(TOGETHER)) is not None:
            self._write(batch)
            if news := self._batches.answer(batch):
                self._neighbours.tell(news)
            if self._statistics.are_due(len(batch)):
                self._freshen_statistics()

    def _write(self, batch: list[Waiting]) -> None:
        if len(batch) > 1 and self._write_together(batch):
            return
        for waiting in batch:
            self._write_alone(waiting)

    def _write_together(self, batch: list[Waiting]) -> bool:
        """Returns False when nothing was written and each flow should be tried alone."""
        try:
            self._write_once(batch)
        except (_Again, _Locked):
            return False
        except StoreAway as away:
            for waiting in batch:
                waiting.failed(away)
        except BaseException:
            return False
        return True

    def _write_alone(self, waiting: Waiting) -> None:
        for _ in range(TRIES):
            try:
                self._write_once([waiting])
            except _Again as again:
                waiting.failed(again.__cause__ or again)
                continue
            except BaseException as error:  # the caller's, whatever it is: handed over, never kept here
                waiting.failed(error)
            return

    def _freshen_statistics(self) -> None:
        """Only a help: whatever stands against it, the writer goes on."""
        with (
            suppress(StoreAway, psycopg.Error, sa.exc.DBAPIError),
            self._writing.one() as connection,
            connection.begin(),
        ):
            self._statistics.freshen(connection)

    def _write_once(self, batch: list[Waiting]) -> None:
        """Raises _Again when the server has certainly rolled everything back and another try may work."""
        with self._writing.one() as connection:
            begun, kept = connection.begin(), Kept()
            try:
                for waiting in batch:
                    connecting.wire_of(connection).forget()
                    tx = Transaction(connection, self._clock.now(), waiting.news, shared=True, kept=kept)
                    waiting.news.clear()
                    waiting.result, waiting.error = waiting.flow(tx), None
                self._commit(begun)
            except BaseException as error:  # whatever it is, nothing of the flows may remain
                self._roll_back(begun, error)
                raise

    def _roll_back(self, begun: sa.RootTransaction, error: BaseException) -> None:
        if connecting.is_away(error) or isinstance(error, _CommitUnsure):
            return  # with its connection
        wire = connecting.wire_of(begun.connection)
        begun.rollback()
        if connecting.has_a_zero(error):
            wire.replace_zeros()
            raise _Again from error
        if connecting.lost_the_race(error):
            raise _Again from error

    def _commit(self, begun: sa.RootTransaction) -> None:
        try:
            connecting.wire_of(begun.connection).commit()
        except psycopg.Error as error:
            if connecting.is_away(error):
                raise _CommitUnsure from error
            raise
        begun.commit()  # it is committed; this only tells SQLAlchemy

    def _read(self, query: Callable[[Transaction], T]) -> T:
        try:
            return self._read_once(query)
        except _Again:
            return self._read_once(query)

    def _read_once(self, query: Callable[[Transaction], T]) -> T:
        with self._reading.one() as connection, connection.begin():
            connecting.wire_of(connection).forget()
            return _carried(query, Transaction(connection, self._clock.now()))


class _Again(StoreAway):
    """Nothing was written, and it may well work another time."""


class _Locked(StoreAway):
    """Somebody else held what a flow wanted for too long."""


class _CommitUnsure(Exception):
    """The connection was lost while the server committed: nobody knows whether it did."""


class _Connections:
    """A connection for each thread, for as long as it works; then the next use makes a new one."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._mine = threading.local()
        self._all: list[sa.Connection] = []

    @contextmanager
    def one(self) -> Iterator[sa.Connection]:
        """This thread's own connection. An error of the server is raised as StoreAway, any other as it is.

        If a connection from before turns out to be lost, the server may still be there: that is raised as
        _Again.
        """
        kept = getattr(self._mine, "connection", None) is not None
        try:
            yield self._connected()
        except (psycopg.Error, sa.exc.DBAPIError, _CommitUnsure) as error:
            unsure = isinstance(error, _CommitUnsure)
            if not unsure and not connecting.is_away(error):
                raise
            self._drop()
            said = str(connecting.driver_error(error.__cause__ or error if unsure else error)).strip()
            if connecting.is_locked(error):
                raise _Locked(said) from error
            raise (_Again if kept and not unsure else StoreAway)(said) from error

    def close(self) -> None:
        for connection in self._all:
            connecting.hang_up(connection)
        self._engine.dispose()

    def _connected(self) -> sa.Connection:
        kept: sa.Connection | None = getattr(self._mine, "connection", None)
        if kept is None:
            kept = self._mine.connection = self._engine.connect()
            self._all.append(kept)
        return kept

    def _drop(self) -> None:
        kept: sa.Connection | None = getattr(self._mine, "connection", None)
        if kept is not None:
            self._mine.connection = None
            self._all.remove(kept)
            connecting.hang_up(kept)


def _carried(flow: Callable[[Transaction], T], tx: Transaction) -> T:
    try:
        return flow(tx)
    except StopIteration:  # a future refuses to carry this one, and its caller would wait for good
        raise RuntimeError("a flow ended with StopIteration") from None


def _nothing(tx: Transaction) -> None:
    """Connects, and commits nothing."""
