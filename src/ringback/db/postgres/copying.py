"""All rows of a PostgreSQL database as files, one for each table, and back.

Everything is read in one snapshot, so it is of one instant, beside running nodes. A file is what COPY writes
as text, under a first line with the names of the columns: whatever order a later version has them in, each
value finds its own.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ringback.db.backup import ENDING
from ringback.db.postgres.connecting import connect, engine
from ringback.db.postgres.migrate import stored_revision
from ringback.db.restores import Restore
from ringback.db.revisions import upgrade
from ringback.db.transaction import StoreAway
from ringback.lib.progress import Told

_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version'
"""
_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position
"""
_REFERENCES = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND conrelid <> confrelid AND connamespace = current_schema()::regnamespace
"""
_COUNTERS = """
    SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_default LIKE 'nextval%'
"""

_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND application_name = current_setting('application_name')
"""
_RESTORED = "INSERT INTO restores (backup_at, restored_at) VALUES (%s, %s)"


def copy_out(url: str, folder: Path, told: Told) -> tuple[str, dict[str, Path]]:
    """The revision of the tables, and a file for each, named as the table. Raises StoreAway."""
    try:
        with connect(url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            names = _in_order(connection)
            files = {}
            for number, name in enumerate(names):
                told("copied", 100 * number // len(names))
                files[name + ENDING] = _write_table(connection, name, folder / (name + ENDING))
            return str(row[0]) if row else "", files
    except psycopg.Error as error:
        raise StoreAway(str(error).strip()) from error


def must_be_empty(url: str, revision: str) -> None:
    """Raises InUse; or NotEmpty where a row is in any table, or the tables are newer than that revision.

    Empty tables are none: a server may have made them, or a restore that was killed.
    """
    try:
        with connect(url, autocommit=True) as connection:
            if _others_are_connected(connection):
                raise InUse
        stored = stored_revision(url)
        if stored is None:
            return
        with connect(url) as connection:
            if stored > revision or any(_has_rows(connection, name) for name in _in_order(connection)):
                raise NotEmpty
    except psycopg.Error as error:
        raise StoreAway(str(error).strip()) from error


def copy_in(url: str, revision: str, files: Iterable[Path], restored: Restore) -> None:
    """Make the tables of that revision and fill them. Raises StoreAway.

    All rows and the note that they were restored are one transaction. So whatever happens to this process, a
    server that starts on these rows knows that they were restored, and sends nothing again.
    """
    upgrade(engine(url), revision)
    found = {file.name.removesuffix(ENDING): file for file in files}
    try:
        with connect(url) as connection:
            for name in _in_order(connection):
                if name in found:
                    _read_table(connection, name, found[name])
            for table, column, counter in connection.execute(_COUNTERS).fetchall():
                last = sql.SQL("SELECT setval(%s, coalesce(max({}), 0) + 1, false) FROM {}")
                connection.execute(last.format(sql.Identifier(column), sql.Identifier(table)), (counter,))
            connection.execute(_RESTORED, (restored.backup_at, restored.restored_at))
    except psycopg.Error as error:
        raise StoreAway(str(error).strip()) from error


def rows_in(file: Path) -> Iterator[dict[str, str]]:
    """The rows of one table's file, each with the names of its columns; all values as text, nothing as ""."""
    with file.open(encoding="utf-8", newline="\n") as held:
        columns = json.loads(held.readline())
        for line in held:
            yield dict(zip(columns, map(_read_value, line.rstrip("\n").split("\t")), strict=True))


def _read_value(written: str) -> str:
    """COPY writes tabs, ends of lines and backslashes inside a value with a backslash, and nothing as \\N."""
    if written == "\\N":
        return ""
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), written)


_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class NotEmpty(Exception):
    """There is something in the database already."""


class InUse(Exception):
    """A node is connected. It does not know that what it finds is restored, and would send it again."""


def _others_are_connected(connection: psycopg.Connection[Any]) -> bool:
    """Connections that were closed just now are given two seconds to end."""
    for _ in range(20):
        if connection.execute(_OTHERS).fetchone() == (0,):
            return False
        connection.execute("SELECT pg_sleep(0.1)")
    return True


def _has_rows(connection: psycopg.Connection[Any], name: str) -> bool:
    row = connection.execute(
        sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))
    ).fetchone()
    return row is not None and bool(row[0])


def _write_table(connection: psycopg.Connection[Any], name: str, file: Path) -> Path:
    columns = [str(row[0]) for row in connection.execute(_COLUMNS, (name,))]
    with file.open("wb") as out:
        out.write(json.dumps(columns).encode() + b"\n")
        with connection.cursor().copy(_copy(name, columns, "TO STDOUT")) as rows:
            for part in rows:
                out.write(part)
    return file


def _read_table(connection: psycopg.Connection[Any], name: str, file: Path) -> None:
    with file.open("rb") as held:
        columns = json.loads(held.readline())
        with connection.cursor().copy(_copy(name, columns, "FROM STDIN")) as rows:
            while part := held.read(1 << 20):
                rows.write(part)


def _copy(name: str, columns: list[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + way).format(sql.Identifier(name), listed)


def _in_order(connection: psycopg.Connection[Any]) -> list[str]:
    """The tables, each after those that its rows refer to."""
    waiting = {str(name) for (name,) in connection.execute(_TABLES)}
    needs: dict[str, set[str]] = {name: set() for name in waiting}
    for name, other in connection.execute(_REFERENCES):
        needs[str(name).strip('"')].add(str(other).strip('"'))
    order: list[str] = []
    while waiting:
        free = sorted(name for name in waiting if not needs[name] & waiting)
        order += free
        waiting -= set(free)
        if not free:
            raise RecursionError("tables refer to each other in a circle")
    return order
