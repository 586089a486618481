"""Tasks as they are shown: to call a number back is one thing to do, however many calls ask for it.

Each call keeps a task of its own. What is shown in one row is ticked off and opened again together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ringback.tasks.store import Task


@dataclass(frozen=True, slots=True)
class ToDo:
    """One row."""

    task: Task  # the newest
    earlier: tuple[str, ...] = ()  # the ids of those from before it, which go with it


def in_rows(some: Iterable[Task]) -> list[ToDo]:
    """In the order of these, each row where its first task stands. Done ones: together if ticked at once."""
    rows: dict[tuple[str, datetime | None], list[Task]] = {}
    for task in some:
        rows.setdefault((task.row, task.done_at), []).append(task)
    return [_row(together) for together in rows.values()]


def _row(together: list[Task]) -> ToDo:
    *earlier, newest = sorted(together, key=lambda task: (task.created_at, task.id))
    return ToDo(newest, tuple(task.id for task in earlier))
