"""Phone switches that report events over a socket: one connection for each line whose provider listens.

1. Every few seconds the lines are read. A new line is connected, a changed one is connected again, a removed
   one is disconnected. Of several nodes one listens to a line; when it is gone, another takes over.
2. An event is stored exactly as a webhook is. While neither the database nor the journal can be written,
   nothing more is read, because a switch does not send an event again.
3. A lost connection is made again after a pause, which grows from one second to a minute.
4. A refused login parks the line and gives its members one task. It is tried again only after the line's
   settings were applied again, because some switches lock out whoever tries too often.
"""

import asyncio
import random
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from prometheus_client import Gauge

from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.intake.webhooks import Intake
from ringback.lib.clock import Clock
from ringback.lib.logs import path_of
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone.events import Problem
from ringback.phone.provider import Capability, Provider, Request, SendFailed, Unreadable
from ringback.phone.registry import PROVIDERS
from ringback.phone.registry import provider as provider_named
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

LOOK_EVERY = timedelta(seconds=3)
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STORE_AGAIN_AFTER = timedelta(seconds=1)

CONNECTED = Gauge("ringback_listener_connected", "1 while the switch is connected", ["provider", "line"])
log = structlog.get_logger()


class Listener:
    """`run` until cancelled; then no connection is left, and nothing that came is lost."""

    def __init__(self, db: Database, intake: Intake, vault: Vault, clock: Clock) -> None:
        self._db = db
        self._intake = intake
        self._vault = vault
        self._clock = clock
        self._ears: dict[str, _Ear] = {}

    async def run(self) -> None:
        try:
            while True:
                await self._look()
                await self._pause(LOOK_EVERY)
        finally:
            await asyncio.gather(*(self._hang_up(ear) for ear in self._ears.values()))
            self._ears.clear()

    async def _look(self) -> None:
        """Give each line that should be listened to one connection, with its current settings."""
        # Seen before the lines are read: of a login that is refused meanwhile they do not tell yet.
        ended = {id for id, ear in self._ears.items() if ear.task.done()}
        try:
            every = {_claim_of(line.id): line for line in await self._db.read(_lines_with_a_socket)}
            ours = await self._db.claims.keep(every.keys()) if every else frozenset()
        except StoreAway:
            return  # the connections that stand go on; what they bring goes to the journal
        wanted = {line.id: line for claim, line in every.items() if claim in ours}
        for id in [id for id, ear in self._ears.items() if not ear.fits(wanted.get(id), id in ended)]:
            await self._hang_up(self._ears.pop(id))
            self._db.claims.let_go(_claim_of(id))
        for id, line in wanted.items():
            if id not in self._ears:
                self._ears[id] = _Ear(line, asyncio.create_task(self._keep_listening(line)))

    async def _hang_up(self, ear: "_Ear") -> None:
        ear.task.cancel()
        [ended] = await asyncio.gather(ear.task, return_exceptions=True)
        if isinstance(ended, Exception):  # ours to mend; the line is listened to again meanwhile
            log.error("listener_failed", line=ear.line.id, error=type(ended).__name__, where=path_of(ended))
        CONNECTED.remove(ear.line.provider, ear.line.id)

    async def _keep_listening(self, line: Line) -> None:
        pause = SHORTEST_PAUSE
        company = provider_named(line.provider)
        while True:
            try:
                if await self._listen(line, company):
                    pause = SHORTEST_PAUSE
            except SendFailed as refused:
                if refused.problem.problem is Problem.MISCONFIGURED:
                    await self._park(line, refused.problem.said)
                    return
            except MissingSecret as why:
                log.error("listener_cannot_log_in", line=line.id, why=str(why))
            finally:
                _connected(line, False)
            await self._pause(timedelta(seconds=pause * random.uniform(0.75, 1.25)))
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _listen(self, line: Line, company: Provider[Any]) -> bool:
        """Listen until the connection is lost. Returns whether there was one."""
        settings = settings_of(line, self._vault)
        was_connected = False
        try:
            async with aclosing(company.listen(settings)) as heard:  # type: ignore[type-var]  # is a generator
                async for request in heard:
                    if not was_connected:
                        was_connected = True
                        _connected(line, True)
                        log.info("listener_connected", line=line.id)
                    await _to_the_end(self._keep(line, company, settings, request))
        except OSError as error:  # a refused or broken connection, or a certificate that is not trusted
            log.warning("listener_lost", line=line.id, why=type(error).__name__)
        return was_connected

    async def _keep(self, line: Line, company: Provider[Any], settings: Any, request: Request) -> None:
        """Store the request, however long that takes. One without events is only a keep-alive."""
        try:
            events = company.parse(request, settings)
        except Unreadable as why:
            await self._intake.keep_unreadable(line, company, request, str(why))
            return
        while events and not await self._intake.stored(line, company, request, events):
            await self._pause(STORE_AGAIN_AFTER)

    async def _park(self, line: Line, why: str) -> None:
        log.error("listener_refused", line=line.id)
        while True:
            try:
                await self._db.run(_refused, line, why)
                return
            except StoreAway:
                await self._pause(STORE_AGAIN_AFTER)

    async def _pause(self, time: timedelta) -> None:
        await self._clock.wait(self._clock.now() + time, asyncio.Event())


@dataclass(frozen=True, slots=True)
class _Ear:
    line: Line
    task: "asyncio.Task[None]"

    def fits(self, line: Line | None, has_ended: bool) -> bool:
        """Does this connection still belong to `line` as it is now? A refused one stays while the line is
        parked."""
        if line is None or (line.provider, line.settings) != (self.line.provider, self.line.settings):
            return False
        return not has_ended or line.parked_reason is not None


async def _to_the_end(keeping: Any) -> None:
    """Finish storing what has come, even if we are cancelled meanwhile."""
    task = asyncio.ensure_future(keeping)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=5)
        raise


def _claim_of(line_id: str) -> str:
    return f"listen:{line_id}"


def _refused(tx: Transaction, line: Line, why: str) -> None:
    lines.park(tx, line, why)
    sentence = f"Calls to {line.number} are not heard: {why} Mend the line's settings and apply them again."
    tasks.add(tx, line.account_id, TaskKind.FIX_LINE, line.id, sentence)


def _lines_with_a_socket(tx: Transaction) -> list[Line]:
    return [line for line in lines.every(tx) if line.provider in PROVIDERS and _listens(line)]


def _listens(line: Line) -> bool:
    return Capability.LISTEN in provider_named(line.provider).capabilities


def _connected(line: Line, is_it: bool) -> None:
    CONNECTED.labels(line.provider, line.id).set(is_it)
