"""The contacts table: one person, as one business knows them by their number.

An episode is a stretch of calls and texts with less than 24 hours of quiet in it. "One automatic first
text" is counted per episode, so its number is part of what makes a text unique.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ringback.db.among import among
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.understand.folding import fold, words_of

QUIET_ENDS_EPISODE = timedelta(hours=24)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # in touch: of who only stands in an address book that was taken in
LONGEST_NAME = 120
FEWEST_DIGITS = 3  # of a search by number: nearly every number contains any two digits
LANDLINE = "landline"
BOUNCE_COUNTS = timedelta(days=30)  # numbers get new owners, and a landline may become able to receive texts

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("searched", sa.Text, nullable=False, server_default=""),
    sa.Column("episode", sa.Integer, nullable=False, server_default="1"),
    sa.Column("last_contact_at", Instant, nullable=False),
    sa.Column("cannot_receive_texts", sa.Text),
    sa.Column("cannot_receive_since", Instant),
    sa.Column("line_type", sa.Text),
    sa.Column("person", sa.Text),  # the same for all numbers of one person; null: this is their only one
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("account_id", "number"),
    sa.Index("ix_contacts_account_id_person", "account_id", "person"),
    sa.Index("ix_contacts_account_id_searched", "account_id", "searched"),  # only where it is not empty: 0023
)


@dataclass(frozen=True, slots=True)
class Contact:
    id: str
    account_id: str
    number: str  # E.164
    name: str
    episode: int
    last_contact_at: datetime
    cannot_receive_texts: str | None  # the company's code when a text bounced for good, for a while
    line_type: str | None = None  # "landline", "mobile", "voip", "" unknown; None: nobody was asked
    person: str | None = None  # the same for all numbers of one person (contacts/people.py)
    is_new: bool = False  # added in this transaction: there is no call, text or conversation of theirs yet

    @property
    def in_touch(self) -> bool:
        return self.last_contact_at > NEVER

    @property
    def takes_no_texts(self) -> bool:
        return self.cannot_receive_texts is not None or self.line_type == LANDLINE


def get(tx: Transaction, account_id: str, contact_id: str) -> Contact:
    row = tx.execute(_BY_ID, {"id_": contact_id, "account_": account_id}).first()
    if row is None:
        raise LookupError(contact_id)
    return as_contact(tx, row)


def hold(tx: Transaction, account_id: str, contact_id: str) -> Contact:
    """The person, locked for a flow that decides about them: other flows that hold them wait until it
    ends."""
    row = tx.execute(_HOLD, {"id_": contact_id, "account_": account_id}).first()
    if row is None:
        raise LookupError(contact_id)
    return as_contact(tx, row)


def lock(tx: Transaction, account_id: str, contact_id: str) -> None:
    """The same without reading the row, so it costs no round trip of its own."""
    tx.execute(_HOLD, {"id_": contact_id, "account_": account_id})


def by_number(tx: Transaction, account_id: str, number: str) -> Contact | None:
    row = tx.execute(_BY_NUMBER, {"account_": account_id, "number_": number}).first()
    return as_contact(tx, row) if row else None


def heard_from(tx: Transaction, account_id: str, number: str, at: datetime, name: str = "") -> Contact:
    """Find or add the person and lock them. After 24 quiet hours a new episode begins.

    A known name is never replaced by the one that a network sends.
    """
    known = _hold_by_number(tx, account_id, number) or _add(tx, account_id, number, at, name)
    episode = known.episode + (at - known.last_contact_at >= QUIET_ENDS_EPISODE)
    last = max(at, known.last_contact_at)
    now = replace(known, name=known.name or name, episode=episode, last_contact_at=last)
    moved = {"episode": episode, "last_contact_at": last}
    if now.name != known.name:
        moved |= {"name": name, "searched": searched(name)}
    if now != known:  # who is new was added as they are
        tx.execute(_MOVE_ON, {"id_": known.id, **moved})
    return now


def hold_soon(tx: Transaction, account_id: str, number: str) -> None:
    """Lock this person, if they are known, together with what a server is asked next. So `heard_from`, which
    comes then, costs no round trip of its own."""
    if tx.shared:
        tx.execute(_HOLD_BY_NUMBER, {"account_": account_id, "number_": number})


def begin_episode(tx: Transaction, account_id: str, number: str) -> None:
    """Begin a new episode, as if this person had been quiet for a day. A number that never called needs
    none."""
    tx.execute(
        sa.update(contacts)
        .where(contacts.c.account_id == account_id, contacts.c.number == number)
        .values(episode=contacts.c.episode + 1)
    )


def rename(tx: Transaction, account_id: str, contact_id: str, name: str) -> None:
    """What a person of the business calls them; "" forgets the name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    tx.execute(
        sa.update(contacts)
        .where(contacts.c.id == contact_id, contacts.c.account_id == account_id)
        .values(name=name, searched=searched(name))
    )
    tx.announce(f"account:{account_id}")


def of_ids(tx: Transaction, account_id: str, ids: Iterable[str]) -> dict[str, Contact]:
    """Those of them that are this business's, by id."""
    rows = tx.all(
        sa.select(*COLUMNS).where(contacts.c.account_id == account_id, contacts.c.id.in_(list(ids)))
    )
    return {row.id: as_contact(tx, row) for row in rows}


def name_people(tx: Transaction, account_id: str, people: Mapping[str, str]) -> dict[str, str | None]:
    """Names by number (E.164), from an address book. A name that is known stays. Returns the name that was
    there before for each number that this has changed; None where nobody was."""
    known = {
        row.number: row.name
        for row in tx.all(
            sa.select(contacts.c.number, contacts.c.name).where(
                contacts.c.account_id == account_id, contacts.c.number.in_(list(people))
            )
        )
    }
    changed: dict[str, str | None] = {}
    for number, name in people.items():
        if number not in known:
            _add(tx, account_id, number, NEVER, name)
            changed[number] = None
        elif name and not known[number]:
            changed[number] = ""
            tx.execute(
                sa.update(contacts)
                .where(contacts.c.account_id == account_id, contacts.c.number == number)
                .values(name=name, searched=searched(name))
            )
    tx.announce(f"account:{account_id}")
    return changed


def unheard(tx: Transaction, account_id: str, people: Mapping[str, str]) -> list[str]:
    """The ids of those who still have this name (by number), and have never been in touch."""
    named = _still_named(tx, account_id, people)
    return [row.id for row in named if row.last_contact_at == NEVER and row.person is None]


def forget_unheard(tx: Transaction, account_id: str, ids: Collection[str]) -> None:
    """Forget these people of an address book, but not who has called or texted meanwhile."""
    own = contacts.c.account_id == account_id, among(contacts.c.id, "ids_")
    tx.execute(sa.delete(contacts).where(*own, contacts.c.last_contact_at == NEVER), {"ids_": ids})


def unname(tx: Transaction, account_id: str, people: Mapping[str, str]) -> None:
    """Forget the names (by number) that are still these."""
    ids = [row.id for row in _still_named(tx, account_id, people)]
    own = contacts.c.account_id == account_id, among(contacts.c.id, "ids_")
    tx.execute(sa.update(contacts).where(*own).values(name="", searched=""), {"ids_": ids})


def _still_named(tx: Transaction, account_id: str, people: Mapping[str, str]) -> list[sa.Row[Any]]:
    columns = contacts.c.id, contacts.c.number, contacts.c.name, contacts.c.last_contact_at, contacts.c.person
    own = contacts.c.account_id == account_id, among(contacts.c.number, "numbers_")
    found = tx.execute(sa.select(*columns).where(*own), {"numbers_": people.keys()})
    return [row for row in found if row.name == people[row.number]]


def is_found(number: sa.FromClause, term: str) -> sa.ColumnElement[bool]:
    """Does a word of the name begin so, or do these digits stand in the number? `term` is one folded word."""
    found = number.c.searched.contains(f" {term}", autoescape=True)
    if term.isdecimal() and len(term) >= FEWEST_DIGITS:
        return sa.or_(found, number.c.number.contains(term, autoescape=True))
    return found


def searched(name: str) -> str:
    """A name as it is searched: each word in plain letters, after a blank."""
    return "".join(f" {word}" for word in words_of(fold(name)))


def note_bounce(tx: Transaction, account_id: str, contact_id: str, code: str) -> None:
    """Remember for a while that this number bounced for good, with the company's code."""
    tx.execute(
        sa.update(contacts)
        .where(contacts.c.id == contact_id, contacts.c.account_id == account_id)
        .values(cannot_receive_texts=code or "unknown", cannot_receive_since=tx.now)
    )


def _hold_by_number(tx: Transaction, account_id: str, number: str) -> Contact | None:
    row = tx.execute(_HOLD_BY_NUMBER, {"account_": account_id, "number_": number}).first()
    return as_contact(tx, row) if row else None


def can_receive_texts(tx: Transaction, contact: Contact) -> None:
    """They have texted us, so their number can receive texts, even if one bounced before."""
    tx.execute(
        sa.update(contacts)
        .where(contacts.c.id == contact.id, contacts.c.account_id == contact.account_id)
        .values(cannot_receive_texts=None, cannot_receive_since=None, line_type="mobile")
    )


def set_line_type(tx: Transaction, account_id: str, contact_id: str, line_type: str) -> None:
    """What the phone company said when it was asked about the number."""
    tx.execute(
        sa.update(contacts)
        .where(contacts.c.id == contact_id, contacts.c.account_id == account_id)
        .values(line_type=line_type)
    )


def as_contact(tx: Transaction, row: Any) -> Contact:
    values = row._asdict()
    since = values.pop("cannot_receive_since")
    if since is not None and tx.now - since >= BOUNCE_COUNTS:
        values["cannot_receive_texts"] = None
    return Contact(**values)


def _add(tx: Transaction, account_id: str, number: str, at: datetime, name: str) -> Contact:
    """Add the person. If two flows add the same person at once, the unique number refuses the second, which
    runs again and finds them."""
    new = Contact(new_id("contact"), account_id, number, name, 1, at, None, is_new=True)
    tx.execute(
        _ADD,
        {
            "id": new.id,
            "account_id": account_id,
            "number": number,
            "name": name,
            "searched": searched(name) if name else "",
            "last_contact_at": at,
            "created_at": tx.now,
        },
    )
    return new


COLUMNS = (
    contacts.c.id,
    contacts.c.account_id,
    contacts.c.number,
    contacts.c.name,
    contacts.c.episode,
    contacts.c.last_contact_at,
    contacts.c.cannot_receive_texts,
    contacts.c.cannot_receive_since,
    contacts.c.line_type,
    contacts.c.person,
)
_WITH_ID = sa.select(*COLUMNS).where(
    contacts.c.id == sa.bindparam("id_"), contacts.c.account_id == sa.bindparam("account_")
)
_WITH_NUMBER = sa.select(*COLUMNS).where(
    contacts.c.account_id == sa.bindparam("account_"), contacts.c.number == sa.bindparam("number_")
)
_BY_ID = Prepared(_WITH_ID)
_HOLD = Prepared(_WITH_ID.with_for_update(key_share=True))
_BY_NUMBER = Prepared(_WITH_NUMBER)
_HOLD_BY_NUMBER = Prepared(_WITH_NUMBER.with_for_update(key_share=True), kept=True)
_ADD = Prepared(sa.insert(contacts))
_MOVE_ON = Prepared(sa.update(contacts).where(contacts.c.id == sa.bindparam("id_")))
