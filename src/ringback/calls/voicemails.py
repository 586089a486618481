"""The table of what callers said after the beep."""

from typing import Any

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.phone.events import VoicemailLeft

voicemails = sa.Table(
    "voicemails",
    metadata,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    account_id(),
    sa.Column("recording", sa.Text, nullable=False, server_default=""),
    sa.Column("seconds", sa.Integer),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("at", Instant, nullable=False),
)


def record(tx: Transaction, account_id: str, call_id: str, event: VoicemailLeft) -> None:
    """A recording and its transcript come in two events, in any order: each fills what it knows."""
    row = insert(voicemails).values(
        call_id=call_id,
        account_id=account_id,
        recording=event.recording,
        seconds=event.seconds,
        words=event.words,
        at=event.at,
    )
    filled = {
        "recording": sa.case(
            (row.excluded.recording != "", row.excluded.recording), else_=voicemails.c.recording
        ),
        "words": sa.case((row.excluded.words != "", row.excluded.words), else_=voicemails.c.words),
        "seconds": sa.func.coalesce(voicemails.c.seconds, row.excluded.seconds),
    }
    tx.execute(row.on_conflict_do_update(index_elements=["call_id"], set_=filled))


def of_call(tx: Transaction, account_id: str, call_id: str) -> sa.Row[Any] | None:
    return tx.one(
        sa.select(voicemails).where(voicemails.c.call_id == call_id, voicemails.c.account_id == account_id)
    )
