"""A prepared statement does what the same statement does through SQLAlchemy, types and all."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant
from ringback.db.transaction import Transaction
from tests.db.things import NOON, open_things, open_things_at

calls = sa.Table(
    "calls_made",
    sa.MetaData(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", Instant),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Column("missed", sa.Boolean, nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)
ADD = Prepared(sa.insert(calls))
BY_ID = Prepared(sa.select(calls).where(calls.c.id == sa.bindparam("id_")))
CHANGE = Prepared(sa.update(calls).where(calls.c.id == sa.bindparam("id_")))
ONE: dict[str, Any] = {"id": "one", "at": NOON, "details": {"a": ["é", None]}, "missed": True, "body": b"\0x"}

Run = Callable[[Callable[[Transaction], Any]], Any]


@pytest.fixture(params=["sqlite", "postgres"])
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    on_file = request.param == "sqlite"
    with open_things(tmp_path) if on_file else open_things_at(request.getfixturevalue("postgres_url")) as db:
        db.run_now(lambda tx: calls.create(tx.connection))
        yield db.run_now


def test_values_come_back_as_they_went_in(run: Run) -> None:
    run(lambda tx: tx.execute(ADD, ONE))
    row = run(lambda tx: tx.execute(BY_ID, {"id_": "one"}).one())
    assert row._asdict() == {**ONE, "tries": 0}


def test_what_it_stores_is_what_sqlalchemy_stores(run: Run) -> None:
    run(lambda tx: tx.execute(ADD, ONE))
    run(lambda tx: tx.execute(sa.insert(calls), {**ONE, "id": "two"}))
    one, two = run(lambda tx: tx.connection.exec_driver_sql("SELECT * FROM calls_made ORDER BY id").all())
    assert one[1:] == two[1:]
    assert run(lambda tx: tx.all(sa.select(calls)))[0]._asdict() == {**ONE, "tries": 0}


def test_nothing_stays_nothing(run: Run) -> None:
    run(lambda tx: tx.execute(ADD, {**ONE, "at": None, "body": None}))
    row = run(lambda tx: tx.execute(BY_ID, {"id_": "one"}).one())
    assert (row.at, row.body) == (None, None)


@pytest.mark.parametrize("hours", [-6, 0, 5.5])
def test_instants_are_kept_in_utc_to_the_microsecond(run: Run, hours: float) -> None:
    at = datetime(2026, 3, 8, 2, 30, 0, 7, tzinfo=timezone(timedelta(hours=hours)))
    run(lambda tx: tx.execute(ADD, {**ONE, "at": at}))
    row = run(lambda tx: tx.execute(BY_ID, {"id_": "one"}).one())
    assert (row.at, row.at.tzinfo) == (at, UTC)


def test_naive_datetime_is_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="naive"):
        run(lambda tx: tx.execute(ADD, {**ONE, "at": datetime(2026, 11, 20)}))


def test_update_sets_what_the_parameters_name(run: Run) -> None:
    run(lambda tx: tx.execute(ADD, ONE))
    assert run(lambda tx: tx.execute(CHANGE, {"id_": "one", "tries": 2}).rowcount) == 1
    assert run(lambda tx: tx.execute(CHANGE, {"id_": "one", "missed": False, "at": None}).rowcount) == 1
    assert run(lambda tx: tx.execute(CHANGE, {"id_": "nobody", "tries": 9}).rowcount) == 0
    row = run(lambda tx: tx.execute(BY_ID, {"id_": "one"}).one())
    assert row._asdict() == {**ONE, "tries": 2, "missed": False, "at": None}


def test_upsert_counts_and_returns(run: Run) -> None:
    new = insert(calls)
    again = {"tries": calls.c.tries + 1}
    upsert = Prepared(new.on_conflict_do_update(index_elements=["id"], set_=again).returning(calls.c.tries))
    tries = [run(lambda tx: tx.execute(upsert, ONE).one().tries) for _ in range(3)]
    assert tries == [0, 1, 2]


def test_statements_own_values_and_lists_of_literals_are_bound(run: Run) -> None:
    run(lambda tx: [tx.execute(ADD, {**ONE, "id": name, "tries": n}) for n, name in enumerate("abcd")])
    wanted = calls.c.id.in_([sa.literal("a"), sa.literal("c"), sa.literal("d")])
    some = Prepared(
        sa.select(calls.c.id).where(wanted, calls.c.tries > 1, calls.c.at == NOON).order_by(calls.c.id)
    )
    assert [row.id for row in run(lambda tx: tx.execute(some, {}))] == ["c", "d"]
    assert [row[0] for row in run(lambda tx: tx.execute(some, {}).all())] == ["c", "d"]


def test_scalar_and_first_of_nothing_are_none(run: Run) -> None:
    assert run(lambda tx: tx.execute(BY_ID, {"id_": "nobody"}).first()) is None
    assert run(lambda tx: tx.execute(BY_ID, {"id_": "nobody"}).scalar()) is None
    assert run(lambda tx: tx.execute(Prepared(sa.select(sa.func.max(calls.c.tries))), {}).scalar()) is None


def test_missing_parameter_is_refused(run: Run) -> None:
    with pytest.raises(LookupError, match="id_"):
        run(lambda tx: tx.execute(BY_ID, {}))


def test_broken_rule_of_the_table_is_the_drivers_error(run: Run) -> None:
    run(lambda tx: tx.execute(ADD, ONE))
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match=r"(?i)unique"):
        run(lambda tx: tx.execute(ADD, ONE))
