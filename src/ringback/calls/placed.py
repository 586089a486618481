"""The table of placed calls: a member calls somebody from the business number.

The phone company is asked to place each call once. Its events come in any order and never move a call back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.phone.events import PlacedCall, Step

TASK: Final = "place_call"
OF_USE: Final = timedelta(minutes=1)  # later, nobody expects their phone to ring for what they pressed
UNDER_WAY: Final = timedelta(minutes=2)  # how long both phones ring at most

placed_calls = sa.Table(
    "placed_calls",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id"), nullable=False),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("once", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False, server_default=""),
    sa.Column("seconds", sa.Integer),
    sa.Column("asked_at", Instant, nullable=False),
    sa.UniqueConstraint("account_id", "once"),
    sa.Index("ix_placed_calls_contact_id", "contact_id"),
)


class State(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"  # the company is being asked, or was when we died
    RINGING = "ringing"  # the member's own phone
    PICKED_UP = "picked_up"  # it asks for the key
    CONNECTING = "connecting"  # the person's phone rings
    SPOKE = "spoke"
    NOT_REACHED = "not_reached"
    NOT_TAKEN = "not_taken"  # nobody pressed the key on the member's own phone
    FAILED = "failed"  # certainly not started
    UNSURE = "unsure"  # perhaps started; never tried again


ORDER: Final = (
    State.WAITING,
    State.STARTING,
    State.UNSURE,
    State.RINGING,
    State.PICKED_UP,
    State.CONNECTING,
    State.NOT_TAKEN,
    State.NOT_REACHED,
    State.SPOKE,
)
_HEARD: Final = {
    Step.PICKED_UP: State.PICKED_UP,
    Step.CONNECTING: State.CONNECTING,
    Step.SPOKE: State.SPOKE,
    Step.NOT_REACHED: State.NOT_REACHED,
}
_GOING_ON: Final = ORDER[:6]


@dataclass(frozen=True, slots=True)
class CallOut:
    id: str
    account_id: str
    line_id: str
    contact_id: str
    by: str  # the member's id
    phone: str  # their own, E.164
    state: State
    problem: str  # a sentence, where it could not be started
    seconds: int | None  # how long the two were connected
    asked_at: datetime


def ask(
    tx: Transaction, *, account_id: str, line_id: str, contact_id: str, by: str, phone: str, once: str
) -> bool:
    """Have the call started at once. Returns False when it was asked for already, or when this member is in
    another call."""
    mine = sa.select(placed_calls.c.id).where(
        placed_calls.c.account_id == account_id,
        placed_calls.c.by == by,
        placed_calls.c.state.in_(_GOING_ON),
        placed_calls.c.asked_at > tx.now - UNDER_WAY,
    )
    if tx.one(mine.limit(1)) is not None:
        return False
    id = new_id("placed")
    row = insert(placed_calls).values(
        id=id, account_id=account_id, line_id=line_id, contact_id=contact_id, by=by, phone=phone, once=once,
        state=State.WAITING, asked_at=tx.now,
    )  # fmt: skip
    if not tx.execute(row.on_conflict_do_nothing()).rowcount:
        return False
    jobs.add(tx, TASK, id, key=f"{TASK}:{id}")
    tx.announce(f"account:{account_id}")
    return True


def get(tx: Transaction, id: str) -> CallOut | None:
    row = tx.one(sa.select(*_COLUMNS).where(placed_calls.c.id == id))
    return _call(row) if row else None


def hold(tx: Transaction, id: str) -> CallOut | None:
    """The call, for a flow that decides about it."""
    row = tx.one(sa.select(*_COLUMNS).where(placed_calls.c.id == id).with_for_update(key_share=True))
    return _call(row) if row else None


def of_contact(
    tx: Transaction, account_id: str, contact_id: str, before: datetime | None, limit: int
) -> list[CallOut]:
    """The calls that were asked for before `before`, newest first."""
    query = sa.select(*_COLUMNS).where(
        placed_calls.c.account_id == account_id, placed_calls.c.contact_id == contact_id
    )
    if before is not None:
        query = query.where(placed_calls.c.asked_at < before)
    rows: Sequence[sa.Row[Any]] = tx.all(query.order_by(placed_calls.c.asked_at.desc()).limit(limit))
    return [_call(row) for row in rows]


def spoke_since(tx: Transaction, account_id: str, contact_id: str, since: datetime) -> bool:
    """Has a member spoken with this person in a call that was asked for since then?"""
    query = sa.select(placed_calls.c.id).where(
        placed_calls.c.account_id == account_id,
        placed_calls.c.contact_id == contact_id,
        placed_calls.c.state == State.SPOKE,
        placed_calls.c.asked_at >= since,
    )
    return tx.one(query.limit(1)) is not None


def hear(tx: Transaction, call: CallOut, event: PlacedCall) -> bool:
    """Move the call on. Returns True when the two begin to speak. An event that is late or repeated changes
    nothing."""
    state = _HEARD.get(event.step) or _over(call)
    later = call.state in ORDER and ORDER.index(state) > ORDER.index(call.state)
    if later or (event.seconds is not None and event.seconds != call.seconds):
        change(tx, call, state if later else call.state, seconds=event.seconds)
    return later and state is State.SPOKE


def change(
    tx: Transaction, call: CallOut, state: State, *, problem: str = "", seconds: int | None = None
) -> None:
    values: dict[str, Any] = {"state": state, "problem": problem}
    if seconds is not None:
        values["seconds"] = seconds
    own = placed_calls.c.id == call.id, placed_calls.c.account_id == call.account_id
    tx.execute(sa.update(placed_calls).where(*own).values(**values))
    tx.announce(f"account:{call.account_id}")


def _over(call: CallOut) -> State:
    """The member has hung up: before the key was pressed, or while the other phone rang."""
    return State.NOT_REACHED if call.state is State.CONNECTING else State.NOT_TAKEN


def _call(row: sa.Row[Any]) -> CallOut:
    return read_as(CallOut, row, state=State(row.state))


_COLUMNS: Final = columns_of(CallOut, placed_calls)
