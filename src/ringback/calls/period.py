"""The calls of a period with their receipts, for deciding them again under other rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.calls.receipts import receipts
from ringback.calls.store import CallState, calls
from ringback.db.rows import read_as
from ringback.db.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Decided:
    """A missed call and its receipt."""

    call_id: str
    line_id: str
    contact_id: str | None
    caller: str  # as the company sent it
    forwarded_from: str
    at: datetime  # when it was first heard of
    body: str  # of the receipt


def decided_since(tx: Transaction, account_id: str, since: datetime) -> Iterator[Decided]:
    """In the order in which they were decided. A call that was erased is left out."""
    rows = tx.execute(
        sa.select(
            calls.c.id.label("call_id"),
            calls.c.line_id,
            calls.c.contact_id,
            calls.c.caller,
            calls.c.forwarded_from,
            calls.c.first_heard_at.label("at"),
            receipts.c.body,
        )
        .join(receipts, receipts.c.call_id == calls.c.id)
        .where(receipts.c.account_id == account_id, calls.c.account_id == account_id, receipts.c.at >= since)
        .order_by(receipts.c.sequence)
    )
    return (read_as(Decided, row) for row in rows)


def called_since(tx: Transaction, account_id: str, since: datetime) -> Iterator[tuple[str, datetime]]:
    """Who called when, whether it was missed or not; by contact, in no order."""
    rows = tx.execute(
        sa.select(calls.c.contact_id, calls.c.first_heard_at).where(
            calls.c.account_id == account_id,
            calls.c.first_heard_at >= since,
            calls.c.state != CallState.OPEN,
            calls.c.contact_id.is_not(None),
        )
    )
    return ((row.contact_id, row.first_heard_at) for row in rows)


def missed_since(tx: Transaction, account_id: str, since: datetime) -> list[tuple[str, str, datetime]]:
    """The id, the contact and the time of each missed call whose caller is known; in no order."""
    rows = tx.all(
        sa.select(calls.c.id, calls.c.contact_id, calls.c.first_heard_at).where(
            calls.c.account_id == account_id,
            calls.c.first_heard_at >= since,
            calls.c.state == CallState.MISSED,
            calls.c.contact_id.is_not(None),
        )
    )
    return [(row.id, row.contact_id, row.first_heard_at) for row in rows]
