"""The table of webhooks: every request to a line's addresses, stored as it came before anything is done with
it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.prepared import Prepared, Rows
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lib.numbers import LONGEST_RAW, read_number
from ringback.lines.store import COLUMNS, Line, as_line, lines
from ringback.phone.events import CallEvent, Event, PlacedCall, SendAsked, TextReceived, TextReport
from ringback.phone.provider import Capability, Mode, Request
from ringback.phone.registry import provider

TASK = "webhook"
ENRICH = "enrich"
ORDERS = "orders"

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
    sa.Column("found", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("provider", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("line_id", "event_id"),
    sa.Index("ix_webhooks_waiting", "line_id", "peer"),  # only of those that wait: 0001
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
    provider: str  # who sent it; "" of one that was stored before this was written down


def store(
    tx: Transaction, line: Line, event_id: str, peer: str, order_by: str, request: Request
) -> Callable[[], bool]:
    """Store a verified request and add its jobs. What is returned tells whether it is new: False when this
    delivery was stored before. Ask it after the commit, because on a server it waits for the answer.

    `peer` is the number of the person outside, `order_by` the call or person whose requests must be worked on
    one after the other. A company with COMMANDS gets its orders by a job, too; one with ENRICH is asked first
    for what its webhook leaves out.

    So on a server the jobs of a repeated delivery are added, too. They name a webhook that is not there, find
    nothing to do, and end.
    """
    hook_id = new_id("webhook")
    stored = _insert(tx, hook_id, line, event_id, request, HookState.WAITING, peer=peer)
    if tx.shared:
        _add_jobs(tx, line, hook_id, order_by)
        return lambda: bool(stored.rowcount)
    is_new = bool(stored.rowcount)
    if is_new:
        _add_jobs(tx, line, hook_id, order_by)
    return lambda: is_new


def _add_jobs(tx: Transaction, line: Line, hook_id: str, order_by: str) -> None:
    able = provider(line.provider).capabilities
    if Capability.COMMANDS in able:
        jobs.add(tx, ORDERS, hook_id, order_by=f"{line.id}:{order_by}", lane=line.account_id)
    task = ENRICH if Capability.ENRICH in able else TASK
    jobs.add(tx, task, hook_id, order_by=f"{line.id}:{order_by}", lane=line.account_id)


def enriched(
    tx: Transaction, line: Line, hook: Webhook, found: Mapping[str, str], peer: str, order_by: str
) -> None:
    """Store what the company answered about this webhook, and have the webhook worked on."""
    learned = {"id_": hook.id, "found_": dict(found), "peer_": peer}
    tx.execute(_ENRICH, learned)
    jobs.add(tx, TASK, hook.id, order_by=f"{line.id}:{order_by}", lane=line.account_id)


def about(events: Sequence[Event], line: Line) -> tuple[str, str]:
    """The peer and the `order_by` of a request (see `store`). The peer is in E.164 if it is a number.

    A number without + is read as one of the line's country.
    """
    for event in events:
        if isinstance(event, TextReceived):
            person = _number(event.sender, line)
            return person, person
        if isinstance(event, TextReport):
            return "", event.text or event.id
        if isinstance(event, SendAsked):
            return "", _number(event.to, line)
        if isinstance(event, PlacedCall):
            return "", event.placed
        if isinstance(event, CallEvent):
            return _number(getattr(event, "caller", ""), line), event.call
    return "", line.id


def _number(raw: str, line: Line) -> str:
    return read_number(raw, read_number(line.number).country or "US").e164 or raw[:LONGEST_RAW]


def store_unreadable(tx: Transaction, line: Line, event_id: str, request: Request, why: str) -> None:
    """Keep a genuine request that nobody understood, for whoever runs the server."""
    _insert(tx, new_id("webhook"), line, event_id, request, HookState.UNREADABLE, note=why)


def _insert(
    tx: Transaction,
    hook_id: str,
    line: Line,
    event_id: str,
    request: Request,
    state: HookState,
    *,
    peer: str = "",
    note: str = "",
) -> Rows:
    return tx.execute(
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
            "provider": line.provider,
        },
    )


def get(tx: Transaction, hook_id: str) -> Webhook | None:
    row = tx.execute(_BY_ID, {"id_": hook_id}).first()
    if row is None:
        return None
    request = Request(
        row.method,
        row.url,
        row.kind,
        {"content-type": row.content_type},
        row.body,
        row.at,
        row.query,
        row.found,
    )
    return Webhook(row.id, row.line_id, HookState(row.state), request, row.provider)


def line_of(tx: Transaction, hook_id: str) -> Line | None:
    """The line of a webhook, which can be asked for together with the webhook itself."""
    row = tx.execute(_LINE_OF, {"id_": hook_id}).first()
    return as_line(row) if row else None


def finish(tx: Transaction, hook: Webhook, state: HookState = HookState.DONE, note: str = "") -> None:
    """Close it. `note` says why nothing came of it; never with a number or a text in it."""
    tx.execute(_FINISH, {"id_": hook.id, "state_": state, "note_": note})


def unread_from(tx: Transaction, line_id: str, peer: str) -> bool:
    """Is there something from this person that has arrived and has not been worked on yet?"""
    return bool(tx.execute(_UNREAD, {"line_": line_id, "peer_": peer}).scalar())


def unread_about(tx: Transaction, account_id: str, peer: str) -> bool:
    """The same, on any line of the business. Some phone systems report an answered call by its id alone: such
    a webhook counts, too, because it may be about this person.
    """
    return bool(tx.execute(_UNREAD_ABOUT, {"account_": account_id, "peer_": peer}).scalar())


def unread_before(tx: Transaction, line_id: str, peer: str, at: datetime) -> bool:
    """The same, of what arrived before that instant."""
    return bool(tx.execute(_UNREAD_BEFORE, {"line_": line_id, "peer_": peer, "at_": at}).scalar())


def waiting_since(tx: Transaction) -> datetime | None:
    """When the oldest request arrived that is still to be worked on."""
    at: datetime | None = tx.execute(
        sa.select(sa.func.min(webhooks.c.at)).where(webhooks.c.state == HookState.WAITING)
    ).scalar()
    return at


def new_words(tx: Transaction) -> list[tuple[str, int]]:
    """What companies have said that is new to us, and how often, most often first."""
    is_new = webhooks.c.note.like("%, which is new to us%")
    counted = sa.select(webhooks.c.note, sa.func.count().label("times")).where(is_new)
    rows = tx.all(counted.group_by(webhooks.c.note).order_by(sa.desc("times"), webhooks.c.note))
    return [(row.note, row.times) for row in rows]


def unreadable(tx: Transaction) -> int:
    """How many genuine requests nobody understood."""
    return int(
        tx.execute(sa.select(sa.func.count()).where(webhooks.c.state == HookState.UNREADABLE)).scalar_one()
    )


_ADD = Prepared(insert(webhooks).on_conflict_do_nothing())
_BY_ID = Prepared(sa.select(webhooks).where(webhooks.c.id == sa.bindparam("id_")))
_ITS_LINE = sa.select(webhooks.c.line_id).where(webhooks.c.id == sa.bindparam("id_"))
_LINE_OF = Prepared(sa.select(*COLUMNS).where(lines.c.id == _ITS_LINE.scalar_subquery()))
_ENRICH = Prepared(
    sa.update(webhooks)
    .where(webhooks.c.id == sa.bindparam("id_"))
    .values(found=sa.bindparam("found_", type_=sa.JSON), peer=sa.bindparam("peer_"))
)
_FINISH = Prepared(
    sa.update(webhooks)
    .where(webhooks.c.id == sa.bindparam("id_"))
    .values(state=sa.bindparam("state_"), note=sa.bindparam("note_"))
)
_OF_PERSON = sa.select(sa.literal(1)).where(
    webhooks.c.state == sa.literal_column("'waiting'"),
    webhooks.c.line_id == sa.bindparam("line_"),
    webhooks.c.peer == sa.bindparam("peer_"),
)
_UNREAD = Prepared(_OF_PERSON.limit(1))
_ITS_LINES = sa.select(lines.c.id).where(lines.c.account_id == sa.bindparam("account_"))
_UNREAD_ABOUT = Prepared(
    sa.select(sa.literal(1))
    .where(
        webhooks.c.state == sa.literal_column("'waiting'"),
        sa.or_(
            sa.and_(webhooks.c.line_id.in_(_ITS_LINES), webhooks.c.peer == sa.bindparam("peer_")),
            sa.and_(
                webhooks.c.line_id.in_(_ITS_LINES.where(lines.c.mode == Mode.OBSERVE)),
                webhooks.c.peer == "",
            ),
        ),
    )
    .limit(1)
)
_UNREAD_BEFORE = Prepared(_OF_PERSON.where(webhooks.c.at < sa.bindparam("at_")).limit(1))
