"""A text for a flow that decides what becomes of it. Who holds its person decides alone."""

from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.messages import store as texts
from ringback.messages.store import Text


def hold(tx: Transaction, text_id: str) -> Text | None:
    """The text as it is when no other flow that holds its person goes on: a report and an answer, a wish to
    stop and the last look come one after the other."""
    text = texts.get(tx, text_id)
    if text is None or not tx.shared:
        return text
    contacts.lock(tx, text.account_id, text.contact_id)
    return texts.get(tx, text_id)
