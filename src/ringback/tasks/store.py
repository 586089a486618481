"""The tasks table."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id")),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("done_at", Instant),
    sa.UniqueConstraint("account_id", "kind", "about"),
)


class TaskKind(StrEnum):
    CALL_BACK = "call_back"  # about a call
    FIX_LINE = "fix_line"  # about a line
    CHECK_TEXT = "check_text"  # about a text that may or may not have been sent
    URGENT = "urgent"  # about a text: somebody may be in danger, or damage is under way
    DECIDE = "decide"  # about a text: it may have been a wish to stop, and only a person can tell
    LISTEN = "listen"  # about a call: there is a voicemail
    PROMISE = "promise"  # about a promise: a stated time comes near
    LATE_PROMISE = "late_promise"  # about a promise: the time is over; as pressing as it gets


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    kind: TaskKind
    about: str
    contact_id: str | None
    sentence: str
    created_at: datetime
    done_at: datetime | None


def add(
    tx: Transaction, account_id: str, kind: TaskKind, about: str, sentence: str, contact_id: str | None = None
) -> None:
    """Ask a person, once per kind and thing. A task that was done is opened again by a new reason."""
    new = insert(tasks).values(
        id=new_id("task"),
        account_id=account_id,
        kind=kind,
        about=about,
        contact_id=contact_id,
        sentence=sentence,
        created_at=tx.now,
    )
    again = {"sentence": new.excluded.sentence, "done_at": None, "created_at": new.excluded.created_at}
    tx.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "kind", "about"], set_=again, where=tasks.c.done_at.is_not(None)
        )
    )
    tx.announce(f"account:{account_id}")


def finish(tx: Transaction, account_id: str, kind: TaskKind, about: str) -> None:
    """Tick it off; nothing happens when there is no such open task."""
    tx.execute(
        sa.update(tasks)
        .where(
            tasks.c.account_id == account_id,
            tasks.c.kind == kind,
            tasks.c.about == about,
            tasks.c.done_at.is_(None),
        )
        .values(done_at=tx.now)
    )


def open_tasks(tx: Transaction, account_id: str, *, about: str | None = None) -> list[Task]:
    """What waits for a person, oldest first."""
    query = sa.select(*_COLUMNS).where(tasks.c.account_id == account_id, tasks.c.done_at.is_(None))
    if about is not None:
        query = query.where(tasks.c.about == about)
    return [
        Task(**{**row._asdict(), "kind": TaskKind(row.kind)})
        for row in tx.all(query.order_by(tasks.c.created_at, tasks.c.id))
    ]


_COLUMNS = (
    tasks.c.id,
    tasks.c.kind,
    tasks.c.about,
    tasks.c.contact_id,
    tasks.c.sentence,
    tasks.c.created_at,
    tasks.c.done_at,
)
