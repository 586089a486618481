"""What only one process may do at a time, of all nodes on one database: a job of one turn, listening to one
switch, the gap sweep. A claim ends with the process that holds it, however that ends.
"""

from collections.abc import Collection
from typing import Protocol


class Claims(Protocol):
    """Used in one event loop."""

    @property
    def shared(self) -> bool:
        """Can there be other nodes at all? If not, whoever knows what it does itself need not claim it."""
        ...

    async def take(self, names: Collection[str]) -> frozenset[str]:
        """Of these, what this process has from now on and did not have before.

        Raises StoreAway; then it has no claim any more, of any name.
        """
        ...

    async def keep(self, names: Collection[str]) -> frozenset[str]:
        """Of these, what this process has now: had before, or could take. Raises StoreAway as `take` does."""
        ...

    def let_go(self, name: str) -> None:
        """Others may have it, shortly."""
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
