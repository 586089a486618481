"""Two webhooks of one stranger are worked on at the same instant, by two writers or nodes of a server."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.db.batches import lane
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.settings import read_settings
from tests.cast import DAN
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # it says itself which database it runs on


async def test_both_find_the_same_person(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    account = db.run_now(open_line, "https://carrier.example.com", {}).account_id
    add, neither_was_found = contacts._add, threading.Barrier(2, timeout=10)
    added = []

    def add_when_both_would(*about: Any) -> Contact:
        added.append(about)
        neither_was_found.wait()
        return add(*about)

    async def hears(db: Database, in_lane: str) -> Contact:
        lane.set(in_lane)  # else they would share a transaction
        return await db.run(lambda tx: contacts.heard_from(tx, account, DAN, tx.now))

    monkeypatch.setattr(contacts, "_add", add_when_both_would)
    try:
        one, other = await asyncio.gather(hears(db, "one"), hears(db, "other"))
    finally:
        db.close()
    assert (one.id, len(added)) == (other.id, 2)
