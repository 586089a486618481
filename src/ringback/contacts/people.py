"""One person with several numbers. Joining two numbers only records that they belong to the same person.

Every call, text, task and opt-out stays with the number that it came from. So nothing is extended or lost
when two numbers are joined, and separating them again leaves everything as it was.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from ringback.contacts.store import (
    COLUMNS,
    Contact,
    as_contact,
    contacts,
    hold,
    is_found,
    lock,
    of_ids,
    searched,
)
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.understand.folding import fold, words_of

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


def hold_all(tx: Transaction, account_id: str, contact_id: str) -> list[Contact]:
    """All numbers of the person, locked, this one first. Raises LookupError."""
    contact = hold(tx, account_id, contact_id)
    return [contact, *held_with(tx, contact)]


def siblings(contact_id: sa.ColumnElement[str]) -> sa.Select[tuple[str]]:
    """The ids of the other numbers of the person whose number this column names, for a query."""
    own, other = contacts.alias("own"), contacts.alias("other")
    return sa.select(other.c.id).where(
        own.c.id == contact_id,
        other.c.account_id == own.c.account_id,
        other.c.person == own.c.person,
        other.c.id != own.c.id,
    )


def numbers_of(contact_id: sa.ColumnElement[str]) -> sa.Select[tuple[str]]:
    """The same, with this number itself."""
    own, every = contacts.alias("own"), contacts.alias("every_number")
    same = sa.or_(every.c.id == own.c.id, every.c.person == own.c.person)
    return sa.select(every.c.id).where(own.c.id == contact_id, every.c.account_id == own.c.account_id, same)


def numbers_of_each(tx: Transaction, account_id: str, ids: Collection[str]) -> dict[str, list[Contact]]:
    """All numbers of each of these persons, by the id that was asked for, which comes first."""
    asked = of_ids(tx, account_id, ids)
    persons = {each.person for each in asked.values() if each.person is not None}
    theirs: dict[str | None, list[Contact]] = {}
    if persons:
        several = contacts.c.account_id == account_id, contacts.c.person.in_(persons)
        for row in tx.all(sa.select(*COLUMNS).where(*several).order_by(contacts.c.last_contact_at.desc())):
            theirs.setdefault(row.person, []).append(as_contact(tx, row))
    return {
        own.id: [own, *(each for each in theirs.get(own.person, ()) if each.id != own.id)]
        for own in asked.values()
    }


def named_as(contact: Contact, others: Iterable[Contact]) -> Contact:
    """With the name of the person, who may have been given it with another number of theirs."""
    return replace(contact, name=contact.name or next((each.name for each in others if each.name), ""))


def named(tx: Transaction, account_id: str, some: Iterable[Contact]) -> list[Contact]:
    """Each with the name of its person. One query more, and only where somebody has several numbers."""
    every = list(some)
    nameless = {each.person for each in every if each.person is not None and not each.name}
    names = _names(tx, account_id, nameless) if nameless else {}
    return [replace(each, name=each.name or names.get(each.person, "")) for each in every]


def with_names(tx: Transaction, account_id: str, ids: Iterable[str]) -> dict[str, Contact]:
    """Those of these numbers that are this business's, by id, each with the name of its person."""
    return {each.id: each for each in named(tx, account_id, of_ids(tx, account_id, ids).values())}


def newest(tx: Transaction, account_id: str, asked: str, limit: int) -> list[Contact]:
    """Whoever was in touch last comes first. With `asked`, only those in whose name or number, or in that of
    another number of theirs, each of its words is."""
    query = sa.select(*COLUMNS).where(contacts.c.account_id == account_id)
    for word in words_of(fold(asked)):
        of_person = partial(is_found, term=word)
        theirs = contacts.c.id.in_(with_one_that(account_id, of_person))
        query = query.where(sa.or_(of_person(contacts), theirs))
    rows = tx.all(query.order_by(contacts.c.last_contact_at.desc(), contacts.c.id).limit(limit))
    return named(tx, account_id, [as_contact(tx, row) for row in rows])


def with_one_that(
    account_id: str, is_so: Callable[[sa.FromClause], sa.ColumnElement[bool]]
) -> sa.Select[tuple[str]]:
    """The ids of all numbers of everybody with several, of which at least one fulfils this, for a query."""
    one, every = contacts.alias("one_number"), contacts.alias("their_numbers")
    person = one.c.account_id == account_id, one.c.person.is_not(None)
    persons = sa.select(one.c.person).where(*person, is_so(one))
    return sa.select(every.c.id).where(every.c.account_id == account_id, every.c.person.in_(persons))


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


def _names(tx: Transaction, account_id: str, persons: Collection[str]) -> dict[str | None, str]:
    """Of several names the one of the number that was last heard of."""
    own = contacts.c.account_id == account_id, contacts.c.person.in_(persons), contacts.c.name != ""
    names = sa.select(contacts.c.person, contacts.c.name).where(*own)
    return {row.person: row.name for row in tx.all(names.order_by(contacts.c.last_contact_at))}


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
