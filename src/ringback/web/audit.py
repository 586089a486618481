"""Who did what in this business, when, and from where."""

from typing import Final

from starlette.responses import Response

from ringback.accounts import audit
from ringback.accounts.members import Role
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

AT_ONCE: Final = 50
# What the command line writes down (cli/people.py); the pages mark what they write themselves.
BY_COMMAND: Final = (
    mark("invited"),
    mark("added to the team"),
    mark("made a link for a new password"),
    mark("let in again"),
    mark("disabled"),
    mark("command line"),  # who it was then (web/visit.py)
)


async def show(visit: Visit) -> Response:
    deeds = await visit.read(
        audit.of_account, visit.account.id, before=visit.query("before"), limit=AT_ONCE + 1
    )
    older = deeds[AT_ONCE - 1].id if len(deeds) > AT_ONCE else ""
    return visit.page("audit.html", deeds=deeds[:AT_ONCE], older=older)


PAGES = [
    page("GET", "audit", Role.OWNER, show, tab=Tab("audit", mark("Log"), "list", 190, needs=Role.OWNER)),
]
