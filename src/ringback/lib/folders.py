"""The folders that we make."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


def private_folder(path: Path) -> None:
    """Make it, for its own user alone: what customers say lies in it. One that is there stays as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def passing_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A private folder that is gone afterwards.

    If the process is killed it stays, full of what customers say. So those that no process holds any more are
    removed first.
    """
    for left in parent.glob(f"{prefix}*"):
        with suppress(OSError), _held(left):
            if any(left.iterdir()):  # else somebody has only just made it
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=parent, prefix=prefix) as made, ExitStack() as held:
        with suppress(OSError):  # a disk that knows no locks; there nobody takes it for left behind, either
            held.enter_context(_held(Path(made)))
        yield Path(made)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Raises OSError when another process holds it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
