"""What one node holds no other can have, until it lets go or is gone."""

import asyncio
from datetime import datetime

import psycopg
import pytest

from ringback.db import jobs
from ringback.db.jobs import Job
from ringback.db.postgres import connecting
from ringback.db.postgres.claims import SessionClaims, key_of
from ringback.db.postgres.database import PostgresDatabase
from ringback.db.transaction import Transaction
from ringback.lib.clock import SystemClock

pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on


async def test_a_name_is_had_by_one_node_until_it_lets_go(postgres_url: str) -> None:
    here, there = _claims(postgres_url), _claims(postgres_url)
    assert await here.take({"a", "b"}) == {"a", "b"}
    assert await here.take({"a"}) == frozenset()
    assert await there.take({"a", "c"}) == {"c"}
    assert await there.keep({"a", "c"}) == {"c"}
    here.let_go("a")
    assert await here.take({"a"}) == {"a"}, "who lets go may take it again at once"
    here.let_go("a")
    await here.take(set())
    assert await there.keep({"a", "c"}) == {"a", "c"}
    here.close()
    there.close()


async def test_claims_of_a_node_that_is_gone_are_free(postgres_url: str) -> None:
    here, there = _claims(postgres_url), _claims(postgres_url)
    await here.take({"a"})
    with psycopg.connect(postgres_url, autocommit=True) as server:
        gone = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
        )
        server.execute(gone, (key_of("a") & 0xFFFFFFFF,))
    assert await there.take({"a"}) == {"a"}
    here.close()
    there.close()


async def test_due_jobs_are_looked_for_and_claimed_at_once(postgres_url: str) -> None:
    here, there = (PostgresDatabase(postgres_url, SystemClock()) for _ in range(2))
    here.run_now(jobs.add, "look", "one", order_by="dan")
    due = await here.claims.take_due(_look)
    assert [job.subject for job in due.mine] == ["one"]
    others = await there.claims.take_due(_look)
    assert ([job.subject for job in others.found], others.mine) == (["one"], [])
    here.claims.let_go(due.mine[0].turn)
    await here.claims.take(())
    assert (await there.claims.take_due(_look)).mine == due.mine
    here.close()
    there.close()


async def test_job_that_another_node_has_just_done_is_not_ours(postgres_url: str) -> None:
    here, there = (PostgresDatabase(postgres_url, SystemClock()) for _ in range(2))
    here.run_now(jobs.add, "look", "one", order_by="dan")
    here.run_now(jobs.add, "look", "another", order_by="dana")

    def look_while_it_is_done(tx: Transaction) -> tuple[list[Job], datetime | None]:
        found, next_due = _look(tx)
        there.run_now(jobs.done, found[0])
        return found, next_due

    due = await here.claims.take_due(look_while_it_is_done)
    assert [job.subject for job in due.mine] == ["another"]
    await here.claims.take(())
    assert await there.claims.take({due.found[0].turn}), "what is done is not held"
    here.close()
    there.close()


async def test_look_that_fails_holds_nothing(postgres_url: str) -> None:
    here, there = (PostgresDatabase(postgres_url, SystemClock()) for _ in range(2))

    def fail(_tx: Transaction) -> tuple[list[Job], datetime | None]:
        raise KeyError("ours")

    await here.claims.take({"a"})
    with pytest.raises(KeyError, match="ours"):
        await here.claims.take_due(fail)
    for _ in range(1000):  # the server takes a moment to see that the session is over
        if await there.claims.take({"a"}):
            break
        await asyncio.sleep(0.01)
    else:
        pytest.fail("it is held still")
    here.close()
    there.close()


async def test_whoever_stops_waiting_for_a_claim_loses_no_other_and_keeps_none(postgres_url: str) -> None:
    here, there = _claims(postgres_url), _claims(postgres_url)
    await here.take({"a"})
    waiting = asyncio.create_task(here.take({"b"}))
    await asyncio.sleep(0)  # it has asked
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await there.take({"a"}) == frozenset(), "it is held still"
    here.let_go("a")
    await here.take(())
    assert await there.take({"a", "b"}) == {"a", "b"}
    here.close()
    there.close()


def _look(tx: Transaction) -> tuple[list[Job], datetime | None]:
    return jobs.ready(tx, {"look"}, set(), set(), 10), None


def _claims(url: str) -> SessionClaims:
    return SessionClaims(connecting.engine(url, read_only=True), SystemClock())
