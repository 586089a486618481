"""The process that is killed. It takes orders over a pipe, and its time passes only when it is told so."""

import asyncio
import mmap
import os
import random
import signal
import struct
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from ringback.app import Ringback
from ringback.db import sqlite
from ringback.db.batches import Batches, Waiting
from ringback.lib import logs
from ringback.lib.clock import VirtualClock
from ringback.lib.http import Http, HttpAnswer
from ringback.settings import read_settings
from ringback.worker.gap_sweep import GapSweep
from tests.crash.callers import Webhook
from tests.crash.mistakes import made
from tests.crash.model.desk import DOES, small_parts
from tests.crash.model.machine import signed
from tests.crash.model.town import Happened
from tests.world import PUBLIC, ask

BUSY_SECONDS = 0.2  # that a commit waits for a locked file; the real one waits for ten
_KEPT = struct.Struct("=dq")  # the time, and how many points were passed


class Kept:
    """What outlives the process, in a file that it shares with whoever started it."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_KEPT.pack(0.0, 0))
        with file.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), _KEPT.size)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(_KEPT.unpack(self._memory[:])[0], UTC)

    @now.setter
    def now(self, now: datetime) -> None:
        self._memory[:] = _KEPT.pack(now.timestamp(), self.passed)

    @property
    def passed(self) -> int:
        """How many points were passed, in all lives together."""
        return int(_KEPT.unpack(self._memory[:])[1])

    def point(self, kill_at: int) -> None:
        now, passed = _KEPT.unpack(self._memory[:])
        self._memory[:] = _KEPT.pack(now, passed + 1)
        if passed + 1 == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


class KeptClock(VirtualClock):
    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.now)
        self._kept = kept

    def advance_to(self, instant: datetime) -> None:
        self._kept.now = max(instant, self.now())
        super().advance_to(instant)


def live(folder: Path, orders: Connection, kill_at: int, mistake: str) -> None:
    """What the forked process does until it is killed or told to end."""
    logs.configure("critical")
    random.seed(kill_at)
    kept = Kept(folder / "kept")
    with made(mistake), small_parts(), _points(lambda: kept.point(kill_at)):
        asyncio.run(_obey(folder, orders, KeptClock(kept)))


async def _obey(folder: Path, orders: Connection, clock: VirtualClock) -> None:
    settings = read_settings({"RINGBACK_DATA": str(folder), "RINGBACK_PUBLIC_URL": PUBLIC})
    come = asyncio.Event()
    asyncio.get_running_loop().add_reader(orders.fileno(), come.set)
    async with Ringback.open(settings, clock) as ringback:
        orders.send("ready")
        while True:
            await come.wait()
            come.clear()
            order, *about = orders.recv()
            if order == "end":
                return
            orders.send(await _ORDERS[order](ringback, clock, *about))


async def _take(ringback: Ringback, _clock: VirtualClock, webhook: Webhook, line_id: str) -> int:
    path, query, headers, body = signed(webhook, line_id)
    return (await ask(ringback, "POST", path, query, headers, body))[0]


async def _do(ringback: Ringback, _clock: VirtualClock, happened: Happened) -> bool:
    return bool(await ringback.db.run(DOES[happened.kind], happened))


async def _pass_time(ringback: Ringback, clock: VirtualClock, until: datetime) -> bool:
    """Step by step, everything due being done at its time."""
    await ringback.replay_if_back()
    while True:
        await ringback.settled()
        due = await ringback.next_due()
        if due is None or due > until:
            break
        clock.advance_to(due)
    clock.advance_to(until)
    await ringback.settled()
    return True


async def _sweep(ringback: Ringback, _clock: VirtualClock) -> bool:
    await ringback.sweep.ask_for_all()
    return True


_ORDERS: dict[str, Callable[..., Awaitable[Any]]] = {
    "take": _take,
    "do": _do,
    "pass time": _pass_time,
    "sweep": _sweep,
}


async def _only_when_told(_sweep: GapSweep) -> None:
    """The real one asks every few minutes, at times that are left to chance."""
    await asyncio.Event().wait()


@contextmanager
def _points(point: Callable[[], None]) -> Iterator[None]:
    """Pass a point before and after each commit, also of the migrations, and each request."""
    answer, request = Batches.answer, Http.request

    def mortal_answer(batches: Batches, batch: list[Waiting]) -> frozenset[str]:
        point()
        return answer(batches, batch)

    async def mortal_request(http: Http, *args: Any, **kw: Any) -> HttpAnswer:
        point()
        try:
            return await request(http, *args, **kw)
        finally:
            point()

    with (
        patch.object(sqlite, "BUSY_SECONDS", BUSY_SECONDS),
        patch.object(Batches, "answer", mortal_answer),
        patch.object(Http, "request", mortal_request),
        patch.object(GapSweep, "run", _only_when_told),
    ):
        sa.event.listen(sa.Engine, "commit", lambda _connection: point())  # the process ends with it
        yield
