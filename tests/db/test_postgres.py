"""On a server: what waits shares a transaction; who meets another runs again; an absent server is named."""

import asyncio
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress

import psycopg
import pytest
import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from ringback.db.batches import lane
from ringback.db.postgres import connecting, database
from ringback.db.postgres.database import PostgresDatabase
from ringback.db.postgres.migrate import migrate, stored_revision
from ringback.db.prepared import Prepared
from ringback.db.revisions import Foreign, FromTheFuture, newest_revision
from ringback.db.transaction import StoreAway, Transaction
from ringback.lib.clock import SystemClock
from tests import postgres_server
from tests.db.things import add, names, open_things_at, things, while_the_writer_is_busy
from tests.postgres_server import Server


@pytest.fixture
def one_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WRITERS", 1)


async def test_flow_is_committed_before_its_caller_is_answered(postgres_url: str) -> None:
    with open_things_at(postgres_url) as db:
        assert await db.run(add, "one") == "ONE"
        with psycopg.connect(postgres_url) as other:
            assert other.execute("SELECT name FROM things").fetchall() == [("one",)]


@pytest.mark.parametrize(("told", "kept"), [("off", "on"), ("remote_apply", "remote_apply")])
async def test_commit_is_on_disk_even_where_the_server_is_told_not_to_wait_for_it(
    postgres_url: str, told: str, kept: str
) -> None:
    url = make_conninfo(postgres_url, options=f"-c synchronous_commit={told}")
    with open_things_at(url) as db:
        assert await db.run(_setting, "synchronous_commit") == kept


async def test_nothing_of_a_failing_flow_remains(postgres_url: str) -> None:
    with open_things_at(postgres_url) as db:
        with pytest.raises(KeyError, match="mine"):
            await db.run(_add_and_fail, KeyError("mine"))
        with pytest.raises(RuntimeError, match="StopIteration"):
            await db.run(_add_and_fail, StopIteration())
        assert await db.read(names) == []


async def test_broken_rule_of_the_tables_is_the_flows_own(postgres_url: str) -> None:
    with open_things_at(postgres_url) as db:
        await db.run(add, "once")
        with pytest.raises(sa.exc.IntegrityError):
            await db.run(add, "once")
        assert await db.run(add, "more") == "MORE"


async def test_who_only_reads_cannot_write(postgres_url: str) -> None:
    with open_things_at(postgres_url) as db:
        with pytest.raises((sa.exc.DBAPIError, StoreAway)):
            await db.read(add, "by the way")
        assert await db.read(names) == []


async def test_flow_whose_process_stood_still_runs_again(postgres_url: str, one_writer: None) -> None:
    """The server ends a transaction in which nothing is done, for it holds up the other nodes."""
    runs: list[str] = []

    def stands_still(tx: Transaction) -> None:
        if not runs:
            tx.connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 10")
        tx.connection.exec_driver_sql("SELECT 1")
        runs.append("runs")
        if len(runs) == 1:
            _until_ended(tx)
        tx.execute(_ADD, {"name": "one"})

    with open_things_at(postgres_url) as db:
        await db.run(stands_still)
        assert (len(runs), await db.read(names)) == (2, ["one"])


async def test_all_that_wait_share_one_transaction(postgres_url: str, one_writer: None) -> None:
    with open_things_at(postgres_url) as db:
        async with while_the_writer_is_busy(db):
            several = [asyncio.create_task(db.run(_add_and_tell_which, f"{n:02}")) for n in range(20)]
        assert len(set(await asyncio.gather(*several))) == 1
        assert len(await db.read(names)) == 20


async def test_failing_flow_loses_only_its_own_work(postgres_url: str, one_writer: None) -> None:
    def add_or(tx: Transaction, name: str, error: Exception | None) -> None:
        tx.execute(_ADD, {"name": name})
        if error is not None:
            raise error

    with open_things_at(postgres_url) as db:
        db.run_now(lambda tx: tx.execute(_ADD, {"name": "there"}))
        async with while_the_writer_is_busy(db):
            before = asyncio.create_task(db.run(add_or, "before", None))
            failing = asyncio.create_task(db.run(add_or, "failing", KeyError("mine")))
            twice = asyncio.create_task(db.run(add_or, "there", None))
            after = asyncio.create_task(db.run(add_or, "after", None))
        await asyncio.gather(before, after)
        with pytest.raises(KeyError, match="mine"):
            await failing
        with pytest.raises(psycopg.errors.UniqueViolation):
            await twice
        assert await db.read(names) == ["after", "before", "there"]


async def test_what_nobody_asked_about_is_still_an_error(postgres_url: str) -> None:
    """The statement is sent with the commit, and its error is the flow's."""
    with open_things_at(postgres_url) as db:
        assert await db.run(lambda tx: tx.execute(_ADD, {"name": "once"}) and None) is None
        with pytest.raises(psycopg.errors.UniqueViolation):
            await db.run(lambda tx: tx.execute(_ADD, {"name": "once"}) and None)
        assert await db.read(names) == ["once"]


async def test_flows_that_lock_each_other_out_both_end(postgres_url: str) -> None:
    """The server ends one of the two; nothing of it remains, so it runs again."""
    both_hold_one = threading.Barrier(2, timeout=10)

    def hold(tx: Transaction, first: str, second: str) -> str:
        tx.execute(sa.select(things).where(things.c.name == first).with_for_update())
        if not both_hold_one.broken:
            with suppress(threading.BrokenBarrierError):  # alone, when it runs again
                both_hold_one.wait()
            both_hold_one.abort()
        tx.execute(sa.select(things).where(things.c.name == second).with_for_update())
        return first

    with open_things_at(postgres_url) as db:
        db.run_now(add, "one")
        db.run_now(add, "two")
        one = asyncio.create_task(db.run(hold, "one", "two"))
        await asyncio.sleep(0)
        lane.set("another account")  # else one writer takes both
        assert await asyncio.gather(one, db.run(hold, "two", "one")) == ["one", "two"]


async def test_batch_is_of_one_account_and_one_kind_of_flow(postgres_url: str, one_writer: None) -> None:
    """Else two writers, or nodes, that lock the same two accounts would wait for each other."""
    batches: dict[int, list[str]] = {}

    async def run_for(account: str, name: str) -> None:
        lane.set(account)
        batches.setdefault(await db.run(_add_and_tell_which, name), []).append(name)

    with open_things_at(postgres_url) as db:
        async with while_the_writer_is_busy(db):
            several = [asyncio.create_task(run_for(name[0], name)) for name in ("b1", "a1", "b2", "a2")]
            other = asyncio.create_task(db.run(add, "c"))
        await asyncio.gather(*several, other)
    assert sorted(batches.values()) == [["a1", "a2"], ["b1", "b2"]]


async def test_no_two_writers_write_the_same_at_once(postgres_url: str) -> None:
    together: list[int] = []
    running = threading.Semaphore(1)

    def alone(_tx: Transaction) -> None:
        together.append(not running.acquire(blocking=False))
        time.sleep(0.001)
        running.release()

    with open_things_at(postgres_url) as db:
        for _ in range(5):
            several = [asyncio.create_task(db.run(alone)) for _ in range(5)]
            await asyncio.sleep(0)
        await asyncio.gather(*several)
    assert not any(together)


async def test_character_that_the_server_cannot_store_is_replaced(postgres_url: str) -> None:
    with open_things_at(postgres_url) as db:
        await db.run(add, "a\0b")
        assert await db.read(names) == ["a\N{REPLACEMENT CHARACTER}b"]


async def test_news_reach_this_node_and_the_others_after_the_commit(postgres_url: str) -> None:
    with open_things_at(postgres_url) as here, open_things_at(postgres_url) as there:
        heard_here, heard_there = asyncio.Queue[frozenset[str]](), asyncio.Queue[frozenset[str]]()
        here.listen(heard_here.put_nowait)
        there.listen(heard_there.put_nowait)
        for queue in (heard_here, heard_there):
            assert "anything" in await asyncio.wait_for(queue.get(), 20)  # from now on they hear
        await here.run(add, "one")
        assert await asyncio.wait_for(heard_here.get(), 20) == frozenset({"one"})
        assert await asyncio.wait_for(heard_there.get(), 20) == frozenset({"one"})
        await there.run(add, "two")
        assert await asyncio.wait_for(heard_here.get(), 20) == frozenset({"two"})


@pytest.mark.slow
def test_server_that_is_away_is_said_to_be_and_found_again() -> None:
    with postgres_server.running("listen_addresses=''") as server:
        migrate(server.make("one"))
        db = PostgresDatabase(server.url("one"), SystemClock())
        db.run_now(lambda tx: things.create(tx.connection))
        server.stop()
        with pytest.raises(StoreAway):
            db.run_now(add, "lost")
        with pytest.raises(StoreAway):
            db.run_now(add, "lost too")
        server.start()
        assert db.run_now(add, "found") == "FOUND"
        assert asyncio.run(db.read(names)) == ["found"]
        db.close()


def test_nobody_there_is_said_without_the_password() -> None:
    with pytest.raises(StoreAway) as away:
        PostgresDatabase("postgresql://rosa:secret@127.0.0.1:1/ringback", SystemClock())
    assert "secret" not in str(away.value)


@pytest.mark.slow
def test_nodes_that_start_at_once_migrate_once(postgres: Server) -> None:
    url = postgres.make("several")
    code = f"from ringback.db.postgres.migrate import migrate; migrate({url!r})"
    several = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait() for process in several] == [0, 0, 0]
    assert stored_revision(url) == newest_revision()
    postgres.drop("several")


def test_database_of_a_newer_ringback_is_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(FromTheFuture):
        migrate(postgres_url)


@pytest.mark.parametrize(
    "tables",
    [
        "CREATE TABLE accounts (name text)",
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('ae1027a6acf')",
    ],
)
def test_database_of_another_program_is_left_as_it_is(postgres: Server, tables: str) -> None:
    url = postgres.make("theirs")
    try:
        with psycopg.connect(url) as connection:
            connection.execute(tables)
        with pytest.raises(Foreign):
            migrate(url)
        with psycopg.connect(url) as connection:
            made = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert made == (1,)
    finally:
        postgres.drop("theirs")


def test_tables_of_an_extension_are_no_obstacle(postgres: Server) -> None:
    url = postgres.make("shared")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE spatial_ref_sys (srid integer)")
    migrate(url)
    assert stored_revision(url) == newest_revision()
    postgres.drop("shared")


_ADD = Prepared(sa.insert(things))


def _add_and_fail(tx: Transaction, error: BaseException) -> None:
    add(tx, "failing")
    raise error


def _add_and_tell_which(tx: Transaction, name: str) -> int:
    add(tx, name)
    return int(tx.connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one())


def _until_ended(tx: Transaction) -> None:
    """Wait for the server to end this connection."""
    connection = connecting.wire_of(tx.connection)
    assert select.select([connection.pgconn.socket], [], [], 60)[0]


def _setting(tx: Transaction, name: str) -> str:
    return str(tx.execute(sa.select(sa.func.current_setting(name))).scalar_one())
