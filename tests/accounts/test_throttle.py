"""Who guesses passwords is slowed down, on all nodes together."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.accounts import throttle
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.settings import read_settings
from ringback.web.session import count_a_try
from tests.at_once import meet

PERSON = "person:rosa@example.com:strangers"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8", ""])
def test_nobody_is_kept_out_for_what_others_do_behind_a_silent_proxy(address: str) -> None:
    assert throttle.keys(address, "rosa@example.com", "") == (PERSON,)


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7", "10.0.0.3", "testclient"])
def test_failures_count_for_an_address_and_for_a_person(address: str) -> None:
    assert throttle.keys(address, "rosa@example.com", "") == (f"address:{address}", PERSON)


@pytest.mark.sqlite  # it says itself which database it runs on
async def test_tries_on_two_nodes_at_once_are_both_counted(postgres_url: str, tmp_path: Path) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    counted = throttle.keys("203.0.113.7", "rosa@example.com", "")
    try:
        tries = await meet(
            db, postgres_url, lambda tx: count_a_try(tx, counted), lambda tx: count_a_try(tx, counted)
        )
        stored = await db.read(_counts)
    finally:
        db.close()
    assert (list(tries), stored) == ([None, None], dict.fromkeys(counted, 2))


def _counts(tx: Transaction) -> dict[str, int]:
    rows = tx.all(sa.select(throttle.failures.c.key, throttle.failures.c["count"]))
    return {row.key: row._mapping["count"] for row in rows}
