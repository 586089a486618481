"""A whole Ringback in a folder of its own, the simulated carrier beside it, and a clock that we turn.

Everything between the two is real: HTTP on loopback, signatures, the database, the jobs. Only time is not:
when nobody has anything to do at this instant, the clock is set to the next one at which somebody will.
"""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from ringback.accounts import store as accounts
from ringback.app import Ringback
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.rules.written import canonical, policy_from
from ringback.settings import read_settings
from ringback.simulator.api import api
from ringback.simulator.carrier import Carrier
from ringback.simulator.connect import PROVIDER, carrier_for
from ringback.simulator.handset import Handset
from ringback.simulator.people import DAN, NAMES, ROSA, SHOP

TIME_ZONE: Final = "America/Chicago"
FRIDAY_MORNING: Final = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 10 AM at the shop
USUAL: Final = RingPlan(ring=(ROSA,))
RULES: Final = {
    "time_zone": TIME_ZONE,
    "hours": {day: ["08:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")},
}


@dataclass(slots=True)
class Stage:
    ringback: Ringback
    carrier: Carrier
    clock: VirtualClock
    line: Line

    @property
    def dan(self) -> Handset:
        return self.carrier.handset(DAN)

    @property
    def rosa(self) -> Handset:
        return self.carrier.handset(ROSA)

    def warn(self, words: str) -> None:
        """Tell in the story what is wrong from now on."""
        self.carrier.world.note("carrier", "fault", words)

    async def dials(self) -> None:
        await self.carrier.dial(DAN, SHOP)
        await self._quiet()

    async def hangs_up(self) -> None:
        self.carrier.hang_up(DAN)
        await self._quiet()

    async def texts(self, body: str, picture: bytes = b"") -> None:
        await self.carrier.text(DAN, SHOP, body, picture)
        await self._quiet()

    async def passes(self, length: timedelta) -> None:
        """Let time pass, everything being done at its own time."""
        until = self.clock.now() + length
        await self._quiet()
        while (due := await self._next_due()) is not None and due <= until:
            self.clock.advance_to(due)
            await self._quiet()
        self.clock.advance_to(until)
        await self._quiet()

    async def _quiet(self) -> None:
        """Return when, at this instant, neither Ringback nor the carrier has anything left to do."""
        tempo = self.carrier.tempo
        while True:
            await tempo.settled()
            moves = tempo.moves
            await self.ringback.settled()
            # What Ringback did last may have moved the carrier, and the carrier Ringback.
            if tempo.idle and tempo.moves == moves:
                return

    async def _next_due(self) -> datetime | None:
        due = (await self.ringback.next_due(), self.carrier.tempo.next_due())
        return min((instant for instant in due if instant is not None), default=None)


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    start: datetime = FRIDAY_MORNING,
    mode: Mode = Mode.DIAL,
    plan: RingPlan = USUAL,
    notice: str = "website",
) -> AsyncIterator[Stage]:
    """Rosa's shop with one line, as it is before anybody calls."""
    clock = VirtualClock(start)
    ours, theirs = listening(), listening()
    settings = read_settings(
        {
            "RINGBACK_DATA": str(folder),
            "RINGBACK_PUBLIC_URL": address(ours),
            "RINGBACK_SIMULATOR": "off",  # the carrier of this world is a company of its own
        }
    )
    async with Ringback.open(settings, clock) as ringback:
        line = await ringback.db.run(_open_shop, address(theirs), mode, plan, notice)
        carrier = carrier_for(ringback.db, ringback.vault, clock, settings.public_url, at=address(theirs))
        async with served(ringback.asgi, ours), served(api(carrier), theirs):
            try:
                yield Stage(ringback, carrier, clock, line)
            finally:
                await carrier.close()


def _open_shop(tx: Transaction, carrier: str, mode: Mode, plan: RingPlan, notice: str) -> Line:
    policy = canonical(policy_from(RULES))
    account = accounts.save(
        tx, name=NAMES[SHOP], time_zone=TIME_ZONE, country="US", notice=notice, policy=policy
    )
    return lines.save(
        tx,
        account_id=account.id,
        number=SHOP,
        provider=PROVIDER,
        mode=mode,
        plan=plan,
        settings={"signing_key": secrets.token_hex(16), "api_base": carrier},
    )


@asynccontextmanager
async def served(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    server = PromptServer(app)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.end()
        await serving


class PromptServer(uvicorn.Server):
    """Ends when it is told to. uvicorn's own looks for that ten times a second, and then rests for a tenth:
    a whole story plays in less.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, lifespan="off", log_config=None, log_level="critical"))
        self._over = asyncio.Event()

    def end(self) -> None:
        """From the thread of its loop."""
        self._over.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # Ctrl+C belongs to the command

    async def main_loop(self) -> None:
        await self.on_tick(0)  # it makes the headers that every answer carries
        await self._over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        # Again and again: a browser opens connections ahead, and one that comes in at the last moment would
        # stay open without ever asking for anything.
        while self.server_state.connections or self.server_state.tasks:
            for connection in list(self.server_state.connections):
                connection.shutdown()
            await asyncio.sleep(0.005)
        for server in self.servers:
            await server.wait_closed()


def listening() -> socket.socket:
    """A free address on this machine; what is sent to it waits until somebody serves it."""
    # The protocol is named, for only then does asyncio send each part of an answer at once (TCP_NODELAY).
    # Without, the body waits for 40 ms until the other side has confirmed the head.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    return listening


def address(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"
