"""One person with several numbers. Joining two numbers only records that they belong to the same person.

Every call, text, task and opt-out stays with the number that it came from. So nothing is extended or lost
when two numbers are joined, and separating them again leaves everything as it was.
"""

import sqlalchemy as sa

from ringback.contacts.store import COLUMNS, Contact, as_contact, contacts, lock, searched
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

MOST_NUMBERS = 10  # of one person


def others(tx: Transaction, contact: Contact) -> list[Contact]:
    """The other numbers of this person, the last heard of first."""
    if contact.person is None:
        return []
    same = sa.select(*COLUMNS).where(
        contacts.c.account_id == contact.account_id,
        contacts.c.person == contact.person,
        contacts.c.id != contact.id,
    )
    return [as_contact(tx, row) for row in tx.all(same.order_by(contacts.c.last_contact_at.desc()))]


def held_with(tx: Transaction, contact: Contact) -> list[Contact]:
    """The person's other numbers, locked like this one, so that two calls at the same moment are decided one
    after the other."""
    every = others(tx, contact)
    for each in every:
        lock(tx, each.account_id, each.id)
    return every


def siblings(contact_id: sa.ColumnElement[str]) -> sa.Select[tuple[str]]:
    """The ids of the other numbers of the person whose number this column names, for a query."""
    own, other = contacts.alias("own"), contacts.alias("other")
    return sa.select(other.c.id).where(
        own.c.id == contact_id,
        other.c.account_id == own.c.account_id,
        other.c.person == own.c.person,
        other.c.id != own.c.id,
    )


def with_several(account_id: str) -> sa.Select[tuple[str]]:
    """The ids of all numbers whose person has another one, for a query."""
    return sa.select(contacts.c.id).where(contacts.c.account_id == account_id, contacts.c.person.is_not(None))


def join(tx: Transaction, one: Contact, other: Contact) -> bool:
    """From now on both numbers, with all numbers joined to either, are one person's. Returns False when they
    are already.

    Raises ValueError when one person would have too many numbers.
    """
    if one.id == other.id or (one.person is not None and one.person == other.person):
        return False
    every = {each.id: each for each in (one, other, *others(tx, one), *others(tx, other))}
    if len(every) > MOST_NUMBERS:
        raise ValueError(f"One person has at most {MOST_NUMBERS} numbers here.")
    _belong(tx, one.account_id, list(every), new_id("person"))
    return True


def part(tx: Transaction, contact: Contact) -> None:
    """This number is somebody else's after all. A person who is left with one number needs no mark either."""
    left = others(tx, contact)
    alone = [contact.id, *(each.id for each in left if len(left) == 1)]
    _belong(tx, contact.account_id, alone, None)


def namesakes(tx: Transaction, contact: Contact, limit: int = 3) -> list[Contact]:
    """Other contacts with exactly the same name, who may be the same person. None for a contact without a
    name."""
    if not contact.name:
        return []
    asked = {"id_": contact.id, "account_": contact.account_id, "person_": contact.person or ""}
    rows = tx.execute(_NAMESAKES, {**asked, "searched_": searched(contact.name), "limit_": limit})
    return [as_contact(tx, row) for row in rows]


def _belong(tx: Transaction, account_id: str, ids: list[str], person: str | None) -> None:
    own = contacts.c.account_id == account_id, contacts.c.id.in_(ids)
    tx.execute(sa.update(contacts).where(*own).values(person=person))
    tx.announce(f"account:{account_id}")


_NAMESAKES = Prepared(
    sa.select(*COLUMNS)
    .where(
        contacts.c.account_id == sa.bindparam("account_"),
        contacts.c.searched == sa.bindparam("searched_"),
        contacts.c.searched != sa.literal_column("''"),  # so says the index
        contacts.c.id != sa.bindparam("id_"),
        sa.or_(contacts.c.person.is_(None), contacts.c.person != sa.bindparam("person_")),
    )
    .order_by(contacts.c.last_contact_at.desc(), contacts.c.id)
    .limit(sa.bindparam("limit_"))
)
