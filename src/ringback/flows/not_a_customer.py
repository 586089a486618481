"""One tap: "this is not a customer". The number is never texted again, and waiting texts are cancelled.

Came here from: a button beside the conversation, or beside a task.
"""

from ringback.contacts import lists
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from ringback.messages import outcome
from ringback.messages.store import UNASKED
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def not_a_customer(tx: Transaction, account_id: str, contact_id: str) -> None:
    """Takes the number off the VIP list, too: the last tap counts. Raises LookupError for another business's
    contact."""
    contact = contacts.hold(tx, account_id, contact_id)
    lists.put(tx, account_id, {contact.number: contact.name}, Listed.NEVER_TEXT)
    why = "Not texted: you said that this is not a customer."
    outcome.cancel_waiting(tx, account_id, contact_id, "not_a_customer", why, *UNASKED)
    tasks.finish_about(tx, account_id, contact_id, TaskKind.CALL_BACK, TaskKind.LISTEN)
