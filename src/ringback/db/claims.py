"""Claims: what only one process may do at a time, of all nodes on one database, such as a job of one turn,
listening to one switch, or the gap sweep. A claim ends with the process that holds it, even if that is
killed.
"""

from collections.abc import Collection
from typing import Protocol


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

    def __init__(self) -> None:
        self._held: set[str] = set()

    async def take(self, names: Collection[str]) -> frozenset[str]:
        new = frozenset(names) - self._held
        self._held |= new
        return new

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        self._held |= set(names)
        return frozenset(names)

    def let_go(self, name: str) -> None:
        self._held.discard(name)
