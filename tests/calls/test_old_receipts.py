"""Receipts and lists that were written before there was a chain are taken over whole."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.calls.receipts import Chain, check_chain
from ringback.contacts.listed import Listed
from ringback.contacts.lists import list_of
from ringback.db.open import open_database
from ringback.db.revisions import upgrade
from ringback.settings import read_settings
from tests.cast import DAN

pytestmark = pytest.mark.sqlite  # the first release knew no other database

AT = "2026-11-20 18:00:00.000000"


def first_release(path: Path) -> None:
    upgrade(sa.create_engine(f"sqlite:///{path}"), "0001")


def fill(path: Path) -> None:
    with sqlite3.connect(path) as old:
        for name in ("a", "b"):
            old.execute(
                "INSERT INTO accounts VALUES (?, ?, 'America/Chicago', 'US', 'website', '{}', ?)",
                (name, name, AT),
            )
        old.execute("INSERT INTO never_text VALUES ('a', ?, ?)", (DAN, AT))
        for number, account in enumerate("abaab"):
            old.execute(
                "INSERT INTO receipts (id, account_id, call_id, verdict, sentence, body, at) "
                "VALUES (?, ?, ?, 'text', 'Text back.', '{}', ?)",
                (f"receipt_{number}", account, f"call_{number}", AT),
            )
    old.close()


def test_old_receipts_become_one_chain_for_each_business(tmp_path: Path) -> None:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    first_release(settings.database_path)
    fill(settings.database_path)
    db = open_database(settings)
    try:
        assert db.run_now(check_chain, "a") == Chain(3, (), 0)
        assert db.run_now(check_chain, "b") == Chain(2, (), 0)
        assert db.run_now(list_of, "a", DAN) is Listed.NEVER_TEXT
        assert db.run_now(list_of, "b", DAN) is Listed.NO
    finally:
        db.close()
