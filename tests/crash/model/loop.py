"""An event loop whose time passes only when nobody has anything to do: a day of waiting takes no time."""

import asyncio
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ringback.lib.clock import SystemClock

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # in Austin, on a Friday


class Deadlock(AssertionError):
    """Everybody waits for somebody else."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """No sockets and no threads: what would run in another thread runs at once."""

    def __init__(self) -> None:
        self._passed = 0.0
        super().__init__(_Patience(self))

    def time(self) -> float:
        return self._passed

    def pass_time(self, seconds: float) -> None:
        self._passed += seconds

    def run_in_executor(  # type: ignore[override]  # it takes whatever the real one takes
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        done: asyncio.Future[Any] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:  # whatever it is, it is for the one who waits
            done.set_exception(error)
        return done


class _Patience(selectors.SelectSelector):
    """Instead of waiting for a socket, lets that much time pass."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Deadlock
        if timeout > 0:
            self._loop.pass_time(timeout)
        return []


async def pause(seconds: float) -> None:
    """Let so much of the loop's time pass."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, over.set)
    await over.wait()


class LoopClock(SystemClock):
    """The machine's clock. `ahead` is by how much it goes wrong; the loop's own time never does."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return self.true_now() + self.ahead

    def true_now(self) -> datetime:
        return NOON + timedelta(seconds=self._loop.time())
