"""Work on one stored webhook: read it again, and let the flows act on each event in it."""

from datetime import timedelta

from ringback.db.transaction import Transaction
from ringback.flows import ON
from ringback.flows.delivery_report import NotKnownYet
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.settings import Vault, read_settings
from ringback.lines.webhooks import HookState
from ringback.phone.events import Ignored
from ringback.phone.provider import Unreadable
from ringback.phone.registry import provider

WAIT_FOR_ID = timedelta(minutes=2)  # how long a report may be ahead of the answer that tells us its id


def work_on(tx: Transaction, hook_id: str, vault: Vault) -> None:
    """Idempotent: a webhook that is done stays done. Raises what a flow raises; then nothing is changed."""
    hook = webhooks.get(tx, hook_id)
    line = lines.get(tx, hook.line_id) if hook else None
    if hook is None or line is None or hook.state is not HookState.WAITING:
        return
    company = provider(line.provider)
    try:
        events = company.parse(hook.request, read_settings(company.Settings, line.settings, vault))
    except Unreadable as why:
        webhooks.finish(tx, hook, HookState.UNREADABLE, str(why))
        return
    ignored = [event.why for event in events if isinstance(event, Ignored)]
    try:
        for event in events:
            if not isinstance(event, Ignored):
                ON[type(event)](tx, line, event)
    except NotKnownYet:
        if tx.now - hook.request.at < WAIT_FOR_ID:
            raise
        ignored.append("a report about a text that we do not know")
    webhooks.finish(tx, hook, note="; ".join(ignored))
