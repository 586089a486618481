"""Tell a phone company what to do after one of its webhooks: answer, ring, play, record.

Only for companies that take such orders as requests (`Capability.COMMANDS`); the others get them in the
answer to their webhook. After a crash an order may be given twice: the company recognises its id and ignores
the second.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import structlog

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import circle
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.plan import call_plan
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.phone.events import Problem
from ringback.phone.provider import Request, SendFailed
from ringback.phone.registry import provider
from ringback.worker.tasks import Finish

TOO_LATE = timedelta(seconds=60)  # nobody waits on the line that long; the sweep takes over

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Occasion:
    line: Line
    account: Account
    request: Request
    fresh: bool


class Orders:
    def __init__(self, db: Database, http: Http, vault: Vault, public_url: str) -> None:
        self._db = db
        self._http = http
        self._vault = vault
        self._public_url = public_url

    async def give(self, hook_id: str) -> Finish | None:
        """Raises SendFailed when the company was not reached, to be called again, shortly.

        If the company does not accept our key, the line is parked and its members get one task.
        """
        occasion = await self._db.read(_occasion, hook_id)
        if occasion is None or not occasion.fresh:
            return None
        line = occasion.line
        company = provider(line.provider)
        try:
            plan = call_plan(line, occasion.account, self._public_url, self._vault)
            settings = settings_of(line, self._vault)
            request = occasion.request
            events = company.parse(request, settings)
            asked = circle.may_come_back(line, events)
            if asked and await self._db.read(circle.comes_back, line, events, request.at):
                plan = replace(plan, ring=())
            await company.react(request, plan, settings, self._http)
        except MissingSecret as why:
            return partial(outcome.park, line=line, why=why.sentence)
        except SendFailed as failure:
            if failure.problem.problem in (Problem.DOWN, Problem.BUSY, Problem.UNSURE):
                raise
            log.error("orders_refused", line=line.id, code=failure.problem.code)
            if failure.problem.problem is Problem.MISCONFIGURED:
                said = failure.problem.said or outcome.WORDS[Problem.MISCONFIGURED]
                return partial(outcome.park, line=line, why=said)
        return None


def _occasion(tx: Transaction, hook_id: str) -> _Occasion | None:
    hook = webhooks.get(tx, hook_id)
    now = lines.get(tx, hook.line_id) if hook else None
    if hook is None or now is None or (line := lines.as_it_was(tx, now, hook.provider)) is None:
        return None
    account = accounts.get(tx, line.account_id)
    return _Occasion(line, account, hook.request, tx.now - hook.request.at < TOO_LATE)
