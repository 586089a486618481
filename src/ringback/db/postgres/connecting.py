"""How we connect to a PostgreSQL server, and what its errors mean."""

from contextlib import suppress
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.pool import NullPool

from ringback.db.postgres.wire import Wire

# If the server's machine vanishes, we must not wait the two hours after which an operating system gives up.
# The database's address may set other values.
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "ringback",
}
# The last line: where a server is told not to wait for its disk, an attempt to send that it calls committed
# would be forgotten when its power fails, and the text sent again.
_SESSION = """
    SET timezone = 'UTC';
    SET client_encoding = 'UTF8';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 5;
    SET tcp_keepalives_interval = 3;
    SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = 15000;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
"""
STATEMENTS = 500  # that one connection keeps prepared: more than we have
# Serialization failure, deadlock, a row that another has just added: the server has rolled everything back.
_LOST_THE_RACE = {"40001", "40P01", "23505"}
# No connection · no room, no memory, too many connections · the server was told to stop · trouble with its
# files · a lock was not to be had in time · a standby, or full: cannot write · statements were forgotten.
_AWAY = ("08", "53", "57", "58", "55P03", "25006", "XX", "26000")
_LOCKED = "55P03"


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """Raises psycopg.OperationalError; its message may hold the host and the user, never the password."""
    connection = psycopg.connect(_told(url), autocommit=True)
    _set_up(connection)
    connection.autocommit = autocommit
    return connection


def engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """For SQLAlchemy. Connections are kept by who uses them, not by the engine."""

    def wired() -> Wire:
        wire = Wire.connect(_told(url), autocommit=True)
        _set_up(wire)
        if read_only:
            wire.execute("SET default_transaction_read_only = on")
            wire.replace_zeros()
        return wire

    made = sa.create_engine(
        "postgresql+psycopg://",
        creator=wired,
        poolclass=NullPool,
        paramstyle="format",
        hide_parameters=True,  # an error must not quote the texts and numbers that were being stored
        execution_options={"preserve_rowcount": True},  # else an insert that found its row there says -1
    )
    if not read_only:  # else each statement is a transaction of its own

        @sa.event.listens_for(made, "begin")
        def begin(connection: sa.Connection) -> None:
            wire_of(connection).begin()

    return made


def wire_of(connection: sa.Connection) -> Wire:
    return cast(Wire, connection.connection.dbapi_connection)


def hang_up(connection: sa.Connection) -> None:
    """Close it, whatever state it is in."""
    with suppress(psycopg.Error, sa.exc.DBAPIError):
        connection.invalidate()
        connection.close()


def _told(url: str) -> str:
    return make_conninfo(**{**_PATIENCE, **conninfo_to_dict(url)})


def _set_up(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_SESSION)
    connection.prepared_max = STATEMENTS


def driver_error(error: BaseException) -> BaseException:
    """The driver's own error, also inside of SQLAlchemy's."""
    return error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig is not None else error


def is_away(error: BaseException) -> bool:
    """Is the server the problem, and not the statement? A mistake in a flow must not look like that."""
    told = driver_error(error)
    state = getattr(told, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_AWAY)
    return isinstance(told, psycopg.OperationalError | psycopg.InterfaceError)


def lost_the_race(error: BaseException) -> bool:
    """Has the server rolled this transaction back because it met another one? Then it may run again."""
    return getattr(driver_error(error), "sqlstate", None) in _LOST_THE_RACE


def is_locked(error: BaseException) -> bool:
    """Did somebody else hold what the statement wanted for too long?"""
    return getattr(driver_error(error), "sqlstate", None) == _LOCKED


def has_a_zero(error: BaseException) -> bool:
    """Was a text refused for the one character that PostgreSQL cannot store?"""
    told = driver_error(error)
    return isinstance(told, psycopg.DataError) and "NUL" in str(told)
