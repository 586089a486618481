"""The server as a process of its own, which can be killed at any moment and started again."""

import asyncio
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.rush import RushingClock

ROOT = Path(__file__).parent.parent.parent
PUBLIC = "https://ringback.example.com"


@dataclass
class Child:
    folder: Path
    clock: RushingClock
    port: int = field(default_factory=lambda: _free_port())
    kills: int = 0
    mistake: str = ""  # one of `mistakes.py`, made on purpose
    _process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it takes webhooks, or was killed before it did."""
        with (self.folder / "errors.log").open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self.program),
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=errors,
            )
        while not await self._is_ready() and self.running:  # noqa: ASYNC110  it cannot tell us
            await asyncio.sleep(0.02)
        assert self._process.returncode in (None, -signal.SIGKILL), self.errors()

    @property
    def program(self) -> list[str]:
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
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """At once, wherever it is."""
        if self._process is not None and self.running:
            self.kills += 1
            self._process.kill()

    async def ended(self) -> None:
        if self._process is not None:
            await self._process.wait()

    async def stop(self) -> int:
        """As an operator does; returns the exit code."""
        assert self._process is not None
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        return await self._process.wait()

    def errors(self) -> str:
        return (self.folder / "errors.log").read_text()

    async def _is_ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
        except OSError:
            return False
        return answer.startswith(b"HTTP/1.1 200")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
