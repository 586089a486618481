"""A real server for a real browser, in a thread of its own: the whole of Ringback with the demo shop."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from ringback.accounts import store as accounts
from ringback.app import Ringback
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from ringback.simulator.people import NAMES, ROSA, SHOP


@contextmanager
def serving(folder: Path, *, ring_seconds: int = 5, delay_seconds: int = 3) -> Iterator[str]:
    """The address under which the demo shop is served until the end of the block."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = read_settings(
        {"RINGBACK_DATA": str(folder), "RINGBACK_PUBLIC_URL": address, "RINGBACK_SIMULATOR": "on"}
    )
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        end = asyncio.Event()
        async with Ringback.open(settings) as ringback:
            await ringback.db.run(_open_shop, ring_seconds, delay_seconds)
            config = uvicorn.Config(ringback.asgi, lifespan="off", log_config=None, log_level="critical")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            begun.set_result((asyncio.get_running_loop(), end))
            await end.wait()
            server.should_exit = True
            assert ringback.carrier is not None
            await ringback.carrier.close()  # an open page would keep the server waiting
            await serving

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    loop, end = begun.result(timeout=20)
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()


def _open_shop(tx: Transaction, ring_seconds: int, delay_seconds: int) -> None:
    rules = {"time_zone": "America/Chicago", "delay_seconds": delay_seconds}
    account = accounts.save(
        tx,
        name=NAMES[SHOP],
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy=json.dumps(rules),
    )
    lines.save(
        tx,
        account_id=account.id,
        number=SHOP,
        provider="simulator",
        mode=Mode.DIAL,
        plan=RingPlan(ring=(ROSA,), ring_seconds=ring_seconds),
        settings={"signing_key": "a key for the browser test"},
    )
