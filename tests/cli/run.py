"""`ringback` as it is typed, in this process or as one of its own: no terminal, its own folder, nothing set
but what the test sets.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ringback.cli import main
from tests.databases import variables as database


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


class Here:
    """In this process, where no second passes until it has started. What only a process of its own can show
    (that nothing is written at its end, that it is stopped by a signal) takes `ringback` below.
    """

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(folder)
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def ringback(self, *words: str, stdin: bytes = b"", data: str = "data", **variables: str) -> Ran:
        with self._monkeypatch.context() as patched:
            for name, value in {"RINGBACK_DATA": str(self.folder / data), **variables}.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["ringback", *words])
            patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            with pytest.raises(SystemExit) as ended:
                main()
        said = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)


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
