"""The tasks: everything that waits for a person, and what was done of late, with a way back."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from ringback.web.errors import NotFound
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.visit import Visit

MOST: Final = 200  # open ones on the page, and done ones
DONE_FOR: Final = timedelta(days=7)

Rows = list[tuple[Task, Contact | None]]  # each with whom it is about


async def show(visit: Visit) -> Response:
    return visit.page("tasks.html", **await visit.read(_now, visit.account.id))


async def live(visit: Visit) -> Response:
    async def parts() -> Parts:
        return {"tasks": visit.part("_tasks.html", **await visit.read(_now, visit.account.id))}

    return follow(visit, parts)


def waiting(tx: Transaction, account_id: str, most: int) -> tuple[Rows, int]:
    """Those that press most, of equal ones the oldest; and how many more there are."""
    every = sorted(tasks.open_tasks(tx, account_id), key=lambda task: task.rank)
    return _with_people(tx, account_id, every[:most]), max(0, len(every) - most)


def _now(tx: Transaction, account_id: str) -> dict[str, object]:
    shown, more = waiting(tx, account_id, MOST)
    done = tasks.done_since(tx, account_id, tx.now - DONE_FOR, MOST)
    return {"tasks": shown, "more_tasks": more, "ticked": _with_people(tx, account_id, done)}


def _with_people(tx: Transaction, account_id: str, some: list[Task]) -> Rows:
    people = contacts.of_ids(tx, account_id, {task.contact_id for task in some if task.contact_id})
    return [(task, people.get(task.contact_id or "")) for task in some]


async def done(visit: Visit) -> Response:
    return await _tick(visit, done=True)


async def undone(visit: Visit) -> Response:
    return await _tick(visit, done=False)


async def _tick(visit: Visit, *, done: bool) -> Response:
    task = visit.part_of_path("task")
    if await visit.read(tasks.get, visit.account.id, task) is None:
        raise NotFound
    await visit.run(tasks.tick, visit.account.id, task, done=done)
    undo = visit.url(f"tasks/{task}/undone") if done else ""
    back = visit.url("tasks" if visit.form.get("from") == "tasks" else "today")
    return visit.go(back, visit.t("Done.") if done else visit.t("It waits again."), undo=undo)


PAGES = [
    page("GET", "tasks", Role.READER, show),
    page("GET", "tasks/live", Role.READER, live),
    page("POST", "tasks/{task}/done", Role.MEMBER, done),
    page("POST", "tasks/{task}/undone", Role.MEMBER, undone),
]
