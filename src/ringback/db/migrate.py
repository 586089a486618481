"""Bring the tables up to date, at every start.

The usual start finds nothing to do and must be quick: the stored revision is compared with the newest
migration file before Alembic, which is slow to import, is loaded at all.
"""

import fcntl
import re
import sqlite3
from collections.abc import Set
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ringback.db.transaction import StoreAway

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE: Final = "alembic_version"
REVISION: Final = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - a name of ours
FIRST_TABLES: Final = frozenset({"accounts", "lines", "contacts", "calls", "texts", "webhooks", "jobs"})
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"


def newest_revision() -> str:
    """The revision of the last migration: the number its file name begins with."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def stored_revision(path: Path) -> str | None:
    """The revision that the database is at; None for a new file. Raises StoreAway, or Foreign."""
    try:
        connection = sqlite3.connect(path, timeout=10)
        try:
            connection.execute("BEGIN")  # so that both are of one instant, while another process migrates
            tables = {name for (name,) in connection.execute(_TABLES)}
            row = connection.execute(REVISION).fetchone() if VERSION_TABLE in tables else None
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreAway(str(error)) from error
    # What begins so are the notes of a program that copies the file elsewhere.
    others = {name for name in tables if not name.startswith("_")}
    if row is None and others - {VERSION_TABLE}:
        raise Foreign
    return ours(row[0], others) if row else None


class FromTheFuture(Exception):
    """The database was written by a newer Ringback; running an older one could harm it."""


class Foreign(Exception):
    """The tables are another program's. Nothing of them may be touched."""


def ours(revision: str, tables: Set[str]) -> str:
    """The revision, of tables that are ours. Raises Foreign: others use Alembic too."""
    if not re.fullmatch(r"\d{4}", revision) or not tables >= FIRST_TABLES:
        raise Foreign
    return revision


def migrate(path: Path) -> None:
    """Run the migrations that are missing in a file of SQLite.

    Of several processes, one does it and the others wait.
    Raises StoreAway, FromTheFuture, or Foreign.
    """
    if stored_revision(path) == newest_revision():
        return
    with (path.parent / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stored = stored_revision(path)
        if stored is not None and stored > newest_revision():
            raise FromTheFuture(stored)
        if stored != newest_revision():
            upgrade(file_engine(path))


def file_engine(path: Path) -> sa.Engine:
    """For migrations of a file. By itself the driver commits before each change of a table: a process killed
    between two of them would leave half a migration, on which every later start fails.
    """
    engine = sa.create_engine(
        f"sqlite:///{path}", poolclass=sa.pool.NullPool, connect_args={"isolation_level": None}
    )
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Run what is missing, each migration in a transaction. Nobody else may do it at the same time."""
    from alembic import command  # slow to import, and needed only when something changes
    from alembic.config import Config  # the same

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, to)
    engine.dispose()
