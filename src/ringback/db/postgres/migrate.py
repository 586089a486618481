"""Bring the tables on a PostgreSQL server up to date. Of several nodes that start at once, one does it."""

import psycopg

from ringback.db.migrate import FromTheFuture, newest_revision, upgrade
from ringback.db.postgres.connecting import connect, driver_error, engine
from ringback.db.transaction import StoreAway

_ONE_AT_A_TIME = 0x52696E6762616B01  # ours alone in the database, as a number for an advisory lock


def stored_revision(url: str) -> str | None:
    """The revision that the database is at; None for an empty one. Raises StoreAway."""
    try:
        with connect(url, autocommit=True) as connection:
            return _stored(connection)
    except psycopg.Error as error:
        raise StoreAway(str(driver_error(error)).strip()) from error


def migrate(url: str) -> None:
    """Run the migrations that are missing, while the other nodes wait. Raises StoreAway, or FromTheFuture."""
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
    known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
    if known is None or known[0] is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None
