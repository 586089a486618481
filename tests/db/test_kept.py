"""The flows of one commit ask once for settings; what might be different now is asked again."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.db.database import Database
from ringback.db.insert import insert
from ringback.db.postgres import database as on_postgres
from ringback.db.prepared import Prepared, Rows
from ringback.db.transaction import Transaction
from tests.db.things import add, names, open_things, open_things_at, things, while_the_writer_is_busy

NAMED = sa.select(things.c.name).where(things.c.name == sa.bindparam("name_"))
KEPT = Prepared(NAMED, kept=True)
HOLD = Prepared(NAMED.with_for_update())
KEPT_HOLD = Prepared(NAMED.with_for_update(), kept=True)
ADD = Prepared(sa.insert(things))
ADD_ONCE = Prepared(insert(things).on_conflict_do_nothing())
JUST_READ = Prepared(NAMED)


@pytest.fixture(params=["sqlite", "postgres"])
def db(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(on_postgres, "WRITERS", 1)
    on_file = request.param == "sqlite"
    with open_things(tmp_path) if on_file else open_things_at(request.getfixturevalue("postgres_url")) as db:
        yield db


def known(tx: Transaction, name: str) -> bool:
    return tx.execute(KEPT, {"name_": name}).first() is not None


async def test_flows_of_one_commit_ask_once(db: Database) -> None:
    def answer(tx: Transaction) -> Rows:
        return tx.execute(KEPT, {"name_": "a"})

    async with while_the_writer_is_busy(db):
        asked = [asyncio.ensure_future(db.run(answer)) for _ in range(3)]
    first, *others = await asyncio.gather(*asked)
    assert all(other is first for other in others)


async def test_next_commit_asks_again(db: Database) -> None:
    assert not await db.run(known, "a")
    await db.run(add, "a")
    assert await db.run(known, "a")


@pytest.mark.parametrize("prepared", [True, False])
def test_what_a_flow_writes_it_reads(db: Database, prepared: bool) -> None:
    def write_between(tx: Transaction) -> tuple[bool, bool]:
        before = known(tx, "a")
        tx.execute(ADD if prepared else sa.insert(things), {"name": "a"})
        return before, known(tx, "a")

    assert db.run_now(write_between) == (False, True)


def test_who_locks_reads_again_and_who_reads_does_not(db: Database) -> None:
    def look(tx: Transaction) -> tuple[bool, bool]:
        first = tx.execute(KEPT, {"name_": "a"})
        tx.execute(JUST_READ, {"name_": "a"})
        same = tx.execute(KEPT, {"name_": "a"}) is first
        tx.execute(HOLD, {"name_": "a"})
        return same, tx.execute(KEPT, {"name_": "a"}) is first

    assert db.run_now(look) == (True, False)


def test_lock_that_is_kept_is_taken_once_and_shows_what_was_written_since(db: Database) -> None:
    def look(tx: Transaction) -> tuple[bool, bool, bool]:
        first = tx.execute(KEPT_HOLD, {"name_": "a"})
        same = tx.execute(KEPT_HOLD, {"name_": "a"}) is first
        empty = first.first() is None
        add(tx, "a")
        return same, empty, tx.execute(KEPT_HOLD, {"name_": "a"}).first() is not None

    assert db.run_now(look) == (True, True, True)


async def test_what_a_failed_flow_wrote_nobody_reads(db: Database) -> None:
    def add_and_fail(tx: Transaction) -> None:
        add(tx, "a")
        assert known(tx, "a")
        raise ZeroDivisionError

    async with while_the_writer_is_busy(db):
        failing = asyncio.ensure_future(db.run(add_and_fail))
        looking = asyncio.ensure_future(db.run(known, "a"))
    with pytest.raises(ZeroDivisionError):
        await failing
    assert not await looking


@pytest.mark.parametrize("first_fails", [False, True])
async def test_what_only_the_first_of_a_commit_writes_is_there_even_if_that_one_failed(
    db: Database, first_fails: bool
) -> None:
    wrote: list[bool] = []

    def write_once(tx: Transaction, fails: bool = False) -> None:
        first = tx.kept.is_first("a")
        if first:
            tx.execute(ADD_ONCE, {"name": "a"})
        if fails:
            raise ZeroDivisionError
        wrote.append(first)

    async with while_the_writer_is_busy(db):
        asked = [asyncio.ensure_future(db.run(write_once, first_fails and n == 0)) for n in range(3)]
    await asyncio.gather(*asked, return_exceptions=True)
    assert first_fails or wrote == [True, False, False]
    assert await db.read(names) == ["a"]
