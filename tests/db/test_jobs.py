"""Work to do later: when it is due, once per key, in turn, and again after a failure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.jobs import Job
from ringback.db.open import open_as_it_is
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.settings import read_settings
from tests.empty import empty_database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOON = timedelta(seconds=10)


class Table:
    """The table of jobs, and the time."""

    def __init__(self, db: Database, clock: VirtualClock) -> None:
        self.db = db
        self.clock = clock

    def add(
        self,
        subject: str,
        wait: timedelta = timedelta(0),
        *,
        key: str | None = None,
        order_by: str | None = None,
    ) -> None:
        due = self.clock.now() + wait
        self.db.run_now(jobs.add, "look", subject, due=due, key=key, order_by=order_by)

    def ready(self, *running: Job, limit: int = 10) -> list[Job]:
        busy = {job.order_by for job in running if job.order_by is not None}
        return self.db.run_now(jobs.ready, {"look"}, {job.id for job in running}, busy, limit)

    def subjects(self, *running: Job, limit: int = 10) -> list[str]:
        return [job.subject for job in self.ready(*running, limit=limit)]

    def next_due(self) -> datetime | None:
        return self.db.run_now(jobs.next_due)

    def done(self, job: Job) -> None:
        self.db.run_now(jobs.done, job)

    def after(self, time: timedelta) -> None:
        self.clock.advance_to(self.clock.now() + time)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    clock = VirtualClock(NOON)
    empty_database(tmp_path)
    db = open_as_it_is(read_settings({"RINGBACK_DATA": str(tmp_path)}), clock)
    yield Table(db, clock)
    db.close()


def test_job_is_ready_when_it_is_due_and_not_before(table: Table) -> None:
    table.add("later", SOON)
    assert (table.subjects(), table.next_due()) == ([], NOON + SOON)
    table.after(SOON)
    assert (table.subjects(), table.next_due()) == (["later"], None)


def test_earliest_due_comes_first_and_of_equals_the_first_added(table: Table) -> None:
    table.add("late", SOON)
    table.add("first")
    table.add("second")
    table.after(SOON)
    assert table.subjects() == ["first", "second", "late"]
    assert table.subjects(limit=2) == ["first", "second"]


def test_finished_job_is_gone(table: Table) -> None:
    table.add("one")
    [job] = table.ready()
    table.done(job)
    assert table.subjects() == []


def test_job_that_runs_is_not_started_again(table: Table) -> None:
    table.add("one")
    table.add("two")
    [one, _] = table.ready()
    assert table.subjects(one) == ["two"]


def test_one_job_waits_per_key_at_the_earlier_time(table: Table) -> None:
    table.add("text", 2 * SOON, key="text:1")
    table.add("text", SOON, key="text:1")
    table.add("text", 3 * SOON, key="text:1")
    assert table.next_due() == NOON + SOON
    table.after(SOON)
    assert table.subjects() == ["text"]


def test_jobs_without_a_key_are_all_kept(table: Table) -> None:
    table.add("one")
    table.add("one")
    assert table.subjects() == ["one", "one"]


def test_job_added_while_it_runs_runs_once_more(table: Table) -> None:
    """It may have looked before the transaction that added it changed something."""
    table.add("text", key="text:1")
    [running] = table.ready()
    table.add("text", key="text:1")
    table.add("text", key="text:1")
    table.done(running)
    [once_more] = table.ready()
    table.done(once_more)
    assert table.subjects() == []


def test_job_added_for_later_while_it_runs_waits_for_that_time(table: Table) -> None:
    table.add("text", key="text:1")
    [running] = table.ready()
    table.add("text", 2 * SOON, key="text:1")
    table.add("text", SOON, key="text:1")
    table.done(running)
    assert (table.subjects(), table.next_due()) == ([], NOON + SOON)


def test_failed_job_comes_back_and_counts_its_tries(table: Table) -> None:
    table.add("one")
    [job] = table.ready()
    table.db.run_now(jobs.again, job, NOON + SOON, "KeyError")
    assert table.subjects() == []
    table.after(SOON)
    [again] = table.ready()
    assert (again.subject, again.attempts) == ("one", 1)


def test_adding_a_failed_job_again_gives_it_a_new_beginning(table: Table) -> None:
    table.add("one", key="one")
    [job] = table.ready()
    table.db.run_now(jobs.again, job, NOON + 2 * SOON, "KeyError")
    table.add("one", key="one")
    [again] = table.ready()
    assert again.attempts == 0


def test_job_that_fails_after_it_was_added_again_does_not_wait_longer_for_that(table: Table) -> None:
    table.add("one", key="one")
    [job] = table.ready()
    table.add("one", SOON, key="one")
    table.db.run_now(jobs.again, job, NOON + 30 * SOON, "KeyError")
    assert table.next_due() == NOON + SOON


def test_of_one_turn_only_the_earliest_is_ready(table: Table) -> None:
    for subject in ("a1", "a2"):
        table.add(subject, order_by="a")
    for subject in ("b1", "b2"):
        table.add(subject, order_by="b")
    table.add("free")
    [a1, b1, _] = table.ready()
    assert table.subjects() == ["a1", "b1", "free"]
    assert table.subjects(a1) == ["b1", "free"]
    table.done(a1)
    assert table.subjects(b1) == ["a2", "free"]


def test_other_nodes_are_kept_from_the_whole_turn_and_not_from_more(table: Table) -> None:
    """What a node claims before it works, so that no other overtakes it."""
    for order_by in ("Dan", "Dana", None, None):
        table.add("a job", order_by=order_by)
    first = table.ready()
    table.add("another", order_by="Dan")
    table.done(first[0])
    *_, another = table.ready()
    assert another.turn == first[0].turn
    assert len({job.turn for job in first}) == 4


def test_long_queue_of_one_turn_does_not_hide_the_others(table: Table) -> None:
    for _ in range(50):
        table.add("crowd", order_by="crowd")
    table.add("alone", order_by="alone")
    assert table.subjects(limit=4) == ["crowd", "alone"]


def test_only_the_tasks_that_are_asked_for_are_ready(table: Table) -> None:
    table.add("one")
    assert table.db.run_now(jobs.ready, {"listen", "speak"}, set(), set(), 10) == []


@pytest.mark.parametrize("due", [7, jobs.FEW + 7])
def test_each_finds_its_own_however_many_are_due(table: Table, due: int) -> None:
    """With one query while they are few, and what `ready` finds for each either way."""

    def fill(tx: Transaction) -> None:
        for number in range(due):
            jobs.add(tx, ("listen", "speak")[number % 2], f"{number}", order_by=f"{number % 5}")

    table.db.run_now(fill)
    [running] = table.db.run_now(jobs.ready, {"listen"}, set(), set(), 1)
    beside = {running.id}, {running.order_by or ""}
    rooms = [({"speak"}, 2), ({"listen"}, 64), ({"look"}, 64), ({"listen", "speak"}, 0)]
    apart = [job for tasks, room in rooms for job in table.db.run_now(jobs.ready, tasks, *beside, room)]
    assert [job.subject for job in apart[:2]] == ["1", "3"]
    assert table.db.run_now(jobs.ready_of_each, rooms, *beside) == apart


def test_what_waits_is_counted_per_task(table: Table) -> None:
    table.add("one", SOON)
    table.add("two")
    assert [tuple(row) for row in table.db.run_now(jobs.waiting)] == [("look", 2, NOON)]


def test_work_that_fails_leaves_no_job(table: Table) -> None:
    with pytest.raises(KeyError):
        table.db.run_now(_add_and_fail)
    assert table.subjects() == []


def _add_and_fail(tx: Transaction) -> None:
    jobs.add(tx, "look", "one")
    raise KeyError


def test_shop_with_one_job_does_not_wait_behind_ten_thousand_of_another(table: Table) -> None:
    """Carol's are older, and take all the room there is. What becomes free next goes to the others."""

    def fill(tx: Transaction) -> None:
        for number in range(10_000):
            jobs.add(tx, "look", f"carol{number}", order_by=f"{number}", lane="carol")

    table.db.run_now(fill)
    running = table.ready(limit=64)
    table.clock.advance_to(NOON + SOON)
    table.db.run_now(jobs.add, "look", "rosa", order_by="dan", lane="rosa")
    table.db.run_now(jobs.add, "look", "iris", order_by="dana", lane="iris")
    assert {job.lane for job in running} == {"carol"}
    assert table.subjects(*running, limit=2) == ["rosa", "iris"]
    assert table.subjects(*running, limit=3)[2].startswith("carol")
