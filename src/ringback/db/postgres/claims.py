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
from contextlib import ExitStack
from datetime import datetime
from functools import lru_cache, partial
from hashlib import blake2b
from typing import TypeVar

import psycopg
import sqlalchemy as sa
import structlog

from ringback.db import jobs
from ringback.db.claims import Due, Look
from ringback.db.jobs import Job
from ringback.db.postgres import connecting
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock

T = TypeVar("T")
log = structlog.get_logger()


class SessionClaims:
    shared = True

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ringback-claims")
        self._session: sa.Connection | None = None
        self._held: set[str] = set()
        self._going: list[str] = []  # let go here, and not yet on the server

    async def take(self, names: Collection[str]) -> frozenset[str]:
        wanted = set(names) - self._held  # what was just let go is given back first
        if not wanted and not self._going:
            return frozenset()
        try:
            got = await self._ask(lambda tx: _lock(tx, wanted)())
        except asyncio.CancelledError:
            self._going += wanted  # perhaps the server has given them: then nobody here would know
            raise
        self._held |= got
        return got

    async def take_due(self, look: Look) -> Due:
        found, taken, still_due, next_due = await self._ask(partial(_look_and_lock, look=look))
        self._held |= taken
        mine = [job for job in still_due if job.turn in taken]
        for turn in taken - {job.turn for job in mine}:
            self.let_go(turn)
        return Due(found, mine, next_due)

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        await self._ask(_is_there)
        await self.take(names)
        return frozenset(names) & self._held

    def let_go(self, name: str) -> None:
        if name in self._held:
            self._held.discard(name)
            self._going.append(name)

    def close(self) -> None:
        self._thread.shutdown()
        self._hang_up()

    async def _ask(self, ask: Callable[[Transaction], T]) -> T:
        """Give back what was let go, and ask this; both go in one round trip, if it asks at once.

        Raises StoreAway when the session is lost; the next one begins without claims.
        """
        going, self._going = self._going, []
        exchange = partial(self._exchange, going, ask)
        with ExitStack() as unless_well:
            unless_well.callback(self._held.clear)
            try:
                answer = await asyncio.get_running_loop().run_in_executor(self._thread, exchange)
            except asyncio.CancelledError:
                unless_well.pop_all()  # only we have stopped waiting
                self._going += going  # perhaps it was not even begun; to give back twice does no harm
                raise
            except (psycopg.Error, sa.exc.DBAPIError) as error:
                log.warning("claims_lost", error=type(error).__name__)
                raise StoreAway(str(connecting.driver_error(error)).strip()) from error
            unless_well.pop_all()
        return answer

    def _exchange(self, going: list[str], ask: Callable[[Transaction], T]) -> T:
        if self._session is None:
            self._session = self._engine.connect()
        wire = connecting.wire_of(self._session)
        with ExitStack() as unless_well:
            unless_well.callback(self._hang_up)
            wire.forget()
            if going:
                wire.ask(_UNLOCK, ([key_of(name) for name in going],))
            answer = ask(Transaction(self._session, self._clock.now()))
            wire.send()
            unless_well.pop_all()
        return answer

    def _hang_up(self) -> None:
        if self._session is not None:
            connecting.hang_up(self._session)
        self._session = None


def _look_and_lock(
    tx: Transaction, look: Look
) -> tuple[list[Job], frozenset[str], list[Job], datetime | None]:
    """What was found, which of its turns are ours now, and what of it is still due."""
    found, next_due = look(tx)
    if not found:
        return [], frozenset(), [], next_due
    taken = _lock(tx, {job.turn for job in found})
    still_due = jobs.still_due(tx, found)  # travels behind the lock, and so sees what was done before it
    return found, taken(), still_due, next_due


def _lock(tx: Transaction, names: Collection[str]) -> Callable[[], frozenset[str]]:
    """Asks soon; what is returned tells which of them are ours now."""
    keys = {key_of(name): name for name in names}
    wire = connecting.wire_of(tx.connection)
    wire.forget()  # what was asked ahead was asked before the lock
    answer = wire.ask(_LOCK, (list(keys),))
    return lambda: frozenset(keys[key] for (key,) in answer.fetchall())


def _is_there(tx: Transaction) -> None:
    """Raises psycopg.Error when the session was lost."""
    connecting.wire_of(tx.connection).ask("SELECT 1", ())


@lru_cache(maxsize=4096)
def key_of(name: str) -> int:
    """The number of the lock: 64 bits, signed. Two names with one number would only wait for each other."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


_LOCK = "SELECT key FROM unnest(%s::bigint[]) AS key WHERE pg_try_advisory_lock(key)"
_UNLOCK = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) AS key"
