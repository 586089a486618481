"""Two flows meet, as on two nodes: the second begins when the first has done everything but commit."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

import psycopg

from ringback.db.batches import lane
from ringback.db.database import Database
from ringback.db.transaction import Transaction

T = TypeVar("T")
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def meet(
    db: Database, url: str, first: Callable[[Transaction], T], second: Callable[[Transaction], T]
) -> tuple[T | BaseException, T | BaseException]:
    """What came of each. The first commits only when the second waits for it."""
    is_done, is_waited_for = threading.Event(), threading.Event()

    def holding(tx: Transaction) -> T:
        result = first(tx)
        is_done.set()
        assert is_waited_for.wait(20)
        return result

    async def in_lane(name: str, flow: Callable[[Transaction], T]) -> T:
        lane.set(name)  # else they would share a transaction
        return await db.run(flow)

    one = asyncio.create_task(in_lane("one", holding))
    try:
        assert await asyncio.to_thread(is_done.wait, 20)
        other = asyncio.create_task(in_lane("other", second))
        await asyncio.to_thread(_until_somebody_waits, url)
    finally:
        is_waited_for.set()
    return await asyncio.gather(one, other, return_exceptions=True)


def _until_somebody_waits(url: str) -> None:
    """For a lock of another transaction: asked of the server, for some seconds at most."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(2_000):
            row = connection.execute(_WAITING).fetchone()
            if row is not None and row[0]:
                return
    raise AssertionError("the second waits for nobody")
