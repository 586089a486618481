"""The embedded job engine: a table and a loop in this process. Wakes at once, sleeps without polling.

One process owns the table (the data folder's lock sees to that), so a claim needs no write: what runs is
known here, and after a crash nothing runs. Then every job is simply found again.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.jobs import Job
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock
from ringback.lib.logs import path_of
from ringback.worker.tasks import Flow, Tasks, Work

# Many transactions share a commit. What speaks with the outside may be slow: if it took all places, a STOP
# would wait with it. As many as the HTTP client has connections to one company, so that none waits for one.
FLOWS_AT_ONCE = 256
WORKS_AT_ONCE = 64
WHILE_AWAY = 1.0  # seconds until the database is asked again
LONGEST_BACK_OFF = 300.0

log = structlog.get_logger()


class EmbeddedEngine:
    """`run()` until `stop()`. Jobs of one `order_by` run one at a time, in the order they were added."""

    def __init__(self, db: Database, clock: Clock, tasks: Tasks) -> None:
        self._db = db
        self._clock = clock
        self._tasks = tasks
        self._flows = {name for name, task in tasks.items() if isinstance(task, Flow)}
        self._works = {name for name, task in tasks.items() if isinstance(task, Work)}
        self._running: dict[int, Job] = {}
        self._under_way: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._quiet = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        stop_listening = self._db.listen(self._on_news)
        try:
            while not self._stopping:
                self._wake.clear()
                await self._start_what_is_due()
        finally:
            stop_listening()
            if self._under_way:
                await asyncio.wait(self._under_way)

    def stop(self) -> None:
        """Start nothing more; `run` returns when what runs has ended."""
        self._stopping = True
        self._wake.set()

    async def settled(self) -> None:
        """Return when nothing is due and nothing runs."""
        while True:
            self._quiet.clear()
            self._wake.set()
            await self._quiet.wait()
            if not self._running and not await self._db.read(self._ready, {}):
                return

    async def _start_what_is_due(self) -> None:
        try:
            ready, next_due = await self._db.read(self._look, dict(self._running))
        except StoreAway as away:
            log.warning("jobs_store_away", why=str(away))
            await asyncio.sleep(WHILE_AWAY)
            return
        for job in ready:
            self._start(job)
        if not self._running:
            self._quiet.set()
        await self._clock.wait(next_due, self._wake)

    def _look(self, tx: Transaction, running: Mapping[int, Job]) -> tuple[list[Job], datetime | None]:
        return self._ready(tx, running), jobs.next_due(tx)

    def _ready(self, tx: Transaction, running: Mapping[int, Job]) -> list[Job]:
        """Runs in a reader's thread, so it is given what runs instead of looking while that changes."""
        flows = _ready_of(tx, self._flows, FLOWS_AT_ONCE, running)
        beside = {**running, **{job.id: job for job in flows}}
        return flows + _ready_of(tx, self._works, WORKS_AT_ONCE, beside)

    def _on_news(self, news: frozenset[str]) -> None:
        if jobs.TOPIC in news:
            self._wake.set()

    def _start(self, job: Job) -> None:
        self._running[job.id] = job
        task = asyncio.create_task(self._do(job))
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._ended(done, job))

    def _ended(self, task: asyncio.Task[None], job: Job) -> None:
        self._under_way.discard(task)
        del self._running[job.id]
        self._wake.set()

    async def _do(self, job: Job) -> None:
        """Run one job to its end. A store that is away costs no attempt; any other failure backs off."""
        try:
            await self._run_task(job)
        except StoreAway:
            await asyncio.sleep(WHILE_AWAY)
        except Exception as error:  # whatever a job raises, the loop goes on and the job comes back
            kind = type(error).__name__
            log.error(
                "job_failed", task=job.task, subject=job.subject, tries=job.attempts + 1, error=kind,
                where=path_of(error),
            )  # fmt: skip
            await self._try_again(job, kind)

    async def _run_task(self, job: Job) -> None:
        task = self._tasks[job.task]
        if isinstance(task, Flow):
            await self._db.run(_flow_and_done, task, job)
            return
        finish = await task.do(job.subject)
        await self._db.run(_finish_and_done, finish, job)

    async def _try_again(self, job: Job, error: str) -> None:
        seconds = min(LONGEST_BACK_OFF, 0.5 * 2.0**job.attempts)
        due = self._clock.now() + timedelta(seconds=seconds)
        try:
            await self._db.run(jobs.again, job, due, error)
        except StoreAway:
            await asyncio.sleep(WHILE_AWAY)


def _ready_of(tx: Transaction, tasks: set[str], at_once: int, running: Mapping[int, Job]) -> list[Job]:
    room = at_once - sum(job.task in tasks for job in running.values())
    if room <= 0:
        return []  # the end of any of them wakes us
    busy = {job.order_by for job in running.values() if job.order_by is not None}
    return jobs.ready(tx, tasks, running.keys(), busy, room)


def _flow_and_done(tx: Transaction, task: Flow, job: Job) -> None:
    task.do(tx, job.subject)
    jobs.done(tx, job)


def _finish_and_done(tx: Transaction, finish: Any, job: Job) -> None:
    if finish is not None:
        finish(tx)
    jobs.done(tx, job)
