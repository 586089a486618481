"""`ringback` as a real process: no terminal, its own folder, nothing set but what the test sets."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.databases import variables as database


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def ringback(folder: Path, *words: str, stdin: bytes = b"", **variables: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "ringback", *words],
        cwd=folder,
        env=environ(folder, **variables),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def environ(folder: Path, **variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
    return {**kept, "RINGBACK_DATA": str(folder / "data"), **database(folder / "data"), **variables}


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what another process does; fails when it does not."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
