"""The database on a PostgreSQL server: a few threads, each with a connection, and one transaction per flow.

1. A flow waits until a thread is free, and runs in a transaction of its own.
2. Two flows that meet may cost one of them its transaction: the server has rolled it back, so it runs again
   from the start; the same when a connection that was kept turns out to be lost. A commit whose answer is
   lost is another matter: it may have happened. Then the caller is told StoreAway as if nothing had been
   written, and whatever it does next finds its rows, or not: every flow may run twice.
3. After the commit the listeners of this process are told its news, and `neighbours` tells the other nodes.

Flows run beside each other, READ COMMITTED: who decides about a person locks that person's row first
(docs/architecture.md, "Beside each other").
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import psycopg
import sqlalchemy as sa

from ringback.db.database import Listener
from ringback.db.listeners import Listeners
from ringback.db.postgres import connecting
from ringback.db.postgres.claims import SessionClaims
from ringback.db.postgres.neighbours import Neighbours
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")

WRITERS, READERS = 8, 4  # connections of one process at most; each is made when it is first needed
TRIES = 5  # of a flow that meets others, before it is called a failure


class PostgresDatabase:
    """Connects at once, or raises StoreAway; migrations are `postgres/migrate.py`'s work."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.claims = SessionClaims(url)
        self._clock = clock
        self._writers = _Connections(connecting.engine(url), WRITERS, "ringback-write")
        self._readers = _Connections(connecting.engine(url, read_only=True), READERS, "ringback-read")
        self._listeners = Listeners()
        self._neighbours = Neighbours(url, self._listeners)
        self.run_now(_nothing)

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        write = partial(self._write, lambda tx: flow(tx, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._writers.threads, write)

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return self._writers.threads.submit(self._write, lambda tx: flow(tx, *args, **kw)).result()

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        ask = partial(self._read, lambda tx: query(tx, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._readers.threads, ask)

    def listen(self, listener: Listener) -> Callable[[], None]:
        stop = self._listeners.add(listener)
        self._neighbours.hear()
        return stop

    def close(self) -> None:
        self._writers.close()
        self._readers.close()
        self.claims.close()
        self._neighbours.close()

    def _write(self, flow: Callable[[Transaction], T]) -> T:
        for _ in range(TRIES - 1):
            try:
                return self._write_once(flow)
            except _Again:
                continue
        try:
            return self._write_once(flow)
        except _Again as again:
            raise again.__cause__ or again from None

    def _write_once(self, flow: Callable[[Transaction], T]) -> T:
        """Raises _Again for what the server has certainly rolled back, and would do another time."""
        with self._writers.one() as connection:
            tx = Transaction(connection, self._clock.now(), shared=True)
            begun = connection.begin()
            try:
                result = _carried(flow, tx)
            except BaseException as error:  # whatever it is, nothing of the flow may remain
                self._roll_back(begun, error)
                raise
            self._commit(begun)
        if tx.news:
            news = frozenset(tx.news)
            self._listeners.tell(news)
            self._neighbours.tell(news)
        return result

    def _roll_back(self, begun: sa.RootTransaction, error: BaseException) -> None:
        if connecting.is_away(error):
            return  # with its connection
        begun.rollback()
        if connecting.has_a_zero(error):
            self._writers.replace_zeros()
            raise _Again from error
        if connecting.lost_the_race(error):
            raise _Again from error

    def _commit(self, begun: sa.RootTransaction) -> None:
        try:
            begun.commit()
        except (psycopg.Error, sa.exc.DBAPIError) as error:
            if connecting.lost_the_race(error):
                raise _Again from error
            if connecting.is_away(error):
                raise _CommitUnsure from error
            raise

    def _read(self, query: Callable[[Transaction], T]) -> T:
        try:
            return self._read_once(query)
        except _Again:
            return self._read_once(query)

    def _read_once(self, query: Callable[[Transaction], T]) -> T:
        with self._readers.one() as connection, connection.begin():
            return _carried(query, Transaction(connection, self._clock.now()))


class _Again(StoreAway):
    """Nothing was written, and it may well work another time."""


class _CommitUnsure(Exception):
    """The connection was lost while the server committed: nobody knows whether it did."""


class _Connections:
    """A connection for each thread, for as long as it works; then the next use makes a new one."""

    def __init__(self, engine: sa.Engine, size: int, name: str) -> None:
        self.threads = ThreadPoolExecutor(size, thread_name_prefix=name)
        self._engine = engine
        self._mine = threading.local()
        self._all: list[sa.Connection] = []

    @contextmanager
    def one(self) -> Iterator[sa.Connection]:
        """This thread's own. What is the server's trouble is raised as StoreAway, anything else as it is.

        A connection that had been kept and is found lost is no sign that the server is: _Again.
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
            raise (_Again if kept and not unsure else StoreAway)(said) from error

    def replace_zeros(self) -> None:
        """On this thread's connection, which has just refused a text because of one."""
        connecting.replace_zeros(cast(Any, self._connected().connection.dbapi_connection))

    def close(self) -> None:
        self.threads.shutdown()
        for connection in self._all:
            _close(connection)
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
            _close(kept)


def _close(connection: sa.Connection) -> None:
    with suppress(psycopg.Error, sa.exc.DBAPIError):
        connection.invalidate()
        connection.close()


def _carried(flow: Callable[[Transaction], T], tx: Transaction) -> T:
    try:
        return flow(tx)
    except StopIteration:  # a future refuses to carry this one, and its caller would wait for good
        raise RuntimeError("a flow ended with StopIteration") from None


def _nothing(tx: Transaction) -> None:
    """Connects, and commits nothing."""
