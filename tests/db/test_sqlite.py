"""One writer, one commit for all that wait; a failing flow is alone, a file that is away is everybody's."""

import asyncio
import sqlite3
import threading
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.db import sqlite
from ringback.db.sqlite import SqliteDatabase
from ringback.db.transaction import StoreAway, Transaction
from tests.db.things import NOON, add, names, open_things, set_pragma, things, while_the_writer_is_busy

N = 20


async def test_flow_is_committed_before_its_caller_is_answered(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        assert await db.run(add, "one") == "ONE"
        assert _on_disk(tmp_path) == ["one"]


async def test_commits_wait_for_the_disk(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        assert db.run_now(_pragmas) == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_all_that_wait_share_one_commit(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        commits = _listen(db)
        async with while_the_writer_is_busy(db):
            several = [asyncio.create_task(db.run(add, f"{n:02}")) for n in range(N)]
        assert await asyncio.gather(*several) == [f"{n:02}" for n in range(N)]
        assert commits == [frozenset(f"{n:02}" for n in range(N))]


async def test_failing_flow_loses_only_its_own_work(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        commits = _listen(db)
        async with while_the_writer_is_busy(db):
            before = asyncio.create_task(db.run(add, "before"))
            failing = asyncio.create_task(db.run(_add_and_fail, "failing", KeyError("mine")))
            after = asyncio.create_task(db.run(add, "after"))
        assert await asyncio.gather(before, after) == ["BEFORE", "AFTER"]
        with pytest.raises(KeyError, match="mine"):
            await failing
        assert await db.read(names) == ["after", "before"]
        assert commits == [frozenset({"before", "after"})]


async def test_flows_run_again_only_beside_one_that_fails(tmp_path: Path) -> None:
    runs: Counter[str] = Counter()

    def count(tx: Transaction, name: str) -> int:
        runs[name] += 1
        add(tx, name)
        return runs[name]

    with open_things(tmp_path) as db:
        async with while_the_writer_is_busy(db):
            well = [asyncio.create_task(db.run(count, name)) for name in ("one", "two")]
        assert await asyncio.gather(*well) == [1, 1]
        with pytest.raises(sa.exc.IntegrityError):
            await db.run(count, "one")
        async with while_the_writer_is_busy(db):
            beside = [asyncio.create_task(db.run(count, name)) for name in ("three", "two")]
        assert await beside[0] == 2
        with pytest.raises(sa.exc.IntegrityError):
            await beside[1]
        assert runs == {"one": 2, "two": 3, "three": 2}
        assert await db.read(names) == ["one", "three", "two"]


async def test_flows_of_one_kind_run_together_and_in_their_order(tmp_path: Path) -> None:
    ran: list[str] = []

    def write(_tx: Transaction, what: str) -> None:
        ran.append(what)

    def answer(_tx: Transaction, what: str) -> None:
        ran.append(what)

    with open_things(tmp_path) as db:
        async with while_the_writer_is_busy(db):
            given = [
                asyncio.create_task(db.run(flow, f"{flow.__name__} {n}"))
                for n in range(3)
                for flow in (write, answer)
            ]
        await asyncio.gather(*given)
    assert ran == [*(f"answer {n}" for n in range(3)), *(f"write {n}" for n in range(3))]


async def test_mistake_in_a_statement_is_not_taken_for_a_lost_database(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        async with while_the_writer_is_busy(db):
            good = asyncio.create_task(db.run(add, "good"))
            bad = asyncio.create_task(db.run(_ask_for_nonsense))
        assert await good == "GOOD"
        with pytest.raises(sa.exc.OperationalError, match="no such table"):
            await bad
        with pytest.raises(sa.exc.OperationalError, match="no such table"):
            await db.read(_ask_for_nonsense)


async def test_broken_rule_of_the_tables_is_the_flows_own(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        await db.run(add, "once")
        with pytest.raises(sa.exc.IntegrityError):
            await db.run(add, "once")
        assert await db.run(add, "more") == "MORE"


@pytest.mark.parametrize(
    ("error", "told"), [(StopIteration(), RuntimeError), (GeneratorExit(), GeneratorExit)]
)
async def test_whatever_a_flow_raises_the_others_are_answered(
    tmp_path: Path, error: BaseException, told: type[BaseException]
) -> None:
    with open_things(tmp_path) as db:
        async with while_the_writer_is_busy(db):
            failing = asyncio.create_task(db.run(_add_and_fail, "failing", error))
            after = asyncio.create_task(db.run(add, "after"))
        assert await after == "AFTER"
        with pytest.raises(told):
            await failing
        assert await db.run(add, "later") == "LATER"


async def test_caller_who_gave_up_is_not_missed(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        async with while_the_writer_is_busy(db):
            impatient = asyncio.create_task(db.run(add, "impatient"))
            patient = asyncio.create_task(db.run(add, "patient"))
            await asyncio.sleep(0)
            impatient.cancel()
        assert await patient == "PATIENT"
        assert await db.read(names) == ["impatient", "patient"]


def test_caller_whose_loop_has_ended_is_not_missed(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        loop = asyncio.new_event_loop()
        go_on = threading.Event()
        loop.run_until_complete(asyncio.wait_for(_ask_and_leave(db, go_on), 1))
        loop.close()
        go_on.set()
        assert db.run_now(add, "later") == "LATER"
        assert _on_disk(tmp_path) == ["later", "left"]


async def _ask_and_leave(db: SqliteDatabase, go_on: threading.Event) -> None:
    def slow(tx: Transaction) -> None:
        go_on.wait()
        add(tx, "left")

    asking = asyncio.create_task(db.run(slow))
    await asyncio.sleep(0)
    asking.cancel()


async def test_locked_database_is_away_until_the_lock_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    with open_things(tmp_path) as db:
        other = sqlite3.connect(tmp_path / "things.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreAway, match="locked"):
            await db.run(add, "one")
        assert await db.read(names) == []
        other.close()
        assert await db.run(add, "one") == "ONE"


async def test_full_disk_loses_the_whole_batch_and_says_so(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        commits = _listen(db)
        await db.run(set_pragma, "max_page_count=4")
        async with while_the_writer_is_busy(db):
            small = asyncio.create_task(db.run(add, "small"))
            large = asyncio.create_task(db.run(add, "large" * 10_000))
        for flow in (small, large):
            with pytest.raises(StoreAway, match="full"):
                await flow
        assert (await db.read(names), commits) == ([], [])
        await db.run(set_pragma, "max_page_count=1000")
        assert await db.run(add, "small") == "SMALL"


async def test_read_only_database_is_away(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        await db.run(set_pragma, "query_only=ON")
        with pytest.raises(StoreAway, match="readonly"):
            await db.run(add, "one")
        assert await db.read(names) == []


async def test_broken_file_is_away_and_ends_nobodys_wait(tmp_path: Path) -> None:
    path = tmp_path / "things.sqlite"
    with open_things(tmp_path) as db:
        await db.run(add, "x" * 100_000)
        await db.run(set_pragma, "shrink_memory")
        await asyncio.to_thread(_checkpoint, path)
        path.write_bytes(path.read_bytes()[:8192] + b"\xff" * 120_000)
        with pytest.raises(StoreAway):
            await db.run(_rewrite_everything)
        with pytest.raises(StoreAway):
            await db.run(_rewrite_everything)


def test_file_that_is_no_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "things.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreAway), open_things(tmp_path):
        pass


async def test_reading_sees_what_is_committed_and_writes_nothing(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        await db.run(add, "one")
        assert await db.read(names) == ["one"]
        with pytest.raises(StoreAway, match="readonly"):
            await db.read(add, "two")


async def test_flow_is_told_when_it_began(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        assert await db.run(lambda tx: tx.now) == NOON
        assert await db.read(lambda tx: tx.now) == NOON


async def test_listener_that_left_hears_no_more(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        heard: list[frozenset[str]] = []
        leave = db.listen(heard.append)
        await db.run(add, "one")
        leave()
        await db.run(add, "two")
        assert heard == [frozenset({"one"})]


def test_closing_waits_for_what_was_given(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        threads = [threading.Thread(target=db.run_now, args=(add, f"{n:02}")) for n in range(N)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert _on_disk(tmp_path) == [f"{n:02}" for n in range(N)]


def _listen(db: SqliteDatabase) -> list[frozenset[str]]:
    commits: list[frozenset[str]] = []
    db.listen(commits.append)
    return commits


def _pragmas(tx: Transaction) -> dict[str, object]:
    asked = ("journal_mode", "synchronous", "foreign_keys")
    return {name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}


def _add_and_fail(tx: Transaction, name: str, error: BaseException) -> None:
    add(tx, name)
    raise error


def _ask_for_nonsense(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("SELECT * FROM nonsense")


def _rewrite_everything(tx: Transaction) -> None:
    tx.execute(sa.update(things).values(name=things.c.name + "!"))


def _on_disk(folder: Path) -> list[str]:
    """As another process sees it."""
    other = sqlite3.connect(folder / "things.sqlite")
    try:
        return [row[0] for row in other.execute("SELECT name FROM things ORDER BY name")]
    finally:
        other.close()


def _checkpoint(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()


async def test_reading_makes_no_new_file_where_ours_was_taken_away(tmp_path: Path) -> None:
    with open_things(tmp_path) as db:
        file = tmp_path / "things.sqlite"
        file.unlink()
        with pytest.raises(StoreAway):
            await db.read(names)
        assert not file.exists()
