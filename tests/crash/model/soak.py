"""What `make soak` does: play histories for so many `--minutes`, or the one of a `--seed`."""

import argparse
import gc
import itertools
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from tests.crash.mistakes import made
from tests.crash.model.history import play
from tests.crash.model.random_plan import plan_of

SHOW_EVERY = 10.0  # seconds
TOGETHER = 100  # histories that one process plays before it says how it went
SHOWN = 10  # broken histories after which it is enough


def wrongs(seed: int, mistake: str = "") -> list[str]:
    """What went wrong in this history. The same seed gives the same history."""
    with made(mistake), silence():
        return play(plan_of(seed), folder())


def several(seeds: range) -> dict[int, list[str]]:
    """Those of them in which something went wrong."""
    gc.freeze()  # what the imports made stays; to look through it again and again takes a tenth of the time
    return {seed: found for seed in seeds if (found := wrongs(seed))}


def main() -> None:
    asked = _arguments()
    if asked.seed is not None:
        found = wrongs(asked.seed)
        print("\n".join(found) or f"All is well in history {asked.seed}.")
        sys.exit(bool(found))
    sys.exit(_play_until(time.monotonic() + 60 * asked.minutes, asked.first))


def _play_until(end: float, first: int) -> int:
    began = shown = time.monotonic()
    played, broken = 0, 0
    processes = len(os.sched_getaffinity(0))
    room, enough = threading.Semaphore(2 * processes), threading.Event()
    with multiprocessing.get_context("spawn").Pool(processes) as pool, _set_at_the_end(enough, room):
        for found in pool.imap(several, _until(end, enough, first, room)):
            room.release()
            played += TOGETHER
            broken += len(found)
            for seed, said in found.items():
                print(f"History {seed}: {'; '.join(said)}\n    make soak SEED={seed}", flush=True)
            if time.monotonic() - shown > SHOW_EVERY:
                shown = time.monotonic()
                print(f"{played:,} histories, {played / (shown - began):.0f} a second", flush=True)
            if broken >= SHOWN:
                break
    print(f"{played:,} histories in {time.monotonic() - began:.0f} s, {broken} broken")
    return int(broken > 0)


def _until(end: float, enough: threading.Event, first: int, room: threading.Semaphore) -> Iterator[range]:
    """The pool takes all that it can get, so it gets no more than it will soon have played."""
    for begin in itertools.count(first, TOGETHER):
        room.acquire()
        if enough.is_set() or time.monotonic() > end:
            return
        yield range(begin, begin + TOGETHER)


@contextmanager
def _set_at_the_end(enough: threading.Event, room: threading.Semaphore) -> Iterator[None]:
    """The pool cannot end while it waits for room."""
    try:
        yield
    finally:
        enough.set()
        room.release()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, help="play this history only, and say what went wrong")
    parser.add_argument("--first", type=int, default=1_000_000, help="the first seed")
    return parser.parse_args()


@contextmanager
def silence() -> Iterator[None]:
    """A killed process has much to say, and writing it down takes longer than playing."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


@cache
def folder() -> Path:
    """In memory where there is such a place: nothing here has to survive the machine."""
    shared = Path("/dev/shm")
    made = TemporaryDirectory(prefix="ringback-", dir=shared if shared.is_dir() else None)
    _kept.append(made)
    return Path(made.name)


_kept: list[TemporaryDirectory[str]] = []  # removed when the process ends


if __name__ == "__main__":
    main()
