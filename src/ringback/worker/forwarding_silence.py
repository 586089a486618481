"""Once a day: was a line so long without a forwarded call that its forwarding may be gone? Ask for a test.

Asked once a week, not once a day: a week without a missed call is nothing bad. The next call ticks it off.
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
        """Write only when there is something to say."""
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
    """The weeks are those of the silence. What was ticked off is not asked again in the same one."""
    assert found.last_call_at is not None
    begins = tx.now - (tx.now - found.last_call_at) % QUIET
    asked_at = tasks.asked_at(tx, line.account_id, TaskKind.TEST_FORWARDING, line.id)
    return asked_at is not None and asked_at >= begins
