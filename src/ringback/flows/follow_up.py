"""The first text got no answer. If the owner wants it, send one more, at an hour that is allowed.

Came here from: flows/missed_call.py, which plans it with the first text.
Goes on in:     flows/last_look.py, which makes it wait for the legal hours; then messages/sending.py.
"""

from datetime import datetime, timedelta

from ringback.accounts import store as accounts
from ringback.calls import placed
from ringback.calls import store as calls
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.flows.rules_in_force import rules_for
from ringback.lines import store as lines
from ringback.lines.plan import language_of
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.compose import compose
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose, State, Text
from ringback.permission.quiet_hours import unasked_from
from ringback.rules.fields import fields_for
from ringback.rules.policy import Policy, follow_up_text

TASK = "follow_up"
REACHED = (State.ACCEPTED, State.SENT, State.DELIVERED)
STILL_WELCOME = timedelta(days=3)  # a Sunday and a holiday may lie between


def plan(tx: Transaction, policy: Policy, text_id: str, leaves_at: datetime) -> None:
    """Called in the transaction of the first text, which `leaves_at` that instant."""
    if policy.follow_up_after:
        due = leaves_at + policy.follow_up_after
        jobs.add(tx, TASK, text_id, due=due, key=f"{TASK}:{text_id}")


def follow_up(tx: Transaction, text_id: str) -> None:
    """Idempotent: once per first text, whenever and however often it runs."""
    first = texts.get(tx, text_id)
    call = calls.get(tx, first.call_id) if first and first.call_id else None
    if first is None or call is None or not _unanswered(tx, first):
        return
    account = accounts.get(tx, first.account_id)
    policy = rules_for(tx, account, call)
    if not policy.follow_up_after or policy.shadow:
        return  # switched off since, or Ringback only watches
    contact = contacts.hold(tx, first.account_id, first.contact_id)
    language = language_of(lines.get(tx, call.line_id), account)
    leaves = unasked_from(contact.number, tx.now)
    fields = fields_for(policy, account.name, contact.name, leaves, language)
    body = compose(follow_up_text(policy.templates, language), fields)
    text = NewText(
        account_id=first.account_id,
        line_id=first.line_id,
        contact_id=first.contact_id,
        conversation_id=first.conversation_id,
        call_id=first.call_id,
        purpose=Purpose.FOLLOW_UP,
        body=body,
        once=f"{Purpose.FOLLOW_UP}:{first.id}",
        due=tx.now,
        expires_at=tx.now + STILL_WELCOME,
    )
    queue.add(tx, text)


def _unanswered(tx: Transaction, first: Text) -> bool:
    """Did the first text arrive as far as we know, and has nobody been in touch since, on either side?"""
    contact = contacts.hold(tx, first.account_id, first.contact_id)
    silent = contact.last_contact_at <= first.created_at
    out = permission.opted_out(tx, first.account_id, contact.number)
    return first.state in REACHED and silent and not out and not _in_hand(tx, first)


def _in_hand(tx: Transaction, first: Text) -> bool:
    """Has somebody of the business written or spoken with them since, taken them over, or called it done?"""
    since = first.created_at
    return (
        queue.written_since(tx, first, Purpose.REPLY)
        or placed.spoke_since(tx, first.account_id, first.contact_id, since)
        or notes.any_since(tx, first.account_id, first.conversation_id, notes.LOOKED_AFTER, since)
        or conversations.get(tx, first.account_id, first.conversation_id).done_at is not None
    )
