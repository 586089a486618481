"""`ringback backup` and `ringback restore`, as an operator types them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cast import DAN, DANA
from tests.cli.run import Here, Ran

pytestmark = pytest.mark.sqlite


class Operator(Here):
    def file(self, data: str = "data") -> Path:
        return self.folder / data / "ringback.sqlite"

    def says(self, number: str, change: str, at: str, data: str = "data") -> None:
        with closing(sqlite3.connect(self.file(data))) as db, db:
            db.execute(
                "INSERT INTO permissions (account_id, number, change, source, evidence, at) "
                "SELECT id, ?, ?, 'text', '', ? FROM accounts",
                (number, change, f"2026-11-20 {at}:00.000000"),
            )

    def ledger(self, data: str) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self.file(data))) as db:
            return db.execute("SELECT number, change FROM permissions ORDER BY id").fetchall()


@pytest.fixture
def olu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    operator = Operator(tmp_path, monkeypatch, capsys)
    assert operator.ringback("demo", "--no-week").code == 0
    return operator


def content(path: Path) -> list[str]:
    """All rows, but what is written at a restore."""
    with closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if '"restores"' not in line and "restores" not in line]


def test_restored_database_is_the_one_that_was_backed_up(olu: Operator) -> None:
    (olu.folder / "data" / "journal").write_bytes(b"kept\n")
    wrote = olu.ringback("backup", "b.ringback")
    assert (wrote.code, wrote.err) == (0, "")
    restored = olu.ringback("restore", "b.ringback", data="new")
    assert (restored.code, restored.err) == (0, "")
    assert content(olu.file("new")) == content(olu.file())
    for name in ("secret.key", "journal"):
        ours, theirs = (olu.folder / data / name for data in ("data", "new"))
        assert ours.exists() == theirs.exists()
        assert not ours.exists() or ours.read_bytes() == theirs.read_bytes()
    left = {file.name for file in (olu.folder / "new").iterdir()}
    assert left <= {"ringback.sqlite", "secret.key", "journal"}


def test_restored_server_knows_that_it_was_restored(olu: Operator) -> None:
    olu.ringback("backup", "b.ringback")
    olu.ringback("restore", "b.ringback", data="new")
    with closing(sqlite3.connect(olu.file("new"))) as db:
        [(made, restored)] = db.execute("SELECT backup_at, restored_at FROM restores").fetchall()
    assert made < restored


def test_folder_with_something_in_it_is_not_overwritten(olu: Operator) -> None:
    olu.ringback("backup", "b.ringback")
    before = content(olu.file())
    refused = olu.ringback("restore", "b.ringback")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.endswith(
        "ringback.sqlite is there already; a backup is restored into an empty folder only. "
        "Move the old one away, or choose another with --data.\n"
    )
    assert content(olu.file()) == before


def test_folder_with_only_a_key_is_not_overwritten(olu: Operator) -> None:
    olu.ringback("backup", "b.ringback")
    (olu.folder / "new").mkdir()
    (olu.folder / "new" / "secret.key").write_bytes(b"another key")
    assert olu.ringback("restore", "b.ringback", data="new").code == 1
    assert [file.name for file in (olu.folder / "new").iterdir()] == ["secret.key"]


def test_damaged_backup_leaves_nothing_behind(olu: Operator) -> None:
    olu.ringback("backup", "b.ringback")
    backup = bytearray((olu.folder / "b.ringback").read_bytes())
    backup[-30_000] ^= 1
    (olu.folder / "b.ringback").write_bytes(backup)
    refused = olu.ringback("restore", "b.ringback", data="new")
    said = "The backup is damaged: the checksum of ringback.sqlite is wrong.\n"
    assert (refused.code, refused.out, refused.err) == (1, "", said)
    assert not (olu.folder / "new").exists()


def test_backup_into_a_folder_that_is_not_there_names_it(olu: Operator) -> None:
    assert olu.ringback("backup", "none/b") == Ran(2, "", "There is no folder none: make it first.\n")


def test_refused_restore_leaves_no_folder_that_was_not_there(olu: Operator) -> None:
    (olu.folder / "there").mkdir()
    said = "Cannot use none: No such file or directory.\n"
    assert olu.ringback("restore", "none", data="deep/er/new") == Ran(1, "", said)
    assert olu.ringback("restore", "none", data="there") == Ran(1, "", said)
    assert sorted(path.name for path in olu.folder.iterdir()) == ["data", "there"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("restore",), 2, "Say what to restore: a file that ringback backup wrote.\n"),
        (("restore", "none"), 1, "Cannot use none: No such file or directory.\n"),
        (("restore", "--opt-outs-from", "none"), 2, "Cannot read none: there is no such file.\n"),
        (
            ("restore", "--opt-outs-from", "garbage"),
            1,
            "garbage is no backup and no database of Ringback: file is not a database.\n",
        ),
        (("backup", "b"), 1, "There is no database yet, so there is nothing to back up.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    olu: Operator, words: tuple[str, ...], code: int, said: str
) -> None:
    (olu.folder / "garbage").write_bytes(b"garbage" * 1000)
    assert olu.ringback(*words, data="new") == Ran(code, "", said)


def test_opt_outs_since_the_backup_are_taken_from_the_lost_database(olu: Operator) -> None:
    olu.says(DAN, "stop", "10:00")
    olu.ringback("backup", "b.ringback")
    olu.says(DAN, "start", "11:00")
    olu.says(DANA, "stop", "12:00")
    restored = olu.ringback("restore", "b.ringback", "--opt-outs-from", str(olu.file()), data="new")
    assert restored.out.endswith("Took in 2 newer entries of the opt-out ledger.\n")
    assert olu.ledger("new") == [(DAN, "stop"), (DAN, "start"), (DANA, "stop")]


def test_opt_outs_of_a_backup_never_undo_what_was_said_later(olu: Operator) -> None:
    olu.says(DAN, "start", "10:00")
    olu.ringback("backup", "b.ringback")
    olu.says(DAN, "stop", "11:00")
    taken = olu.ringback("restore", "--opt-outs-from", "b.ringback")
    assert taken == Ran(0, "Took in 0 newer entries of the opt-out ledger.\n", "")
    assert olu.ledger("data") == [(DAN, "start"), (DAN, "stop")]


def test_opt_outs_of_another_shop_are_left_out(olu: Operator) -> None:
    olu.ringback("demo", "--no-week", data="carols")
    olu.says(DAN, "stop", "10:00", data="carols")
    taken = olu.ringback("restore", "--opt-outs-from", str(olu.file("carols")))
    assert taken.out.endswith("Left out 1 of businesses that are not in this database.\n")
    assert olu.ledger("data") == []
