"""Start the server under test on its own core, with Rosa's shop in its database, and stop it again."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cryptography.fernet import Fernet
from tests.ports import free_port

from bench.machine import SERVER_CORE, on_cores
from bench.requests import OWNERS_PHONE, PUBLIC, SID, TOKEN, Line, numbers
from ringback.accounts import store as accounts
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.settings import Vault
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.settings import Settings, read_settings

SERVE = ["-m", "ringback", "serve"]
MOST = 1_000_000
KEY = Fernet.generate_key().decode()  # of all nodes on one database


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    port: int
    lines: list[Line]
    data: Path


@contextmanager
def folder() -> Iterator[Path]:
    """Beside the project and not in /tmp, which may be memory: commits must pay for a disk."""
    build = Path("build")
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build, prefix="bench-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@asynccontextmanager
async def server(
    mode: Mode, carrier_base: str, database_url: str = "", shops: int = 1
) -> AsyncIterator[Server]:
    """On SQLite, or on the database of that address."""
    with folder() as data:
        on = {"RINGBACK_DATABASE_URL": database_url} if database_url else {}
        settings = read_settings({"RINGBACK_DATA": str(data), "RINGBACK_KEY": KEY, **on})
        made = prepare(settings, mode, carrier_base, shops)
        port = free_port()
        with child([*SERVE], {**environment(data, port), **on}) as process:
            await asyncio.to_thread(wait_until_ready, port)
            yield Server(process.pid, port, made, data)


def prepare(settings: Settings, mode: Mode, carrier_base: str, shops: int = 1) -> list[Line]:
    """A migrated database with that many shops in it; returns their lines."""
    db = open_database(settings)
    try:
        token = Vault.of(settings).seal(TOKEN)
        return [db.run_now(_open, number, mode, carrier_base, token) for number in islice(numbers(), shops)]
    finally:
        db.close()


def _open(tx: Transaction, number: str, mode: Mode, carrier_base: str, token: str) -> Line:
    zone = "America/Chicago"
    # Texts leave at once, and no day is too busy: the fuse is there to stop just what is done here.
    # Thousands of made-up callers are neighbours of each other, and would be held as a machine that counts.
    brakes = {"most_per_hour": MOST, "most_per_day": MOST, "hold_robocalls": False}
    rules = {"time_zone": zone, "delay_seconds": 0, **brakes}
    account = accounts.save(
        tx, name=f"Shop {number}", time_zone=zone, country="US", notice="website", policy=json.dumps(rules)
    )
    line = lines.save(
        tx,
        account_id=account.id,
        number=number,
        provider="twilio",
        mode=mode,
        plan=RingPlan(
            ring=(OWNERS_PHONE,) if mode is Mode.DIAL else (),
            texts_per_second=1e7,  # no number may send so many; what is measured here is the server
        ),
        settings={"account_sid": SID, "auth_token": token, "api_base": carrier_base},
    )
    return Line(line.id, number)


def environment(data: Path, port: int) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RINGBACK_")}
    return {
        **ours,
        "RINGBACK_DATA": str(data),
        "RINGBACK_PORT": str(port),
        "RINGBACK_PUBLIC_URL": PUBLIC,
        "RINGBACK_KEY": KEY,
        "RINGBACK_LOG_LEVEL": "error",
    }


@contextmanager
def child(arguments: list[str], environ: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A Python of ours on the server's core, ended by its own process id."""
    with on_cores({SERVER_CORE}):
        process = subprocess.Popen(
            [sys.executable, *arguments], env=environ, stdout=subprocess.PIPE, text=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def wait_until_ready(port: int, seconds: float = 30.0) -> None:
    """Raises TimeoutError when /readyz does not answer 200 in time."""
    give_up = time.perf_counter() + seconds
    while time.perf_counter() < give_up:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status in (200, 204):
                    return
        except OSError:
            time.sleep(0.005)
    raise TimeoutError(f"no /readyz on port {port}")
