"""The tasks: everything that waits for a person, and what was done of late, with a way back."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.contacts import people
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from ringback.tasks.to_do import ToDo, in_rows
from ringback.web.errors import NotFound
from ringback.web.forms import Form
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.visit import Visit

MOST: Final = 200  # open ones on the page, and done ones
DONE_FOR: Final = timedelta(days=7)

Rows = list[tuple[ToDo, Contact | None]]  # each with whom it is about


async def show(visit: Visit) -> Response:
    return visit.page("tasks.html", **await visit.read(_now, visit.account.id))


async def live(visit: Visit) -> Response:
    async def parts() -> Parts:
        return {"tasks": visit.part("_tasks.html", **await visit.read(_now, visit.account.id))}

    return follow(visit, parts)


def waiting(tx: Transaction, account_id: str, most: int) -> tuple[Rows, int]:
    """Those that press most, of equal ones who has waited longest; and how many more there are."""
    every = in_rows(sorted(tasks.open_tasks(tx, account_id), key=lambda task: task.rank))
    return _with_people(tx, account_id, every[:most]), max(0, len(every) - most)


def _now(tx: Transaction, account_id: str) -> dict[str, object]:
    shown, more = waiting(tx, account_id, MOST)
    done = tasks.done_since(tx, account_id, tx.now - DONE_FOR, MOST)
    return {"tasks": shown, "more_tasks": more, "ticked": _with_people(tx, account_id, in_rows(done))}


def _with_people(tx: Transaction, account_id: str, some: list[ToDo]) -> Rows:
    ids = {each.task.contact_id for each in some if each.task.contact_id}
    found = people.with_names(tx, account_id, ids)
    return [(each, found.get(each.task.contact_id or "")) for each in some]


async def done(visit: Visit) -> Response:
    await visit.run(_done, visit)
    undo = visit.url(f"tasks/{visit.part_of_path('task')}/undone")
    return visit.go(_back(visit), visit.t("Done."), undo=undo)


async def undone(visit: Visit) -> Response:
    await visit.run(_undone, visit)
    return visit.go(_back(visit), visit.t("It waits again."))


def earlier(form: Form) -> list[str]:
    """What the page showed in the same row: what came since is not ticked off unseen."""
    return form.get("earlier").split()


def _done(tx: Transaction, visit: Visit) -> None:
    tasks.tick(tx, visit.account.id, _task(tx, visit), earlier(visit.form))


def _undone(tx: Transaction, visit: Visit) -> None:
    tasks.open_again(tx, visit.account.id, _task(tx, visit))


def _task(tx: Transaction, visit: Visit) -> Task:
    """Raises NotFound for another business's."""
    task = tasks.get(tx, visit.account.id, visit.part_of_path("task"))
    if task is None:
        raise NotFound
    return task


def _back(visit: Visit) -> str:
    return visit.url("tasks" if visit.form.get("from") == "tasks" else "today")


PAGES = [
    page("GET", "tasks", Role.READER, show),
    page("GET", "tasks/live", Role.READER, live),
    page("POST", "tasks/{task}/done", Role.MEMBER, done),
    page("POST", "tasks/{task}/undone", Role.MEMBER, undone),
]
