"""A connection to the manager interface: log in, see what is going on, hear what happens. "AMI Actions".

There is no replay: what happens while nobody is connected is never told. So this process remembers, from one
connection to the next, which calls there were; a new connection asks which channels there still are.

1. Log in, by the answer to a challenge: the password itself never travels.
2. `CoreShowChannels`. A call that is there and was not known is taken up; one that was known and is not there
   any more has ended, and nobody knows how.
3. Events. When nothing has come for a while the switch is asked for a sign of life; without one the
   connection is lost, whatever the network says.
"""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from ringback.lib.secret import Secret
from ringback.phone.asterisk import ami
from ringback.phone.asterisk.calls import Heard
from ringback.phone.asterisk.frames import Frame, Frames, write
from ringback.phone.asterisk.sightings import Appeared, Joined, LeftBridge
from ringback.phone.asterisk.switchboard import Switchboard

PORTS: Final = {"tcp": 5038, "tls": 5039}
# In these a bridge only holds: it is named in the list of channels, but not what kind it is.
HOLDING_APPLICATIONS: Final = frozenset({"AgentLogin", "BridgeWait", "Park", "ParkedCall", "Parked Call"})
EVENTS: Final = "call,dialplan"  # of these, what the user may read
LISTED: Final = "listed"  # the ActionID of our question


class LoginRefused(Exception):
    """The switch answered, and does not accept the user, the password or our address."""


class NoAddress(LoginRefused):
    """What is written as the switch's address is none."""


@dataclass(slots=True)
class Memory:
    """What outlasts a connection."""

    board: Switchboard
    heard_at: datetime | None = None  # when the switch last said anything


@dataclass(slots=True)
class Connection:
    """A connection that is logged in."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    quiet_seconds: float
    frames: Frames = field(default_factory=Frames)
    waiting: list[Frame] = field(default_factory=list)

    def ask(self, **fields: str) -> None:
        self.writer.write(write(**fields))

    async def next(self) -> list[Frame]:
        """What has come; not empty. Raises ConnectionError when the switch is gone or no longer speaks."""
        if self.waiting:
            frames, self.waiting = self.waiting, []
            return frames
        while True:
            said = await self._read()
            if frames := self.frames.feed(said):
                return frames

    async def answer(self) -> Frame:
        """The answer to what was just asked; what comes before and behind it is kept for `next`."""
        kept: list[Frame] = []
        while True:
            frames = await self.next()
            for number, frame in enumerate(frames):
                if "Response" in frame:
                    self.waiting = kept + frames[number + 1 :]
                    return frame
                kept.append(frame)

    async def _read(self) -> bytes:
        for asks_first in (True, False):
            try:
                async with asyncio.timeout(self.quiet_seconds):  # `wait_for` may lose a cancellation
                    said = await self.reader.read(65536)
            except TimeoutError:
                if asks_first:
                    self.ask(Action="Ping")
                continue
            if not said:
                raise ConnectionError("the switch has closed the connection")
            return said
        raise ConnectionError("the switch has fallen silent")


@asynccontextmanager
async def logged_in(
    address: str, user: str, secrets: list[Secret], certificate: str, quiet_seconds: float
) -> AsyncIterator[Connection]:
    """The first secret that is accepted. Raises LoginRefused, ConnectionError or another OSError."""
    for secret in secrets:
        reader, writer = await _connect(address, certificate)
        switch = Connection(reader, writer, quiet_seconds)
        try:
            if await _log_in(switch, user, secret):
                yield switch
                return
        finally:
            writer.close()
    raise LoginRefused


async def _connect(address: str, certificate: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    scheme, host, port = where(address)
    encrypted = ssl.create_default_context(cafile=certificate or None) if scheme == "tls" else None
    async with asyncio.timeout(10):
        return await asyncio.open_connection(host, port, ssl=encrypted)


def where(address: str) -> tuple[str, str, int]:
    """Scheme, host and port; "pbx.example.com" alone will do. Raises NoAddress."""
    at = urlsplit(address if "//" in address else f"tcp://{address}")
    try:
        port = at.port
    except ValueError:
        raise NoAddress from None
    if at.scheme not in PORTS or not at.hostname:
        raise NoAddress
    return at.scheme, at.hostname, port or PORTS[at.scheme]


async def _log_in(switch: Connection, user: str, secret: Secret) -> bool:
    switch.ask(Action="Challenge", AuthType="MD5")
    challenge = (await switch.answer()).get("Challenge", "")
    if not challenge:
        return False
    switch.ask(Action="Login", AuthType="MD5", Username=user, Key=key(challenge, secret), Events=EVENTS)
    return (await switch.answer()).get("Response") == "Success"


def key(challenge: str, secret: Secret) -> str:
    """The answer that proves the password; MD5 because the manager knows no other way."""
    return hashlib.md5((challenge + secret.reveal()).encode(), usedforsecurity=False).hexdigest()


async def hear(switch: Connection, memory: Memory) -> AsyncIterator[tuple[Heard | None, Frame, datetime]]:
    """All that is new about calls, and when it was heard, until the connection is lost. None: it stands."""
    before, lost_at = memory.board.channels(), memory.heard_at
    present: set[str] = set()
    switch.ask(Action="CoreShowChannels", ActionID=LISTED)
    while True:
        frames = await switch.next()
        now = memory.heard_at = datetime.now(UTC)
        for frame in frames:
            if frame.get("ActionID") != LISTED:
                heard = _happened(memory.board, frame, now)
            elif frame.get("Event") == "CoreShowChannel":
                present.add(frame.get("Uniqueid", ""))
                heard = _is_there(memory.board, frame, now)
            elif _list_is_over(frame):
                heard = memory.board.lost_sight(before - present, lost_at or now)
                yield None, frame, now
            else:
                heard = []
            for one in heard:
                yield one, frame, now


def _happened(board: Switchboard, frame: Frame, at: datetime) -> list[Heard]:
    seen = ami.sighting(frame)
    return board.hear(seen, at) if seen is not None else []


def _is_there(board: Switchboard, frame: Frame, at: datetime) -> list[Heard]:
    """A channel that was there before us: only its bridge, which we did not see it join, is news."""
    channel = ami.channel(frame)
    heard = board.hear(Appeared(channel), at)
    bridge = frame.get("BridgeId", "")
    holds = not bridge or frame.get("Application") in HOLDING_APPLICATIONS
    return heard + board.hear(LeftBridge(channel, "") if holds else Joined(channel, bridge, False), at)


def _list_is_over(frame: Frame) -> bool:
    """Also when we may not see it: then nothing is known of what was."""
    return frame.get("Event") == "CoreShowChannelsComplete" or frame.get("Response") == "Error"
