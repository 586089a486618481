"""A backup of a server is of one instant, while others write; restored, it goes on from there."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.cli.backup import back_up, restore
from ringback.cli.trouble import Stop
from ringback.db import jobs, restores
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.settings import Settings, read_settings
from tests.postgres_server import Server

pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on
WORDS = "a\ttab, a\nline, a \\ backslash, \\N and né"


def installation(url: str, data: Path) -> Settings:
    return read_settings({"RINGBACK_DATABASE_URL": url, "RINGBACK_DATA": str(data)})


def _fill(db: Database) -> None:
    db.run_now(
        lambda tx: accounts.save(
            tx, name=WORDS, time_zone="America/Chicago", country="US", notice="website", policy="{}"
        )
    )


def _subjects(tx: Transaction) -> list[int]:
    return [int(row.subject) for row in tx.all(sa.select(jobs.jobs.c.subject).order_by(jobs.jobs.c.id))]


@pytest.mark.slow
def test_backup_under_load_is_restored_whole(postgres: Server, postgres_url: str, tmp_path: Path) -> None:
    old, new = (
        installation(postgres_url, tmp_path / "old"),
        installation(postgres.make("new"), tmp_path / "new"),
    )
    enough, over = threading.Event(), threading.Event()
    db = open_database(old)
    _fill(db)

    def write() -> None:
        for number in range(100_000):
            if over.is_set():
                return
            db.run_now(jobs.add, "look", str(number))
            if number == 50:
                enough.set()

    writing = threading.Thread(target=write)
    writing.start()
    enough.wait(30)
    back_up(old, tmp_path / "backup.tar")
    over.set()
    writing.join()
    restore(new, tmp_path / "backup.tar", None)
    restored = open_database(new)
    try:
        found = restored.run_now(_subjects)
        assert found == list(range(len(found)))
        assert 50 < len(found) <= len(db.run_now(_subjects))
        assert [account.name for account in restored.run_now(accounts.every)] == [WORDS]
        assert restored.run_now(restores.last) is not None
        restored.run_now(jobs.add, "look", str(len(found)))
        assert restored.run_now(_subjects) == list(range(len(found) + 1))
    finally:
        restored.close()
        db.close()
        postgres.drop("new")


def test_database_with_something_in_it_is_not_overwritten(postgres_url: str, tmp_path: Path) -> None:
    settings = installation(postgres_url, tmp_path)
    back_up(settings, tmp_path / "backup.tar")
    with pytest.raises(Stop, match="is not empty"):
        restore(settings, tmp_path / "backup.tar", None)
