"""Claims: what only one process may do at a time, of all nodes on one database, such as a job of one turn,
listening to one switch, or the gap sweep. A claim ends with the process that holds it, even if that is
killed.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ringback.db.jobs import Job
from ringback.db.transaction import Transaction

Look = Callable[[Transaction], tuple[list[Job], datetime | None]]
"""Finds jobs that are due, and when the next one will be."""


@dataclass(frozen=True, slots=True)
class Due:
    found: list[Job]
    mine: list[Job]  # those of them that this process may run, as they are now
    next_due: datetime | None


class Claims(Protocol):
    """Used in one event loop."""

    @property
    def shared(self) -> bool:
        """Can there be other nodes at all? If not, a process need not claim what it keeps track of itself."""
        ...

    async def take(self, names: Collection[str]) -> frozenset[str]:
        """Try to claim these names. Returns those that this process has now and did not have before.

        Raises StoreAway; then this process has lost all its claims.
        """
        ...

    async def take_due(self, look: Look) -> Due:
        """Look for due jobs, and try to claim the turn of each; raises StoreAway as `take` does.

        They are read again after that, because another process may just have done them.
        """
        ...

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        """Claim these names if they are free. Returns those that this process has now, from before or newly.
        Raises StoreAway as `take` does."""
        ...

    def let_go(self, name: str) -> None:
        """Give the claim up; others can take it shortly after."""
        ...


class Alone:
    """The claims of a process that has the database for itself."""

    shared = False

    def __init__(self, read: Callable[[Look], Awaitable[tuple[list[Job], datetime | None]]]) -> None:
        """`read` is that of its database."""
        self._read = read
        self._held: set[str] = set()

    async def take(self, names: Collection[str]) -> frozenset[str]:
        new = frozenset(names) - self._held
        self._held |= new
        return new

    async def take_due(self, look: Look) -> Due:
        """Claims nothing: the engine knows what it runs."""
        found, next_due = await self._read(look)
        return Due(found, found, next_due)

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        self._held |= set(names)
        return frozenset(names)

    def let_go(self, name: str) -> None:
        self._held.discard(name)
