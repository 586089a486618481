"""A switch that speaks the manager interface, and says what it is told to say."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CHALLENGE = "123456789"
BANNER = b"Asterisk Call Manager/9.0.0\r\n"
BOOTED = b"Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n"

Says = Callable[["Line"], Awaitable[None]]


@dataclass
class Line:
    """One connection from us. `asked` holds the actions, each as its fields."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pbx: "Pbx"
    asked: list[dict[str, str]] = field(default_factory=list)

    async def asks(self) -> dict[str, str]:
        """The next action."""
        packet = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        self.pbx.heard += packet
        fields = dict(line.split(": ", 1) for line in packet.splitlines() if line)
        self.asked.append(fields)
        return fields

    async def say(self, said: bytes) -> None:
        self.writer.write(said)
        await self.writer.drain()

    async def says(self, **fields: str) -> None:
        await self.say("".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n")

    async def welcome(self) -> None:
        """Let it log in, by challenge; refuse every password but the one that is set."""
        await self.say(BANNER)
        await self.asks()
        await self.says(Response="Success", Challenge=self.pbx.challenge)
        login = await self.asks()
        right = hashlib.md5((self.pbx.challenge + self.pbx.password).encode()).hexdigest()
        if login.get("Key") != right:
            await self.says(Response="Error", Message="Authentication failed")
            raise ConnectionResetError
        await self.says(Response="Success", Message="Authentication accepted")
        await self.say(BOOTED)

    async def lists(self, *channels: dict[str, str]) -> None:
        """Answer what is going on."""
        asked = await self.asks()
        assert asked["Action"] == "CoreShowChannels"
        id = {"ActionID": asked["ActionID"]}
        await self.says(Response="Success", EventList="start", **id)
        for channel in channels:
            await self.says(Event="CoreShowChannel", **id, **channel)
        await self.says(Event="CoreShowChannelsComplete", EventList="Complete", ListItems="0", **id)

    async def stays(self) -> None:
        """Until the other side closes; every sign of life that is asked for is given."""
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                if (await self.asks())["Action"] == "Ping":
                    await self.says(Response="Success", Ping="Pong")


@dataclass
class Pbx:
    password: str = "test-password"
    challenge: str = CHALLENGE
    plays: list[Says] = field(default_factory=list)  # one for each connection; then none is taken
    lines: list[Line] = field(default_factory=list)
    heard: str = ""  # everything that was sent to it
    base: str = ""

    @property
    def connections(self) -> int:
        return len(self.lines)

    async def takes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(reader, writer, self)
        self.lines.append(line)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if self.plays:
                await self.plays.pop(0)(line)
        writer.close()


@asynccontextmanager
async def pbx(*plays: Says, password: str = "test-password") -> AsyncIterator[Pbx]:
    switch = Pbx(password=password, plays=list(plays))
    server = await asyncio.start_server(switch.takes, "127.0.0.1", 0)
    switch.base = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield switch
    finally:
        server.close()
        for line in switch.lines:
            line.writer.close()


def says(*said: bytes, then_stays: bool = False) -> Says:
    """Logs in, lists nothing, says this, and closes."""

    async def play(line: Line) -> None:
        await line.welcome()
        await line.lists()
        for part in said:
            await line.say(part)
        if then_stays:
            await line.stays()

    return play
