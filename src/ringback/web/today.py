"""Today: what waits for a person."""

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark


async def show(visit: Visit) -> Response:
    return visit.page("today.html", tasks=await visit.read(_tasks, visit.account.id))


async def live(visit: Visit) -> Response:
    async def parts() -> Parts:
        return {"today": visit.part("_today.html", tasks=await visit.read(_tasks, visit.account.id))}

    return follow(visit, parts)


def _tasks(tx: Transaction, account_id: str) -> list[tuple[Task, str]]:
    """Each with the number of whom it is about; "" for nobody."""
    found = tasks.open_tasks(tx, account_id)
    return [
        (task, contacts.get(tx, account_id, task.contact_id).number if task.contact_id else "")
        for task in found
    ]


async def more(visit: Visit) -> Response:
    return visit.page("more.html")


PAGES = [
    page("GET", "today", Role.READER, show, tab=Tab("today", mark("Today"), "today", 10, on_phone=True)),
    page("GET", "today/live", Role.READER, live),
    page("GET", "more", Role.READER, more),
]
