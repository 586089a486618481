"""A private PostgreSQL server for one run of the tests, made at first need and gone with the run.

It listens on a socket in a temporary folder only, writes nothing to disk before it must (what is lost with
the machine is of no use to a test), and runs as nobody when we are root, because it refuses to run as root.
Each test gets a database of its own, copied from one that was migrated once.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from ringback.db.postgres.migrate import migrate

TEMPLATE = "migrated"
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB"]
FAST += ["autovacuum=off", "max_connections=300", "listen_addresses=''", "jit=off", "logging_collector=off"]


class Server:
    """One that runs. `url(name)` is the address of a database in it."""

    def __init__(self, folder: Path, options: list[str]) -> None:
        self.folder = folder
        self._options = options

    def url(self, name: str) -> str:
        return f"postgresql:///{name}?host={self.folder}&user=ringback"

    def start(self) -> None:
        options = " ".join(
            f"-c {option}" for option in [*self._options, f"unix_socket_directories={self.folder}"]
        )
        _as_nobody(self.folder, "pg_ctl", "start", "-w", "-s", "-o", options, "-l", str(self.folder / "log"))

    def stop(self, how: str = "immediate") -> None:
        _as_nobody(self.folder, "pg_ctl", "stop", "-s", "-m", how)

    def make(self, name: str, template: str = "template0") -> str:
        """A new database, as a copy of that one."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY WAL_LOG')
        return self.url(name)

    def admit(self, name: str, anybody: bool) -> None:
        """Let nobody into a database any more, and throw out who is in; or let them in again."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {anybody}')
            if not anybody:
                everybody = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
                connection.execute(everybody, (name,))

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def running(*options: str, parent: str | None = None) -> Iterator[Server]:
    """A server of your own, for tests that stop it.

    Without the package the test is skipped; on the build server it fails. Its data lie below
    `parent`, else below /tmp, which may be memory.
    """
    # Short, because a socket's path has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="rb-pg-", dir=parent))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        _as_nobody(folder, "initdb", "-U", "ringback", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server = Server(folder, list(options))
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def shared() -> Iterator[Server]:
    """The one for all tests of this process, with the migrated template in it."""
    with running(*FAST) as server:
        migrate(server.make(TEMPLATE))
        yield server


@contextmanager
def database(server: Server) -> Iterator[str]:
    """The address of a database with all tables and nothing in them."""
    name = f"t{uuid.uuid4().hex[:12]}"
    try:
        yield server.make(name, TEMPLATE)
    finally:
        server.drop(name)


@cache
def _programs() -> Path:
    """Where the newest server's programs are: distributions keep them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    beside = shutil.which("initdb")
    if not found and not beside:
        missing = "needs a PostgreSQL server: install the package postgresql"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found[-1] if found else Path(beside or "").parent


def _as_nobody(folder: Path, program: str, *arguments: str) -> None:
    command = [str(_programs() / program), "-D", str(folder / "data"), *arguments]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program}: {done.stderr or done.stdout}")
