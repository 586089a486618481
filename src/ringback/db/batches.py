"""Flows that wait for a writer: it takes them as one batch, and answers them together after its commit.

So one write to the disk pays for many flows, on either database, and an answer is never a lie.
"""

import asyncio
import queue
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from ringback.db.listeners import Listeners
from ringback.db.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

# Whose work the task at hand does. Each account has rows that all of its flows lock: two writers that took
# the accounts in another order would wait for each other.
lane: ContextVar[str] = ContextVar("lane", default="")


@dataclass(slots=True)
class Waiting:
    """A flow whose caller waits. The writer fills in the result with its news, or the error."""

    flow: Callable[[Transaction], Any]
    order: tuple[str, str]
    done: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None
    result: Any = None
    error: BaseException | None = None
    news: set[str] = field(default_factory=set)

    def failed(self, error: BaseException) -> None:
        self.result, self.error, self.news = None, error, set()

    def answer(self) -> None:
        if self.done.cancelled():
            return
        if isinstance(self.error, StopIteration):  # a future refuses to carry this one
            self.done.set_exception(RuntimeError("a flow ended with StopIteration"))
        elif self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


class Batches:
    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._queue.put(Waiting(lambda tx: flow(tx, *args, **kw), _order(flow), done, loop))
        return await done

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        done: Future[T] = Future()
        self._queue.put(Waiting(lambda tx: flow(tx, *args, **kw), _order(flow), done, None))
        return done.result()

    def take(self, most: int) -> list[Waiting] | None:
        """For a writer's thread: wait for a flow, and take what waits with it. None: no more will come."""
        batch: list[Waiting] = []
        waiting = self._queue.get()
        while waiting is not None:
            batch.append(waiting)
            if len(batch) == most:
                return batch
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                return batch
        self._queue.put(None)  # for the next time, and for the other writers
        return batch or None

    def answer(self, batch: list[Waiting]) -> frozenset[str]:
        """Tell the callers, and the listeners what is new; returns that."""
        news = frozenset(topic for waiting in batch for topic in waiting.news)
        for waiting in batch:
            if waiting.loop is None:
                waiting.answer()
        loops = {waiting.loop for waiting in batch if waiting.loop is not None}
        for loop in loops | (self._listeners.loops() if news else set()):
            answers = [waiting for waiting in batch if waiting.loop is loop]
            with suppress(RuntimeError):  # that loop has ended, and whoever waited with it
                loop.call_soon_threadsafe(self._answer_in, loop, answers, news)
        return news

    def close(self) -> None:
        """What waits is still taken; then each writer is told that no more will come."""
        self._queue.put(None)

    def _answer_in(
        self, loop: asyncio.AbstractEventLoop, answers: list[Waiting], news: frozenset[str]
    ) -> None:
        for waiting in answers:
            waiting.answer()
        if news:
            self._listeners.tell_in(loop, news)


def in_order(batch: list[Waiting]) -> list[Waiting]:
    """By account and kind of flow, so that all writers lock in one order; else as they came."""
    return sorted(batch, key=lambda waiting: waiting.order)


def _order(flow: Callable[..., Any]) -> tuple[str, str]:
    return lane.get(), getattr(flow, "__name__", "")
