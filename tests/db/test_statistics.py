"""The server's planner knows of our tables soon after they have grown, and is not waited for."""

from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.contacts import lists
from ringback.contacts.listed import Listed
from ringback.db.postgres import statistics
from ringback.db.postgres.database import PostgresDatabase
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from tests.cast import ROSAS_SHOP

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def opened(url: str) -> closing[PostgresDatabase]:
    """When it is closed its writers have done what they were at."""
    return closing(PostgresDatabase(url, VirtualClock(NOON)))


def list_many(tx: Transaction) -> None:
    account_id = accounts.save(tx, name=ROSAS_SHOP, time_zone="UTC", country="US", notice="", policy="{}").id
    numbers = {f"+1512555{n:04}": "" for n in range(1_500)}
    lists.put(tx, account_id, numbers, Listed.NEVER_TEXT)


def nothing(tx: Transaction) -> None:
    tx.execute(sa.select(1))


def rows_that_the_planner_knows_of(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT reltuples FROM pg_class WHERE oid = 'listed'::regclass").fetchone()
    assert found is not None
    return max(0, int(found[0]))


def test_what_has_grown_is_counted(postgres_url: str) -> None:
    with opened(postgres_url) as db:
        db.run_now(list_many)
        assert rows_that_the_planner_knows_of(postgres_url) == 0
        for _ in range(statistics.LOOK_EVERY):
            db.run_now(nothing)
    assert rows_that_the_planner_knows_of(postgres_url) == 1_500


def test_writer_goes_on_where_it_cannot_count(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []

    def refuse(self: statistics.Statistics, connection: sa.Connection) -> None:
        tried.append(True)
        raise psycopg.errors.InsufficientPrivilege("permission denied")

    monkeypatch.setattr(statistics, "LOOK_EVERY", 1)
    monkeypatch.setattr(statistics.Statistics, "freshen", refuse)
    with opened(postgres_url) as db:
        assert [db.run_now(lambda tx: "done") for _ in range(20)] == ["done"] * 20
    assert tried
