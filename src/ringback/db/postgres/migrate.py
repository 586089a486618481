"""Bring the tables on a PostgreSQL server up to date. Of several nodes that start at once, one does it."""

from typing import Final

import psycopg

from ringback.db.postgres.connecting import connect, driver_error, engine
from ringback.db.revisions import (
    FIRST_TABLES,
    REVISION,
    VERSION_TABLE,
    Foreign,
    FromTheFuture,
    newest_revision,
    ours,
    upgrade,
)
from ringback.db.transaction import StoreAway

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_ONE_AT_A_TIME = 0x52696E6762616B01  # ours alone in the database, as a number for an advisory lock


def stored_revision(url: str) -> str | None:
    """The revision that the database is at; None for an empty one. Raises StoreAway, or Foreign."""
    try:
        with connect(url, autocommit=True) as connection:
            return _stored(connection)
    except psycopg.Error as error:
        raise StoreAway(str(driver_error(error)).strip()) from error


def migrate(url: str) -> None:
    """Run the migrations that are missing, while the other nodes wait.

    Raises StoreAway, FromTheFuture, or Foreign.
    """
    if stored_revision(url) == newest_revision():
        return
    try:
        with connect(url, autocommit=True) as connection:
            connection.execute("SET lock_timeout = 0")  # as long as the other node takes
            connection.execute("SELECT pg_advisory_lock(%s)", (_ONE_AT_A_TIME,))
            stored = _stored(connection)
            if stored is not None and stored > newest_revision():
                raise FromTheFuture(stored)
            if stored != newest_revision():
                upgrade(engine(url))
    except psycopg.Error as error:
        raise StoreAway(str(error).strip()) from error


def _stored(connection: "psycopg.Connection[tuple[object, ...]]") -> str | None:
    """Beside ours there may be tables of others, such as an extension's, but none of the same names."""
    with connection.transaction():
        # So that both are of one instant, while another node migrates.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = {str(name) for (name,) in connection.execute(_TABLES)}
        row = connection.execute(REVISION).fetchone() if VERSION_TABLE in tables else None
    if row is None and tables & FIRST_TABLES:
        raise Foreign
    return ours(str(row[0]), tables) if row else None
