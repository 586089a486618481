"""A private PostgreSQL server for one run of the tests, made at first need and gone with the run, also when
that is killed.

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
    _programs()
    # Short, because a socket's path has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="rb-pg-", dir=parent))
    with _gone_with_us(folder):
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        _as_nobody(folder, "initdb", "-U", "ringback", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server = Server(folder, list(options))
        server.start()
        yield server


@contextmanager
def _gone_with_us(folder: Path) -> Iterator[None]:
    """Stop the server in it and remove it at the end of the block, or of this process however it ends.

    A shell does both. It waits for the end of its input, whose other end is ours alone, and stands in a
    session of its own, because a whole group may be killed.
    """
    stop = _command(folder, "pg_ctl", "stop", "-s", "-m", "immediate")
    waits = ["sh", "-c", 'read -r _; "$@"; rm -rf "$0"', str(folder), *stop]
    quiet = subprocess.DEVNULL
    shell = subprocess.Popen(
        waits, cwd=folder, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        yield
    finally:
        shell.communicate()


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
    command = _command(folder, program, *arguments)
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{program}: {done.stderr or done.stdout}")


def _command(folder: Path, program: str, *arguments: str) -> list[str]:
    command = [str(_programs() / program), "-D", str(folder / "data"), *arguments]
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
