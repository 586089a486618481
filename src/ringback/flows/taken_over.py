"""A member takes a conversation over: from now on a person answers there, and nothing is sent automatically.

Came here from: a button in the inbox, or flows/answered.py, since writing is taking over.
Goes on in:     flows/missed_call.py, whose facts say that a person is in touch, until it is handed back.
"""

from ringback.contacts import people
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.conversations.notes import Kind
from ringback.db.transaction import Transaction
from ringback.messages import outcome
from ringback.messages.gate import TAKEN_OVER
from ringback.messages.store import UNASKED


def take_over(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """Cancels the automatic texts that wait. Raises LookupError."""
    before = conversations.get(tx, account_id, conversation_id)
    numbers = people.hold_all(tx, account_id, before.contact_id)
    conversations.take_over(tx, account_id, conversation_id, by)
    for each in numbers:
        outcome.cancel_waiting(tx, account_id, each.id, "taken_over", TAKEN_OVER, *UNASKED)
    if not (before.taken_over(tx.now) and before.taken_over_by == by):
        notes.add(tx, account_id, conversation_id, Kind.TOOK_OVER, by)


def hand_back(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """Ringback may answer again. Raises LookupError."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if conversation.taken_over(tx.now):
        conversations.change(tx, conversation, taken_over_by=None, taken_over_until=None)
        notes.add(tx, account_id, conversation_id, Kind.HANDED_BACK, by)
