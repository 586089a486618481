"""The tasks table."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.accounts import push
from ringback.accounts.users import News
from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import read_as
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
    sa.Index("ix_tasks_contact_id", "contact_id"),
)


class TaskKind(StrEnum):
    CALL_BACK = "call_back"  # about a call
    FIX_LINE = "fix_line"  # about a line
    TEST_FORWARDING = "test_forwarding"  # about a line: no call has been forwarded to it for long
    RECONNECT = "reconnect"  # about a line: its company may no longer tell us of its calls
    CHECK_TEXT = "check_text"  # about a text that may or may not have been sent
    URGENT = "urgent"  # about a text: somebody may be in danger, or damage is under way
    DECIDE = "decide"  # about a text: it may have been a wish to stop, and only a person can tell
    READ = "read"  # about a text: who wants no more of ours complains, threatens, or wants something else
    LISTEN = "listen"  # about a call: there is a voicemail
    PROMISE = "promise"  # about a promise: a stated time comes near
    UNHEARD = "unheard"  # about the business: texts are paused until this is done, since hardly any is heard
    FILTERED = "filtered"  # about a line: carriers take its texts for spam
    LATE_PROMISE = "late_promise"  # about a promise: the time is over; as pressing as it gets


CANNOT_WAIT: Final = (TaskKind.URGENT, TaskKind.LATE_PROMISE)


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    kind: TaskKind
    about: str
    contact_id: str | None
    sentence: str
    created_at: datetime
    done_at: datetime | None

    @property
    def rank(self) -> int:
        """How pressing it is; 0 is the most."""
        return _PRESSING.index(self.kind)

    @property
    def row(self) -> str:
        """What has the same one is shown in one row (`in_rows`), and counts as one thing to do."""
        by_number = self.kind is TaskKind.CALL_BACK and self.contact_id is not None
        return str(self.contact_id) if by_number else self.id

    @property
    def cannot_wait(self) -> bool:
        return self.kind in CANNOT_WAIT


def add(
    tx: Transaction, account_id: str, kind: TaskKind, about: str, sentence: str, contact_id: str | None = None
) -> None:
    """Ask a person, once per kind and thing. A task that was done is opened again by a new reason."""
    asked = {
        "id": new_id("task"),
        "account_id": account_id,
        "kind": kind,
        "about": about,
        "contact_id": contact_id,
        "sentence": sentence,
        "created_at": tx.now,
    }
    is_news = tx.execute(_ADD, asked).rowcount
    tx.announce(f"account:{account_id}")
    if is_news:
        push.tell(tx, account_id, News.TASK, f"{kind} {about}")


def last(tx: Transaction, account_id: str, kind: TaskKind, about: str) -> Task | None:
    """The task of this kind about this thing, open or done."""
    row = tx.execute(_OF_KIND, {"account_": account_id, "kind_": kind, "about_": about}).first()
    return _task(row) if row else None


def asked_at(tx: Transaction, account_id: str, kind: TaskKind, about: str) -> datetime | None:
    """When the task of this kind about this thing was last opened, whether it is open or done."""
    asked = last(tx, account_id, kind, about)
    return asked.created_at if asked else None


def waits(tx: Transaction, account_id: str, kind: TaskKind, about: str) -> bool:
    asked = last(tx, account_id, kind, about)
    return asked is not None and asked.done_at is None


def done_about(tx: Transaction, account_id: str, kind: TaskKind, things: Iterable[str]) -> dict[str, bool]:
    """For those of these things about which there is a task of this kind: is it done?"""
    wanted = among(tasks.c.about, "things_") & (tasks.c.kind == kind)
    query = sa.select(tasks.c.about, tasks.c.done_at).where(tasks.c.account_id == account_id, wanted)
    rows = tx.execute(query, {"things_": list(things)})
    return {row.about: row.done_at is not None for row in rows}


def finish(tx: Transaction, account_id: str, kind: TaskKind, about: str) -> None:
    """Tick it off; nothing happens when there is no such open task."""
    of_it = {"account_": account_id, "kind_": kind, "about_": about}
    tx.execute(_FINISH, {**of_it, "done_at": tx.now})
    tx.announce(f"account:{account_id}")


def finish_about(tx: Transaction, account_id: str, contact_id: str, *kinds: TaskKind) -> None:
    """Tick off every open task of these kinds about this person."""
    tx.execute(
        sa.update(tasks)
        .where(
            tasks.c.account_id == account_id,
            tasks.c.contact_id == contact_id,
            tasks.c.kind.in_(kinds),
            tasks.c.done_at.is_(None),
        )
        .values(done_at=tx.now)
    )
    tx.announce(f"account:{account_id}")


def reword(tx: Transaction, account_id: str, kind: TaskKind, about: str, sentence: str) -> None:
    """Give the task another sentence, because its question has been answered."""
    of_it = {"account_": account_id, "kind_": kind, "about_": about}
    tx.execute(_REWORD, {**of_it, "said_": sentence})
    tx.announce(f"account:{account_id}")


def open_tasks(tx: Transaction, account_id: str, *, about: str | None = None) -> list[Task]:
    """What waits for a person, oldest first."""
    asked = {"account_": account_id}
    rows = tx.execute(_OPEN, asked) if about is None else tx.execute(_OPEN_ABOUT, {**asked, "about_": about})
    return [_task(row) for row in rows]


def open_of_each(tx: Transaction, account_ids: Iterable[str]) -> dict[str, tuple[int, bool]]:
    """For those of these accounts where something waits: in how many rows, and whether some of it cannot."""
    hurry = sa.func.max(sa.case((tasks.c.kind.in_(CANNOT_WAIT), 1), else_=0))
    wanted = among(tasks.c.account_id, "accounts_") & tasks.c.done_at.is_(None)
    shown = sa.func.count(sa.distinct(_row)).label("n")
    counted = sa.select(tasks.c.account_id, shown, hurry.label("hurry"))
    rows = tx.execute(counted.where(wanted).group_by(tasks.c.account_id), {"accounts_": list(account_ids)})
    return {row.account_id: (row.n, bool(row.hurry)) for row in rows}


def done_since(tx: Transaction, account_id: str, since: datetime, most: int) -> list[Task]:
    """The tasks that were done since then, newest first."""
    query = sa.select(*_COLUMNS).where(tasks.c.account_id == account_id, tasks.c.done_at >= since)
    rows = tx.all(query.order_by(tasks.c.done_at.desc(), tasks.c.id).limit(most))
    return [_task(row) for row in rows]


def get(tx: Transaction, account_id: str, task_id: str) -> Task | None:
    row = tx.one(sa.select(*_COLUMNS).where(tasks.c.account_id == account_id, tasks.c.id == task_id))
    return _task(row) if row else None


def tick(tx: Transaction, account_id: str, task: Task, also: Collection[str] = ()) -> None:
    """Tick it off, and with it those of `also` (ids) that stand in its row; any other id is passed over."""
    shown = sa.or_(tasks.c.id == task.id, sa.and_(_row == task.row, among(tasks.c.id, "also_")))
    ticked = sa.update(tasks).where(tasks.c.account_id == account_id, shown, tasks.c.done_at.is_(None))
    tx.execute(ticked.values(done_at=tx.now), {"also_": also})
    tx.announce(f"account:{account_id}")


def open_again(tx: Transaction, account_id: str, task: Task) -> None:
    """Take back that it was ticked off, with whatever of its row was ticked off at the same instant."""
    tx.execute(
        sa.update(tasks)
        .where(tasks.c.account_id == account_id, _row == task.row, tasks.c.done_at == task.done_at)
        .values(done_at=None)
    )
    tx.announce(f"account:{account_id}")


def untick(tx: Transaction, account_id: str, contact_id: str, ticked_at: datetime) -> None:
    """Open again what was ticked off about this person at that instant."""
    tx.execute(
        sa.update(tasks)
        .where(
            tasks.c.account_id == account_id, tasks.c.contact_id == contact_id, tasks.c.done_at == ticked_at
        )
        .values(done_at=None)
    )
    tx.announce(f"account:{account_id}")


def of_contact(
    tx: Transaction, account_id: str, contact_id: str, before: datetime | None, limit: int
) -> list[Task]:
    """The newest tasks about this person, open and done, made before `before`; newest first."""
    query = sa.select(*_COLUMNS).where(tasks.c.account_id == account_id, tasks.c.contact_id == contact_id)
    if before is not None:
        query = query.where(tasks.c.created_at < before)
    rows = tx.all(query.order_by(tasks.c.created_at.desc(), tasks.c.id.desc()).limit(limit))
    return [_task(row) for row in rows]


def contacts_with(account_id: str, kinds: Iterable[TaskKind]) -> sa.Select[tuple[str | None]]:
    """The ids of the persons about whom such a task is open."""
    return sa.select(tasks.c.contact_id).where(
        tasks.c.account_id == account_id,
        tasks.c.done_at.is_(None),
        tasks.c.contact_id.is_not(None),
        tasks.c.kind.in_(list(kinds)),
    )


def most_pressing_of_each(tx: Transaction, account_id: str, contact_ids: Iterable[str]) -> dict[str, Task]:
    """The most pressing open task about each of these persons; of equally pressing ones the oldest."""
    rows = tx.all(
        sa.select(*_COLUMNS)
        .where(
            tasks.c.account_id == account_id,
            tasks.c.done_at.is_(None),
            tasks.c.contact_id.in_(list(contact_ids)),
        )
        .order_by(tasks.c.created_at)
    )
    found: dict[str, Task] = {}
    for task in sorted(map(_task, rows), key=lambda task: task.rank):
        found.setdefault(task.contact_id or "", task)
    return found


def _task(row: sa.Row[Any]) -> Task:
    return read_as(Task, row, kind=TaskKind(row.kind))


_PRESSING = (
    TaskKind.URGENT,
    TaskKind.LATE_PROMISE,
    TaskKind.DECIDE,
    TaskKind.UNHEARD,
    TaskKind.PROMISE,
    TaskKind.READ,
    TaskKind.LISTEN,
    TaskKind.CALL_BACK,
    TaskKind.CHECK_TEXT,
    TaskKind.FIX_LINE,
    TaskKind.FILTERED,
    TaskKind.RECONNECT,
    TaskKind.TEST_FORWARDING,
)
_COLUMNS = (
    tasks.c.id,
    tasks.c.kind,
    tasks.c.about,
    tasks.c.contact_id,
    tasks.c.sentence,
    tasks.c.created_at,
    tasks.c.done_at,
)
# `Task.row`, for a query.
_row = sa.case(
    (sa.and_(tasks.c.kind == TaskKind.CALL_BACK, tasks.c.contact_id.is_not(None)), tasks.c.contact_id),
    else_=tasks.c.id,
)
_NEW = insert(tasks)
_ADD = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["account_id", "kind", "about"],
        set_={
            "sentence": _NEW.excluded.sentence,
            "done_at": None,
            "created_at": _NEW.excluded.created_at,
        },
        where=tasks.c.done_at.is_not(None),
    )
)
_ALL_OPEN = (
    sa.select(*_COLUMNS)
    .where(tasks.c.account_id == sa.bindparam("account_"), tasks.c.done_at.is_(None))
    .order_by(tasks.c.created_at, tasks.c.id)
)
_OPEN = Prepared(_ALL_OPEN)
_OPEN_ABOUT = Prepared(_ALL_OPEN.where(tasks.c.about == sa.bindparam("about_")))
_OF_KIND = Prepared(
    sa.select(*_COLUMNS).where(
        tasks.c.account_id == sa.bindparam("account_"),
        tasks.c.kind == sa.bindparam("kind_"),
        tasks.c.about == sa.bindparam("about_"),
    )
)
_REWORD = Prepared(
    sa.update(tasks)
    .where(
        tasks.c.account_id == sa.bindparam("account_"),
        tasks.c.kind == sa.bindparam("kind_"),
        tasks.c.about == sa.bindparam("about_"),
    )
    .values(sentence=sa.bindparam("said_"))
)
_FINISH = Prepared(
    sa.update(tasks).where(
        tasks.c.account_id == sa.bindparam("account_"),
        tasks.c.kind == sa.bindparam("kind_"),
        tasks.c.about == sa.bindparam("about_"),
        tasks.c.done_at.is_(None),
    )
)
