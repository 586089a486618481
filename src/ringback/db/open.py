"""Open the database that the settings name, with its tables up to date.

Each kind of database is imported where it is opened: its driver with the part of SQLAlchemy that speaks to it
is 10 MB (PostgreSQL) or 2 MB (SQLite) that a server on the other one does not need.
"""

from ringback.db.database import Database
from ringback.lib.clock import Clock, SystemClock
from ringback.lib.folders import private_folder
from ringback.settings import Settings


def open_database(settings: Settings, clock: Clock | None = None) -> Database:
    """Make the folder and the file when they are missing, run the migrations, and open.

    A PostgreSQL database must be there; it may be empty. Safe beside a running server, and when two commands
    do it at the same moment. Raises StoreAway, FromTheFuture, Foreign.
    """
    if settings.on_postgres:
        from ringback.db.postgres import migrate as server  # see above

        server.migrate(settings.database_url)
    else:
        from ringback.db.migrate import migrate  # the same

        path = settings.database_path
        private_folder(path.parent)
        migrate(path)
    return open_as_it_is(settings, clock)


def is_there(settings: Settings) -> bool:
    """Has this installation a database? On a server the operator has made it."""
    return settings.on_postgres or settings.database_path.exists()


def revision_of(settings: Settings) -> str | None:
    """The revision that the database is at, which nothing is changed for; None for an empty one.

    Raises StoreAway, Foreign.
    """
    if not settings.on_postgres:
        from ringback.db.migrate import stored_revision  # see above

        return stored_revision(settings.database_path)
    from ringback.db.postgres import migrate as server  # the same

    return server.stored_revision(settings.database_url)


def open_as_it_is(settings: Settings, clock: Clock | None = None) -> Database:
    """Open a database whose tables are up to date. Raises StoreAway."""
    clock = clock or SystemClock()
    if not settings.on_postgres:
        from ringback.db.sqlite import SqliteDatabase  # see above

        return SqliteDatabase(settings.database_path, clock)
    from ringback.db.postgres.database import PostgresDatabase  # the same

    return PostgresDatabase(settings.database_url, clock)
