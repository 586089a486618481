"""Bring the tables up to date, at every start.

The usual start finds nothing to do and must be quick: the stored revision is compared with the newest
migration file before Alembic, which is slow to import, is loaded at all.
"""

import fcntl
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from ringback.db.transaction import StoreAway

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The revision of the last migration: the number its file name begins with."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def stored_revision(path: Path) -> str | None:
    """The revision that the database is at; None for a new file. Raises StoreAway."""
    try:
        connection = sqlite3.connect(path, timeout=10)
        try:
            known = connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreAway(str(error)) from error
    return row[0] if row else None


class FromTheFuture(Exception):
    """The database was written by a newer Ringback; running an older one could harm it."""


def migrate(path: Path) -> None:
    """Run the migrations that are missing in a file of SQLite.

    Of several processes, one does it and the others wait.
    Raises StoreAway, or FromTheFuture.
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
