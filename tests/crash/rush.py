"""A clock whose minutes pass in seconds, the same in every process that is told when it began."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # in Austin, on a Friday


@dataclass(frozen=True)
class RushingClock:
    began: float  # `time.time()` when it showed noon
    times: float  # how much faster than the time on the wall

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.time() - self.began) * self.times)

    async def wait(self, until: datetime | None, wake: asyncio.Event) -> None:
        seconds = None if until is None else max(0.0, (until - self.now()).total_seconds() / self.times)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()
