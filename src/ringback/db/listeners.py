"""The listeners that are told about commits, each in its own event loop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ringback.db.database import Listener


class Listeners:
    def __init__(self) -> None:
        self._entries: list[tuple[asyncio.AbstractEventLoop, Listener]] = []

    def add(self, listener: Listener) -> Callable[[], None]:
        """Add a listener of the event loop that runs now; returns a function that removes it."""
        entry = (asyncio.get_running_loop(), listener)
        self._entries.append(entry)
        return lambda: self._entries.remove(entry)

    def loops(self) -> set[asyncio.AbstractEventLoop]:
        return {loop for loop, _ in self._entries}

    def tell(self, news: frozenset[str]) -> None:
        """From any thread: every listener hears it, soon, in its own loop."""
        for loop in self.loops():
            with suppress(RuntimeError):  # that loop has ended, and whoever listened with it
                loop.call_soon_threadsafe(self.tell_in, loop, news)

    def tell_in(self, loop: asyncio.AbstractEventLoop, news: frozenset[str]) -> None:
        """Tell the listeners of this loop at once. It must be the loop that runs now."""
        for listening_loop, listener in list(self._entries):
            if listening_loop is loop:
                listener(news)
