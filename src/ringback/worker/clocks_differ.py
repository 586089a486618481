"""A node whose clock is wrong sends nothing twice and loses no call. But what is in time for the others is
late for it, and becomes a task: so it says in its log how far it differs from the database's server.
"""

from datetime import timedelta
from typing import Final

import structlog

from ringback.db.database import Database
from ringback.db.server_clock import CLOCKS_AGREE, ahead_of_server
from ringback.db.transaction import StoreAway
from ringback.lib.clock import Clock
from ringback.worker.regularly import regularly

EVERY: Final = timedelta(minutes=10)

log = structlog.get_logger()


class ClocksDiffer:
    """`run` until cancelled."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        await regularly(self._clock, EVERY, self.compare, first_after=timedelta(0))

    async def compare(self) -> None:
        try:
            ahead = await self._db.read(ahead_of_server)
        except StoreAway:
            return
        if ahead is not None and abs(ahead) >= CLOCKS_AGREE:
            log.error("clocks_differ", seconds_ahead_of_the_database=round(ahead.total_seconds()))
