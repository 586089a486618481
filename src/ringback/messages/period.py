"""The texts of a period, for deciding its calls again under other rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.db.transaction import Transaction
from ringback.messages.store import MAYBE_WITH_THEM, Purpose, State, texts


@dataclass(frozen=True, slots=True)
class FirstText:
    """What became of an automatic first text."""

    queued_at: datetime
    left_at: datetime  # or was to leave
    left: bool  # it left, may have left, or still waits; False when it was cancelled or refused
    bounced: bool


def first_texts_since(tx: Transaction, account_id: str, since: datetime) -> Mapping[str, FirstText]:
    """By the call that they answered."""
    rows = tx.execute(
        sa.select(texts.c.call_id, texts.c.created_at, texts.c.accepted_at, texts.c.due, texts.c.state).where(
            texts.c.account_id == account_id,
            texts.c.created_at >= since,
            texts.c.purpose == Purpose.MISSED_CALL,
            texts.c.call_id.is_not(None),
        )
    )
    return {
        row.call_id: FirstText(
            queued_at=row.created_at,
            left_at=row.accepted_at or row.due or row.created_at,
            left=row.state in (*MAYBE_WITH_THEM, State.WAITING),
            bounced=row.state == State.UNDELIVERED,
        )
        for row in rows
    }


def wrote_since(tx: Transaction, account_id: str, since: datetime) -> Iterator[tuple[str, datetime]]:
    """Who texted the business when; by contact, in no order."""
    rows = tx.execute(
        sa.select(texts.c.contact_id, texts.c.created_at).where(
            texts.c.account_id == account_id,
            texts.c.created_at >= since,
            texts.c.purpose == Purpose.INBOUND,
        )
    )
    return ((row.contact_id, row.created_at) for row in rows)
