"""The conversations table. The thread itself is read from calls, texts and tasks; this row is its state."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("unread", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("account_id", "contact_id"),
    sa.Index("ix_conversations_account_id_last_at", "account_id", "last_at"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    contact_id: str
    last_at: datetime
    unread: int


def touch(tx: Transaction, account_id: str, contact_id: str, *, unread: bool = False) -> str:
    """Open the person's conversation or bring it to the top; returns its id."""
    row = tx.execute(
        _TOUCH,
        {
            "id": new_id("conversation"),
            "account_id": account_id,
            "contact_id": contact_id,
            "last_at": tx.now,
            "unread": int(unread),
            "created_at": tx.now,
        },
    ).one()
    tx.announce(f"account:{account_id}")
    return str(row.id)


def get(tx: Transaction, account_id: str, conversation_id: str) -> Conversation:
    """Raises LookupError when it is none of this business."""
    row = tx.one(
        sa.select(*_COLUMNS).where(
            conversations.c.id == conversation_id, conversations.c.account_id == account_id
        )
    )
    if row is None:
        raise LookupError(conversation_id)
    return Conversation(**row._asdict())


def latest(tx: Transaction, account_id: str, limit: int = 50) -> list[Conversation]:
    """The conversations of one business, the newest first."""
    rows = tx.all(
        sa.select(*_COLUMNS)
        .where(conversations.c.account_id == account_id)
        .order_by(conversations.c.last_at.desc())
        .limit(limit)
    )
    return [Conversation(**row._asdict()) for row in rows]


_COLUMNS = tuple(conversations.c[name] for name in Conversation.__dataclass_fields__)
_NEW = insert(conversations)
_TOUCH = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["account_id", "contact_id"],
        set_={
            "last_at": _NEW.excluded.last_at,
            "unread": conversations.c.unread + _NEW.excluded.unread,
        },
    ).returning(conversations.c.id)
)
