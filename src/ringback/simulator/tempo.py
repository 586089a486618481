"""The carrier's tasks: many run at once, each waiting for an instant or until somebody acts.

Because every wait is known, the carrier can say whether it is idle and when it will go on by itself. So a
scenario can play hours in a second: when everything is idle, the clock is set to the next instant at which
something happens.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ringback.lib.clock import Clock


@dataclass(frozen=True, slots=True, eq=False)
class _Rest:
    until: datetime | None
    wake: asyncio.Event


class Tempo:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._resting: set[_Rest] = set()
        self._moved = asyncio.Event()
        self.moves = 0  # grows whenever something begins, ends, rests or wakes

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        self._move()

    async def rest(self, until: datetime | None = None, wake: asyncio.Event | None = None) -> None:
        """Stand still until the clock says `until` or `wake` is set. The event is not cleared."""
        rest = _Rest(until, wake or asyncio.Event())
        self._resting.add(rest)
        self._move()
        try:
            await self._clock.wait(rest.until, rest.wake)
        finally:
            self._resting.discard(rest)
            self._move()

    async def pause(self, length: timedelta) -> None:
        if length > timedelta(0):
            await self.rest(self._clock.now() + length)

    @property
    def idle(self) -> bool:
        """Does everything rest, with nothing that would wake it now?"""
        now = self._clock.now()
        asleep = [r for r in self._resting if not r.wake.is_set() and (r.until is None or r.until > now)]
        return len(asleep) == len(self._resting) == len(self._under_way)

    async def settled(self) -> None:
        """Return when all is idle."""
        while not self.idle:
            self._moved.clear()
            await self._moved.wait()

    def next_due(self) -> datetime | None:
        """When something will move by itself."""
        return min((rest.until for rest in self._resting if rest.until is not None), default=None)

    async def close(self) -> None:
        """Let everything fall where it stands."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._move()
        if not task.cancelled() and (error := task.exception()) is not None:
            what = {"message": "the simulated carrier stumbled", "exception": error, "task": task}
            task.get_loop().call_exception_handler(what)

    def _move(self) -> None:
        self.moves += 1
        self._moved.set()
