"""Claims on a PostgreSQL server: advisory locks of one session, which this process keeps for nothing else.

Nothing is written for a claim, so it costs no commit; and the server itself ends the claims of a node that is
gone. A killed process is noticed at once, because its system closes the connection; a machine that is off or
cut off, within `keepalives` (14 s, `connecting.py`).

A node that loses this session while it works is taken for dead, though it lives: others take its jobs. That
does no harm, because a job is only a reason to look; what must not happen twice is in the rows.
"""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any, TypeVar

import psycopg
import structlog

from ringback.db.postgres.connecting import connect
from ringback.db.transaction import StoreAway

T = TypeVar("T")
log = structlog.get_logger()


class SessionClaims:
    shared = True

    def __init__(self, url: str) -> None:
        self._url = url
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ringback-claims")
        self._session: psycopg.Connection[Any] | None = None
        self._held: set[str] = set()
        self._going: list[str] = []  # let go here, and not yet on the server

    async def take(self, names: Collection[str]) -> frozenset[str]:
        wanted = sorted(set(names) - self._held)  # what was just let go is given back first
        if not wanted and not self._going:
            return frozenset()
        going, self._going = self._going, []
        try:
            got: frozenset[str] = await self._in_thread(partial(self._exchange, going, wanted))
        except psycopg.Error as error:
            self._held.clear()
            log.warning("claims_lost", why=type(error).__name__)
            raise StoreAway(str(error).strip()) from error
        self._held |= got
        return got

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        try:
            await self._in_thread(self._alive)
        except psycopg.Error as error:
            self._held.clear()
            raise StoreAway(str(error).strip()) from error
        await self.take(names)
        return frozenset(names) & self._held

    def let_go(self, name: str) -> None:
        if name in self._held:
            self._held.discard(name)
            self._going.append(name)

    def close(self) -> None:
        self._thread.shutdown()
        if self._session is not None:
            self._session.close()

    async def _in_thread(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    def _exchange(self, going: list[str], wanted: list[str]) -> frozenset[str]:
        """Give back and take, in one round trip."""
        keys = {key_of(name): name for name in wanted}
        try:
            session = self._connected()
            with session.pipeline():
                if going:
                    session.execute(_UNLOCK, ([key_of(name) for name in going],))
                taken = session.execute(_LOCK, (list(keys),))
            return frozenset(keys[key] for (key,) in taken.fetchall())
        except psycopg.Error:
            self._forget()
            raise

    def _alive(self) -> None:
        """Raises psycopg.Error when the session was lost; the next one begins without claims."""
        if self._session is not None:
            try:
                self._session.execute("SELECT 1")
            except psycopg.Error:
                self._forget()
                raise

    def _connected(self) -> psycopg.Connection[Any]:
        if self._session is None:
            self._session = connect(self._url, autocommit=True)
        return self._session

    def _forget(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None


@lru_cache(maxsize=4096)
def key_of(name: str) -> int:
    """The number of the lock: 64 bits, signed. Two names with one number would only wait for each other."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


_LOCK = "SELECT key FROM unnest(%s::bigint[]) AS key WHERE pg_try_advisory_lock(key)"
_UNLOCK = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) AS key"
