"""Stay connected to the phone companies: renew what expires, and repair what somebody has changed there.

Four times a day `run` adds a job for each line that Ringback has connected, or whose access to the company
expires; without such lines nothing is written. What cannot be repaired becomes one task. A company that does
not answer is asked the next time.
"""

import random
from datetime import datetime, timedelta
from functools import partial

import structlog

from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock
from ringback.lines import store as lines
from ringback.lines.connecting import Connector, NotConnected, TryLater, can_connect, renews
from ringback.lines.connection import Connected
from ringback.lines.store import Line
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.regularly import regularly
from ringback.worker.tasks import Finish

TASK = "stay_connected"

FIRST_AFTER = timedelta(minutes=2)  # what ended while we were away is renewed soon
EVERY = timedelta(hours=6)  # the shortest life of an access is a day, and it is renewed in its second half
SPREAD = timedelta(minutes=5)  # so that not all lines ask at the same moment

log = structlog.get_logger()


class StayingConnected:
    """`run` until cancelled; `see_to` is the job."""

    def __init__(self, db: Database, connector: Connector, clock: Clock) -> None:
        self._db = db
        self._connector = connector
        self._clock = clock

    async def run(self) -> None:
        await regularly(self._clock, EVERY, self.see_to_all, first_after=FIRST_AFTER)

    async def see_to_all(self) -> None:
        """Add a job for each such line."""
        try:
            if ids := await self._db.read(_connected_lines):
                await self._db.run(_add_jobs, ids)
        except StoreAway:
            return  # what is not done now is done the next time

    async def see_to(self, line_id: str) -> Finish | None:
        line = await self._db.read(lines.get, line_id)
        if line is None or line.removed_at is not None:
            return None
        try:
            if renews(line):
                await self._renew(line)
            elif line.connection is not None:
                await self._repair(line, line.connection)
            else:
                return None
        except TryLater:
            log.warning("connection_not_seen_to", line=line.id)
            return None
        except NotConnected as why:
            return partial(_ask_for_help, line=line, why=str(why))
        return partial(_is_well, line=line)

    async def _renew(self, line: Line) -> None:
        if line.connection is None or ends_soon(line.connection, self._clock.now()):
            await self._connector.renew(line)

    async def _repair(self, line: Line, connection: Connected) -> None:
        if ends_soon(connection, self._clock.now()):
            wrong = "its time is nearly over"
        else:
            wrong = await self._connector.look(line)
        if wrong:
            await self._connector.connect(line)
            log.warning("line_connected_again", line=line.id, why=wrong)


def ends_soon(connection: Connected, now: datetime) -> bool:
    """Is it in the second half of its life? Renewed so early, nothing is lost if the server or the company is
    away for days."""
    ends = connection.expires_at
    return ends is not None and now >= connection.since + (ends - connection.since) / 2


def _connected_lines(tx: Transaction) -> list[str]:
    return [
        line.id
        for line in lines.every(tx)
        if renews(line) or (line.connection is not None and can_connect(line))
    ]


def _add_jobs(tx: Transaction, ids: list[str]) -> None:
    for line_id in ids:
        jobs.add(tx, TASK, line_id, due=tx.now + random.random() * SPREAD, key=f"{TASK}:{line_id}")


def _ask_for_help(tx: Transaction, line: Line, why: str) -> None:
    if renews(line):
        sentence = f"Ringback's access to the phone company ends for {line.number}. {why}"
    else:
        sentence = f"The phone company may no longer tell us of calls to {line.number}. {why}"
    tasks.add(tx, line.account_id, TaskKind.RECONNECT, line.id, sentence)


def _is_well(tx: Transaction, line: Line) -> None:
    tasks.finish(tx, line.account_id, TaskKind.RECONNECT, line.id)
