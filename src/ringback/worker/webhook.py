"""Work on one stored webhook: read it again, and let the flows act on each event in it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter

from ringback.db.transaction import Transaction
from ringback.flows import ON
from ringback.flows.delivery_report import NotKnownYet
from ringback.lib.tracing import step
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.settings import Vault, settings_of
from ringback.lines.store import Line
from ringback.lines.webhooks import HookState, Webhook
from ringback.phone.events import Event, Ignored
from ringback.phone.provider import Provider, Request, Unreadable
from ringback.phone.registry import provider

log = structlog.get_logger()

NEW_WORDS = Counter("ringback_new_words_total", "Webhooks with a status that is new to us", ["provider"])
# No company tries to deliver a webhook for longer. An earlier date is not believed: some clock must be wrong.
LONGEST_DELIVERY = timedelta(hours=28)
MOVED = "its line has been moved to another phone company, twice"
WAIT_FOR_ID = timedelta(minutes=2)  # how long a report may be ahead of the answer that tells us its id


def work_on(tx: Transaction, hook_id: str, vault: Vault) -> None:
    """Idempotent: a webhook that is done stays done. Raises what a flow raises; then nothing is changed."""
    tx.ahead(partial(webhooks.get, tx, hook_id), partial(webhooks.line_of, tx, hook_id))
    hook = webhooks.get(tx, hook_id)
    if hook is None or hook.state is not HookState.WAITING:
        return
    # Without a server nothing is asked ahead, and webhooks of one line that share a commit read it once.
    line = webhooks.line_of(tx, hook_id) if tx.shared else lines.get(tx, hook.line_id)
    if line is None:
        return
    asked, line = hook.request, lines.as_it_was(tx, line, hook.provider)
    if line is None:
        webhooks.finish(tx, hook, HookState.UNREADABLE, MOVED)
        return
    with step("webhook", asked.at, webhook=hook.id, line=line.id, provider=line.provider, kind=asked.kind):
        _work_on(tx, hook, line, vault)


def _work_on(tx: Transaction, hook: Webhook, line: Line, vault: Vault) -> None:
    company = provider(line.provider)
    settings = settings_of(line, vault)
    try:
        events = company.parse(_as_it_happened(company, hook.request), settings)
    except Unreadable as why:
        webhooks.finish(tx, hook, HookState.UNREADABLE, str(why))
        log.warning("webhook_unreadable", why=str(why))
        return
    ignored = [event.why for event in events if isinstance(event, Ignored)]
    if any(isinstance(event, Ignored) and event.is_new for event in events):
        NEW_WORDS.labels(line.provider).inc()
        log.warning("webhook_new_word", webhook=hook.id, why=ignored)
    try:
        for event in events:
            if not isinstance(event, Ignored):
                ON[type(event)](tx, line, event)
    except NotKnownYet:
        if tx.now - hook.request.at < WAIT_FOR_ID:
            raise
        ignored.append("a report about a text that we do not know")
    webhooks.finish(tx, hook, note="; ".join(ignored))
    log.info("webhook_done", events=[_named(event) for event in events], ignored=ignored)


def _as_it_happened(company: Provider[Any], request: Request) -> Request:
    """With the time that the company states, but never later than it arrived: clocks differ."""
    happened = company.happened_at(request)
    if happened is None or not request.at - LONGEST_DELIVERY < happened < request.at:
        return request
    return replace(request, at=happened)


def _named(event: Event) -> str:
    """Its kind and, for a delivery report, the state of the text: never whom it is about."""
    state = getattr(event, "state", "")
    return f"{type(event).__name__}:{state}" if state else type(event).__name__
