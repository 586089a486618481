"""The calls that came to one line."""

from datetime import datetime

import sqlalchemy as sa

from ringback.calls.store import COLUMNS, Call, calls, from_row
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lines.store import Line


def on_line_between(tx: Transaction, line: Line, since: datetime, until: datetime) -> list[Call]:
    """The calls that came to this line in that time, newest first."""
    query = sa.select(*COLUMNS).where(
        calls.c.account_id == line.account_id,
        calls.c.line_id == line.id,
        calls.c.first_heard_at.between(since, until),
    )
    return [from_row(row) for row in tx.all(query.order_by(calls.c.first_heard_at.desc()).limit(100))]


def has_begun_since(tx: Transaction, line: Line, since: datetime) -> bool:
    """Has the company told of the beginning of a call to this line since then?"""
    query = sa.select(calls.c.id).where(
        calls.c.account_id == line.account_id,
        calls.c.line_id == line.id,
        calls.c.first_heard_at >= since,
        calls.c.started_at.is_not(None),
    )
    return tx.one(query.limit(1)) is not None


def last_on_line(tx: Transaction, line: Line) -> datetime | None:
    """When the latest call came to this line; None: never."""
    query = sa.select(calls.c.first_heard_at).where(
        calls.c.account_id == line.account_id, calls.c.line_id == line.id
    )
    row = tx.one(query.order_by(calls.c.first_heard_at.desc()).limit(1))
    return row.first_heard_at if row else None


def has_heard_a_call(tx: Transaction, line: Line) -> bool:
    """Has anybody ever called this line?"""
    return bool(tx.execute(_ANY_ON_LINE, {"account_": line.account_id, "line_": line.id}).scalar())


_ANY_ON_LINE = Prepared(
    sa.select(sa.literal(1))
    .where(calls.c.account_id == sa.bindparam("account_"), calls.c.line_id == sa.bindparam("line_"))
    .limit(1)
)
