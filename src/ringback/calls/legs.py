"""The table of the phones that rang in a call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ringback.calls.verdict import Evidence
from ringback.db.insert import insert
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.phone.events import LegAccepted, LegAnswered, LegEnded, LegRang

legs = sa.Table(
    "legs",
    metadata,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
    account_id(),
    sa.Column("leg", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("rang_at", Instant),
    sa.Column("answered_at", Instant),
    sa.Column("accepted_at", Instant),
    sa.Column("ended_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.PrimaryKeyConstraint("call_id", "leg"),
)


def record(
    tx: Transaction, account_id: str, call_id: str, event: LegRang | LegAnswered | LegAccepted | LegEnded
) -> None:
    """Of each kind of event the first one counts."""
    column = {
        LegRang: "rang_at",
        LegAnswered: "answered_at",
        LegAccepted: "accepted_at",
        LegEnded: "ended_at",
    }[type(event)]
    values: dict[str, Any] = {column: event.at}
    if isinstance(event, LegEnded):
        values["outcome"] = event.outcome
    row = insert(legs).values(
        call_id=call_id, account_id=account_id, leg=event.leg, phone=event.phone, **values
    )
    first = {name: sa.func.coalesce(legs.c[name], row.excluded[name]) for name in values}
    tx.execute(row.on_conflict_do_update(index_elements=["call_id", "leg"], set_=first))


def of_call(tx: Transaction, account_id: str, call_id: str) -> Sequence[sa.Row[Any]]:
    """The phones that rang, in the order in which they rang."""
    return tx.all(
        sa.select(legs)
        .where(legs.c.call_id == call_id, legs.c.account_id == account_id)
        .order_by(legs.c.rang_at, legs.c.leg)
    )


def rings_since(
    tx: Transaction, account_id: str, call_id: str, heard: Evidence, *, only_after_the_end: bool
) -> datetime | None:
    """Since when a phone has been ringing although the call has ended in an unclear way; None when none is.

    `only_after_the_end`: count only phones that began to ring after that end, for companies that do not
    report when the others stop.
    """
    if heard.ended_at is None or heard.nobody_at is not None:
        return None
    rings = sa.select(sa.func.max(legs.c.rang_at).label("at")).where(
        legs.c.call_id == call_id,
        legs.c.account_id == account_id,
        legs.c.answered_at.is_(None),
        legs.c.ended_at.is_(None),
    )
    if only_after_the_end:
        rings = rings.where(legs.c.rang_at > heard.ended_at)
    row = tx.one(rings)
    return row.at if row else None
