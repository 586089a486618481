"""Why a call was or was not answered with a text. One receipt per decision; never changed afterwards."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    id: str
    call_id: str
    verdict: str  # "text", "skip" or "call_back"
    reason: str
    sentence: str  # for the owner
    body: str  # canonical JSON: facts, policy version, ordered checks
    at: datetime


def keep(
    tx: Transaction, account_id: str, call_id: str, *, verdict: str, reason: str, sentence: str, body: str
) -> None:
    """Store the receipt of this call's decision. A call is decided once: a second receipt is not kept."""
    tx.execute(
        _KEEP,
        {
            "id": new_id("receipt"),
            "account_id": account_id,
            "call_id": call_id,
            "verdict": verdict,
            "reason": reason,
            "sentence": sentence,
            "body": body,
            "at": tx.now,
        },
    )


def of_call(tx: Transaction, account_id: str, call_id: str) -> Receipt | None:
    row = tx.one(
        sa.select(
            receipts.c.id,
            receipts.c.call_id,
            receipts.c.verdict,
            receipts.c.reason,
            receipts.c.sentence,
            receipts.c.body,
            receipts.c.at,
        ).where(receipts.c.call_id == call_id, receipts.c.account_id == account_id)
    )
    return Receipt(**row._asdict()) if row else None


_KEEP = Prepared(insert(receipts).on_conflict_do_nothing())
