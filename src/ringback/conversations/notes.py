"""The notes table: what members write beside a conversation for each other, and what they did with it.

Nothing in here is ever sent to the person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.rows import columns_of, read_as, values_of
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

LONGEST = 10_000  # letters

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column(
        "conversation_id", sa.Text, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("key", sa.Text),
    sa.Index("uq_notes_conversation_id_key", "conversation_id", "key", unique=True),
    sa.Index("ix_notes_conversation_id_created_at", "conversation_id", "created_at"),
)


class Kind(StrEnum):
    NOTE = "note"
    TOOK_OVER = "took_over"
    HANDED_BACK = "handed_back"
    ASSIGNED = "assigned"  # the body names the member
    UNASSIGNED = "unassigned"
    DONE = "done"
    OPENED = "opened"  # again, after it was done or put off
    SNOOZED = "snoozed"  # the body is the instant
    BACK = "back"  # that instant has come; nobody did it
    LISTED = "listed"  # the body names the list, "" none
    CALLED_BACK = "called_back"
    JOINED = "joined"  # with another number of theirs, which the body names
    PARTED = "parted"
    TAKEN_BACK = "taken_back"  # a text, before it left: none with this key may leave any more


# What says that somebody had the person in hand. Whether it is done, the conversation says.
LOOKED_AFTER = (Kind.TOOK_OVER, Kind.CALLED_BACK)


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    kind: Kind
    by: str  # the member's id
    body: str
    created_at: datetime
    key: str | None  # of the form that was filled in: that of a note, or of a text that was taken back


def add(
    tx: Transaction,
    account_id: str,
    conversation_id: str,
    kind: Kind,
    by: str,
    body: str = "",
    *,
    key: str = "",
) -> str:
    """Returns the note's id: where one with its `key` is in the conversation already, that one's. Raises
    ValueError with a sentence for the one who wrote it."""
    if kind is Kind.NOTE and not body.strip():
        raise ValueError("The note is empty.")
    if len(body) > LONGEST:
        raise ValueError(f"The note is too long: it may have {LONGEST:,} letters.")
    note = Note(new_id("note"), kind, by, body.strip(), tx.now, key or None)
    place = {"account_id": account_id, "conversation_id": conversation_id}
    row = insert(notes).values(**place, **values_of(note))
    if not tx.execute(row.on_conflict_do_nothing()).rowcount:
        same = sa.select(notes.c.id).where(
            notes.c.account_id == account_id,
            notes.c.conversation_id == conversation_id,
            notes.c.key == key,
        )
        return str(tx.execute(same).scalar_one())
    tx.announce(f"account:{account_id}")
    return note.id


def remove(tx: Transaction, account_id: str, note_id: str, by: str) -> bool:
    """Remove one's own note. Records of what members did cannot be removed. Returns False when there is no
    such note."""
    gone = tx.execute(
        sa.delete(notes).where(
            notes.c.id == note_id,
            notes.c.account_id == account_id,
            notes.c.by == by,
            notes.c.kind == Kind.NOTE,
        )
    )
    tx.announce(f"account:{account_id}")
    return gone.rowcount == 1


def of_conversation(
    tx: Transaction, account_id: str, conversation_id: str, before: datetime | None, limit: int
) -> list[Note]:
    """The newest ones, older than `before`; newest first. What was taken back, its text tells."""
    query = sa.select(*_COLUMNS).where(
        notes.c.account_id == account_id,
        notes.c.conversation_id == conversation_id,
        notes.c.kind != Kind.TAKEN_BACK,
    )
    if before is not None:
        query = query.where(notes.c.created_at < before)
    rows = tx.all(query.order_by(notes.c.created_at.desc(), notes.c.id.desc()).limit(limit))
    return [read_as(Note, row, kind=Kind(row.kind)) for row in rows]


def taken_back(tx: Transaction, account_id: str, conversation_id: str, key: str) -> bool:
    """Has the text that is sent with this key been taken back?"""
    query = sa.select(notes.c.id).where(
        notes.c.account_id == account_id,
        notes.c.conversation_id == conversation_id,
        notes.c.key == key,
        notes.c.kind == Kind.TAKEN_BACK,
    )
    return tx.one(query) is not None


def any_since(
    tx: Transaction, account_id: str, conversation_id: str, kinds: Collection[Kind], since: datetime
) -> bool:
    """Has anybody done one of these things with the conversation since then?"""
    query = sa.select(notes.c.id).where(
        notes.c.account_id == account_id,
        notes.c.conversation_id == conversation_id,
        notes.c.kind.in_(kinds),
        notes.c.created_at >= since,
    )
    return tx.one(query.limit(1)) is not None


_COLUMNS = columns_of(Note, notes)
