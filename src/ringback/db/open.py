"""Open the database that the settings name, with its tables up to date."""

from pathlib import Path

from ringback.db.database import Database
from ringback.db.migrate import migrate
from ringback.db.sqlite import SqliteDatabase
from ringback.lib.clock import Clock, SystemClock
from ringback.settings import Settings


def open_database(settings: Settings, clock: Clock | None = None) -> Database:
    """Make the folder and the file when they are missing, run the migrations, and open.

    A PostgreSQL database must be there; it may be empty. Safe beside a running server, and when two commands
    do it at the same moment. Raises StoreAway, FromTheFuture.
    """
    clock = clock or SystemClock()
    if settings.on_postgres:
        return _on_postgres(settings.database_url, clock)
    path: Path = settings.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    migrate(path)
    return SqliteDatabase(path, clock)


def _on_postgres(url: str, clock: Clock) -> Database:
    from ringback.db.postgres import migrate as server  # its driver is 10 MB that SQLite does not need
    from ringback.db.postgres.database import PostgresDatabase  # the same

    server.migrate(url)
    return PostgresDatabase(url, clock)
