"""Today: what waits for a person, and how the week went."""

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import Task
from ringback.web.errors import NotFound
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.week import week_of
from ringback.web.words import mark


async def show(visit: Visit) -> Response:
    account = visit.account
    return visit.page(
        "today.html",
        tasks=await visit.read(_tasks, account.id),
        week=await visit.read(week_of, account.id, account.time_zone),
    )


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
    return visit.go(visit.url("today"), visit.t("Done.") if done else visit.t("It waits again."), undo=undo)


async def more(visit: Visit) -> Response:
    return visit.page("more.html")


PAGES = [
    page("GET", "today", Role.READER, show, tab=Tab("today", mark("Today"), "today", 10, on_phone=True)),
    page("GET", "today/live", Role.READER, live),
    page("POST", "tasks/{task}/done", Role.MEMBER, done),
    page("POST", "tasks/{task}/undone", Role.MEMBER, undone),
    page("GET", "more", Role.READER, more),
]
