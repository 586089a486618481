"""Loops that must go on as long as the server runs."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from ringback.lib.logs import path_of

AGAIN_AFTER = 1.0  # seconds

log = structlog.get_logger()


async def keep_going(loop: Callable[[], Awaitable[None]]) -> None:
    """Run it until it returns or is cancelled. One that fails begins anew: what it does must not be left
    undone until somebody notices and starts the server again.
    """
    while True:
        try:
            return await loop()
        except Exception as error:  # whatever it is, it is ours to mend, and others wait for this loop's work
            log.error("loop_failed", error=type(error).__name__, where=path_of(error))
        await asyncio.sleep(AGAIN_AFTER)
