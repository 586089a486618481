import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ringback.cli.ailments import Finding, stored_findings
from ringback.cli.demo import add_demo
from ringback.cli.doctor import examine
from ringback.cli.online import ask_companies
from ringback.cli.trouble import FINDING, Stop
from ringback.db import jobs, sqlite
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.intake.journal import FILE, KEPT
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.settings import KEY_FILE, Vault
from ringback.settings import Settings, read_settings
from tests.cast import ROSAS_LINE
from tests.empty import empty_database
from tests.world import PUBLIC, shop

Examined = Callable[..., tuple[dict[str, tuple[bool, str, str]], int]]


@pytest.fixture
def examined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Examined:
    """What doctor finds, by check, and its exit code."""

    def ask(**variables: str) -> tuple[dict[str, tuple[bool, str, str]], int]:
        settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data"), **variables})
        code = 0
        try:
            examine(settings, online=False, as_json=True)
        except Stop as stop:
            code = stop.code
        found = json.loads(capsys.readouterr().out)
        return {each["check"]: (each["ok"], each["said"], each["todo"]) for each in found}, code

    return ask


@pytest.fixture
def demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data")})
    empty_database(settings.data)
    add_demo(settings, week=False)
    capsys.readouterr()
    return settings


def test_the_demo_is_well(demo: Settings, examined: Examined, database: str) -> None:
    found, code = examined()
    assert (code, [check for check, (ok, _, _) in found.items() if not ok]) == (0, [])
    assert list(found) == [
        "settings",
        "folder",
        "database",
        "work",
        "webhooks",
        f"line {ROSAS_LINE}",
        "texts",
        "receipts of Rosa's Plumbing",
        *(["clock"] if database == "postgres" else []),
        "journal",
        "time zones",
    ]


def test_a_damaged_key(demo: Settings, examined: Examined) -> None:
    (demo.data / KEY_FILE).write_text("garbage")
    found, code = examined()
    remedy = "put the one of a backup back; without one move it away, and run ringback new-key."
    said = "Nothing that was sealed can be opened, and no server starts."
    assert (code, found["key"]) == (1, (False, said, f"The key in secret.key is damaged: {remedy}"))
    assert found[f"line {ROSAS_LINE}"] == (
        False,
        "It is not ready.",
        f"The key in secret.key is damaged: {remedy}",
    )


def test_a_key_that_cannot_be_read(demo: Settings, examined: Examined) -> None:
    (demo.data / KEY_FILE).unlink()
    (demo.data / KEY_FILE).mkdir()
    found, code = examined()
    todo = "Secret.key cannot be read: Is a directory. Let the user who runs Ringback read it."
    said = "Nothing that was sealed can be opened, and no server starts."
    assert (code, found["key"]) == (1, (False, said, todo))
    assert found[f"line {ROSAS_LINE}"] == (False, "It is not ready.", todo)


def test_a_file_where_the_folder_should_be(examined: Examined, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    found, code = examined()
    said = (False, f"{tmp_path / 'data'} is no folder.", "Name one with RINGBACK_DATA or --data.")
    assert (code, found["folder"]) == (1, said)


def test_a_misspelt_setting(
    demo: Settings, examined: Examined, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGBACK_PUBLIC_ULR", "https://ringback.example.com")
    with pytest.raises(Stop) as caught:
        examine(demo, online=False, as_json=False)
    assert caught.value.code == FINDING
    assert capsys.readouterr().out.startswith(
        "!!  settings: RINGBACK_PUBLIC_ULR is set, but means nothing.\n"
        "    → Did you mean RINGBACK_PUBLIC_URL?\n"
        "ok  settings: This server's address is http://127.0.0.1:8080, which only this machine can reach.\n"
    )


def test_a_public_address_without_encryption(examined: Examined) -> None:
    found, code = examined(RINGBACK_PUBLIC_URL="http://ringback.example.com")
    assert code == FINDING
    assert found["settings"] == (
        False,
        "The public address has no encryption, so callers' texts can be read on their way.",
        "Put a proxy with a certificate before it, and set RINGBACK_PUBLIC_URL to the https:// address.",
    )


def test_webhooks_that_wait_in_the_journal(demo: Settings, examined: Examined) -> None:
    (demo.data / FILE).write_bytes(b"x" * 1234)
    found, code = examined()
    assert (code, found["journal"]) == (
        FINDING,
        (
            False,
            "1,234 bytes of webhooks wait to be stored in the database.",
            "Start ringback serve, or free space for it: it takes them in by itself.",
        ),
    )


def test_webhooks_of_lines_that_nobody_knows(demo: Settings, examined: Examined) -> None:
    (demo.data / f"{KEPT}1").write_bytes(b"x")
    found, code = examined()
    assert (code, found["kept webhooks"]) == (
        FINDING,
        (
            False,
            "journal.kept.1 holds webhooks for lines that this database does not know.",
            "Put back the database that knows them and rename the file to journal, or remove it.",
        ),
    )


@pytest.mark.sqlite
def test_a_database_that_another_program_holds(
    demo: Settings, examined: Examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(demo.database_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        found, code = examined()
    assert (code, found["writing"]) == (
        FINDING,
        (
            False,
            "Nothing can be written in the database: database is locked.",
            "Another program holds it. Wait for it, or find it (fuser, pg_stat_activity) and end it.",
        ),
    )


@pytest.mark.sqlite  # it says itself which database it runs on
def test_a_server_that_only_follows_another(examined: Examined, postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as server:
        name = server.info.dbname
        server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    found, code = examined(RINGBACK_DATABASE_URL=postgres_url)
    assert (code, found["writing"]) == (
        FINDING,
        (
            False,
            "Nothing can be written in the database: cannot execute SELECT FOR UPDATE in a read-only "
            "transaction.",
            "It is a copy that follows another server: name the main one in RINGBACK_DATABASE_URL.",
        ),
    )


@pytest.mark.sqlite
def test_a_database_that_is_none(demo: Settings, examined: Examined) -> None:
    demo.database_path.write_bytes(b"no database at all, " * 500)
    found, code = examined()
    assert (code, found["database"]) == (
        FINDING,
        (
            False,
            f"{demo.database_path} cannot be read: file is not a database.",
            "Restore the last backup, or move the file away to begin anew.",
        ),
    )


@pytest.mark.sqlite
def test_a_damaged_database(demo: Settings, examined: Examined) -> None:
    with demo.database_path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(8 * 4096))
    found, code = examined()
    ok, said, todo = found["database"]
    assert (code, ok, bool(said), todo.partition(",")[0]) == (FINDING, False, True, "Restore the last backup")


@pytest.mark.sqlite
def test_a_database_of_an_older_version_is_updated_by_the_next_start(
    demo: Settings, examined: Examined
) -> None:
    _set_revision(demo, "0000")
    found, _ = examined()
    assert found["database"] == (
        True,
        "Its tables are of an older version; the next start updates them.",
        "",
    )


@pytest.mark.sqlite
def test_an_empty_file_is_said_to_be_empty(examined: Examined, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ringback.sqlite").touch()
    found, code = examined()
    assert (code, found["database"]) == (0, (True, "It is empty; the next start makes the tables.", ""))


@pytest.mark.sqlite
def test_a_database_of_another_program(examined: Examined, tmp_path: Path) -> None:
    theirs = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(theirs)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    found, code = examined(RINGBACK_DATABASE_URL=f"sqlite:///{theirs}")
    said = f"{theirs} is another program's database; nothing in it was changed."
    todo = "Name another with RINGBACK_DATABASE_URL or --database-url."
    assert (code, found["database"]) == (FINDING, (False, said, todo))


@pytest.mark.sqlite
def test_a_database_of_a_newer_version(demo: Settings, examined: Examined) -> None:
    _set_revision(demo, "9999")
    found, code = examined()
    assert (code, found["database"]) == (
        FINDING,
        (False, "It was written by a newer Ringback.", "Install that version again."),
    )


def test_a_folder_in_which_nothing_can_be_written(
    demo: Settings, examined: Examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", fails)  # the tests run as a user who may write anywhere
    found, code = examined()
    assert (code, found["folder"]) == (
        FINDING,
        (
            False,
            f"Nothing can be written in {demo.data}: No space left on device.",
            "Free some space there.",
        ),
    )


def test_what_the_database_says_when_something_is_wrong(demo: Settings) -> None:
    now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    db = open_database(demo, VirtualClock(now))
    vault = Vault(demo.data)
    try:
        db.run_now(_trouble, now)
        found = db.run_now(stored_findings, PUBLIC, vault)
    finally:
        db.close()
    assert [finding for finding in found if not finding.ok] == [
        Finding(
            "work",
            False,
            "Work has been waiting for 10 minutes.",
            "Start ringback serve; if it runs, its log says what fails.",
        ),
        Finding(
            f"line {ROSAS_LINE}", False, "It is not ready.", "Nothing is sent on this line: the key is wrong."
        ),
    ]


async def test_each_company_is_asked_whether_it_accepts_the_settings(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        vault = Vault(tmp_path)
        right = await ask_companies(rosas.ringback.db, vault, PUBLIC)
        await rosas.ringback.db.run(_change_settings, auth_token="0" * 32)
        (wrong,) = await ask_companies(rosas.ringback.db, vault, PUBLIC)
        await rosas.ringback.db.run(_change_settings, api_base="http://127.0.0.1:1")
        (away,) = await ask_companies(rosas.ringback.db, vault, PUBLIC)
        await rosas.ringback.db.run(_change_settings, auth_token="env:RINGBACK_TEST_NOTHING")
        unasked = await ask_companies(rosas.ringback.db, vault, PUBLIC)
    check = f"Twilio for {ROSAS_LINE}"
    unseen = "It cannot be seen whether Twilio sends us its events."
    unsaid = "Twilio did not say whether it may text; look it up there."
    assert right == [
        Finding(check, True, "It accepts this line's settings."),
        Finding(
            f"connection of {ROSAS_LINE}", False, unseen, "The line's number is not in this Twilio account."
        ),
        Finding(f"registration of {ROSAS_LINE}", True, unsaid),
    ]
    assert (wrong.check, wrong.ok, wrong.todo) == (
        check,
        False,
        "Correct [lines.settings] in the shop file and apply it.",
    )
    assert away == Finding(
        check, False, "It could not be asked.", "See whether this machine reaches the internet."
    )
    assert unasked == []


def _trouble(tx: Transaction, now: datetime) -> None:
    jobs.add(tx, "text", "text_1", due=now - timedelta(minutes=10))
    line = lines.by_number(tx, ROSAS_LINE)
    assert line is not None
    lines.park(tx, line, "the key is wrong")


def _set_revision(settings: Settings, revision: str) -> None:
    db = open_database(settings)
    try:
        db.run_now(_write_revision, revision)
    finally:
        db.close()


def _write_revision(tx: Transaction, revision: str) -> None:
    tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))


def _change_settings(tx: Transaction, /, **settings: str) -> None:
    line = lines.by_number(tx, ROSAS_LINE)
    assert line is not None
    lines.save(
        tx,
        account_id=line.account_id,
        number=line.number,
        provider=line.provider,
        mode=line.mode,
        plan=line.plan,
        settings={**line.settings, **settings},
    )
