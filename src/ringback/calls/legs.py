"""The table of the phones that rang in a call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ringback.calls.verdict import Evidence
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
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
    leg = {"call_id": call_id, "account_id": account_id, "leg": event.leg, "phone": event.phone}
    said: dict[str, Any] = {_AT[type(event)]: event.at}
    if isinstance(event, LegEnded):
        said["outcome"] = event.outcome
    tx.execute(_FIRST[tuple(said)], {**leg, **said})


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
    call = {"call_": call_id, "account_": account_id}
    if only_after_the_end:
        since: datetime | None = tx.execute(_RINGS_AFTER, {**call, "ended_": heard.ended_at}).scalar()
    else:
        since = tx.execute(_RINGS, call).scalar()
    return since


def _first(columns: tuple[str, ...]) -> Prepared:
    row = insert(legs)
    first = {name: sa.func.coalesce(legs.c[name], row.excluded[name]) for name in columns}
    return Prepared(row.on_conflict_do_update(index_elements=["call_id", "leg"], set_=first))


_AT = {LegRang: "rang_at", LegAnswered: "answered_at", LegAccepted: "accepted_at", LegEnded: "ended_at"}
_SAID = [("rang_at",), ("answered_at",), ("accepted_at",), ("ended_at", "outcome")]
_FIRST = {columns: _first(columns) for columns in _SAID}
_RINGING = sa.select(sa.func.max(legs.c.rang_at)).where(
    legs.c.call_id == sa.bindparam("call_"),
    legs.c.account_id == sa.bindparam("account_"),
    legs.c.answered_at.is_(None),
    legs.c.ended_at.is_(None),
)
_RINGS = Prepared(_RINGING)
_RINGS_AFTER = Prepared(_RINGING.where(legs.c.rang_at > sa.bindparam("ended_", type_=Instant)))
