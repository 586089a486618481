"""A time that a text promised comes near: remind a member, so that no caller is forgotten.

Came here from: flows/missed_call.py made the promise with its text; the job that was set then runs this.
Goes on in:     a task half an hour before, and a more urgent one when the time is over.
"""

from zoneinfo import ZoneInfo

from ringback.accounts import store as accounts
from ringback.calls import history as past_calls
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.messages import history as past_texts
from ringback.messages import store as texts
from ringback.messages.compose import first_name
from ringback.messages.store import MAYBE_WITH_THEM
from ringback.messages.store import State as TextState
from ringback.messages.words import clock, moment
from ringback.promises import store as promises
from ringback.promises.store import Promise, State
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def promise_due(tx: Transaction, promise_id: str) -> None:
    """Idempotent: it looks at what is so now, whenever it runs."""
    promise = promises.get(tx, promise_id)
    if promise is None or promise.state is not State.OPEN:
        return
    contact = contacts.hold(tx, promise.account_id, promise.contact_id)
    if not _holds(tx, promise, contact):
        promises.settle(tx, promise, State.VOID)
    elif _answered(tx, promise, contact):
        promises.settle(tx, promise, State.KEPT)
    elif tx.now >= promise.due:
        _escalate(tx, promise, contact)
    elif tx.now >= promise.nudge_at:
        _nudge(tx, promise, contact)
    else:
        promises.look_at(tx, promise, promise.nudge_at)


def _nudge(tx: Transaction, promise: Promise, contact: Contact) -> None:
    sentence = f"You promised {_who(contact)} an answer by {_when(tx, promise)}."
    if promise.nudged_at is None:
        tasks.add(tx, promise.account_id, TaskKind.PROMISE, promise.id, sentence, contact.id)
        promises.nudged(tx, promise)
    promises.look_at(tx, promise, promise.due)


def _escalate(tx: Transaction, promise: Promise, contact: Contact) -> None:
    by = _when(tx, promise)
    sentence = f"The answer that you promised {_who(contact)} by {by} is late. Please answer now."
    tasks.add(tx, promise.account_id, TaskKind.LATE_PROMISE, promise.id, sentence, contact.id)
    promises.settle(tx, promise, State.LATE)


def _holds(tx: Transaction, promise: Promise, contact: Contact) -> bool:
    """Did the text leave, or does it still wait, and does the caller still want texts?"""
    text = texts.get(tx, promise.text_id)
    said = text is not None and text.state in (*MAYBE_WITH_THEM, TextState.WAITING)
    bounced = text is not None and text.state is TextState.UNDELIVERED
    return said and not bounced and not permission.opted_out(tx, promise.account_id, contact.number)


def _answered(tx: Transaction, promise: Promise, contact: Contact) -> bool:
    """Has a member written or spoken to them since, or ticked the reminder off?"""
    wrote = past_texts.thread(tx, contact.account_id, contact.id, contact.episode).last_reply_at
    spoke = past_calls.last_spoken_at(tx, contact.account_id, contact.id)
    ticked = promise.nudged_at is not None and not tasks.open_tasks(tx, promise.account_id, about=promise.id)
    return ticked or any(at is not None and at >= promise.made_at for at in (wrote, spoke))


def _who(contact: Contact) -> str:
    return first_name(contact.name) or contact.name or pretty(contact.number)


def _when(tx: Transaction, promise: Promise) -> str:
    zone = ZoneInfo(accounts.get(tx, promise.account_id).time_zone)
    due, now = promise.due.astimezone(zone), tx.now.astimezone(zone)
    return clock(due) if due.date() == now.date() else moment(due, now)
