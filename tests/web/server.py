"""A real server for a real browser, in a thread of its own: the whole of Ringback with the demo shop."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from playwright.sync_api import Page

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.app import Ringback
from ringback.cli.scenarios.stage import PromptServer, listening
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from ringback.simulator.people import NAMES, ROSA, SHOP
from tests.web import pages

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Served:
    """A running server, its demo shop, and the way in."""

    ringback: Ringback
    address: str
    account: str  # the demo shop's id, or "" without one
    loop: asyncio.AbstractEventLoop

    def url(self, path: str) -> str:
        """Of a page of the demo shop; with a slash in front, of any other page."""
        return f"{self.address}{path}" if path.startswith("/") else f"{self.address}/a/{self.account}/{path}"

    def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Do that in the running server's database."""
        return asyncio.run_coroutine_threadsafe(self.ringback.db.run(flow, *args, **kw), self.loop).result()

    def sign_in(self, page: Page, role: Role = Role.OWNER, name: str = "Rosa") -> None:
        """Somebody new, in this browser, without asking for a password."""
        coming = pages.sign_in(self.ringback, self.account, role, name=name)
        visitor = asyncio.run_coroutine_threadsafe(coming, self.loop).result()
        page.context.add_cookies([{"name": "ringback", "value": visitor.token, "url": self.address}])


@contextmanager
def serving(
    folder: Path, *, ring_seconds: int = 5, delay_seconds: int = 3, host: str = "127.0.0.1", shop: bool = True
) -> Iterator[Served]:
    """The demo shop on a real server, until the end of the block; or nothing yet, as after installing."""
    port = listening()
    address = f"http://{host}:{port.getsockname()[1]}"
    settings = read_settings(
        {"RINGBACK_DATA": str(folder), "RINGBACK_PUBLIC_URL": address, "RINGBACK_SIMULATOR": "on"}
    )
    begun: Future[tuple[Served, asyncio.Event]] = Future()

    async def serve() -> None:
        end = asyncio.Event()
        async with Ringback.open(settings) as ringback:
            account = await ringback.db.run(_open_shop, ring_seconds, delay_seconds) if shop else ""
            server = PromptServer(ringback.asgi)
            serving = asyncio.create_task(server.serve(sockets=[port]))
            begun.set_result((Served(ringback, address, account, asyncio.get_running_loop()), end))
            await end.wait()
            server.end()
            ringback.closing.set()  # an open page would keep the server waiting
            await serving

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    served, end = begun.result(timeout=20)
    try:
        yield served
    finally:
        served.loop.call_soon_threadsafe(end.set)
        thread.join()


def _open_shop(tx: Transaction, ring_seconds: int, delay_seconds: int) -> str:
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
    return account.id
