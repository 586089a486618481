"""One life of the process: it ends at a point, and whatever it had in hand is gone.

A point is a moment at which dying makes a difference: before and after each commit, before a request goes
out and after its answer came, and around each line of the journal.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
Hazard = Callable[[str], bool]  # is it now? asked at each point, with what the point is


class Killed(BaseException):
    """Nothing of this process does anything any more. Not an Exception: nothing may catch it."""


class Life:
    def __init__(self, hazard: Hazard) -> None:
        self._hazard = hazard
        self._tasks: set[asyncio.Task[Any]] = set()
        self.ended = asyncio.Event()

    @property
    def dead(self) -> bool:
        return self.ended.is_set()

    def point(self, what: str) -> None:
        """Raises Killed when the process dies here, or is dead already."""
        if not self.dead and self._hazard(what):
            self.end()
        self.check()

    def check(self) -> None:
        if self.dead:
            raise Killed

    def end(self) -> None:
        self.ended.set()
        for task in list(self._tasks):
            task.cancel()

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """As a part of this process: it ends with it. So does all that it starts in its turn."""
        context = Context()
        context.run(_LIFE.set, self)
        return asyncio.get_running_loop().create_task(work, context=context)

    def adopt(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._bury)

    def _bury(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that nobody complains about a task that was killed


def outside(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """As a part of the world, which goes on when the process dies."""
    return asyncio.get_running_loop().create_task(work, context=Context())


_LIFE: ContextVar[Life | None] = ContextVar("life", default=None)


def make_task(
    loop: asyncio.AbstractEventLoop, work: Any, context: Context | None = None, **kw: Any
) -> asyncio.Task[Any]:
    """The loop's task factory: a task belongs to the life that it was started in."""
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, context=context, **kw)
    life = context.get(_LIFE) if context is not None else _LIFE.get()
    if life is not None:
        life.adopt(task)
    return task
