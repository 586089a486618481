"""A backup of a server is of one instant, while others write; restored, it goes on from there."""

import threading
from contextlib import closing
from datetime import UTC
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.cli import backup
from ringback.cli.backup import back_up, restore
from ringback.cli.trouble import Stop
from ringback.contacts import permission
from ringback.contacts.permission import Change, Source
from ringback.db import jobs, restores
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.postgres import copying
from ringback.db.transaction import Transaction
from ringback.settings import Settings, read_settings
from tests.cast import DAN, DANA
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


def test_opt_outs_are_taken_from_a_later_backup(postgres: Server, postgres_url: str, tmp_path: Path) -> None:
    """Whatever stands in them, and in whatever order the server gave them out."""
    old = installation(postgres_url, tmp_path / "old")
    new = installation(postgres.make("later"), tmp_path / "new")
    db = open_database(old)
    _fill(db)
    db.run_now(_say, DAN, Change.STOP, WORDS)
    back_up(old, tmp_path / "first.tar")
    db.run_now(_say, DAN, Change.START, "text_2")
    db.run_now(_say, DANA, Change.STOP, WORDS)
    back_up(old, tmp_path / "second.tar")
    db.close()
    restore(new, tmp_path / "first.tar", tmp_path / "second.tar")
    restored = open_database(new)
    try:
        [account] = restored.run_now(accounts.every)
        dan, dana = (restored.run_now(permission.ledger, account.id, number) for number in (DAN, DANA))
        assert [(said.change, said.evidence) for said in dan] == [("stop", WORDS), ("start", "text_2")]
        assert [(said.change, said.evidence, said.at.tzinfo) for said in dana] == [("stop", WORDS, UTC)]
    finally:
        restored.close()
        postgres.drop("later")


def _say(tx: Transaction, number: str, change: Change, evidence: str) -> None:
    [account] = accounts.every(tx)
    permission.record(tx, account.id, number, change, Source.TEXT, evidence=evidence, at=tx.now)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (backup, "unpack"),
        (backup, "sync_folder"),
        (copying, "upgrade"),
        (copying, "_read_table"),
        (backup, "open_database"),
        (backup, "_say_restored"),
    ],
)
def test_restore_that_is_killed_can_be_repeated_or_was_whole(
    postgres: Server,
    postgres_url: str,
    tmp_path: Path,
    module: ModuleType,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever it ends, a server that is started on the rows knows that they were restored."""
    old = installation(postgres_url, tmp_path / "old")
    new = installation(postgres.make("killed"), tmp_path / "new")
    _fill_now(old)
    back_up(old, tmp_path / "backup.tar")
    with monkeypatch.context() as patched:
        patched.setattr(module, name, _killed)
        with pytest.raises(Killed):
            restore(new, tmp_path / "backup.tar", None)
    if not _shops(new):
        restore(new, tmp_path / "backup.tar", None)
    assert _shops(new) == [WORDS]
    with closing(open_database(new)) as restored:
        assert restored.run_now(restores.last) is not None
    postgres.drop("killed")


class Killed(BaseException):
    """Not an error that anybody could take for one of the database."""


def _killed(*_: object) -> None:
    raise Killed


def _fill_now(settings: Settings) -> None:
    with closing(open_database(settings)) as db:
        _fill(db)


def _shops(settings: Settings) -> list[str]:
    with closing(open_database(settings)) as db:
        return [account.name for account in db.run_now(accounts.every)]


def test_database_with_something_in_it_is_not_overwritten(postgres_url: str, tmp_path: Path) -> None:
    settings = installation(postgres_url, tmp_path)
    _fill_now(settings)
    back_up(settings, tmp_path / "backup.tar")
    with pytest.raises(Stop, match="is not empty"):
        restore(settings, tmp_path / "backup.tar", None)


def test_database_that_a_node_is_connected_to_is_not_restored_into(postgres_url: str, tmp_path: Path) -> None:
    """It was made anew under the node, which does not know that what it finds there is restored."""
    settings = installation(postgres_url, tmp_path / "data")
    back_up_of_empty = tmp_path / "backup.tar"
    with closing(open_database(settings)):
        back_up(settings, back_up_of_empty)
        with pytest.raises(Stop, match="stop every node first"):
            restore(settings, back_up_of_empty, None)
    restore(settings, back_up_of_empty, None)
