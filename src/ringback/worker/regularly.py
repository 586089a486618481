"""What is looked at every so often, as long as the server runs."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from ringback.lib.clock import Clock


async def regularly(clock: Clock, every: timedelta, look: Callable[[], Awaitable[None]]) -> None:
    """Until cancelled, for the first time after that long, or a little less: not all nodes at one moment."""
    while True:
        await clock.wait(clock.now() + every * random.uniform(0.9, 1.0), asyncio.Event())
        await look()
