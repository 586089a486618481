"""Bring the tables in a file of SQLite up to date, at every start.

The usual start finds nothing to do and must be quick: the stored revision is compared with the newest
migration file before Alembic, which is slow to import, is loaded at all.
"""

import fcntl
import sqlite3
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ringback.db.revisions import (
    REVISION,
    VERSION_TABLE,
    Foreign,
    FromTheFuture,
    newest_revision,
    ours,
    upgrade,
)
from ringback.db.transaction import StoreAway

_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"


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


def migrate(path: Path) -> None:
    """Run the migrations that are missing.

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
