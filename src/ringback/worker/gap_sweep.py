"""Every few minutes, compare the phone companies' logs of calls with ours, for lines whose company has a log.

`run` only adds a job for each such line; without such lines nothing is written. The job asks the company and
adds the calls that are missing. A company that does not answer is asked again the next time.
"""

import random
from datetime import datetime, timedelta
from functools import partial

import structlog

from ringback.calls import of_line as calls
from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.flows.call_found import call_found, is_news
from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lines import company_log
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone.asked import FoundCall
from ringback.phone.provider import CannotAsk, Capability, SendFailed
from ringback.phone.registry import PROVIDERS
from ringback.phone.registry import provider as provider_named
from ringback.worker.regularly import regularly
from ringback.worker.tasks import Finish

TASK = "gap_sweep"

FIRST_AFTER = timedelta(seconds=30)  # after a start: what came while we were away is the most urgent
EVERY = timedelta(minutes=5)
SPREAD = timedelta(seconds=60)  # so that not all lines ask at the same moment
ONCE_MORE = timedelta(hours=5)  # what was compared shortly before: a call goes on, or comes into a log late
AT_MOST = timedelta(days=30)

log = structlog.get_logger()


class GapSweep:
    """`run` until cancelled; `compare` is the job."""

    def __init__(self, db: Database, http: Http, vault: Vault, clock: Clock) -> None:
        self._db = db
        self._http = http
        self._vault = vault
        self._clock = clock

    async def run(self) -> None:
        await regularly(self._clock, EVERY, self.ask_for_all, first_after=FIRST_AFTER)

    async def ask_for_all(self) -> None:
        """Add a job for each line that needs one. Of several nodes one does it."""
        try:
            ids = await self._db.read(_lines_with_a_log)
            if ids and await self._db.claims.keep({TASK}):
                await self._db.run(_add_jobs, ids)
        except StoreAway:
            return  # what is missed now is found the next time

    async def compare(self, line_id: str) -> Finish | None:
        now = self._clock.now()
        line, since = await self._db.read(_line_and_unread_since, line_id)
        if line is None or since is None:
            return None
        company = provider_named(line.provider)
        try:
            settings = settings_of(line, self._vault)
            found = await company.list_calls(line.number, since, settings, self._http)
        except (CannotAsk, MissingSecret, SendFailed) as why:
            log.warning("calls_not_compared", line=line_id, why=type(why).__name__)
            return None
        unknown = await self._db.read(_unknown, line, found)
        return partial(_take_in, line=line, found=unknown, until=now)


def _lines_with_a_log(tx: Transaction) -> list[str]:
    """The lines that have sent us a call: one that is not connected yet may be answered by another system.

    Parked lines too: nothing is sent from them, but people still call them.
    """
    return [
        line.id
        for line in lines.every(tx)
        if line.provider in PROVIDERS
        and Capability.LIST_CALLS in provider_named(line.provider).capabilities
        and calls.has_heard_a_call(tx, line)
    ]


def _add_jobs(tx: Transaction, ids: list[str]) -> None:
    for line_id in ids:
        jobs.add(tx, TASK, line_id, due=tx.now + random.random() * SPREAD, key=f"{TASK}:{line_id}")


def _line_and_unread_since(tx: Transaction, line_id: str) -> tuple[Line | None, datetime | None]:
    """The line, and from when on its log is read: from where we stopped reading, however long the company or
    this server was away. Calls from before the line was added are left out.
    """
    line = lines.get(tx, line_id)
    if line is None or line.removed_at is not None:
        return None, None
    added, read_at = company_log.unread_since(tx, line)
    since = added if read_at is None else max(added, read_at - ONCE_MORE)
    return line, max(since, tx.now - AT_MOST)


def _unknown(tx: Transaction, line: Line, found: list[FoundCall]) -> list[FoundCall]:
    return [call for call in found if is_news(tx, line, call)]


def _take_in(tx: Transaction, line: Line, found: list[FoundCall], until: datetime) -> None:
    company_log.read_until(tx, line, until)
    taken = sum([call_found(tx, line, call) for call in sorted(found, key=lambda call: call.started_at)])
    if taken:
        log.warning("calls_found", line=line.id, calls=taken)
