"""How a process runs Ringback: as a server, or as a worker beside other nodes."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace

import uvloop
from uvicorn.config import Config
from uvicorn.server import Server

from ringback.accounts import links
from ringback.app import Ringback
from ringback.lib.clock import Clock
from ringback.settings import Settings, note_address


@dataclass(frozen=True, slots=True)
class Started:
    """What to print after the server has started."""

    address: str
    first_owner: str | None  # a link, while nobody owns this installation
    demo: str | None  # a link into the demo shop, when there is one


def serve(settings: Settings, announce: Callable[[Started], None], clock: Clock | None = None) -> None:
    """Serve until SIGINT or SIGTERM. `announce` is called once requests are answered.

    Raises AlreadyRunning, MissingSecret, OtherKey, StoreAway, NoTracing, or OSError when the address cannot
    be listened on.
    """
    uvloop.run(_serve(settings, announce, clock))


def work(settings: Settings, announce: Callable[[], None], clock: Clock | None = None) -> None:
    """Work on the jobs that there are, and answer no requests, until SIGINT or SIGTERM.

    Only beside other nodes, so only on PostgreSQL. Raises as `serve` does.
    """

    async def working() -> None:
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        async with Ringback.open(replace(settings, simulator=False), clock):
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, over.set)
            _tune_garbage_collection()
            announce()
            await over.wait()

    uvloop.run(working())


async def _serve(settings: Settings, announce: Callable[[Started], None], clock: Clock | None) -> None:
    listening = _listen(settings)
    with listening:
        async with Ringback.open(settings, clock) as ringback:
            config = Config(
                ringback.asgi,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
            _tune_garbage_collection()
            note_address(settings)
            announce(await _started(ringback, listening))
            await _Server(config, ringback).serve(sockets=[listening])


async def _started(ringback: Ringback, listening: socket.socket) -> Started:
    settings = ringback.settings
    first = await ringback.db.run(links.for_first_owner)
    demo = await ringback.db.run(links.for_demo) if settings.simulator else None
    return Started(
        f"http://{_as_host(settings.host)}:{listening.getsockname()[1]}",
        first and f"{settings.public_url}/link/{first}",
        demo and f"{settings.public_url}/link/{demo}",
    )


class _Server(Server):
    """Ends the streams of open pages first: else the server would wait for them until its time limit."""

    def __init__(self, config: Config, ringback: Ringback) -> None:
        super().__init__(config)
        self._ringback = ringback

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ringback.closing.set()
        if self._ringback.carrier is not None:
            self._ringback.carrier.closing.set()
        await super().shutdown(sockets)


def _listen(settings: Settings) -> socket.socket:
    """Take the address first: a second server on the same port must not get as far as the jobs."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named: answers leave at once
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening


def _tune_garbage_collection() -> None:
    """Objects made at the start stay for good, and those of a call have few reference cycles: looking for
    cycles every few hundred objects took a twelfth of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _as_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
