"""The shop in virtual time, for what takes thousands of callers: a rush, an outage of an hour."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lib.numbers import read_number
from ringback.lines import store as lines
from ringback.phone.events import Outcome, Proof, RingingEnded
from tests.crash.model.carrier import Carrier
from tests.crash.model.disk import Disk, ServerDisk
from tests.crash.model.history import cancel_all
from tests.crash.model.life import make_task, outside
from tests.crash.model.loop import NOON, LoopClock, VirtualLoop, pause
from tests.crash.model.machine import Machine
from tests.crash.model.shop import ALL, CARRIER, DIALLED, PBX, fill, shop
from tests.crash.model.soak import folder, silence


@dataclass(frozen=True)
class Stage:
    machine: Machine
    carrier: Carrier
    clock: LoopClock
    disk: Disk

    async def misses(self, callers: list[str], line: str = DIALLED) -> None:
        """All of them call, and nobody answers."""
        await self.machine.do(_missed, callers, line)

    def count(self, query: str) -> int:
        return int(self.disk.connection.exec_driver_sql(query).scalar_one())


def staged(
    play: Callable[[Stage], Awaitable[None]], choose: Callable[[], str] = lambda: "takes it", url: str = ""
) -> None:
    """In memory, or in an empty database on the server at `url`."""
    loop = VirtualLoop()
    loop.set_task_factory(make_task)
    clock = LoopClock(loop)
    disk, line_ids = _on_server(url) if url else _in_memory()
    carrier = Carrier(clock.true_now, choose)
    machine = Machine(disk, clock, carrier, lambda _point: False, line_ids, random.Random(1))
    try:
        with silence():
            loop.run_until_complete(_run(play, Stage(machine, carrier, clock, disk)))
    finally:
        loop.run_until_complete(cancel_all())
        loop.close()
        disk.close()


def _in_memory() -> tuple[Disk, Mapping[str, str]]:
    database, line_ids = shop()
    return Disk(folder(), database), line_ids


def _on_server(url: str) -> tuple[Disk, Mapping[str, str]]:
    disk = ServerDisk(folder(), url)
    with disk.committed():
        return disk, fill(Transaction(disk.connection, NOON - timedelta(hours=1)), CARRIER, PBX, ALL)


async def _run(play: Callable[[Stage], Awaitable[None]], stage: Stage) -> None:
    outside(stage.machine.live())
    await pause(0.1)
    await play(stage)


def people(count: int) -> list[str]:
    """So many numbers, all of them fictional."""
    areas = [area for area in range(201, 990) if read_number(f"+1{area}5550100").e164]
    return [f"+1{area}555{last:04}" for area in areas for last in range(100, 200)][:count]


def _missed(tx: Transaction, callers: list[str], number: str) -> None:
    line = lines.by_number(tx, number)
    assert line is not None
    for caller in callers:
        at = tx.now - timedelta(seconds=1)
        call = f"CA{caller[1:]}"
        call_heard(tx, line, RingingEnded(call, caller, number, Outcome.NO_ANSWER, Proof.NOBODY, at))
