"""Today: what waits for a person, what has happened, whether the lines are well, and how the week went."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.calls.listing import Shown
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.web import calls, lines
from ringback.web.errors import NotFound
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.week import week_of
from ringback.web.words import mark

CALLS: Final = 5  # of today, at most; the others are one tap away
TASKS: Final = 25  # the same: they stand in the inbox, in To call


async def show(visit: Visit) -> Response:
    account = visit.account
    week = await visit.read(week_of, account.id, account.time_zone)
    return visit.page("today.html", week=week, **await visit.read(_now, visit))


async def live(visit: Visit) -> Response:
    async def parts() -> Parts:
        return {"today": visit.part("_today.html", **await visit.read(_now, visit))}

    return follow(visit, parts)


def _now(tx: Transaction, visit: Visit) -> dict[str, object]:
    """What waits for somebody, the newest calls of the day, and how the lines are."""
    account, begun = visit.account, _midnight(tx.now, visit.account.time_zone)
    newest = calls.newest(tx, account.id, Shown.ALL, None, CALLS)
    return {
        **_tasks(tx, account.id),
        "rows": [row for row in newest if row.call.first_heard_at >= begun],
        "became": calls.BECAME,
        "lines": lines.health(tx, visit),
    }


def _midnight(now: datetime, zone: str) -> datetime:
    """When the day began where the business is."""
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _tasks(tx: Transaction, account_id: str) -> dict[str, object]:
    """Those that press most, of equal ones the oldest, each with whom it is about; and how many more."""
    every = sorted(tasks.open_tasks(tx, account_id), key=lambda task: task.rank)
    shown = every[:TASKS]
    people = contacts.of_ids(tx, account_id, {task.contact_id for task in shown if task.contact_id})
    return {
        "tasks": [(task, people.get(task.contact_id or "")) for task in shown],
        "more_tasks": len(every) - len(shown),
    }


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
