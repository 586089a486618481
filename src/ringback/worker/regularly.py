"""What is looked at every so often, as long as the server runs."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from ringback.lib.clock import Clock


async def regularly(
    clock: Clock,
    every: timedelta,
    look: Callable[[], Awaitable[None]],
    *,
    first_after: timedelta | None = None,
) -> None:
    """Look until cancelled; the first time after `first_after`, or else after `every`.

    Each pause is up to a tenth shorter, so that several nodes do not look at the same moment.
    """
    pause = every if first_after is None else first_after
    while True:
        await clock.wait(clock.now() + pause * random.uniform(0.9, 1.0), asyncio.Event())
        await look()
        pause = every
