"""Which function looks at what, for each kind of job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ringback.db.transaction import Transaction

Finish = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class Flow:
    """Work inside one transaction, which also ends the job."""

    do: Callable[[Transaction, str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Work that speaks with the outside. What it returns is written in the transaction that ends the job."""

    do: Callable[[str], Awaitable[Finish | None]]


Tasks = dict[str, Flow | Work]
"""Task name to what does it; each is given the job's subject, and is idempotent."""
