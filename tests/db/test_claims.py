"""What one node holds no other can have, until it lets go or is gone."""

import psycopg
import pytest

from ringback.db.postgres.claims import SessionClaims, key_of

pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on


async def test_a_name_is_had_by_one_node_until_it_lets_go(postgres_url: str) -> None:
    here, there = SessionClaims(postgres_url), SessionClaims(postgres_url)
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
    here, there = SessionClaims(postgres_url), SessionClaims(postgres_url)
    await here.take({"a"})
    with psycopg.connect(postgres_url, autocommit=True) as server:
        gone = (
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
        )
        server.execute(gone, (key_of("a") & 0xFFFFFFFF,))
    assert await there.take({"a"}) == {"a"}
    here.close()
    there.close()
