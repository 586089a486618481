"""Ask a phone company for what its webhook leaves out, before the flows work on it.

Only for companies that leave something out (`Capability.ENRICH`). A company that does not answer is asked
again with growing pauses. After a while the webhook is worked on without the answer: a caller whose number is
not known is not texted, and the receipt says so.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.lines.webhooks import HookState, Webhook
from ringback.messages import outcome
from ringback.phone.events import Event
from ringback.phone.provider import CannotAsk, Provider, SendFailed, Unreadable
from ringback.phone.registry import provider
from ringback.worker.tasks import Finish

GIVE_UP_AFTER = timedelta(minutes=10)  # then a text would come too late anyway
PATIENCE_SECONDS = 10.0

log = structlog.get_logger()


class Enricher:
    def __init__(self, db: Database, http: Http, vault: Vault, clock: Clock) -> None:
        self._db = db
        self._http = http
        self._vault = vault
        self._clock = clock

    async def ask(self, hook_id: str) -> Finish | None:
        """Raises CannotAsk to be called again, shortly."""
        hook, line = await self._db.read(_waiting, hook_id)
        if hook is None or line is None:
            return None
        company = provider(line.provider)
        try:
            settings = settings_of(line, self._vault)
            async with asyncio.timeout(PATIENCE_SECONDS):
                found = await company.enrich(hook.request, settings, self._http)
        except (SendFailed, MissingSecret) as refused:
            await self._db.run(outcome.park, line, _why(refused))
            return self._later_or_without(hook, line)
        except (CannotAsk, TimeoutError):
            return self._later_or_without(hook, line)
        events = _read(company, hook, settings, found)
        return partial(_go_on, hook=hook, line=line, events=events, found=found)

    def _later_or_without(self, hook: Webhook, line: Line) -> Finish:
        if self._clock.now() - hook.request.at < GIVE_UP_AFTER:
            raise CannotAsk
        log.error("webhook_not_enriched", line=line.id, webhook=hook.id)
        return partial(_go_on, hook=hook, line=line, events=[], found={})


def _waiting(tx: Transaction, hook_id: str) -> tuple[Webhook | None, Line | None]:
    hook = webhooks.get(tx, hook_id)
    if hook is None or hook.state is not HookState.WAITING:
        return None, None
    line = lines.get(tx, hook.line_id)
    return hook, lines.as_it_was(tx, line, hook.provider) if line else None


def _read(company: Provider[Any], hook: Webhook, settings: Any, found: Mapping[str, str]) -> list[Event]:
    try:
        return company.parse(replace(hook.request, found=found), settings)
    except Unreadable:
        return []  # worker/webhook.py will record that it cannot be read


def _go_on(tx: Transaction, hook: Webhook, line: Line, events: list[Event], found: Mapping[str, str]) -> None:
    peer, order_by = webhooks.about(events, line)
    webhooks.enriched(tx, line, hook, found, peer, order_by)


def _why(refused: SendFailed | MissingSecret) -> str:
    if isinstance(refused, SendFailed):
        return refused.problem.said or outcome.WORDS[refused.problem.problem]
    return refused.sentence
