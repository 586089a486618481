"""A connection to the event socket: log in, see what is going on, hear what happens. "Event Socket".

There is no replay: what happens while nobody is connected is never told. So this process remembers, from one
connection to the next, which calls there were, and a new connection asks which channels there still are.
HEARTBEAT comes every 20 seconds; when nothing has come for three of them, the connection is lost.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from ringback.lib.secret import Secret
from ringback.phone.freeswitch.calls import Heard
from ringback.phone.freeswitch.frames import Frame, Frames, command
from ringback.phone.freeswitch.switchboard import Event, Switchboard

PORT: Final = 8021
# Everything behind CUSTOM is taken for the name of a custom event.
EVENTS: Final = (
    "event json CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_UNBRIDGE CHANNEL_HANGUP_COMPLETE "
    "HEARTBEAT CUSTOM vm::maintenance"
)
CHANNELS: Final = "api show channels as json"


class LoginRefused(Exception):
    """The switch answered, and does not accept the password."""


class NoAddress(LoginRefused):
    """What is written as the switch's address is none."""


class AddressRefused(LoginRefused):
    """The switch does not accept where we come from."""


@dataclass(slots=True)
class Memory:
    """What outlasts a connection."""

    board: Switchboard
    heard_at: datetime | None = None  # when the switch last said anything


@dataclass(slots=True)
class Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    quiet_seconds: float
    frames: Frames = field(default_factory=Frames)
    waiting: list[Frame] = field(default_factory=list)

    def ask(self, words: str) -> None:
        self.writer.write(command(words))

    async def next(self) -> Frame:
        """Raises ConnectionError when the switch is gone or no longer speaks."""
        while not self.waiting:
            try:
                async with asyncio.timeout(self.quiet_seconds):  # `wait_for` may lose a cancellation
                    said = await self.reader.read(65536)
            except TimeoutError:
                raise ConnectionError("the switch has fallen silent") from None
            if not said:
                raise ConnectionError("the switch has closed the connection")
            self.waiting = self.frames.feed(said)
        frame = self.waiting.pop(0)
        if frame.kind == "text/rude-rejection":
            raise AddressRefused
        if frame.kind == "text/disconnect-notice":
            raise ConnectionError("the switch ends the connection")
        return frame

    async def answer(self) -> bool:
        """Was it content with what was just asked?"""
        while (frame := await self.next()).kind != "command/reply":
            pass
        return frame.headers.get("reply-text", "").startswith("+OK")


@asynccontextmanager
async def logged_in(address: str, secrets: list[Secret], quiet_seconds: float) -> AsyncIterator[Connection]:
    """The first secret that is accepted. Raises LoginRefused, ConnectionError or another OSError."""
    for secret in secrets:
        host, port = where(address)
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection(host, port)
        switch = Connection(reader, writer, quiet_seconds)
        try:
            while (await switch.next()).kind != "auth/request":
                pass
            switch.ask(f"auth {secret.reveal()}")
            if await switch.answer():
                yield switch
                return
        finally:
            writer.close()
    raise LoginRefused


def where(address: str) -> tuple[str, int]:
    """Host and port; "pbx.example.com" alone will do. Raises NoAddress."""
    at = urlsplit(address if "//" in address else f"tcp://{address}")
    try:
        port = at.port or PORT
    except ValueError:
        raise NoAddress from None
    if at.scheme != "tcp" or not at.hostname:
        raise NoAddress
    return at.hostname, port


async def hear(switch: Connection, memory: Memory) -> AsyncIterator[tuple[Heard | None, Event, datetime]]:
    """All that is new about calls, and when it was heard, until the connection is lost. None: it stands."""
    before, lost_at = memory.board.calls(), memory.heard_at
    switch.ask(EVENTS)
    switch.ask(CHANNELS)
    while True:
        frame = await switch.next()
        now = memory.heard_at = datetime.now(UTC)
        event = _json(frame.body)
        heard: list[Heard] = []
        if frame.kind == "text/event-json":
            heard = memory.board.hear(_texts(event), now)
        elif frame.kind == "api/response":
            yield None, {}, now
            present = _ids(event)
            if present is not None:
                heard = memory.board.lost_sight(before - present, lost_at or now)
        for one in heard:
            yield one, _texts(event), now


def _ids(listed: Any) -> frozenset[str] | None:
    """The channels there are; None when the list cannot be read: then nothing is known of what was."""
    if not isinstance(listed, dict) or not isinstance(listed.get("row_count"), int):
        return None
    rows = listed.get("rows", [])
    if not isinstance(rows, list):
        return None
    return frozenset(str(row.get("uuid")) for row in rows if isinstance(row, dict))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _texts(event: Any) -> Event:
    """A field that is no text says nothing to us; some come several times, as a list."""
    if not isinstance(event, dict):
        return {}
    return {str(name): value for name, value in event.items() if isinstance(value, str)}
