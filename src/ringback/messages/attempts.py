"""The table of attempts to send a text: each is written down before its request is made."""

from typing import Any

import sqlalchemy as sa

from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.messages.store import State, Text, change

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("text_id", sa.Text, sa.ForeignKey("texts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.Column("code", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_attempts_text_id", "text_id"),
)


def start(tx: Transaction, text: Text) -> str:
    """Write down that the next thing is the request itself. Committed before the request is made."""
    attempt = new_id("attempt")
    begun = {"id": attempt, "account_id": text.account_id, "text_id": text.id, "started_at": tx.now}
    tx.execute(_ADD, begun)
    change(tx, text, State.SENDING, tries=text.tries + 1, reason="", sentence="")
    return attempt


def end(tx: Transaction, attempt: str, outcome: str, code: str = "") -> None:
    tx.execute(_END, {"id_": attempt, "ended_at": tx.now, "outcome": outcome, "code": code})


def of_text(tx: Transaction, text: Text) -> list[Any]:
    """The attempts to send this text, the first one first."""
    return tx.execute(_OF_TEXT, {"text_": text.id, "account_": text.account_id}).all()


_ADD = Prepared(sa.insert(attempts))
_OF_TEXT = Prepared(
    sa.select(attempts)
    .where(attempts.c.text_id == sa.bindparam("text_"), attempts.c.account_id == sa.bindparam("account_"))
    .order_by(attempts.c.started_at, attempts.c.id)
)
_END = Prepared(sa.update(attempts).where(attempts.c.id == sa.bindparam("id_")))
