"""A carrier that takes every text at once and remembers when it came: a bare protocol, which costs little."""

import asyncio
import itertools
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import unquote

NOTHING = b'{"calls":[],"messages":[],"next_page_uri":null}'  # of what somebody lists
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TO = re.compile(rb"(?:^|&)To=([^&]*)")


class Carrier:
    """`arrived` has, for each number texted, when the request was complete (`time.perf_counter`)."""

    def __init__(self) -> None:
        self.base = ""
        self.arrived: dict[str, float] = {}
        self.twice = 0
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self._ids = itertools.count()

    def take(self, body: bytes) -> bytes:
        at = time.perf_counter()
        found = _TO.search(body)
        to = unquote(found[1].decode()) if found else ""
        self.twice += to in self.arrived
        self.arrived[to] = at
        waiting = self.waiting.pop(to, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(at)
        return b'{"sid":"SM%032x","status":"queued"}' % next(self._ids)


class _Connection(asyncio.Protocol):
    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, rest = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        if not blank or len(rest) < size:
            return
        self._received = rest[size:]
        asked = head.startswith(b"GET ")
        self._answer(
            b"200 OK" if asked else b"201 Created", NOTHING if asked else self._carrier.take(rest[:size])
        )

    def _answer(self, status: bytes, body: bytes) -> None:
        assert self._transport is not None
        self._transport.write(
            b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (status, len(body), body)
        )


@asynccontextmanager
async def carrier() -> AsyncIterator[Carrier]:
    the_carrier = Carrier()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(the_carrier), "127.0.0.1", 0, backlog=1024
    )
    the_carrier.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield the_carrier
    finally:
        server.close()
