"""What time it is, and waiting for a time. All instants are aware and in UTC."""

import asyncio
import contextlib
import heapq
import itertools
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        """Return when `wake` is set or the clock has reached `until`, whichever is first.

        With `until=None` only `wake` ends the wait. The event is not cleared.
        """
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # `wait_for` would make a task each time
                await wake.wait()


class VirtualClock:
    """A clock that stands still until it is moved: for tests and for the simulator."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Event]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        if until is not None and until <= self._now:
            return
        reached = asyncio.Event()
        if until is not None:
            heapq.heappush(self._sleepers, (until, next(self._order), reached))
        waiting = {asyncio.ensure_future(wake.wait()), asyncio.ensure_future(reached.wait())}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    def advance_to(self, instant: datetime) -> None:
        """Move to `instant` (never backwards) and wake everyone whose time has come, earliest first."""
        self._now = max(self._now, instant.astimezone(UTC))
        while self._sleepers and self._sleepers[0][0] <= self._now:
            heapq.heappop(self._sleepers)[2].set()
