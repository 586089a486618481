"""How far long work has come, for whoever waits for it at a terminal."""

import sys
import time
from typing import Final

from ringback.lib.progress import Told, silent

EVERY: Final = 2.0  # seconds


def progress() -> Told:
    """A line on standard error every few seconds; none for work that is done before, and none in a log."""
    if not sys.stderr.isatty():
        return silent
    last = time.monotonic()

    def told(done: str, percent: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(f"{percent:3d}% {done}", file=sys.stderr)

    return told
