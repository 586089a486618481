"""The database's disk is really locked, read-only, full or gone: what was answered is never lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ringback.db.sqlite import SqliteDatabase
from ringback.intake.journal import FILE, KEPT
from ringback.settings import DATABASE_NAME
from tests.cast import DAN
from tests.databases import database_away, impatient
from tests.small_disk import small_disk
from tests.world import Shop, shop

pytestmark = pytest.mark.sqlite  # a server keeps its files to itself

Trouble = Callable[[Shop, Path], AbstractContextManager[None]]


@contextmanager
def locked(_rosas: Shop, folder: Path) -> Iterator[None]:
    with database_away(folder):
        yield


@contextmanager
def read_only(rosas: Shop, _folder: Path) -> Iterator[None]:
    """As SQLite itself says it. A file that may not be written says nothing to root."""
    _tell_sqlite(rosas, "PRAGMA query_only=ON")
    yield
    _tell_sqlite(rosas, "PRAGMA query_only=OFF")


@contextmanager
def full(rosas: Shop, _folder: Path) -> Iterator[None]:
    """No page more than it has, and none of those is free."""
    _tell_sqlite(rosas, "CREATE TABLE filler (words)")
    _tell_sqlite(rosas, "INSERT INTO filler VALUES (zeroblob(1))")
    _tell_sqlite(rosas, "PRAGMA max_page_count=1")  # what is there already may stay
    yield
    _tell_sqlite(rosas, "PRAGMA max_page_count=1073741823")


@contextmanager
def gone(_rosas: Shop, folder: Path) -> Iterator[None]:
    """Moved away under the running server, and put back."""
    files = [folder / f"{DATABASE_NAME}{end}" for end in ("", "-wal", "-shm")]
    for file in files:
        file.rename(file.with_name(f"away-{file.name}"))
    yield
    for file in files:
        file.with_name(f"away-{file.name}").rename(file)


@pytest.mark.parametrize("trouble", [locked, read_only, full, gone])
async def test_opt_out_is_answered_and_obeyed(tmp_path: Path, trouble: Trouble) -> None:
    """The text to Dan is in line. His STOP finds no database; it is in the journal, and nothing leaves."""
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        await rosas.misses()
        with trouble(rosas, tmp_path):
            for number in range(40):  # some of which still find room in a database that is only just full
                await rosas.texts_in("STOP" + " please" * 500, f"SM{number}")
            assert (tmp_path / FILE).stat().st_size > 0
        await rosas.after(6)
        assert not any(body.startswith("Hi") for _, body in rosas.sent)
        await rosas.ringback.replay_if_back()
        await rosas.ringback.replay_if_back()
        await rosas.after(60)
        assert not any(body.startswith("Hi") for _, body in rosas.sent)
        assert sum(text.body.startswith("STOP") for text in await rosas.texts()) == 40


async def test_deleted_database_is_not_written_to_any_more(tmp_path: Path) -> None:
    """SQLite would go on in the deleted file, and all that was answered would be gone with the process."""
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        (tmp_path / DATABASE_NAME).unlink()
        await rosas.texts_in("My sink leaks")
        assert (tmp_path / FILE).stat().st_size > 0


async def test_journal_of_a_line_that_the_database_does_not_know_is_kept(tmp_path: Path) -> None:
    """Somebody started with an empty database. What was taken for the old one is not thrown away."""
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        (tmp_path / DATABASE_NAME).unlink()
        await rosas.texts_in("My sink leaks")
    for end in ("-wal", "-shm"):
        (tmp_path / f"{DATABASE_NAME}{end}").unlink(missing_ok=True)
    async with shop(tmp_path) as rosas:
        assert not rosas.ringback.journal.pending()
        assert b"text" in (tmp_path / f"{KEPT}1").read_bytes()


async def test_disk_without_room_for_database_and_journal_is_a_503(tmp_path: Path) -> None:
    """On a real disk of two megabytes. When there is room again, it goes on as if nothing had been."""
    with small_disk(tmp_path / "small", 2_000_000) as folder:
        async with shop(folder) as rosas:
            filler = folder / "filler"
            _fill(filler)
            said = {"From": DAN, "To": rosas.line.number, "Body": "My sink leaks " * 100, "NumMedia": "0"}
            answers = [await rosas.webhook("text", MessageSid=f"SM{number}", **said) for number in range(60)]
            taken = [status for status, _ in answers].count(200)
            assert {status for status, _ in answers} - {200} == {503}
            filler.unlink()
            await rosas.texts_in("Is anybody there?", "SM99")
            await rosas.ringback.replay_if_back()
            await rosas.after(1)
            assert len([text for text in await rosas.texts() if text.state == "received"]) == taken + 1


def _tell_sqlite(rosas: Shop, statement: str) -> None:
    db = rosas.ringback.db
    assert isinstance(db, SqliteDatabase)
    db._driver.execute(statement).close()  # past the writer, which rests


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as opened:
        for size in (65536, 4096, 1):
            try:
                while True:
                    opened.write(b"x" * size)
            except OSError:
                continue  # no room for so much; some for less
