"""Statements travel together, in their order; what was asked ahead is forgotten when it might be old."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ringback.db.postgres import database
from ringback.db.postgres.database import PostgresDatabase
from ringback.db.postgres.wire import Wire
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from tests.db.things import open_things_at, things

ADD = Prepared(sa.insert(things))
RENAME = Prepared(sa.update(things).where(things.c.name == sa.bindparam("name_")))
COUNT = Prepared(sa.select(sa.func.count()).select_from(things))
FIND = Prepared(sa.select(things.c.name).where(things.c.name == sa.bindparam("name_")))
HOLD = Prepared(sa.select(things.c.name).where(things.c.name == sa.bindparam("name_")).with_for_update())


@pytest.fixture
def db(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresDatabase]:
    monkeypatch.setattr(database, "WRITERS", 1)  # and so one connection
    with open_things_at(postgres_url) as opened:
        yield opened


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements each way to the server carried; those that are only prepared do not count."""
    made: list[int] = []
    send = Wire.send

    def counted(wire: Wire) -> None:
        if wire._unsent:
            made.append(len(wire._unsent))
        send(wire)

    monkeypatch.setattr(Wire, "send", counted)
    return made


def count(tx: Transaction) -> int:
    return int(tx.execute(COUNT, {}).scalar() or 0)


def find(tx: Transaction, name: str) -> str | None:
    found: str | None = tx.execute(FIND, {"name_": name}).scalar()
    return found


def prepare(tx: Transaction) -> None:
    """Let the server know all of them, so that the trips of the test are its own."""
    tx.execute(ADD, {"name": "there"})
    tx.execute(RENAME, {"name_": "nobody", "name": "nothing"})
    tx.execute(HOLD, {"name_": "there"})
    find(tx, "there")
    count(tx)


def test_writes_go_with_the_next_question_and_the_last_ones_with_the_commit(
    db: PostgresDatabase, trips: list[int]
) -> None:
    def flow(tx: Transaction) -> tuple[int, int]:
        tx.execute(ADD, {"name": "one"})
        tx.execute(ADD, {"name": "two"})
        seen = count(tx)
        renamed = tx.execute(RENAME, {"name_": "one", "name": "three"})
        tx.execute(ADD, {"name": "four"})
        return seen, renamed.rowcount

    db.run_now(prepare)
    trips.clear()
    assert db.run_now(flow) == (3, 1)
    assert trips == [4, 2, 1]  # BEGIN with two and the question · two of which one is asked about · COMMIT
    assert db.run_now(count) == 4


def test_what_is_asked_ahead_takes_one_way(db: PostgresDatabase, trips: list[int]) -> None:
    def flow(tx: Transaction) -> list[Any]:
        tx.ahead(partial(count, tx), partial(find, tx, "there"), partial(find, tx, "nobody"))
        return [count(tx), find(tx, "nobody"), find(tx, "there")]

    db.run_now(prepare)
    trips.clear()
    assert db.run_now(flow) == [1, None, "there"]
    assert trips == [4, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda tx: tx.execute(ADD, {"name": "one"}),
        lambda tx: tx.execute(HOLD, {"name_": "there"}),
        lambda tx: tx.execute(sa.insert(things), {"name": "one"}),
    ],
    ids=["write", "lock", "statement of another kind"],
)
def test_what_was_asked_before_a_write_or_a_lock_is_asked_again(
    db: PostgresDatabase, postgres_url: str, change: Callable[[Transaction], Any]
) -> None:
    def flow(tx: Transaction) -> tuple[int, int]:
        tx.ahead(partial(count, tx))
        with psycopg.connect(postgres_url) as other:
            other.execute("INSERT INTO things VALUES ('of another node')")
        before = count(tx)
        change(tx)
        return before, count(tx)

    db.run_now(prepare)
    before, after = db.run_now(flow)
    assert before == 1
    assert after >= 2


def test_only_what_reads_can_be_asked_ahead(db: PostgresDatabase) -> None:
    with pytest.raises(RuntimeError, match="only what reads"):
        db.run_now(lambda tx: tx.ahead(lambda: tx.execute(ADD, {"name": "one"})))
    assert db.run_now(count) == 0
