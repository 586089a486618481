"""The promises table: times that a text stated, until they are kept, late, or void."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import columns_of, read_as, values_of
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

TASK = "promise"
NUDGE_BEFORE = timedelta(minutes=30)

promises = sa.Table(
    "promises",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id"), nullable=False),
    sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("text_id", sa.Text, sa.ForeignKey("texts.id"), nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("nudged_at", Instant),
    sa.Column("settled_at", Instant),
    sa.UniqueConstraint("text_id", "what"),
    sa.Index("ix_promises_account_id_contact_id", "account_id", "contact_id"),
    sa.Index("ix_promises_contact_id", "contact_id"),  # looked at for each contact that is deleted
)


class State(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    LATE = "late"  # nobody had answered by then; a person was told
    VOID = "void"  # the text did not reach the caller, or they want no more of us


@dataclass(frozen=True, slots=True)
class Promise:
    id: str
    account_id: str
    contact_id: str
    conversation_id: str
    text_id: str
    what: str  # the template's field: "next_open" or "reply_within"
    due: datetime
    state: State
    made_at: datetime
    nudged_at: datetime | None
    settled_at: datetime | None

    @property
    def nudge_at(self) -> datetime:
        """Half an hour before it is due; for a promise of less than an hour, after half of its time."""
        return self.due - min(NUDGE_BEFORE, (self.due - self.made_at) / 2)


def make(
    tx: Transaction,
    *,
    account_id: str,
    contact_id: str,
    conversation_id: str,
    text_id: str,
    what: str,
    due: datetime,
) -> None:
    """Called in the transaction of the text that makes the promise. Each promise of a text is stored once."""
    promise = Promise(
        id=new_id("promise"),
        account_id=account_id,
        contact_id=contact_id,
        conversation_id=conversation_id,
        text_id=text_id,
        what=what,
        due=due,
        state=State.OPEN,
        made_at=tx.now,
        nudged_at=None,
        settled_at=None,
    )
    if tx.execute(_ADD, values_of(promise)).rowcount:
        look_at(tx, promise, promise.nudge_at)


def look_at(tx: Transaction, promise: Promise, due: datetime) -> None:
    jobs.add(tx, TASK, promise.id, due=due, key=f"{TASK}:{promise.id}")


def get(tx: Transaction, promise_id: str) -> Promise | None:
    row = tx.execute(_BY_ID, {"id_": promise_id}).first()
    return read_as(Promise, row, state=State(row.state)) if row else None


def of_contact(tx: Transaction, account_id: str, contact_id: str) -> list[Promise]:
    """The promises that nobody has kept yet, late ones too, the most pressing first."""
    rows = tx.execute(_UNKEPT, {"account_": account_id, "contact_": contact_id})
    return [read_as(Promise, row, state=State(row.state)) for row in rows]


def keep(tx: Transaction, account_id: str, contact_id: str) -> None:
    """A person of the business has answered this contact, or says so."""
    for promise in of_contact(tx, account_id, contact_id):
        settle(tx, promise, State.KEPT)


def open_again(tx: Transaction, account_id: str, contact_id: str, kept_at: datetime) -> None:
    """What was said at that instant to keep them did not."""
    kept = {"account_": account_id, "contact_": contact_id, "kept_at_": kept_at}
    for row in tx.execute(_KEPT_AT, kept).all():
        changed = {"state": State.OPEN, "settled_at": None}
        tx.execute(_CHANGE, {"id_": row.id, "account_": account_id, **changed})
        jobs.add(tx, TASK, row.id, due=tx.now, key=f"{TASK}:{row.id}")


def nudged(tx: Transaction, promise: Promise) -> None:
    tx.execute(_CHANGE, {"id_": promise.id, "account_": promise.account_id, "nudged_at": tx.now})


def settle(tx: Transaction, promise: Promise, state: State) -> None:
    changed = {"state": state, "settled_at": tx.now}
    tx.execute(_CHANGE, {"id_": promise.id, "account_": promise.account_id, **changed})
    tasks.finish(tx, promise.account_id, TaskKind.PROMISE, promise.id)
    if state is not State.LATE:
        tasks.finish(tx, promise.account_id, TaskKind.LATE_PROMISE, promise.id)
    tx.announce(f"account:{promise.account_id}")


_COLUMNS = columns_of(Promise, promises)
_ADD = Prepared(insert(promises).on_conflict_do_nothing(index_elements=["text_id", "what"]))
_BY_ID = Prepared(sa.select(*_COLUMNS).where(promises.c.id == sa.bindparam("id_")))
_UNKEPT = Prepared(
    sa.select(*_COLUMNS)
    .where(
        promises.c.account_id == sa.bindparam("account_"),
        promises.c.contact_id == sa.bindparam("contact_"),
        promises.c.state.in_([sa.literal(State.OPEN), sa.literal(State.LATE)]),
    )
    .order_by(promises.c.due)
)
_KEPT_AT = Prepared(
    sa.select(promises.c.id).where(
        promises.c.account_id == sa.bindparam("account_"),
        promises.c.contact_id == sa.bindparam("contact_"),
        promises.c.state == State.KEPT,
        promises.c.settled_at == sa.bindparam("kept_at_", type_=Instant),
    )
)
_CHANGE = Prepared(
    sa.update(promises).where(
        promises.c.id == sa.bindparam("id_"), promises.c.account_id == sa.bindparam("account_")
    )
)
