"""Where the processes come from that are killed."""

import multiprocessing
from functools import cache
from typing import Any

NEEDED = ["ringback.serving", "uvicorn.protocols.http.httptools_impl", "tests.crash.killed.process"]


@cache
def forge() -> Any:
    """A process with everything imported and no thread, of which all others are forked: to start each of them
    anew would take a second of the processor's time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(NEEDED)
    return context
