"""News between the nodes: who commits tells the others, through the database.

It is told after the commit, on a connection of its own, and what comes together is told together: a NOTIFY
inside a transaction would let all commits queue behind each other. So news can be lost, with the node that
had them. They only wake: whoever waits for work also looks by itself, now and then (`worker/engine.py`).

Notifications are heard in the event loop, without a thread: the connection's socket is watched.
"""

import asyncio
import json
import os
import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog

from ringback.db.listeners import Listeners
from ringback.db.postgres.connecting import connect

CHANNEL: Final = "ringback"
LONGEST: Final = 7_000  # bytes; the server takes 8,000
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
        self._mouth = ThreadPoolExecutor(1, thread_name_prefix="ringback-news")
        self._speaking: psycopg.Connection[Any] | None = None
        self._lock = threading.Lock()
        self._untold: set[str] = set()
        self._ears: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}

    def tell(self, news: frozenset[str]) -> None:
        """Soon, from any thread; what is told meanwhile goes with it."""
        with self._lock:
            waiting = bool(self._untold)
            self._untold |= news
        if not waiting:
            self._mouth.submit(self._speak)

    def hear(self) -> None:
        """From now on tell the listeners of the loop that runs what other nodes say."""
        loop = asyncio.get_running_loop()
        if loop not in self._ears:
            self._ears[loop] = loop.create_task(self._keep_hearing(loop))

    def close(self) -> None:
        for loop, ear in self._ears.items():
            with suppress(RuntimeError):  # that loop has ended before us
                loop.call_soon_threadsafe(ear.cancel)
        self._mouth.shutdown()
        if self._speaking is not None:
            self._speaking.close()

    def _speak(self) -> None:
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

    async def _keep_hearing(self, loop: asyncio.AbstractEventLoop) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                connection = await asyncio.to_thread(_listening, self._url)
                pause = SHORTEST_PAUSE
                self._listeners.tell_in(loop, _Everything())  # what was said before, nobody has heard
                await self._hear_until_lost(loop, connection)
            except psycopg.Error as lost:
                log.warning("neighbours_not_heard", why=type(lost).__name__)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _hear_until_lost(
        self, loop: asyncio.AbstractEventLoop, connection: psycopg.Connection[Any]
    ) -> None:
        something = asyncio.Event()
        loop.add_reader(connection.fileno(), something.set)
        try:
            while True:
                await something.wait()
                something.clear()
                for topics in _heard(connection, self._me):
                    self._listeners.tell_in(loop, topics)
        finally:
            loop.remove_reader(connection.fileno())
            connection.close()


def _listening(url: str) -> psycopg.Connection[Any]:
    connection = connect(url, autocommit=True)
    connection.execute(f"LISTEN {CHANNEL}")
    return connection


def _heard(connection: psycopg.Connection[Any], me: str) -> Iterator[frozenset[str]]:
    """What has come by now, but for our own. Raises psycopg.OperationalError when the connection is lost."""
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
