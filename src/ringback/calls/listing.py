"""The calls of a business, a page at a time, each with the receipt of its decision."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.calls import receipts
from ringback.calls.receipts import Receipt
from ringback.calls.store import Call, CallState, calls, from_row
from ringback.db.transaction import Transaction


class Shown(StrEnum):
    ALL = "all"
    MISSED = "missed"
    ANSWERED = "answered"


def page_of(
    tx: Transaction, account_id: str, which: Shown, before: datetime | None, limit: int
) -> list[tuple[Call, Receipt | None]]:
    """The calls whose first event came before `before`, newest first. Two queries."""
    query = sa.select(*calls.c).where(calls.c.account_id == account_id)
    if which is not Shown.ALL:
        query = query.where(calls.c.state == _STATE[which])
    if before is not None:
        query = query.where(calls.c.first_heard_at < before)
    newest = query.order_by(calls.c.first_heard_at.desc(), calls.c.id.desc()).limit(limit)
    found = [from_row(row) for row in tx.all(newest)]
    kept = receipts.of_calls(tx, account_id, [call.id for call in found])
    return [(call, kept.get(call.id)) for call in found]


_STATE = {Shown.MISSED: CallState.MISSED, Shown.ANSWERED: CallState.ACCEPTED}
