"""The conversations table: one row per person and business. It says who looks after the conversation, who
waits for an answer, and whether a member has taken over. What was said is read from calls, texts and notes
(`thread.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ringback.contacts.store import Contact
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
    """Raises LookupError when it is none of this business."""
    row = tx.execute(_BY_ID, {"id_": conversation_id, "account_": account_id}).first()
    if row is None:
        raise LookupError(conversation_id)
    return read_as(Conversation, row)


def with_contact(tx: Transaction, account_id: str, contact_id: str) -> Conversation | None:
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
    change(tx, conversation, last_at=tx.now, waiting_since=None, snoozed_until=None, done_at=None)
    read(tx, account_id, conversation_id, by)


def answered_elsewhere(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """The same, by somebody who is no member here: `by` is the other system in which they wrote."""
    until = tx.now + TAKEN_OVER_FOR
    here = get(tx, account_id, conversation_id)
    change(
        tx, here, last_at=tx.now, waiting_since=None, snoozed_until=None, done_at=None, taken_over_by=by,
        taken_over_until=until,
    )  # fmt: skip


def waits_no_longer(tx: Transaction, conversation: Conversation) -> None:
    """The person no longer waits for an answer: somebody has spoken with them."""
    if conversation.waiting_since is not None:
        change(tx, conversation, waiting_since=None)


def change(tx: Transaction, conversation: Conversation, **values: Any) -> None:
    asked = {"id_": conversation.id, "account_": conversation.account_id}
    tx.execute(_CHANGE, {**asked, **values})
    tx.announce(f"account:{conversation.account_id}")


def read(tx: Transaction, account_id: str, conversation_id: str, member_id: str) -> None:
    """This member has seen everything in it up to now."""
    seen = {"account_id": account_id, "conversation_id": conversation_id, "member_id": member_id}
    tx.execute(_READ, {**seen, "read_at": tx.now})
    tx.announce(f"account:{account_id}")


def read_all(tx: Transaction, account_id: str, member_id: str) -> None:
    """This member need not look at what is there already. What comes in at this moment stays unread: each
    conversation is read up to when the person was last heard of in it.
    """
    there = sa.select(
        conversations.c.account_id, conversations.c.id, sa.literal(member_id), conversations.c.last_in_at
    ).where(conversations.c.account_id == account_id, conversations.c.last_in_at.is_not(None))
    tx.execute(_READ_ALL.from_select(["account_id", "conversation_id", "member_id", "read_at"], there))
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
    row = tx.one(
        sa.select(reads.c.read_at).where(
            reads.c.account_id == account_id,
            reads.c.conversation_id == conversation_id,
            reads.c.member_id == member_id,
        )
    )
    return row.read_at if row is not None else None


def unread(tx: Transaction, account_id: str, conversation_id: str, member_id: str | None) -> None:
    """It is unread again for this member; None: for everybody."""
    tx.execute(
        sa.delete(reads).where(
            reads.c.account_id == account_id,
            reads.c.conversation_id == conversation_id,
            reads.c.member_id == member_id if member_id else sa.true(),
        )
    )
    tx.announce(f"account:{account_id}")


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
_BY_ID = Prepared(sa.select(*COLUMNS).where(conversations.c.id == sa.bindparam("id_"), _OURS))
_WITH_CONTACT = Prepared(
    sa.select(*COLUMNS).where(conversations.c.contact_id == sa.bindparam("contact_"), _OURS)
)
_CHANGE = Prepared(sa.update(conversations).where(conversations.c.id == sa.bindparam("id_"), _OURS))
_NEW_READ = insert(reads)
_READ_ALL = _NEW_READ.on_conflict_do_update(
    index_elements=["member_id", "conversation_id"], set_={"read_at": _NEW_READ.excluded.read_at}
)
_READ = Prepared(_READ_ALL)
