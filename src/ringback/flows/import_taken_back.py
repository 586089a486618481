"""A file of numbers was a mistake, and is taken back, a part at a time.

Came here from: the page of people.
Goes on in:     itself, until every part is undone.

What somebody has changed since then stays as it is now, and so does everybody with whom the business has been
in touch since, or whose conversation was begun.
"""

from ringback.contacts import imports, lists
from ringback.contacts import store as contacts
from ringback.contacts.imports import AS_NAMES, Part
from ringback.contacts.listed import Listed
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction


def import_taken_back(tx: Transaction, id: str) -> None:
    """Idempotent: what is undone and that it is undone are one commit."""
    part = imports.part_to_take_back(tx, id)
    if part is None:
        return
    if part.of.which == AS_NAMES:
        _forget(tx, part)
    else:
        lists.put_back(tx, part.of.account_id, Listed(part.of.which), part.before)
    imports.was_taken_back(tx, part)


def _forget(tx: Transaction, part: Part) -> None:
    account_id = part.of.account_id
    added = {number: part.people[number] for number, was in part.before.items() if was is None}
    named = {number: part.people[number] for number, was in part.before.items() if was is not None}
    unheard = contacts.unheard(tx, account_id, added)
    talked = conversations.talked_with(tx, account_id, unheard)
    contacts.forget_unheard(tx, account_id, [id for id in unheard if id not in talked])
    contacts.unname(tx, account_id, named)
