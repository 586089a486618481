"""Every ten minutes: do the first texts of each business still reach its callers? If not, they are paused.

They are paused while the task about it is open: whoever ticks it off has looked, and texts leave again. After
that only later texts count, so the next pause needs as many of them.
"""

from datetime import timedelta

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock
from ringback.messages.heard import Heard, heard
from ringback.rules.overrides import policy_in_force
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.regularly import regularly

EVERY = timedelta(minutes=10)


class TextsHeard:
    """`run` until cancelled."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        await regularly(self._clock, EVERY, self.look_at_all)

    async def look_at_all(self) -> None:
        """Writes only if the texts of a business must be paused."""
        try:
            for account in await self._db.read(_unheard):
                await self._db.run(pause, account.id)
        except StoreAway:
            return  # in ten minutes


def _unheard(tx: Transaction) -> list[Account]:
    return [account for account in accounts.every(tx) if _since_last_looked(tx, account) is not None]


def pause(tx: Transaction, account_id: str) -> None:
    """Open the task that pauses the texts, if they still do not reach callers. Idempotent."""
    found = _since_last_looked(tx, accounts.get(tx, account_id))
    if found is not None:
        tasks.add(tx, account_id, TaskKind.UNHEARD, account_id, _sentence(found))


def _since_last_looked(tx: Transaction, account: Account) -> Heard | None:
    """What is wrong. None when nothing is, when the owner wants no pause, or while the task is open."""
    if not policy_in_force(account.policy).pause_unheard:
        return None
    asked = tasks.last(tx, account.id, TaskKind.UNHEARD, account.id)
    if asked is not None and asked.done_at is None:
        return None
    found = heard(tx, account.id, asked.done_at if asked else None)
    return found if found.by_hardly_anybody else None


def _sentence(found: Heard) -> str:
    what = f"only {found.arrived} arrived" if found.few_arrived else "nobody answered one"
    return (
        f"Texts to callers are paused: of the last {found.texts}, {what}. Look whether they arrive, and who "
        "called. Tick this off, and texts go out again."
    )
