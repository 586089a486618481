"""Run a flow in a transaction, off the event loop. Which engine is behind it is decided at start."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ringback.db.claims import Claims
from ringback.db.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")
Flow = Callable[Concatenate[Transaction, P], T]
Listener = Callable[[frozenset[str]], None]


class Database(Protocol):
    @property
    def claims(self) -> Claims:
        """What only one node may do at a time."""
        ...

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Commit what `flow` did and return its result; after an exception nothing of it remains.

        Returns only after the commit is on disk. Raises StoreAway when the database cannot take it.
        """
        ...

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Run a query on a connection that cannot write; it sees everything committed so far."""
        ...

    def run_now(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The same as `run`, for the command line, where there is no event loop."""
        ...

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` in the event loop with the news of each commit; returns a function that stops
        it."""
        ...

    def close(self) -> None: ...
