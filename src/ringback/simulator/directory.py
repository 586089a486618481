"""The numbers that are connected to the carrier, and where each wants to be told what happens."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from ringback.lib.secret import Secret


@dataclass(frozen=True, slots=True)
class Subscriber:
    number: str  # E.164
    voice: str  # full addresses
    call: str
    text: str
    key: Secret


# Asked anew each time: a line may have been added or changed by another process.
Directory = Callable[[], Awaitable[Sequence[Subscriber]]]
