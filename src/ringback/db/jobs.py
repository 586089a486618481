"""Work to do later, written in the transaction of the row it is about.

A job is only a reason to look: "advance text X". The row is the truth, so a job that runs twice does no
harm, and a job whose work is already done does nothing. `worker/engine.py` runs them.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa

from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Counted, Instant, metadata
from ringback.db.transaction import Transaction

TOPIC = "jobs"
FEW = 32  # jobs; mostly fewer are due
MOST_LOOKS_FOR_LANES = 8  # each finds the oldest jobs of lanes that no look before has found

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", Counted, primary_key=True),
    sa.Column("task", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("key", sa.Text, unique=True),
    sa.Column("order_by", sa.Text),
    sa.Column("lane", sa.Text, nullable=False, server_default=""),
    sa.Column("due", Instant, nullable=False, index=True),
    sa.Column("next_due", Instant),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Column("created_at", Instant, nullable=False),
    sa.Index("ix_jobs_lane_due", "lane", "due"),
)


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    task: str
    subject: str
    order_by: str | None
    due: datetime
    version: int
    attempts: int
    lane: str

    @property
    def turn(self) -> str:
        """Jobs of the same turn never run at the same time: those with its `order_by`, or only itself."""
        return self.order_by or f"job:{self.id}"


def add(
    tx: Transaction,
    task: str,
    subject: str,
    *,
    due: datetime | None = None,
    key: str | None = None,
    order_by: str | None = None,
    lane: str = "",
) -> None:
    """Let `task` look at `subject`, not before `due` (default: at once).

    At most one job waits per `key`: adding it again keeps the earlier time. A job that is running meanwhile
    runs once more, since it may have looked before this transaction changed something. Jobs of one task with
    the same `order_by` run one at a time, and of those that are due the earliest first. `lane` is whose job
    it is: while many jobs of one lane are due, those of the others do not wait behind them.
    """
    tx.execute(
        _ADD,
        {
            "task": task,
            "subject": subject,
            "key": key,
            "order_by": order_by and f"{task}:{order_by}",
            "lane": lane,
            "due": due or tx.now,
            "created_at": tx.now,
        },
    )
    tx.announce(TOPIC)


def done(tx: Transaction, job: Job) -> None:
    """Remove a finished job; one that was added again while it ran waits for its new time instead.

    On PostgreSQL both statements travel with the commit, because nobody asks for the result of the first.
    Nothing is announced, because the engine looks for work next anyway.
    """
    removed = tx.execute(_DONE, {"id_": job.id, "version_": job.version})
    if tx.shared or not removed.rowcount:
        tx.execute(_ONCE_MORE, {"id_": job.id})


def again(tx: Transaction, job: Job, due: datetime, error: str) -> None:
    """Try a failed job again at `due`, or earlier if it was added again meanwhile.

    `error` is a kind, never a message: messages may carry numbers.
    """
    tx.execute(_AGAIN, {"id_": job.id, "due_": due, "error_": error})


def ready_of_each(
    tx: Transaction,
    rooms: Sequence[tuple[Collection[str], int]],
    running: Collection[int],
    busy: Collection[str],
) -> list[Job]:
    """What `ready` finds for each of `rooms`: some tasks, and how many jobs of them there is room for. While
    few jobs are due, one query finds them all."""
    rows = tx.execute(_ALL_DUE, {"now_": tx.now, "limit_": FEW}).all()
    if len(rows) == FEW:
        return [job for tasks, limit in rooms for job in ready(tx, tasks, running, busy, limit)]
    found = _in_turn(rows, running, set(busy))
    each = ([job for job in found if job.task in tasks][: max(0, limit)] for tasks, limit in rooms)
    return list(chain.from_iterable(each))


def ready(
    tx: Transaction, tasks: Collection[str], running: Collection[int], busy: Collection[str], limit: int
) -> list[Job]:
    """The due jobs of these tasks, oldest due first, without those that run or must wait for their turn."""
    if limit <= 0:
        return []  # the end of any of them wakes the engine
    most = limit + len(running) + len(busy)
    page = {"now_": tx.now, "tasks_": tasks, "limit_": most}
    taken = set(busy)
    rows = tx.execute(_DUE, page).all()
    full = len(rows) == most
    found = _in_turn(_fairly(tx, rows, running, page) if full else rows, running, taken)
    while len(found) < limit and full:
        # Many jobs that wait for the same turn fill the page: look behind them, past all of that turn.
        others = {"taken_": taken, "due_": rows[-1].due, "id_": rows[-1].id}
        rows = tx.execute(_DUE_FOR_OTHERS, {**page, **others}).all()
        full = len(rows) == most
        found += _in_turn(rows, running, taken)
    return found[:limit]


def _fairly(tx: Transaction, rows: list[Any], running: Collection[int], page: dict[str, Any]) -> list[Any]:
    """More jobs are due than there is room for, so let the lanes take turns, beginning with those that have
    the fewest jobs running. `rows` are the oldest jobs, which may all be of one lane, so jobs of other lanes
    are added.
    """
    lanes = {row.lane for row in tx.execute(_LANES, {})}
    for _ in range(MOST_LOOKS_FOR_LANES):
        others = lanes - {row.lane for row in rows}
        more = tx.execute(_DUE_OF_LANES, {**page, "lanes_": others}).all() if others else []
        if not more:
            break
        rows = rows + more
    in_hand = Counter(row.lane for row in rows if row.id in running)
    ranked = []
    for row in rows:
        ranked.append((in_hand[row.lane], row.due, row.id, row))
        in_hand[row.lane] += row.id not in running
    return [row for *_, row in sorted(ranked, key=lambda one: one[:3])]


def _in_turn(rows: list[Any], running: Collection[int], taken: set[str]) -> list[Job]:
    """Adds to `taken` the turns of what it returns."""
    found = []
    for row in rows:
        if row.id in running or row.order_by in taken:
            continue
        if row.order_by is not None:
            taken.add(row.order_by)
        found.append(Job(**row._asdict()))
    return found


def still_due(tx: Transaction, found: Collection[Job]) -> list[Job]:
    """Read these jobs again: those that are still there and due. Another node may have been quicker."""
    asked = {"ids_": [job.id for job in found], "now_": tx.now}
    return [Job(**row._asdict()) for row in tx.execute(_STILL_DUE, asked)]


def set_back(tx: Transaction, slack: timedelta) -> int:
    """The clock was set back: what was added by its wrong time waits as long as it was to wait, from now.
    Returns how many jobs that were.
    """
    ahead = sa.select(jobs.c.id, jobs.c.due, jobs.c.created_at).where(jobs.c.created_at > tx.now + slack)
    found = tx.all(ahead)
    for row in found:
        right = {"due": tx.now + (row.due - row.created_at), "created_at": tx.now}
        tx.execute(sa.update(jobs).where(jobs.c.id == row.id).values(**right))
    if found:
        tx.announce(TOPIC)
    return len(found)


def waits(tx: Transaction, key: str) -> bool:
    """Is there an unfinished job with this key?"""
    return tx.execute(_OF_KEY, {"key_": key}).first() is not None


def next_due(tx: Transaction) -> datetime | None:
    """When the next job that is not due yet will be."""
    due: datetime | None = tx.execute(_NEXT, {"now_": tx.now}).scalar()
    return due


def waiting(tx: Transaction) -> Sequence[sa.Row[Any]]:
    """Per task: how many jobs wait, and the oldest due time."""
    return tx.all(sa.select(jobs.c.task, sa.func.count(), sa.func.min(jobs.c.due)).group_by(jobs.c.task))


def _earlier(
    one: sa.ColumnElement[datetime], other: sa.ColumnElement[datetime]
) -> sa.ColumnElement[datetime]:
    """`other` also where `one` is NULL."""
    return sa.case((one < other, one), else_=other)


_COLUMNS = (
    jobs.c.id,
    jobs.c.task,
    jobs.c.subject,
    jobs.c.order_by,
    jobs.c.due,
    jobs.c.version,
    jobs.c.attempts,
    jobs.c.lane,
)
_NEW = insert(jobs)
_ADD = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "due": _earlier(jobs.c.due, _NEW.excluded.due),
            # Only for a job that runs right now: its own time is past; this one says when to run once more.
            "next_due": _earlier(sa.func.coalesce(jobs.c.next_due, _NEW.excluded.due), _NEW.excluded.due),
            "version": jobs.c.version + 1,
            "attempts": 0,
        },
    )
)
_ANY_DUE = (
    sa.select(*_COLUMNS)
    .where(jobs.c.due <= sa.bindparam("now_", type_=Instant))
    .order_by(jobs.c.due, jobs.c.id)
    .limit(sa.bindparam("limit_", type_=sa.Integer))
)
_ALL_DUE = Prepared(_ANY_DUE)
_ARE_DUE = _ANY_DUE.where(among(jobs.c.task, "tasks_"))
_DUE = Prepared(_ARE_DUE)
_DUE_FOR_OTHERS = Prepared(
    _ARE_DUE.where(
        sa.tuple_(jobs.c.due, jobs.c.id)
        > sa.tuple_(sa.bindparam("due_", type_=Instant), sa.bindparam("id_", type_=sa.Integer)),
        sa.or_(jobs.c.order_by.is_(None), sa.not_(among(jobs.c.order_by, "taken_"))),
    )
)
_STILL_DUE = Prepared(
    sa.select(*_COLUMNS)
    .where(among(jobs.c.id, "ids_"), jobs.c.due <= sa.bindparam("now_", type_=Instant))
    .order_by(jobs.c.due, jobs.c.id)
)
_DUE_OF_LANES = Prepared(_ARE_DUE.where(among(jobs.c.lane, "lanes_")))
_FIRST_LANE = sa.select(sa.func.min(jobs.c.lane).label("lane")).cte("lanes", recursive=True)
_NEXT_LANE = sa.select(sa.func.min(jobs.c.lane)).where(jobs.c.lane > _FIRST_LANE.c.lane).scalar_subquery()
_EVERY_LANE = _FIRST_LANE.union_all(sa.select(_NEXT_LANE).where(_FIRST_LANE.c.lane.is_not(None)))
# From lane to lane along the index, however many jobs each of them has.
_LANES = Prepared(sa.select(_EVERY_LANE.c.lane).where(_EVERY_LANE.c.lane.is_not(None)))
_NEXT = Prepared(sa.select(sa.func.min(jobs.c.due)).where(jobs.c.due > sa.bindparam("now_", type_=Instant)))
_DONE = Prepared(
    sa.delete(jobs).where(jobs.c.id == sa.bindparam("id_"), jobs.c.version == sa.bindparam("version_"))
)
_OF_KEY = Prepared(sa.select(jobs.c.id).where(jobs.c.key == sa.bindparam("key_")))
_ONCE_MORE = Prepared(
    sa.update(jobs)
    .where(jobs.c.id == sa.bindparam("id_"))
    .values(due=sa.func.coalesce(jobs.c.next_due, jobs.c.due), next_due=None, attempts=0)
)
_AGAIN = Prepared(
    sa.update(jobs)
    .where(jobs.c.id == sa.bindparam("id_"))
    .values(
        due=_earlier(jobs.c.next_due, sa.bindparam("due_", type_=Instant)),
        next_due=None,
        attempts=jobs.c.attempts + 1,
        last_error=sa.bindparam("error_"),
    )
)
