"""The job engine: a table and a loop in this process. It wakes at once for a new job and does not poll.

On SQLite one process owns the table (it holds the data folder's lock), so claiming a job needs no write: this
process knows what runs, and after a crash nothing runs, so every job is found again.

On PostgreSQL several nodes share the table:

1. Each node looks for jobs that are due, claims the turns of those it found, and reads them again, because
   another node may just have done them (`Claims.take_due`). It runs what is left.
2. It leaves the jobs of another node's turns, and looks again a little later: that node may have died.

So the work of a dead node goes on as soon as the server has ended its claims. A text that it was sending is
found in the state *sending*, although nobody is sending it any more: it becomes unsure.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

import structlog

from ringback.db import jobs
from ringback.db.batches import lane
from ringback.db.claims import Look
from ringback.db.database import Database
from ringback.db.jobs import Job
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import Clock
from ringback.lib.logs import path_of
from ringback.worker.tasks import Finish, Flow, Tasks, Work

# Many flows share a commit. Requests to the outside may be slow: if they took all places, a STOP would wait
# behind them. There are as many places for them as the HTTP client has connections to one company.
FLOWS_AT_ONCE = 256
FLOWS_AT_ONCE_SHARED = 32  # of one node: some to run and some to wait, and the rest for the other nodes
WORKS_AT_ONCE = 64
WHILE_AWAY = 1.0  # seconds until the database is asked again
LONGEST_BACK_OFF = 300.0
LOOK_AGAIN = 1.0  # seconds, while another node holds what is due
LOOK_ANYWAY = 10.0  # seconds, where there can be other nodes: their news may be lost

log = structlog.get_logger()

Room = tuple[Collection[str], int]  # some tasks, and for how many more of their jobs there is room


class Engine:
    """`run()` until `stop()`. Jobs of one task with the same `order_by` run one at a time, in the order
    added."""

    def __init__(self, db: Database, clock: Clock, tasks: Tasks) -> None:
        self._db = db
        self._clock = clock
        self._tasks = tasks
        self._flows = {name for name, task in tasks.items() if isinstance(task, Flow)}
        self._works = {name for name, task in tasks.items() if isinstance(task, Work)}
        self._running: dict[int, Job] = {}
        self._outside: set[int] = set()  # those of them that have something to ask outside
        self._under_way: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._quiet = asyncio.Event()
        self._stopping = False
        self._flows_at_once = FLOWS_AT_ONCE_SHARED if db.claims.shared else FLOWS_AT_ONCE

    async def run(self) -> None:
        stop_listening = self._db.listen(self._on_news)
        try:
            while not self._stopping:
                self._wake.clear()
                await self._start_what_is_due()
                await asyncio.sleep(0)  # jobs that ended with this news are noted first: one look for both
        finally:
            stop_listening()
            if self._under_way:
                await asyncio.wait(self._under_way)

    def stop(self) -> None:
        """Start no more jobs; `run` returns when those that run have ended."""
        self._stopping = True
        self._wake.set()

    async def settled(self) -> None:
        """Return when nothing is due and nothing runs."""
        while True:
            self._quiet.clear()
            self._wake.set()
            await self._quiet.wait()
            if self._running:
                continue
            found, _ = await self._db.read(self._look_beside({}))
            if not found:
                return

    async def _start_what_is_due(self) -> None:
        try:
            elsewhere, next_due = await self._start_what_is_free()
        except StoreAway as away:
            log.warning("jobs_store_away", why=str(away))
            await asyncio.sleep(WHILE_AWAY)
            return
        if not self._running:
            self._quiet.set()
        with self._woken_in_time(elsewhere):
            await self._clock.wait(next_due, self._wake)

    async def _start_what_is_free(self) -> tuple[int, datetime | None]:
        """Start what is due. Returns how many due jobs other nodes hold, and when the next job will be
        due."""
        elsewhere: dict[int, Job] = {}
        while True:
            due = await self._db.claims.take_due(self._look_beside({**self._running, **elsewhere}))
            if self._stopping:  # in the meantime; what was claimed is let go when the node ends
                return 0, due.next_due
            for job in due.mine:
                self._start(job)
            turns = {job.turn for job in due.mine}
            missed = {job.id: job for job in due.found if job.turn not in turns}
            elsewhere |= missed
            if not missed:
                return len(elsewhere), due.next_due

    @contextmanager
    def _woken_in_time(self, elsewhere: int) -> Iterator[None]:
        """Beside other nodes, wake after a while even without news: no news comes of the work of a dead
        node."""
        if not self._db.claims.shared:
            yield
            return
        seconds = LOOK_AGAIN if elsewhere else LOOK_ANYWAY
        alarm = asyncio.get_running_loop().call_later(seconds, self._wake.set)
        try:
            yield
        finally:
            alarm.cancel()

    def _look_beside(self, beside: Mapping[int, Job]) -> Look:
        """It runs in a reader's thread, and meanwhile what runs here may change: so rooms are counted now."""
        flows = sum(job.task in self._flows for job in self._running.values())
        rooms: list[Room] = [
            (self._flows, self._flows_at_once - flows),
            (self._works, WORKS_AT_ONCE - len(self._outside)),
        ]
        return partial(_look, rooms=rooms, beside=beside, shared=self._db.claims.shared)

    def _on_news(self, news: frozenset[str]) -> None:
        if jobs.TOPIC in news:
            self._wake.set()

    def _start(self, job: Job) -> None:
        self._running[job.id] = job
        if job.task in self._works:
            self._outside.add(job.id)
        task = asyncio.create_task(self._do(job))
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._ended(done, job))

    def _ended(self, task: asyncio.Task[None], job: Job) -> None:
        self._under_way.discard(task)
        del self._running[job.id]
        self._outside.discard(job.id)
        self._db.claims.let_go(job.turn)
        self._wake.set()

    async def _do(self, job: Job) -> None:
        """Run one job to its end. A store that is away costs no attempt; any other failure backs off."""
        lane.set(job.lane)
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
        if len(self._outside) >= WORKS_AT_ONCE:
            self._wake.set()  # there is room again
        self._outside.discard(job.id)  # it only waits to be written down
        await self._write_down(finish, job)

    async def _write_down(self, finish: Finish | None, job: Job) -> None:
        """What was done outside is done, and known only here: so it waits for a store that is away."""
        while True:
            try:
                return await self._db.run(_finish_and_done, finish, job)
            except StoreAway:
                if self._stopping:
                    raise
                await asyncio.sleep(WHILE_AWAY)

    async def _try_again(self, job: Job, error: str) -> None:
        seconds = min(LONGEST_BACK_OFF, 0.5 * 2.0 ** min(job.attempts, 20))  # a float ends at 2 ** 1024
        due = self._clock.now() + timedelta(seconds=seconds)
        try:
            await self._db.run(jobs.again, job, due, error)
        except StoreAway:
            await asyncio.sleep(WHILE_AWAY)


def _look(
    tx: Transaction, rooms: list[Room], beside: Mapping[int, Job], *, shared: bool
) -> tuple[list[Job], datetime | None]:
    """Due jobs for these rooms, but for those `beside` and their turns; and when the next job will be due. To
    a server all questions travel together."""
    busy = {job.order_by for job in beside.values() if job.order_by is not None}
    if len(beside) < jobs.FEW and not shared:
        asks = [partial(jobs.ready_of_each, tx, rooms, beside.keys(), busy)]
    else:
        asks = [partial(jobs.ready, tx, tasks, beside.keys(), busy, room) for tasks, room in rooms]
    tx.ahead(*asks, partial(jobs.next_due, tx))
    return [job for ask in asks for job in ask()], jobs.next_due(tx)


def _flow_and_done(tx: Transaction, task: Flow, job: Job) -> None:
    task.do(tx, job.subject)
    jobs.done(tx, job)


def _finish_and_done(tx: Transaction, finish: Finish | None, job: Job) -> None:
    if finish is not None:
        finish(tx)
    jobs.done(tx, job)
