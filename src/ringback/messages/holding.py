"""Lock a text for a flow that decides about it, by locking its person: one flow at a time decides."""

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.messages import store as texts
from ringback.messages.store import Text


def hold(tx: Transaction, text_id: str, *also: Callable[[], object]) -> Text | None:
    """The text, read after its person is locked. So a report and an answer, or an opt-out and the last look,
    come one after the other. `also`: what will be read next (`Transaction.ahead`)."""
    if tx.shared:
        tx.execute(_HOLD, {"text_": text_id})
    tx.ahead(partial(texts.get, tx, text_id), *also)
    return texts.get(tx, text_id)


def hold_with_person(tx: Transaction, text_id: str) -> tuple[Text, Contact] | None:
    """The same, and the person."""
    row = tx.execute(_HOLD, {"text_": text_id})
    text = texts.get(tx, text_id)
    return (text, contacts.as_contact(tx, row.one())) if text else None


_PERSON = sa.select(texts.texts.c.contact_id).where(texts.texts.c.id == sa.bindparam("text_"))
_HOLD = Prepared(
    sa.select(*contacts.COLUMNS)
    .where(contacts.contacts.c.id == _PERSON.scalar_subquery())
    .with_for_update(key_share=True)
)
