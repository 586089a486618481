"""Flows that wait for a writer. It runs them as one batch, and their callers are answered after its commit.

So many flows share one write to the disk, on either database, and nobody is answered before it.

Where there are several writers, a batch holds flows of one kind and one account, and no other writer takes
such flows meanwhile. The reason: all flows of a kind lock the same rows of an account (its last receipt, a
line's rate), so two writers would only wait for each other, or end in a deadlock.

Where the only writer is a thread of ours, whose flows are mostly Python, the event loop stands still while
they run. It brings what they cannot take before their end, and only one of the two can run Python anyway: as
often as they change, each finds the processor's caches full of the other.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from ringback.db.listeners import Listeners
from ringback.db.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

lane: ContextVar[str] = ContextVar("lane", default="")
"""Whose work the task at hand does."""

STANDS_STILL = 0.02  # seconds, at most, that an event loop gives to one batch: open pages wait, too

Kind = tuple[str, str]  # the account, and the name of the flow


@dataclass(slots=True)
class Waiting:
    """A flow whose caller waits. The writer fills in its result and news, or its error."""

    flow: Callable[[Transaction], Any]
    kind: Kind
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
        self._waiting: deque[Waiting] = deque()
        self._changed = threading.Condition()
        self._being_written: set[Kind] = set()
        self._closed = False
        self._between = threading.Event()  # no flow runs that the loop stands still for
        self._between.set()

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._put(Waiting(lambda tx: flow(tx, *args, **kw), _kind(flow), done, loop))
        if not self._between.wait(STANDS_STILL):
            self._between.set()  # enough for this batch
        return await done

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        done: Future[T] = Future()
        self._put(Waiting(lambda tx: flow(tx, *args, **kw), _kind(flow), done, None))
        return done.result()

    def take(self, most: int) -> list[Waiting] | None:
        """For the only writer: wait for a flow, and take all that wait, up to `most`. None: no more will
        come.

        Those of one kind come together, and among them the first to come is the first: flows that do the same
        find its code and its rows in the processor's caches.
        """
        with self._changed:
            while not self._waiting:
                if self._closed:
                    return None
                self._changed.wait()
            batch = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        return sorted(batch, key=_flow_and_account)

    @contextmanager
    def while_flows_run(self) -> Iterator[None]:
        """For the only writer: event loops that bring flows stand still meanwhile."""
        self._between.clear()
        try:
            yield
        finally:
            self._between.set()

    def take_alike(self, most: int) -> list[Waiting] | None:
        """For one of several writers: the same, but of one kind. No other writer gets that kind until these
        are answered."""
        with self._changed:
            while (kind := self._free_kind()) is None:
                if self._closed and not self._waiting:
                    return None
                self._changed.wait()
            batch = [waiting for waiting in self._waiting if waiting.kind == kind][:most]
            left = self._waiting
            self._waiting = deque(waiting for waiting in left if waiting.kind != kind)
            self._waiting.extend([waiting for waiting in left if waiting.kind == kind][most:])
            self._being_written.add(kind)
            return batch

    def _free_kind(self) -> Kind | None:
        free = (waiting.kind for waiting in self._waiting if waiting.kind not in self._being_written)
        return next(free, None)

    def answer(self, batch: list[Waiting]) -> frozenset[str]:
        """Answer the callers, and tell the listeners the news, which is returned."""
        with self._changed:
            self._being_written.difference_update(waiting.kind for waiting in batch)
            if self._closed:  # else the writer that answers looks for work next, and finds what waits for it
                self._changed.notify_all()
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
        """The flows that wait are still written; then each writer is told that no more will come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _put(self, waiting: Waiting) -> None:
        with self._changed:
            self._waiting.append(waiting)
            if waiting.kind not in self._being_written:  # else the writer of that kind takes it next
                self._changed.notify()

    def _answer_in(
        self, loop: asyncio.AbstractEventLoop, answers: list[Waiting], news: frozenset[str]
    ) -> None:
        for waiting in answers:
            waiting.answer()
        if news:
            self._listeners.tell_in(loop, news)


def _flow_and_account(waiting: Waiting) -> tuple[str, str]:
    account, flow = waiting.kind
    return flow, account


def _kind(flow: Callable[..., Any]) -> Kind:
    return lane.get(), getattr(flow, "__name__", "")
