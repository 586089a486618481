"""The lines, kept in memory: a webhook is verified without asking the database, and even while it is away."""

import asyncio
from dataclasses import dataclass

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line

FRESH_SECONDS = 1.0  # another process (`apply`) may change a line; we notice within this time
PATIENCE = 2.0  # seconds for the database: some companies wait for an answer no longer than three


@dataclass(frozen=True, slots=True)
class _Page:
    line: Line
    account: Account
    read_at: float


class LineBook:
    """Remembers each line it was asked for, also while the database is away."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._pages: dict[str, _Page] = {}

    async def line(self, line_id: str) -> tuple[Line, Account] | None:
        """The line and its business. Raises StoreAway for one that was never asked for before."""
        now = asyncio.get_running_loop().time()
        page = self._pages.get(line_id)
        if page is None or now - page.read_at > FRESH_SECONDS:
            page = await self._look_up(line_id, page, now)
        return (page.line, page.account) if page else None

    async def learn_all(self) -> None:
        """Read every line once, at start, while the database is known to be there."""
        now = asyncio.get_running_loop().time()
        for line, account in await self._db.read(_every_line):
            self._pages[line.id] = _Page(line, account, now)

    async def _look_up(self, line_id: str, known: _Page | None, now: float) -> _Page | None:
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._db.read(_line_and_account, line_id)
        except (StoreAway, TimeoutError) as away:
            if known is None:
                raise StoreAway(str(away)) from away
            return known
        if found is None:
            self._pages.pop(line_id, None)
            return None
        page = _Page(*found, now)
        self._pages[line_id] = page
        return page


def _line_and_account(tx: Transaction, line_id: str) -> tuple[Line, Account] | None:
    found = lines.get(tx, line_id)
    if found is None:
        return None
    # A company may go on at the address of a line that was removed. What it says is then the business of
    # whoever has the number now, if the company signs with their key; else it is refused.
    line = lines.now_of(tx, found)
    return line, accounts.get(tx, line.account_id)


def _every_line(tx: Transaction) -> list[tuple[Line, Account]]:
    return [(line, account) for account in accounts.every(tx) for line in lines.of_account(tx, account.id)]
