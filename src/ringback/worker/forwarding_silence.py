"""Once a day, look for lines that had no forwarded call for so long that the forwarding may be off.

Their members get a task to test it, at most once a week: a week without a missed call may be normal. The next
call ticks the task off.
"""

from datetime import timedelta

from ringback.calls import of_line as calls
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock
from ringback.lines import store as lines
from ringback.lines.forwarding_watch import QUIET, Forwarding, ForwardingState, forwarding_state
from ringback.lines.store import Line
from ringback.phone.provider import Mode
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.regularly import regularly

EVERY = timedelta(hours=24)


class ForwardingSilence:
    """`run` until cancelled."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        await regularly(self._clock, EVERY, self.look_at_all)

    async def look_at_all(self) -> None:
        """Writes only if there is a forwarded line."""
        try:
            if await self._db.read(_forwarded_lines):
                await self._db.run(_look)
        except StoreAway:
            return  # tomorrow


def _forwarded_lines(tx: Transaction) -> list[Line]:
    return [line for line in lines.every(tx) if line.mode is Mode.FORWARDED and line.provider != "simulator"]


def _look(tx: Transaction) -> None:
    for line in _forwarded_lines(tx):
        found = forwarding_state(calls.last_on_line(tx, line), tx.now)
        if found.works:
            tasks.finish(tx, line.account_id, TaskKind.TEST_FORWARDING, line.id)
        elif found.state is Forwarding.SILENT and not _asked_this_week(tx, line, found):
            sentence = f"{line.number}: {found.says} {found.todo}"
            tasks.add(tx, line.account_id, TaskKind.TEST_FORWARDING, line.id, sentence)


def _asked_this_week(tx: Transaction, line: Line, found: ForwardingState) -> bool:
    """Weeks are counted from the last call. A task that was ticked off is not opened again in the same
    week."""
    assert found.last_call_at is not None
    begins = tx.now - (tx.now - found.last_call_at) % QUIET
    asked_at = tasks.asked_at(tx, line.account_id, TaskKind.TEST_FORWARDING, line.id)
    return asked_at is not None and asked_at >= begins
