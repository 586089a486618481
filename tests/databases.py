"""Every test that opens a database runs twice: on a file of SQLite, and on a PostgreSQL server.

Which tests those are is seen from what their module imports, by itself or through others in tests/. A test
about SQLite itself says `@pytest.mark.sqlite`. On the server each data folder has a database of its own: it
was migrated once, and after the test it is emptied for the next one, because to make one takes far longer.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import sqlalchemy as sa

from ringback import settings
from ringback.app import Ringback
from ringback.db import migrate as of_files
from ringback.db import sqlite
from ringback.db.migrate import migrate
from ringback.db.schema import metadata
from ringback.db.sqlite import SqliteDatabase
from tests.empty import empty_database
from tests.postgres_server import TEMPLATE, Server

ROOT = Path(__file__).parent.parent
OPENS = ("ringback.db.open", "ringback.app", "ringback.serving", "ringback.cli", "tests.empty")


class Databases:
    """On one server: those in use by the test that runs, and those that are free."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._free: list[str] = []
        self._of: dict[Path, str] = {}
        self._made = 0

    def url(self, data: Path) -> str:
        """The address of the database that belongs to this data folder."""
        data = data.absolute()
        if data not in self._of:
            self._of[data] = self._free.pop() if self._free else self._make()
        return self._of[data]

    @contextmanager
    def away(self, data: Path) -> Iterator[None]:
        """Nobody can reach it until the end of the block."""
        name = urlsplit(self.url(data)).path.strip("/")
        self._server.admit(name, False)
        try:
            yield
        finally:
            self._server.admit(name, True)

    def give_back(self) -> None:
        for url in self._of.values():
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(_ALONE_AND_EMPTY)
        self._free += self._of.values()
        self._of.clear()

    def _make(self) -> str:
        self._made += 1
        return self._server.make(f"pool{self._made}", TEMPLATE)


@contextmanager
def on_sqlite() -> Iterator[None]:
    """Until the end of the block, the file of a new data folder is a copy of one that was migrated once, and
    nobody waits for the disk: no test cuts the power, and a process that is killed leaves what it wrote.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(of_files, "migrate", _copied_and_migrated)
        patched.setattr(sqlite, "_engine", _hasty_engine)
        yield


def _copied_and_migrated(path: Path) -> None:
    if not path.exists():
        empty_database(path.parent)
    migrate(path)


def _hasty_engine(path: Path, *pragmas: str, **kw: Any) -> sa.Engine:
    # Before the others: to switch the journal on waits for the disk, too.
    others = [pragma for pragma in pragmas if "synchronous" not in pragma]
    return _engine(path, "PRAGMA synchronous=OFF", *others, **kw)


@contextmanager
def on_postgres(databases: Databases) -> Iterator[None]:
    """Until the end of the block, a data folder without another database has one on the server."""
    global _present
    _present = databases
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "_default_database", databases.url)
        try:
            yield
        finally:
            _present = None
            databases.give_back()


@contextmanager
def database_away(data: Path) -> Iterator[None]:
    """Until the end of the block the running server of this data folder cannot write into its database."""
    if _present is not None:
        with _present.away(data):
            yield
        return
    other = sqlite3.connect(data / settings.DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # another process writes and does not stop
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def variables(data: Path) -> dict[str, str]:
    """What a process of its own needs to use the same database as this one does."""
    return {"RINGBACK_DATABASE_URL": _present.url(data)} if _present is not None else {}


async def impatient(ringback: Ringback) -> None:
    """Cut short how long it waits for a database that is away; it knows its lines by heart."""
    await ringback.book.learn_all()
    if isinstance(ringback.db, SqliteDatabase):
        await ringback.db.run(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=1"))


_present: Databases | None = None
_engine = sqlite._engine


@cache
def opens_a_database(module: Path) -> bool:
    """Does it import, by itself or through others in tests/, what opens one?"""
    seen, waiting = {module}, [module]
    while waiting:
        names = _imports_of(waiting.pop())
        if any(name.startswith(OPENS) for name in names):
            return True
        ours = {path for name in names if (path := _in_tests(name)) is not None} - seen
        seen |= ours
        waiting += ours
    return False


@cache
def _in_tests(name: str) -> Path | None:
    path = ROOT / (name.replace(".", "/") + ".py")
    return path if name.startswith("tests.") and path.exists() else None


_IMPORT = re.compile(r"^ *(?:from +([\w.]+) +import +(\([^)]*\)|.+)|import +(.+))$", re.MULTILINE)


@cache
def _imports_of(module: Path) -> frozenset[str]:
    """Read with an expression: to parse every test took each process a second."""
    names = set()
    for parent, some, whole in _IMPORT.findall(module.read_text()):
        words = re.findall(r"(?:^|[,(]) *([\w.]+)", re.sub(r"#.*|\s+", " ", some or whole))
        names |= {parent, *(f"{parent}.{word}" for word in words)} if parent else set(words)
    return frozenset(names)


_TABLES = [table.name for table in reversed(metadata.sorted_tables)]
_COUNTED = [table.name for table in metadata.sorted_tables if table.autoincrement_column is not None]
# ALTER SEQUENCE would make a new file of each.
_ALONE_AND_EMPTY = ";".join(
    [
        """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
    ]
    + [f'DELETE FROM "{name}"' for name in _TABLES]
    + [f"SELECT setval('{name}_id_seq', 1, false)" for name in _COUNTED]
)
