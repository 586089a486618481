"""The server as a process of its own, which can be killed at any moment and started again."""

import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.forge import forge
from tests.crash.rush import RushingClock
from tests.ports import free_port

PUBLIC = "https://ringback.example.com"


@dataclass
class Child:
    folder: Path
    clock: RushingClock
    port: int = field(default_factory=free_port)
    kills: int = 0
    mistake: str = ""  # one of `mistakes.py`, made on purpose
    _process: Any = None

    async def start(self) -> None:
        """Returns when it takes webhooks, or was killed before it did."""
        self._process = forge().Process(target=_run, args=(self.program, self.settings, self._errors))
        self._process.start()
        while not await self._is_ready() and self.running:  # noqa: ASYNC110  it cannot tell us
            await asyncio.sleep(0.02)
        assert self._process.exitcode in (None, -signal.SIGKILL), self.errors()

    @property
    def program(self) -> list[str]:
        """What comes after `python -m`."""
        return ["tests.crash.serve", str(self.clock.began), str(self.clock.times), self.mistake]

    @property
    def settings(self) -> dict[str, str]:
        return {
            "RINGBACK_DATA": str(self.folder),
            "RINGBACK_PORT": str(self.port),
            "RINGBACK_PUBLIC_URL": PUBLIC,
            "RINGBACK_LOG_LEVEL": "error",
        }

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.exitcode is None

    def kill(self) -> None:
        """At once, wherever it is."""
        if self.running:
            self.kills += 1
            self._process.kill()

    async def ended(self) -> None:
        process = self._process  # another one may be started meanwhile
        while process is not None and process.exitcode is None:  # noqa: ASYNC110  a process has no event
            await asyncio.sleep(0.01)

    async def stop(self) -> int:
        """As an operator does; returns the exit code."""
        if self.running:
            self._process.terminate()
        await self.ended()
        return int(self._process.exitcode)

    def errors(self) -> str:
        return self._errors.read_text()

    @property
    def _errors(self) -> Path:
        return self.folder / "errors.log"

    async def _is_ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
        except OSError:
            return False
        return answer.startswith(b"HTTP/1.1 200")


def _run(program: list[str], settings: Mapping[str, str], errors: Path) -> None:
    """`python -m program`, in a process that was forked for it."""
    with errors.open("ab") as file, open(os.devnull, "ab") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(settings)
    sys.argv = program
    runpy.run_module(program[0], run_name="__main__", alter_sys=True)
