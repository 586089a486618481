"""Today: what waits for a person, what has happened, whether the lines are well, and how the week went."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.calls.listing import Shown
from ringback.conversations import listing
from ringback.conversations.boxes import Box
from ringback.db.transaction import Transaction
from ringback.web import calls, lines, tasks
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.week import week_of
from ringback.web.words import mark

CALLS: Final = 5  # of today, at most; the others are one tap away
TASKS: Final = 25  # the same


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
    shown, more = tasks.waiting(tx, account.id, TASKS)
    newest = calls.newest(tx, account.id, Shown.ALL, None, CALLS)
    longest = listing.page(tx, account.id, visit.user.id, Box.WAITING, limit=1).rows
    return {
        "tasks": shown,
        "more_tasks": more,
        "waiting": listing.counts(tx, account.id, visit.user.id).get(Box.WAITING, 0) if longest else 0,
        "counted_up_to": listing.COUNTED_UP_TO,
        "waiting_since": longest[0].conversation.waiting_since if longest else None,
        "rows": [row for row in newest if row.call.first_heard_at >= begun],
        "became": calls.BECAME,
        "lines": lines.health(tx, visit),
    }


def _midnight(now: datetime, zone: str) -> datetime:
    """When the day began where the business is."""
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


async def more(visit: Visit) -> Response:
    return visit.page("more.html")


PAGES = [
    page("GET", "today", Role.READER, show, tab=Tab("today", mark("Today"), "today", 10, on_phone=True)),
    page("GET", "today/live", Role.READER, live),
    page("GET", "more", Role.READER, more),
]
