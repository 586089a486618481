"""A backup is of one instant whatever is written meanwhile, and a damaged one is never used."""

import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from ringback.db.backup import Manifest, NotABackup, of_sqlite, read_manifest, unpack, write_backup
from ringback.db.transaction import StoreAway
from ringback.lib.folders import passing_folder
from tests.empty import empty_database
from tests.small_disk import small_disk
from tests.world import FRIDAY_NOON

KEY = {"secret.key": b"a key", "journal": b"\n"}


def quiet(_done: str, _percent: int) -> None:
    pass


def packed(target: Path, database: Path) -> Manifest:
    return write_backup(target, of_sqlite(database), KEY, made_at=FRIDAY_NOON, version="1", told=quiet)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two accounts with the same sum in every transaction, and enough pages for several steps."""
    path = tmp_path / "bank.sqlite"
    empty_database(tmp_path)
    (tmp_path / "ringback.sqlite").rename(path)
    with closing(sqlite3.connect(path)) as bank:
        bank.execute("PRAGMA journal_mode=WAL")
        bank.execute("CREATE TABLE a (n INTEGER)")
        bank.execute("CREATE TABLE filling (x BLOB)")
        bank.execute("CREATE TABLE b (n INTEGER)")
        bank.executemany("INSERT INTO filling VALUES (zeroblob(4000))", [()] * 6000)
        bank.execute("INSERT INTO a VALUES (1000)")
        bank.execute("INSERT INTO b VALUES (0)")
        bank.commit()
    return path


def test_copy_is_of_one_instant_while_others_write(ledger: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    moved = 0

    def move() -> None:
        nonlocal moved
        with closing(sqlite3.connect(ledger, timeout=10)) as bank:
            while not stop.is_set():
                with bank:
                    bank.execute("UPDATE a SET n = n - 1")
                    bank.execute("UPDATE b SET n = n + 1")
                moved += 1

    moving = threading.Thread(target=move)
    moving.start()
    try:
        packed(tmp_path / "backup", ledger)
    finally:
        stop.set()
        moving.join()
    assert moved
    (tmp_path / "out").mkdir()
    unpack(tmp_path / "backup", tmp_path / "out", quiet)
    with closing(sqlite3.connect(tmp_path / "out" / ledger.name)) as bank:
        assert bank.execute("SELECT a.n + b.n FROM a, b").fetchone() == (1000,)
        assert bank.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_everything_comes_back_as_it_was_and_only_for_its_owner(ledger: Path, tmp_path: Path) -> None:
    manifest = packed(tmp_path / "backup", ledger)
    (tmp_path / "out").mkdir()
    assert (
        unpack(tmp_path / "backup", tmp_path / "out", quiet) == manifest == read_manifest(tmp_path / "backup")
    )
    held = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir() if file.name in KEY}
    assert held == KEY
    files = [tmp_path / "backup", *(tmp_path / "out").iterdir()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_nothing_but_the_backup_is_left_behind(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    packed(tmp_path / "to" / "backup", ledger)
    packed(tmp_path / "to" / "backup", ledger)
    assert [file.name for file in (tmp_path / "to").iterdir()] == ["backup"]


def test_what_a_killed_backup_left_is_removed_by_the_next(ledger: Path, tmp_path: Path) -> None:
    """Else such copies, hidden and full of what customers say, would fill the disk."""
    with passing_folder(tmp_path, ".ringback-backup-") as under_way:
        (under_way / "copy").write_bytes(b"copied by a process that lives")
        (tmp_path / ".ringback-backup-left").mkdir()
        (tmp_path / ".ringback-backup-left" / "copy").write_bytes(b"half a database")
        packed(tmp_path / "backup", ledger)
        assert sorted(tmp_path.glob(".ringback-backup-*")) == [under_way]
    assert not under_way.exists()


def test_link_stays_one(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "newest").symlink_to(tmp_path / "disk" / "backup")
    made = packed(tmp_path / "newest", ledger)
    assert (tmp_path / "newest").is_symlink()
    assert read_manifest(tmp_path / "disk" / "backup") == made


def test_full_disk_is_not_said_to_be_that_of_the_database(ledger: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 2_000_000) as small:
        with pytest.raises(OSError, match="No space left on device") as full:
            packed(small / "backup", ledger)
        assert (full.value.filename, list(small.iterdir())) == (str(small), [])


def test_damaged_backup_is_refused(ledger: Path, tmp_path: Path) -> None:
    packed(tmp_path / "backup", ledger)
    content = bytearray((tmp_path / "backup").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "backup").write_bytes(content)
    (tmp_path / "out").mkdir()
    with pytest.raises(NotABackup, match=r"the checksum of bank\.sqlite is wrong"):
        unpack(tmp_path / "backup", tmp_path / "out", quiet)


def test_backup_that_is_cut_off_is_refused(ledger: Path, tmp_path: Path) -> None:
    packed(tmp_path / "backup", ledger)
    content = (tmp_path / "backup").read_bytes()
    for length in (0, 100, 3000, len(content) // 2):
        (tmp_path / "backup").write_bytes(content[:length])
        (tmp_path / f"out{length}").mkdir()
        with pytest.raises(NotABackup):
            unpack(tmp_path / "backup", tmp_path / f"out{length}", quiet)


def test_piece_that_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        '{"format": "ringback-backup-1", "made_at": "2026-11-20T18:00:00+00:00", "revision": "0004", '
        '"version": "1", "pieces": {"../key": {"bytes": 1, "sha256": ""}}}'
    )
    with tarfile.open(tmp_path / "backup", "w") as archive:
        archive.add(manifest, "manifest.json")
    with pytest.raises(NotABackup, match="cannot be read"):
        read_manifest(tmp_path / "backup")


def test_another_file_is_never_overwritten(ledger: Path) -> None:
    before = ledger.read_bytes()
    with pytest.raises(NotABackup):
        packed(ledger, ledger)
    assert ledger.read_bytes() == before


def test_damaged_database_makes_no_backup(tmp_path: Path) -> None:
    (tmp_path / "bank.sqlite").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(StoreAway):
        packed(tmp_path / "backup", tmp_path / "bank.sqlite")
    assert [file.name for file in tmp_path.iterdir()] == ["bank.sqlite"]
