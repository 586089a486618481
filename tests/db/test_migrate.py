"""The migrations make exactly the tables that the code expects, and several processes may run them at
once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import ringback.app  # brings in nearly every table
import ringback.conversations.canned
import ringback.flows.looked_after  # noqa: F401
from ringback.db.migrate import file_engine, migrate, stored_revision
from ringback.db.postgres import connecting
from ringback.db.revisions import Foreign, FromTheFuture, newest_revision, upgrade
from ringback.db.schema import metadata
from ringback.db.transaction import StoreAway

pytestmark = pytest.mark.sqlite  # each says by itself which database it is about


def test_migrated_tables_are_the_ones_in_the_code(tmp_path: Path) -> None:
    migrate(tmp_path / "r.sqlite")
    assert differences_from_the_code(tmp_path / "r.sqlite") == []


def differences_from_the_code(path: Path) -> list[object]:
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        differences: list[object] = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return differences


def test_tables_on_a_server_are_the_same(postgres_url: str) -> None:
    engine = connecting.engine(postgres_url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


@pytest.mark.slow
def test_two_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    code = f"from pathlib import Path; from ringback.db.migrate import migrate; migrate(Path({str(path)!r}))"
    several = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait() for process in several] == [0, 0, 0]
    assert stored_revision(path) == newest_revision()


class Killed(BaseException):
    """As SIGKILL: nobody may catch it and tidy up."""


@pytest.mark.parametrize("after", [1, 40, 75])
@pytest.mark.slow
def test_a_start_killed_between_two_changes_of_a_table_does_no_harm(tmp_path: Path, after: int) -> None:
    path, done = tmp_path / "r.sqlite", count(1)
    engine = file_engine(path)

    def die(_connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE")) and next(done) > after:
            raise Killed

    sa.event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(Killed):
        upgrade(engine)
    engine.dispose()
    migrate(path)
    assert differences_from_the_code(path) == []


def test_database_of_a_newer_ringback_is_left_alone(tmp_path: Path) -> None:
    migrate(tmp_path / "r.sqlite")
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'r.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(FromTheFuture):
        migrate(tmp_path / "r.sqlite")


@pytest.mark.parametrize(
    "tables",
    [
        "CREATE TABLE bookmarks (url TEXT)",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('ae1027a6acf')",
        "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0003')",
    ],
)
def test_database_of_another_program_is_left_as_it_is(tmp_path: Path, tables: str) -> None:
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as theirs:
        theirs.executescript(tables)
    before = (tmp_path / "r.sqlite").read_bytes()
    with pytest.raises(Foreign):
        migrate(tmp_path / "r.sqlite")
    assert (tmp_path / "r.sqlite").read_bytes() == before


def test_notes_of_a_program_that_copies_the_file_are_no_foreign_tables(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as copied:
        copied.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    migrate(tmp_path / "r.sqlite")
    assert stored_revision(tmp_path / "r.sqlite") == newest_revision()


def test_file_that_is_no_database_is_said_to_be_away(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreAway):
        migrate(tmp_path / "r.sqlite")
