"""Plays the company of the callers: posts webhooks over kept connections and takes the times."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from bench.carrier import Carrier
from bench.requests import MissedCall

ARRIVES_WITHIN = 20.0  # seconds; a text that takes longer counts as lost
CLOSED_AFTER = 5.0  # seconds without a request, after which uvicorn closes a connection
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Connection(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._answered: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._used = time.perf_counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, blank, rest = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if blank and length is not None and len(rest) >= int(length[1]) and self._answered is not None:
            self._received = b""
            answered, self._answered = self._answered, None
            answered.set_result(head[9:12])

    def connection_lost(self, error: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(error or ConnectionResetError())

    async def post(self, request: bytes) -> None:
        """Raises AssertionError when the answer is not 200 or 204."""
        assert self._transport is not None
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        status = await self._answered
        self._used = time.perf_counter()
        assert status in (b"200", b"201", b"204"), status

    @property
    def of_use(self) -> bool:
        """Still open, and not used so long ago that the server may be about to close it."""
        idle = time.perf_counter() - self._used
        return self._transport is not None and not self._transport.is_closing() and idle < CLOSED_AFTER / 2

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()


@dataclass
class Connections:
    """Connections to one port, opened as needed and kept."""

    port: int
    idle: list[Connection] = field(default_factory=list)

    async def post(self, request: bytes) -> None:
        while self.idle and not self.idle[-1].of_use:
            self.idle.pop().close()
        if self.idle:
            connection = self.idle.pop()
        else:
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(Connection, "127.0.0.1", self.port)
        await connection.post(request)
        self.idle.append(connection)

    def close(self) -> None:
        for connection in self.idle:
            connection.close()


@dataclass
class Times:
    """In seconds."""

    answers: list[float] = field(default_factory=list)  # webhook sent to answer there
    texts: list[float] = field(default_factory=list)  # decisive webhook sent to text at the carrier
    lost: int = 0  # calls whose text never came
    seconds: float = 0.0  # from the first call to the last text


async def steadily(
    connections: Connections, carrier: Carrier, calls: Iterator[MissedCall], rate: float, seconds: float
) -> Times:
    """Calls begin at fixed times, whether the server keeps up or not: a stall counts against all in it."""
    times, under_way = Times(), []
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        planned = begun + number / rate
        if (early := planned - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        under_way.append(asyncio.create_task(one_call(connections, carrier, next(calls), times, planned)))
    await asyncio.gather(*under_way)
    times.seconds = time.perf_counter() - begun
    return times


async def as_fast_as_it_goes(
    connections: Connections, carrier: Carrier, calls: Iterator[MissedCall], at_once: int, seconds: float
) -> Times:
    """`at_once` callers, each with a next call as soon as the text about the one before is at the carrier."""
    times = Times()
    begun = time.perf_counter()

    async def caller() -> None:
        while time.perf_counter() - begun < seconds:
            await one_call(connections, carrier, next(calls), times, time.perf_counter())

    await asyncio.gather(*(caller() for _ in range(at_once)))
    times.seconds = time.perf_counter() - begun
    return times


async def one_call(
    connections: Connections, carrier: Carrier, call: MissedCall, times: Times, planned: float
) -> None:
    """All webhooks of one call, and the wait for its text. Times count from when it was to begin."""
    arrival: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    carrier.waiting[call.caller] = arrival
    sent = decisive = planned
    for number, webhook in enumerate(call.webhooks):
        if number == call.decisive:
            decisive = sent
        await connections.post(webhook)
        answered = time.perf_counter()
        times.answers.append(answered - sent)
        sent = answered
    try:
        times.texts.append(await asyncio.wait_for(arrival, ARRIVES_WITHIN) - decisive)
    except TimeoutError:
        times.lost += 1


async def posts_per_second(connections: Connections, request: bytes, at_once: int, seconds: float) -> float:
    """How often the same request is answered, with `at_once` of them under way."""
    begun, answered = time.perf_counter(), 0

    async def caller() -> None:
        nonlocal answered
        while time.perf_counter() - begun < seconds:
            await connections.post(request)
            answered += 1

    await asyncio.gather(*(caller() for _ in range(at_once)))
    return answered / (time.perf_counter() - begun)
