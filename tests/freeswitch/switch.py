"""A FreeSWITCH that says what it is told to say, on its event socket: a stand-in, for want of a real one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PASSWORD = "test-password"
DAN, LINE = "+15125550178", "+15125550142"
A, B, C, LOOP_A, LOOP_B = "a-leg", "b-leg", "c-leg", "loop-a", "loop-b"
NAMES = {
    A: "sofia/external/dan@carrier.example.com",
    B: "sofia/internal/1001@192.0.2.1:5060",
    C: "sofia/internal/1002@192.0.2.2:5060",
    LOOP_A: "loopback/1001-a",
    LOOP_B: "loopback/1001-b",
}


@dataclass
class Switch:
    plays: list["Says"]
    base: str = ""
    heard: str = ""
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def connections(self) -> int:
        return len(self.writers)

    async def takes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if self.plays:
                await self.plays.pop(0)(self, reader, writer)
        writer.close()


Says = Callable[[Switch, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def switch(*plays: Says) -> AsyncIterator[Switch]:
    the_switch = Switch(list(plays))
    server = await asyncio.start_server(the_switch.takes, "127.0.0.1", 0)
    the_switch.base = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield the_switch
    finally:
        server.close()
        for writer in the_switch.writers:
            writer.close()


def frame(kind: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [
        f"Content-Type: {kind}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return ("\n".join(lines) + "\n\n").encode() + body


def event(name: str, leg: str = A, **fields: str) -> bytes:
    """As `event json` sends it. The fields of the caller's leg are always there."""
    said = {
        "Event-Name": name,
        "Unique-ID": leg,
        "Channel-Name": NAMES.get(leg, ""),
        "Channel-Call-UUID": A,
        "Call-Direction": "inbound" if leg in (A, LOOP_B) else "outbound",
        "Caller-Context": "public" if leg == A else "default",
        "Caller-Caller-ID-Number": DAN,
        "Caller-Caller-ID-Name": "Dan",
        "Caller-Destination-Number": LINE if leg == A else NAMES.get(leg, "").partition("@")[0][-4:],
        "variable_switch_r_sdp": "v=0\r\nnot for us",
        **{key.replace("_", "-") if key[0].isupper() else key: value for key, value in fields.items()},
    }
    return frame("text/event-json", json.dumps(said).encode())


def answers(leg: str) -> bytes:
    return event("CHANNEL_ANSWER", leg, Answer_State="answered")


def bridge(a: str, b: str) -> bytes:
    """`b` has answered."""
    return answers(b) + early_bridge(a, b)


def early_bridge(a: str, b: str) -> bytes:
    """Of a phone that still rings, for what its network lets its caller hear."""
    fields = {"Bridge_A_Unique_ID": a, "Bridge_B_Unique_ID": b}
    return event("CHANNEL_BRIDGE", a, **fields, Other_Leg_Unique_ID=b, Other_Leg_Channel_Name=NAMES[b])


def hangs_up(leg: str, cause: str, **fields: str) -> bytes:
    return event("CHANNEL_HANGUP_COMPLETE", leg, Hangup_Cause=cause, **fields)


def created(*legs: str) -> bytes:
    return b"".join(event("CHANNEL_CREATE", leg) for leg in legs)


def says(*said: bytes, channels: list[str] | None = None, password: str = PASSWORD) -> Says:
    """Logs in, lists these channels, says this, and closes."""

    async def play(self: Switch, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def asked() -> str:
            words = (await reader.readuntil(b"\n\n")).decode().strip()
            self.heard += words + "\n"
            return words

        writer.write(frame("auth/request"))
        if await asked() != f"auth {password}":
            writer.write(frame("command/reply", Reply_Text="-ERR invalid"))
            return
        writer.write(frame("command/reply", Reply_Text="+OK accepted"))
        assert (await asked()).startswith("event json CHANNEL_CREATE")
        writer.write(frame("command/reply", Reply_Text="+OK event listener enabled json"))
        assert await asked() == "api show channels as json"
        rows = [{"uuid": id} for id in channels or []]
        listed = {"row_count": len(rows), **({"rows": rows} if rows else {})}
        writer.write(frame("api/response", json.dumps(listed).encode()))
        for part in said:
            writer.write(part)
            await writer.drain()

    return play
