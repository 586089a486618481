"""News between the nodes: a node that commits tells the others, through the database (NOTIFY and LISTEN).

They are told after the commit, on a connection of their own, and the news of a moment are told together. A
NOTIFY is written to the server's disk like a commit, and inside a transaction it would make all commits wait
for each other. So news can be lost with a node that dies. They only wake the others, which also look for work
by themselves now and then (`worker/engine.py`).

Notifications are received in the event loop, without a thread: the connection's socket is watched.
"""

import asyncio
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import psycopg
import structlog

from ringback.db.listeners import Listeners
from ringback.db.postgres.connecting import connect

CHANNEL: Final = "ringback"
LONGEST: Final = 7_000  # bytes; the server takes 8,000
GATHERED = 0.02  # seconds, for which news wait for more
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 15.0

log = structlog.get_logger()


class _Everything(frozenset[str]):
    """Every topic: for who may have missed something."""

    def __contains__(self, topic: object) -> bool:
        return True


class Neighbours:
    def __init__(self, url: str, listeners: Listeners) -> None:
        self._url = url
        self._listeners = listeners
        self._me = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ringback-news")
        self._speaking: psycopg.Connection[Any] | None = None
        self._lock = threading.Lock()
        self._untold: set[str] = set()
        self._ears: dict[asyncio.AbstractEventLoop, _Ear] = {}

    def tell(self, news: frozenset[str]) -> None:
        """Soon, from any thread; what is told meanwhile goes with it."""
        with self._lock:
            waiting = bool(self._untold)
            self._untold |= news
        if not waiting:
            self._thread.submit(self._speak)

    def hear(self) -> None:
        """From now on tell the listeners of the loop that runs what other nodes say."""
        loop = asyncio.get_running_loop()
        if loop not in self._ears:
            self._ears[loop] = _Ear(self._url, self._me, self._listeners)

    def close(self) -> None:
        for loop, ear in self._ears.items():
            if loop is _loop_here():
                ear.stop()
            elif not loop.is_closed():
                loop.call_soon_threadsafe(ear.stop)
        self._thread.shutdown()
        if self._speaking is not None:
            self._speaking.close()

    def _speak(self) -> None:
        time.sleep(GATHERED)
        with self._lock:
            news, self._untold = self._untold, set()
        try:
            if self._speaking is None:
                self._speaking = connect(self._url, autocommit=True)
            for part in _parts(sorted(news)):
                said = json.dumps([self._me, *part])
                self._speaking.execute("SELECT pg_notify(%s, %s)", (CHANNEL, said))
        except psycopg.Error:  # the others look by themselves, too
            if self._speaking is not None:
                self._speaking.close()
            self._speaking = None


class _Ear:
    """Hears what the other nodes say, for one event loop, and connects again whenever it has to."""

    def __init__(self, url: str, me: str, listeners: Listeners) -> None:
        self._url = url
        self._me = me
        self._listeners = listeners
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ringback-hear")
        self._connection: psycopg.Connection[Any] | None = None
        self._socket = -1
        self._hearing = self._loop.create_task(self._keep_hearing())

    def stop(self) -> None:
        self._hearing.cancel()
        self._thread.shutdown()  # a connection that is just being made is there now
        self._hang_up()

    async def _keep_hearing(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                await self._loop.run_in_executor(self._thread, self._connect)
                pause = SHORTEST_PAUSE
                self._listeners.tell_in(self._loop, _Everything())  # what was said before, nobody has heard
                await self._hear_until_lost()
            except psycopg.Error as lost:
                log.warning("neighbours_not_heard", why=type(lost).__name__)
            self._hang_up()
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _connect(self) -> None:
        connection = connect(self._url, autocommit=True)
        self._connection = connection
        connection.execute(f"LISTEN {CHANNEL}")

    async def _hear_until_lost(self) -> None:
        assert self._connection is not None
        something = asyncio.Event()
        self._socket = self._connection.fileno()
        self._loop.add_reader(self._socket, something.set)
        while True:
            await something.wait()
            something.clear()
            for topics in _heard(self._connection, self._me):
                self._listeners.tell_in(self._loop, topics)

    def _hang_up(self) -> None:
        if self._socket >= 0:
            self._loop.remove_reader(self._socket)
        if self._connection is not None:
            self._connection.close()
        self._socket, self._connection = -1, None


def _loop_here() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _heard(connection: psycopg.Connection[Any], me: str) -> Iterator[frozenset[str]]:
    """The news that have come by now, without our own. Raises psycopg.OperationalError when the connection is
    lost."""
    connection.pgconn.consume_input()
    while (told := connection.pgconn.notifies()) is not None:
        speaker, *topics = json.loads(told.extra)
        if speaker != me:
            yield frozenset(topics)


def _parts(topics: list[str]) -> Iterator[list[str]]:
    """As many as one notification can carry."""
    part: list[str] = []
    size = 0
    for topic in topics:
        if part and size + len(topic) > LONGEST:
            yield part
            part, size = [], 0
        part.append(topic)
        size += len(topic) + 4
    if part:
        yield part
