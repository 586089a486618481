"""The engine: at its time, in turn, again after a failure, and found again after a restart."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.open import open_as_it_is
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import VirtualClock
from ringback.settings import DATABASE_NAME, read_settings
from ringback.worker import engine
from ringback.worker.engine import Engine
from ringback.worker.tasks import Finish, Flow, Tasks, Work
from tests.empty import empty_database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


class Office:
    """An engine with two kinds of work: `note` is one transaction, `call` speaks with the outside."""

    def __init__(self, db: Database, clock: VirtualClock) -> None:
        self.db = db
        self.clock = clock
        self.log: list[str] = []
        self.wrong: list[BaseException] = []  # used up, one by each job that runs
        self.lost: list[BaseException] = []  # the same, when it is written down
        self.hopeless: set[str] = set()  # notes that fail each time
        self.holding: dict[str, asyncio.Event] = {}  # calls that go on only when these are set
        self.pens: dict[str, threading.Event] = {}  # and that are written down only when these are
        tasks: Tasks = {"note": Flow(self._note), "call": Work(self._call)}
        self.engine = Engine(db, clock, tasks)

    def _note(self, _tx: Transaction, subject: str) -> None:
        self._go_wrong()
        if subject in self.hopeless:
            raise KeyError(subject)
        self.log.append(subject)

    async def _call(self, subject: str) -> Finish | None:
        self.log.append(f"{subject} begins")
        if subject in self.holding:
            await self.holding[subject].wait()
        self._go_wrong()
        self.log.append(f"{subject} ends")
        return partial(self._write_down, subject=subject)

    def _write_down(self, _tx: Transaction, subject: str) -> None:
        if self.lost:
            raise self.lost.pop()
        if subject in self.pens:
            self.pens[subject].wait()
        self.log.append(f"{subject} is written down")

    def _go_wrong(self) -> None:
        if self.wrong:
            raise self.wrong.pop(0)

    async def add(
        self,
        task: str,
        subject: str,
        wait: timedelta = timedelta(0),
        *,
        key: str | None = None,
        order_by: str | None = None,
    ) -> None:
        due = self.clock.now() + wait
        await self.db.run(jobs.add, task, subject, due=due, key=key, order_by=order_by)

    async def after(self, time: timedelta) -> None:
        self.clock.advance_to(self.clock.now() + time)
        await self.engine.settled()

    async def until(self, so: Callable[[], bool]) -> None:
        for _ in range(20_000):  # what is waited for has no event
            if so():
                return
            await asyncio.sleep(0.001)
        pytest.fail(f"this is all that came: {self.log}")

    async def waiting(self) -> list[str]:
        return [row.task for row in await self.db.read(jobs.waiting)]


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    settings = read_settings({"RINGBACK_DATA": str(folder)})
    if not (folder / DATABASE_NAME).exists():
        empty_database(folder)
    clock = VirtualClock(NOON)
    db = open_as_it_is(settings, clock)
    made = Office(db, clock)
    working = asyncio.create_task(made.engine.run())
    try:
        yield made
    finally:
        made.engine.stop()
        await working
        db.close()


async def test_work_begins_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.add("note", "one")
        await at.add("call", "Dan")
        await at.engine.settled()
        assert sorted(at.log) == ["Dan begins", "Dan ends", "Dan is written down", "one"]
        assert await at.waiting() == []


async def test_work_waits_for_its_time(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.add("note", "later", A_MINUTE)
        await at.after(A_MINUTE - timedelta(microseconds=1))
        assert at.log == []
        await at.after(timedelta(microseconds=1))
        assert at.log == ["later"]


async def test_one_turn_runs_one_at_a_time_and_in_order(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        for subject in ("a", "b", "c"):
            await at.add("call", subject, order_by="Dan")
        await at.engine.settled()
        assert [line for line in at.log if "written" not in line] == [
            "a begins", "a ends", "b begins", "b ends", "c begins", "c ends",
        ]  # fmt: skip


async def test_another_task_about_the_same_has_its_own_turn(tmp_path: Path) -> None:
    """Short transactions never wait for slow requests, so no order between the two kinds can be promised."""
    async with office(tmp_path) as at:
        at.holding["Dan"] = asyncio.Event()
        await at.add("call", "Dan", order_by="Dan")
        await at.add("note", "about Dan", order_by="Dan")
        await at.until(lambda: sorted(at.log) == ["Dan begins", "about Dan"])
        at.holding["Dan"].set()


async def test_other_turns_go_on_while_one_is_held_up(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.holding["slow"] = asyncio.Event()
        await at.add("call", "slow", order_by="Dan")
        await at.add("call", "behind", order_by="Dan")
        await at.until(lambda: at.log == ["slow begins"])
        await at.add("call", "other", order_by="Dana")
        await at.until(lambda: "other is written down" in at.log)
        assert "behind begins" not in at.log
        at.holding["slow"].set()
        await at.engine.settled()
        assert at.log[-1] == "behind is written down"


async def test_job_added_while_it_runs_runs_once_more(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.holding["text"] = asyncio.Event()
        await at.add("call", "text", key="text")
        await at.until(lambda: at.log == ["text begins"])
        await at.add("call", "text", key="text")
        await at.add("call", "text", key="text")
        at.holding["text"].set()
        await at.engine.settled()
        assert at.log.count("text begins") == 2


@pytest.mark.parametrize("task", ["note", "call"])
async def test_failing_work_comes_back_later_and_later(tmp_path: Path, task: str) -> None:
    async with office(tmp_path) as at:
        at.wrong = [KeyError("a"), OSError("b"), KeyError("c")]
        await at.add(task, "one")
        times = []
        await at.engine.settled()
        while (due := await at.db.read(jobs.next_due)) is not None:
            times.append((due - NOON).total_seconds())
            at.clock.advance_to(due)
            await at.engine.settled()
        assert times == [0.5, 0.5 + 1, 0.5 + 1 + 2]
        assert at.log[-1] == {"note": "one", "call": "one is written down"}[task]


async def test_failing_work_holds_up_nobody(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.hopeless.add("failing")
        await at.add("note", "failing", order_by="Dan")
        await at.add("note", "behind", order_by="Dan")
        await at.engine.settled()
        assert at.log == ["behind"]


async def test_unknown_task_is_kept_and_ends_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.add("from a newer Ringback", "one")
        await at.add("note", "two")
        await at.engine.settled()
        assert at.log == ["two"]
        assert await at.waiting() == ["from a newer Ringback"]


@pytest.mark.parametrize("task", ["note", "call"])
async def test_database_that_is_away_costs_no_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    monkeypatch.setattr(engine, "WHILE_AWAY", 0)
    async with office(tmp_path) as at:
        at.wrong = [StoreAway("full")] * 3
        await at.add(task, "one")
        await at.engine.settled()
        assert at.log[-1] == {"note": "one", "call": "one is written down"}[task]
        assert at.clock.now() == NOON


async def test_what_was_done_outside_is_kept_until_the_database_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WHILE_AWAY", 0.001)
    async with office(tmp_path) as at:
        at.lost = [StoreAway("full")] * 3
        await at.add("call", "one")
        await at.engine.settled()
        assert at.log == ["one begins", "one ends", "one is written down"]
        assert await at.waiting() == []


async def test_no_more_runs_at_once_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WORKS_AT_ONCE", 3)
    async with office(tmp_path) as at:
        for number in range(5):
            at.holding[str(number)] = asyncio.Event()
            await at.add("call", str(number))
        await at.until(lambda: len(at.log) == 3)
        at.holding["1"].set()
        await at.until(lambda: "3 begins" in at.log)
        assert "4 begins" not in at.log
        for held in at.holding.values():
            held.set()
        await at.engine.settled()
        assert sum("written" in line for line in at.log) == 5


async def test_slow_requests_do_not_hold_up_transactions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A STOP that has arrived is worked on, however long the carrier keeps all our texts waiting."""
    monkeypatch.setattr(engine, "WORKS_AT_ONCE", 2)
    async with office(tmp_path) as at:
        for number in range(4):
            at.holding[str(number)] = asyncio.Event()
            await at.add("call", str(number))
        await at.until(lambda: len(at.log) == 2)
        await at.add("note", "STOP")
        await at.until(lambda: "STOP" in at.log)
        assert sorted(at.log) == ["0 begins", "1 begins", "STOP"]
        for held in at.holding.values():
            held.set()


async def test_what_only_waits_to_be_written_down_leaves_its_place_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WORKS_AT_ONCE", 1)
    async with office(tmp_path) as at:
        at.holding["one"], at.pens["one"] = asyncio.Event(), threading.Event()
        await at.add("call", "one")
        await at.add("call", "two")
        await at.until(lambda: at.log == ["one begins"])
        at.holding["one"].set()
        try:
            await at.until(lambda: "two ends" in at.log)
            assert "one is written down" not in at.log
        finally:
            at.pens["one"].set()
        await at.engine.settled()
        assert await at.waiting() == []


async def test_settled_waits_for_what_runs_and_for_what_that_adds(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.holding["Dan"] = asyncio.Event()
        await at.add("call", "Dan")
        settled = asyncio.create_task(at.engine.settled())
        await at.until(lambda: at.log == ["Dan begins"])
        await at.add("note", "more")
        await at.until(lambda: "more" in at.log)
        assert not settled.done()
        at.holding["Dan"].set()
        await settled
        assert await at.waiting() == []


async def test_stopping_waits_for_what_runs_and_starts_no_more(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.holding["Dan"] = asyncio.Event()
        await at.add("call", "Dan", order_by="Dan")
        await at.add("call", "behind", order_by="Dan")
        await at.until(lambda: at.log == ["Dan begins"])
        at.engine.stop()
        at.holding["Dan"].set()
    assert at.log == ["Dan begins", "Dan ends", "Dan is written down"]


async def test_next_start_finds_what_is_left(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.wrong = [KeyError("a")]
        await at.add("note", "failed")
        await at.engine.settled()
        await at.add("note", "later", A_MINUTE)
        at.engine.stop()
        await at.add("note", "never begun")
    async with office(tmp_path) as again:
        await again.engine.settled()
        assert again.log == ["never begun"]
        await again.after(A_MINUTE)
        assert sorted(again.log) == ["failed", "later", "never begun"]


async def test_at_rest_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with office(tmp_path) as at:
        await at.add("note", "one")
        await at.engine.settled()
        await at.db.run(lambda tx: None)  # by then the news of the last commit has been heard
        await at.engine.settled()
        asked: list[object] = []
        with monkeypatch.context() as patched:
            patched.setattr(at.db, "read", lambda *what: asked.append(what))
            for _ in range(50):
                await asyncio.sleep(0)
        assert asked == []


async def test_a_job_that_has_failed_for_days_still_waits_between_two_tries(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.add("note", "one", A_MINUTE)
        await at.db.run(lambda tx: tx.connection.execute(jobs.jobs.update().values(attempts=5_000)))
        at.wrong = [LookupError()]
        await at.after(A_MINUTE)
        assert await at.db.read(jobs.next_due) == NOON + A_MINUTE + timedelta(seconds=engine.LONGEST_BACK_OFF)
