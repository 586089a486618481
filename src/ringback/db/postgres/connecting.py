"""How we connect to a PostgreSQL server, and what its errors mean."""

from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types.string import StrDumper
from sqlalchemy.pool import NullPool

# A machine that vanishes must not hold us for the two hours after which a system gives up by itself. What the
# address itself says counts before this.
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "ringback",
}
_SESSION = """
    SET timezone = 'UTC';
    SET client_encoding = 'UTF8';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 5;
    SET tcp_keepalives_interval = 3;
    SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = 15000;
"""
STATEMENTS = 500  # that one connection keeps prepared: more than we have
# Serialization failure, deadlock, a row that another has just added: the server has rolled everything back.
_LOST_THE_RACE = {"40001", "40P01", "23505"}
# No connection · no room, no memory, too many connections · the server was told to stop · trouble with its
# files · a lock was not to be had in time · a standby, or full: cannot write.
_AWAY = ("08", "53", "57", "58", "55P03", "25006", "XX")


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
    """Raises psycopg.OperationalError; its message may hold the host and the user, never the password."""
    told = make_conninfo(**{**_PATIENCE, **conninfo_to_dict(url)})
    connection = psycopg.connect(told, autocommit=True)
    connection.execute(_SESSION)
    connection.prepared_max = STATEMENTS
    connection.autocommit = autocommit
    return connection


def engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """For SQLAlchemy. Connections are kept by who uses them, not by the engine."""

    def reading() -> psycopg.Connection[Any]:
        connection = connect(url, autocommit=True)
        connection.execute("SET default_transaction_read_only = on")
        replace_zeros(connection)
        return connection

    return sa.create_engine(
        "postgresql+psycopg://",
        creator=reading if read_only else lambda: connect(url),
        isolation_level="AUTOCOMMIT" if read_only else "READ COMMITTED",
        poolclass=NullPool,
        paramstyle="format",
        hide_parameters=True,  # an error must not quote the texts and numbers that were being stored
    )


def driver_error(error: BaseException) -> BaseException:
    """The driver's own error, also inside of SQLAlchemy's."""
    return error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig is not None else error


def is_away(error: BaseException) -> bool:
    """Is it the server's trouble, and not the statement's? A flow's mistake must not look like that."""
    told = driver_error(error)
    state = getattr(told, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_AWAY)
    return isinstance(told, psycopg.OperationalError | psycopg.InterfaceError)


def lost_the_race(error: BaseException) -> bool:
    """Has the server rolled this transaction back because it met another one? Then it may run again."""
    return getattr(driver_error(error), "sqlstate", None) in _LOST_THE_RACE


def has_a_zero(error: BaseException) -> bool:
    """Was a text refused for the one character that PostgreSQL cannot store?"""
    told = driver_error(error)
    return isinstance(told, psycopg.DataError) and "NUL" in str(told)


def replace_zeros(connection: psycopg.Connection[Any]) -> None:
    """Store another character instead, from now on; it takes each text through Python once more."""
    connection.adapters.register_dumper(str, _WithoutZeros)


class _WithoutZeros(StrDumper):
    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))
