"""The table of texts. `queue.py` puts texts in and knows which wait; `attempts.py` has each try to send one.

The states of a text that we send:

  waiting ──▶ sending ──▶ accepted ──▶ sent ──▶ delivered
     │           │  └──▶ unsure ─┘       └───▶ undelivered
     │           └──▶ waiting (certainly not sent: try again) · failed
     └──▶ cancelled
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lib.tracing import about

TELL = "tell_sent"

texts = sa.Table(
    "texts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id"), nullable=False),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id")),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("once", sa.Text, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("media", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("sentence", sa.Text, nullable=False, server_default=""),
    sa.Column("provider_text", sa.Text),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("due", Instant),
    sa.Column("expires_at", Instant),
    sa.Column("accepted_at", Instant),
    sa.Column("delivered_at", Instant),
    sa.Column("written_by", sa.Text, nullable=False, server_default=""),
    sa.Column("released_because", sa.Text, nullable=False, server_default=""),
    sa.Column("relay", sa.Text),
    sa.Index("uq_texts_line_id_provider_text", "line_id", "provider_text", unique=True),
    sa.Index("ix_texts_contact_id_created_at", "contact_id", "created_at"),
    sa.Index("ix_texts_call_id", "call_id"),
    sa.Index("ix_texts_account_id_created_at", "account_id", "created_at"),
)


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # an attempt is written; the request may be under way
    UNSURE = "unsure"  # an attempt's answer was lost: it is looked up, never repeated
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"  # certainly not sent
    CANCELLED = "cancelled"  # by us, before anything left
    RECEIVED = "received"  # an inbound text


class Purpose(StrEnum):
    MISSED_CALL = "missed_call"  # the automatic first text
    CONFIRMATION = "confirmation"  # of STOP, START or HELP
    SAFETY = "safety"  # to somebody in danger
    FOLLOW_UP = "follow_up"  # whether they still need help, when nobody answered
    REPLY = "reply"  # a person of the business wrote it
    INBOUND = "inbound"


@dataclass(frozen=True, slots=True)
class Text:
    id: str
    account_id: str
    line_id: str
    contact_id: str
    conversation_id: str
    call_id: str | None
    purpose: Purpose
    body: str
    media: list[dict[str, str]]  # of an inbound text: its "url" and "type"
    state: State
    reason: str
    sentence: str
    provider_text: str | None
    tries: int  # attempts begun so far
    created_at: datetime
    due: datetime | None
    expires_at: datetime | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    written_by: str  # the member who wrote it; "" for automatic texts
    released_because: str  # why that member sent it although the content guard held it
    relay: str | None = None  # whom to tell what becomes of it (`relays.py`); None: it was written here
    once: str | None = None  # `queue.py`; None: an inbound text, or one that certainly did not leave

    @property
    def trace(self) -> str:
        """The id under which all about this text is logged: that of its call, if a call is behind it."""
        return self.call_id or self.id

    @property
    def key(self) -> str:
        """With which a member's page sent it; "" for other texts, and when it certainly did not leave."""
        return self.once.split(":", 2)[2] if self.once and self.purpose is Purpose.REPLY else ""


# Automatic, and no answer to anything that the person wrote.
UNASKED = (Purpose.MISSED_CALL, Purpose.FOLLOW_UP)

MAYBE_WITH_THEM = (
    State.SENDING,
    State.UNSURE,
    State.ACCEPTED,
    State.SENT,
    State.DELIVERED,
    State.UNDELIVERED,
)


def once_of_reply(conversation_id: str, key: str) -> str:
    return f"{Purpose.REPLY}:{conversation_id}:{key}"


def receive(
    tx: Transaction,
    *,
    account_id: str,
    line_id: str,
    contact_id: str,
    conversation_id: str,
    provider_text: str,
    body: str,
    media: list[dict[str, str]],
    at: datetime,
) -> str | None:
    """Store an inbound text once per line and company id; None when it was there already."""
    text_id = new_id("text")
    stored = tx.execute(
        ADD,
        {
            "id": text_id,
            "account_id": account_id,
            "line_id": line_id,
            "contact_id": contact_id,
            "conversation_id": conversation_id,
            "direction": "in",
            "purpose": Purpose.INBOUND,
            "body": body,
            "media": media,
            "state": State.RECEIVED,
            "provider_text": provider_text,
            "created_at": at,
        },
    )
    if stored.rowcount:
        about(text_id)
    return text_id if stored.rowcount else None


def get(tx: Transaction, text_id: str) -> Text | None:
    row = tx.execute(_BY_ID, {"id_": text_id}).first()
    return from_row(row) if row else None


def by_once(tx: Transaction, account_id: str, once: str) -> Text | None:
    """The text that was queued with this `once` and neither cancelled nor failed."""
    row = tx.one(sa.select(*COLUMNS).where(texts.c.account_id == account_id, texts.c.once == once))
    return from_row(row) if row else None


def by_provider_text(tx: Transaction, line_id: str, provider_text: str) -> Text | None:
    row = tx.execute(_BY_PROVIDER_TEXT, {"line_": line_id, "theirs_": provider_text}).first()
    return from_row(row) if row else None


def change(tx: Transaction, text: Text, state: State, **values: Any) -> None:
    """Change the state and other columns of a text.

    A text that certainly did not leave gives up its `once`, so that another text can be queued for a later
    call.
    """
    if state in (State.CANCELLED, State.FAILED):
        values["once"] = None
    tx.execute(_CHANGE, {"id_": text.id, "account_": text.account_id, "state": state, **values})
    if text.relay is not None:
        jobs.add(tx, TELL, text.relay, key=f"{TELL}:{text.relay}", lane=text.account_id)
    tx.announce(f"account:{text.account_id}")


def last_bodies(tx: Transaction, account_id: str, contact_id: str, limit: int = 5) -> list[str]:
    """The last texts that we sent to this person, to recognise a reaction or a quotation of them."""
    return [
        text.body
        for text in newest(tx, account_id, limit=2 * limit, contact_id=contact_id)
        if text.state is not State.RECEIVED
    ][:limit]


def newest(
    tx: Transaction, account_id: str, *, limit: int = 100, contact_id: str | None = None
) -> list[Text]:
    """The texts of one business, in and out, newest first."""
    asked = {"account_": account_id, "limit_": limit}
    if contact_id is None:
        rows = tx.execute(_NEWEST, asked)
    else:
        rows = tx.execute(_NEWEST_OF_CONTACT, {**asked, "contact_": contact_id})
    return [from_row(row) for row in rows]


def of_call(tx: Transaction, account_id: str, call_id: str) -> Text | None:
    row = tx.one(
        sa.select(*COLUMNS)
        .where(texts.c.account_id == account_id, texts.c.call_id == call_id)
        .order_by(texts.c.created_at.desc())
    )
    return from_row(row) if row else None


def states_of_calls(tx: Transaction, account_id: str, call_ids: Collection[str]) -> dict[str, State]:
    """What became of the first text about each of these calls; nothing for a call without one."""
    query = (
        sa.select(texts.c.call_id, texts.c.state)
        .where(texts.c.account_id == account_id, among(texts.c.call_id, "calls_"))
        .where(texts.c.purpose == Purpose.MISSED_CALL)
        .order_by(texts.c.created_at)
    )
    return {row.call_id: State(row.state) for row in tx.execute(query, {"calls_": call_ids})}


def from_row(row: sa.Row[Any]) -> Text:
    return read_as(Text, row, purpose=Purpose(row.purpose), state=State(row.state))


COLUMNS = columns_of(Text, texts)
ADD = Prepared(insert(texts).on_conflict_do_nothing())
_BY_ID = Prepared(sa.select(*COLUMNS).where(texts.c.id == sa.bindparam("id_")))
_OF_ACCOUNT = (
    sa.select(*COLUMNS)
    .where(texts.c.account_id == sa.bindparam("account_"))
    .order_by(texts.c.created_at.desc(), texts.c.id.desc())
    .limit(sa.bindparam("limit_", type_=sa.Integer))
)
_NEWEST = Prepared(_OF_ACCOUNT)
_NEWEST_OF_CONTACT = Prepared(_OF_ACCOUNT.where(texts.c.contact_id == sa.bindparam("contact_")))
_BY_PROVIDER_TEXT = Prepared(
    sa.select(*COLUMNS).where(
        texts.c.line_id == sa.bindparam("line_"), texts.c.provider_text == sa.bindparam("theirs_")
    )
)
_CHANGE = Prepared(
    sa.update(texts).where(texts.c.id == sa.bindparam("id_"), texts.c.account_id == sa.bindparam("account_"))
)
