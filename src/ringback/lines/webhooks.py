"""What arrived at a line's addresses, as it came: stored before it is acted on, and kept beside what came
of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lines.store import Line
from ringback.phone.provider import Request

TASK = "webhook"
ORDERS = "orders"

_WAITING = sa.text("state = 'waiting'")
webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id"), nullable=False),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("peer", sa.Text, nullable=False, server_default=""),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("query", sa.JSON, nullable=False),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("line_id", "event_id"),
    sa.Index("ix_webhooks_waiting", "line_id", "peer", sqlite_where=_WAITING, postgresql_where=_WAITING),
)


class HookState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    UNREADABLE = "unreadable"  # genuine, and not understood: kept for whoever runs the server


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str
    line_id: str
    state: HookState
    request: Request


def store(
    tx: Transaction,
    line: Line,
    event_id: str,
    peer: str,
    order_by: str,
    request: Request,
    *,
    orders: bool = False,
) -> bool:
    """Keep a verified request and have it worked on; False when this delivery was here before.

    `peer` is the outside person it is about (as the company wrote the number), `order_by` the call or person
    whose requests must be worked on one after the other. `orders`: the company waits for ours because of it.
    """
    hook_id = _insert(tx, line, event_id, request, HookState.WAITING, peer=peer)
    if hook_id is not None:
        if orders:
            jobs.add(tx, ORDERS, hook_id, order_by=f"{ORDERS}:{line.id}:{order_by}")
        jobs.add(tx, TASK, hook_id, order_by=f"{line.id}:{order_by}")
    return hook_id is not None


def store_unreadable(tx: Transaction, line: Line, event_id: str, request: Request, why: str) -> None:
    """Keep a genuine request that nobody understood, for whoever runs the server."""
    _insert(tx, line, event_id, request, HookState.UNREADABLE, note=why)


def _insert(
    tx: Transaction,
    line: Line,
    event_id: str,
    request: Request,
    state: HookState,
    *,
    peer: str = "",
    note: str = "",
) -> str | None:
    hook_id = new_id("webhook")
    stored = tx.execute(
        _ADD,
        {
            "id": hook_id,
            "account_id": line.account_id,
            "line_id": line.id,
            "event_id": event_id,
            "kind": request.kind,
            "peer": peer,
            "method": request.method,
            "url": request.url,
            "query": dict(request.query),
            "content_type": request.headers.get("content-type", ""),
            "body": request.body,
            "at": request.at,
            "state": state,
            "note": note,
        },
    )
    return hook_id if stored.rowcount else None


def get(tx: Transaction, hook_id: str) -> Webhook | None:
    row = tx.execute(_BY_ID, {"id_": hook_id}).first()
    if row is None:
        return None
    request = Request(
        row.method, row.url, row.kind, {"content-type": row.content_type}, row.body, row.at, row.query
    )
    return Webhook(row.id, row.line_id, HookState(row.state), request)


def finish(tx: Transaction, hook: Webhook, state: HookState = HookState.DONE, note: str = "") -> None:
    """Close it. `note` says why nothing came of it; never with a number or a text in it."""
    tx.execute(_FINISH, {"id_": hook.id, "state_": state, "note_": note})


def unread_from(tx: Transaction, line_id: str, peer: str) -> bool:
    """Is there something from this person that has arrived and has not been worked on yet?"""
    return bool(tx.execute(_UNREAD, {"line_": line_id, "peer_": peer}).scalar())


def waiting_since(tx: Transaction) -> datetime | None:
    """When the oldest request arrived that is still to be worked on."""
    at: datetime | None = tx.execute(
        sa.select(sa.func.min(webhooks.c.at)).where(webhooks.c.state == HookState.WAITING)
    ).scalar()
    return at


def unreadable(tx: Transaction) -> int:
    """How many genuine requests nobody understood."""
    return int(
        tx.execute(sa.select(sa.func.count()).where(webhooks.c.state == HookState.UNREADABLE)).scalar_one()
    )


_ADD = Prepared(insert(webhooks).on_conflict_do_nothing())
_BY_ID = Prepared(sa.select(webhooks).where(webhooks.c.id == sa.bindparam("id_")))
_FINISH = Prepared(
    sa.update(webhooks)
    .where(webhooks.c.id == sa.bindparam("id_"))
    .values(state=sa.bindparam("state_"), note=sa.bindparam("note_"))
)
_UNREAD = Prepared(
    sa.select(sa.literal(1))
    .where(
        webhooks.c.state == sa.literal_column("'waiting'"),
        webhooks.c.line_id == sa.bindparam("line_"),
        webhooks.c.peer == sa.bindparam("peer_"),
    )
    .limit(1)
)
