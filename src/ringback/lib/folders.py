"""The folders that a server makes."""

from pathlib import Path


def private_folder(path: Path) -> None:
    """Make it, for its own user alone: what customers say lies in it. One that is there stays as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
