"""The conversations table: one row per number and business. It says who looks after the conversation, who
waits for an answer, and whether a member has taken over. What was said is read from calls, texts and notes
(`thread.py`).

Somebody with several numbers has a row for each, so that separating them takes nothing apart. What members do
is done to all of them, and whoever looks sees them as one (`as_one`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ringback.contacts.people import numbers_of
from ringback.contacts.store import NEVER, Contact
from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

TAKEN_OVER_FOR = timedelta(hours=24)  # since the last message by a person; as long as an episode lasts

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("last_in_at", Instant),
    sa.Column("waiting_since", Instant),
    sa.Column("assigned_to", sa.Text),
    sa.Column("taken_over_by", sa.Text),
    sa.Column("taken_over_until", Instant),
    sa.Column("snoozed_until", Instant),
    sa.Column("done_at", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("account_id", "contact_id"),
    sa.Index("ix_conversations_contact_id", "contact_id"),  # looked at for each contact that is deleted
    sa.Index("ix_conversations_account_id_last_at", "account_id", "last_at"),
    sa.Index("ix_conversations_account_id_waiting_since", "account_id", "waiting_since"),
)

reads = sa.Table(
    "conversation_reads",
    metadata,
    account_id(),
    sa.Column(
        "conversation_id", sa.Text, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("member_id", sa.Text, nullable=False),
    sa.Column("read_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("member_id", "conversation_id"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Members are named by their ids."""

    id: str
    account_id: str
    contact_id: str
    last_at: datetime
    last_in_at: datetime | None  # when the person last got in touch
    waiting_since: datetime | None  # the person waits for somebody of the business
    assigned_to: str | None
    taken_over_by: str | None
    taken_over_until: datetime | None
    snoozed_until: datetime | None
    done_at: datetime | None

    def taken_over(self, now: datetime) -> bool:
        """A person answers here, and nothing automatic does."""
        return self.taken_over_until is not None and now < self.taken_over_until

    def snoozed(self, now: datetime) -> bool:
        return self.snoozed_until is not None and now < self.snoozed_until

    def here(self, now: datetime) -> bool:
        """Neither done nor put off."""
        return self.done_at is None and not self.snoozed(now)


def as_one(talks: Sequence[Conversation], now: datetime) -> Conversation:
    """A person's conversations on several numbers as one, with the id of the first. Where one of them is
    here, those that are done or put off do not count."""
    own = talks[0]
    if len(talks) == 1:
        return own
    here = [each for each in talks if each.here(now)]
    counts = here or [each for each in talks if each.done_at is None] or talks
    held = max(talks, key=lambda each: each.taken_over_until or NEVER)
    return replace(
        own,
        last_at=max(each.last_at for each in talks),
        last_in_at=max(filter(None, (each.last_in_at for each in talks)), default=None),
        waiting_since=min(filter(None, (each.waiting_since for each in counts)), default=None),
        assigned_to=next((each.assigned_to for each in counts if each.assigned_to), None),
        taken_over_by=held.taken_over_by,
        taken_over_until=held.taken_over_until,
        snoozed_until=max(filter(None, (each.snoozed_until for each in counts)), default=None),
        done_at=max(filter(None, (each.done_at for each in counts)), default=None),
    )


def touch(
    tx: Transaction,
    account_id: str,
    contact_id: str,
    *,
    known: str | None = None,
    unread: bool = False,
    waiting: bool = False,
) -> str:
    """Add the person's conversation or move it to the top; returns its id.

    `unread`: they got in touch. That also opens a conversation again that was done or snoozed. `waiting`:
    they wait for an answer; if they waited already, the beginning of the wait stays. `known`: its id, from
    `first_with` or because it was read while the person was held. Then a server's answer is not waited for.
    """
    touched = {
        "id": known or new_id("conversation"),
        "account_id": account_id,
        "contact_id": contact_id,
        "last_at": tx.now,
        "last_in_at": tx.now if unread else None,
        "waiting_since": tx.now if waiting else None,
        "created_at": tx.now,
    }
    tx.announce(f"account:{account_id}")
    if known is not None:
        tx.execute(_TOUCH, touched)
        return known
    return str(tx.execute(_TOUCH_UNKNOWN, touched).one().id)


def first_with(contact: Contact) -> str | None:
    """The id for the conversation of somebody who has none yet, because they are new."""
    return new_id("conversation") if contact.is_new else None


def get(tx: Transaction, account_id: str, conversation_id: str) -> Conversation:
    """With what is known from the person's other numbers. Raises LookupError when it is none of this
    business."""
    rows = tx.execute(_WITH_PERSON, {"id_": conversation_id, "account_": account_id})
    talks = sorted((read_as(Conversation, row) for row in rows), key=lambda each: each.id != conversation_id)
    if not talks:
        raise LookupError(conversation_id)
    return as_one(talks, tx.now)


def with_contact(tx: Transaction, account_id: str, contact_id: str) -> Conversation | None:
    """On this number alone."""
    row = tx.execute(_WITH_CONTACT, {"contact_": contact_id, "account_": account_id}).first()
    return read_as(Conversation, row) if row else None


def talked_with(tx: Transaction, account_id: str, contact_ids: Collection[str]) -> frozenset[str]:
    """Those of them who have a conversation."""
    own = conversations.c.account_id == account_id, among(conversations.c.contact_id, "contacts_")
    rows = tx.execute(sa.select(conversations.c.contact_id).where(*own), {"contacts_": contact_ids})
    return frozenset(row.contact_id for row in rows)


def taken_over(tx: Transaction, account_id: str, contact_id: str) -> bool:
    """Has a member taken this conversation over? Then nothing is sent automatically."""
    conversation = with_contact(tx, account_id, contact_id)
    return conversation is not None and conversation.taken_over(tx.now)


def taken_over_since(tx: Transaction, account_id: str, contact_id: str, since: datetime) -> bool:
    """Has a member taken this conversation over since then, and not handed it back?"""
    conversation = with_contact(tx, account_id, contact_id)
    if conversation is None or conversation.taken_over_until is None or not conversation.taken_over(tx.now):
        return False
    return conversation.taken_over_until - TAKEN_OVER_FOR >= since


def take_over(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """From now on this member answers, for `TAKEN_OVER_FOR`. It is assigned to them if it was unassigned."""
    conversation = get(tx, account_id, conversation_id)
    change(
        tx,
        conversation,
        taken_over_by=by,
        taken_over_until=tx.now + TAKEN_OVER_FOR,
        assigned_to=conversation.assigned_to or by,
    )


def answered(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """This member has written or spoken to the person: nobody waits, and nothing automatic follows."""
    take_over(tx, account_id, conversation_id, by)
    conversation = get(tx, account_id, conversation_id)
    change(tx, conversation, waiting_since=None, snoozed_until=None, done_at=None)
    move_up(tx, conversation)
    read(tx, account_id, conversation_id, by)


def answered_elsewhere(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """The same, by somebody who is no member here: `by` is the other system in which they wrote."""
    until = tx.now + TAKEN_OVER_FOR
    here = get(tx, account_id, conversation_id)
    change(
        tx, here, waiting_since=None, snoozed_until=None, done_at=None, taken_over_by=by,
        taken_over_until=until,
    )  # fmt: skip
    move_up(tx, here)


def waits_no_longer(tx: Transaction, conversation: Conversation) -> None:
    """The person no longer waits for an answer: somebody has spoken with them."""
    if conversation.waiting_since is not None:
        change(tx, conversation, waiting_since=None)


def change(tx: Transaction, conversation: Conversation, **values: Any) -> None:
    """On all numbers of the person."""
    asked = {"id_": conversation.id, "account_": conversation.account_id}
    tx.execute(_CHANGE, {**asked, **values})
    tx.announce(f"account:{conversation.account_id}")


def move_up(tx: Transaction, conversation: Conversation) -> None:
    """To the top of the list: the number on which something has happened now."""
    tx.execute(_MOVE_UP, {"id_": conversation.id, "account_": conversation.account_id, "last_at": tx.now})
    tx.announce(f"account:{conversation.account_id}")


def read(tx: Transaction, account_id: str, conversation_id: str, member_id: str) -> None:
    """This member has seen everything in it up to now, on all numbers of the person."""
    there = sa.select(
        conversations.c.account_id, conversations.c.id, sa.literal(member_id), sa.literal(tx.now, Instant)
    ).where(*_of_person(conversation_id, account_id))
    _have_read(tx, account_id, there)


def read_all(tx: Transaction, account_id: str, member_id: str) -> None:
    """This member need not look at what is there already. What comes in at this moment stays unread: each
    conversation is read up to when the person was last heard of in it.
    """
    there = sa.select(
        conversations.c.account_id, conversations.c.id, sa.literal(member_id), conversations.c.last_in_at
    ).where(conversations.c.account_id == account_id, conversations.c.last_in_at.is_not(None))
    _have_read(tx, account_id, there)


def _have_read(
    tx: Transaction, account_id: str, there: sa.Select[tuple[str, str, str, datetime | None]]
) -> None:
    tx.execute(_READ.from_select(["account_id", "conversation_id", "member_id", "read_at"], there))
    tx.announce(f"account:{account_id}")


def readers(tx: Transaction, account_id: str, conversation_id: str, since: datetime) -> set[str]:
    """The members who have seen everything in it up to then."""
    query = sa.select(reads.c.member_id).where(
        reads.c.account_id == account_id,
        reads.c.conversation_id == conversation_id,
        reads.c.read_at >= since,
    )
    return {row.member_id for row in tx.all(query)}


def read_until(tx: Transaction, account_id: str, conversation_id: str, member_id: str) -> datetime | None:
    """Until when this member has seen everything in it; None: never, or they marked it as unread."""
    theirs = sa.select(conversations.c.id).where(*_of_person(conversation_id, account_id))
    seen = sa.select(sa.func.max(reads.c.read_at).label("until")).where(
        reads.c.account_id == account_id,
        reads.c.conversation_id.in_(theirs),
        reads.c.member_id == member_id,
    )
    until: datetime | None = tx.all(seen)[0].until
    return until


def unread(tx: Transaction, account_id: str, conversation_id: str, member_id: str | None) -> None:
    """It is unread again for this member; None: for everybody."""
    theirs = sa.select(conversations.c.id).where(*_of_person(conversation_id, account_id))
    tx.execute(
        sa.delete(reads).where(
            reads.c.account_id == account_id,
            reads.c.conversation_id.in_(theirs),
            reads.c.member_id == member_id if member_id else sa.true(),
        )
    )
    tx.announce(f"account:{account_id}")


def _of_person(
    conversation_id: str | sa.BindParameter[str], account_id: str | sa.BindParameter[str]
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """The conversations on all numbers of the person with whom this one is."""
    asked = conversations.alias("asked")
    contact = sa.select(asked.c.contact_id).where(
        asked.c.id == conversation_id, asked.c.account_id == account_id
    )
    numbers = numbers_of(contact.scalar_subquery())
    return conversations.c.account_id == account_id, conversations.c.contact_id.in_(numbers)


COLUMNS = columns_of(Conversation, conversations)
_NEW = insert(conversations)
_IN, _WAITING = _NEW.excluded.last_in_at, _NEW.excluded.waiting_since
_ADD_OR_MOVE = _NEW.on_conflict_do_update(
    index_elements=["account_id", "contact_id"],
    set_={
        "last_at": _NEW.excluded.last_at,
        "last_in_at": sa.func.coalesce(_IN, conversations.c.last_in_at),
        "waiting_since": sa.case(
            # What they waited for before it was done is over.
            (sa.and_(conversations.c.done_at.is_not(None), _IN.is_not(None)), _WAITING),
            else_=sa.func.coalesce(conversations.c.waiting_since, _WAITING),
        ),
        "snoozed_until": sa.case((_IN.is_(None), conversations.c.snoozed_until)),
        "done_at": sa.case((_IN.is_(None), conversations.c.done_at)),
    },
)
_TOUCH = Prepared(_ADD_OR_MOVE)
_TOUCH_UNKNOWN = Prepared(_ADD_OR_MOVE.returning(conversations.c.id))
_OURS = conversations.c.account_id == sa.bindparam("account_")
_OWN = conversations.c.id == sa.bindparam("id_"), _OURS
_PERSONS = _of_person(sa.bindparam("id_"), sa.bindparam("account_"))
_WITH_PERSON = Prepared(sa.select(*COLUMNS).where(*_PERSONS))
_WITH_CONTACT = Prepared(
    sa.select(*COLUMNS).where(conversations.c.contact_id == sa.bindparam("contact_"), _OURS)
)
_CHANGE = Prepared(sa.update(conversations).where(*_PERSONS))
_MOVE_UP = Prepared(sa.update(conversations).where(*_OWN))
_NEW_READ = insert(reads)
_READ = _NEW_READ.on_conflict_do_update(
    index_elements=["member_id", "conversation_id"], set_={"read_at": _NEW_READ.excluded.read_at}
)
