"""Which line to write or call from: people expect the number that they know."""

from ringback.calls import history as past_calls
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.messages import history as past_texts


def lines_by_last_use(tx: Transaction, contact: Contact) -> list[Line]:
    """The lines of the business: first the one that this person called or texted last, then the others."""
    texted = past_texts.last_line(tx, contact.account_id, contact.id)
    called = past_calls.last_line(tx, contact.account_id, contact.id)
    oldest_first = sorted(filter(None, (texted, called)), key=lambda used: used[1])
    place = {line_id: place for place, (line_id, _) in enumerate(oldest_first)}
    every = lines.of_account(tx, contact.account_id)
    return sorted(every, key=lambda line: place.get(line.id, -1), reverse=True)
