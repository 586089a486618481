"""Who did what in this business, when, and from where."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from starlette.responses import Response

from ringback.accounts import audit
from ringback.accounts.audit import Deed
from ringback.accounts.members import Role
from ringback.rules.preview import MEANS
from ringback.web.pages import page
from ringback.web.people import LISTS
from ringback.web.rule_fields import FIELDS
from ringback.web.setup.notice import WHERE
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import Words, mark

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
# What a deed was about, where a short name of it is written down: as its own page calls it.
CALLED: Final[Mapping[str, Mapping[str, str]]] = {
    "changed a text": MEANS,
    "changed the notice": {where: words for where, words, _ in WHERE},
    "changed the rules": {field.name: field.label for field in FIELDS},
    "changed a list": {which.value: words for which, words, _ in LISTS},
    "took in a file of numbers": {which.value: words for which, words, _ in LISTS},
}


async def show(visit: Visit) -> Response:
    deeds = await visit.read(
        audit.of_account, visit.account.id, before=visit.query("before"), limit=AT_ONCE + 1
    )
    older = deeds[AT_ONCE - 1].id if len(deeds) > AT_ONCE else ""
    return visit.page("audit.html", deeds=deeds[:AT_ONCE], older=older, about=partial(_about, visit.t))


def _about(t: Words, deed: Deed) -> str:
    called = CALLED.get(deed.what)
    if called is None:
        return deed.about
    return " · ".join(
        t.retold(t(called[name])) if name in called else name for name in deed.about.split(", ")
    )


PAGES = [
    page("GET", "audit", Role.OWNER, show, tab=Tab("audit", mark("Log"), "list", 190, needs=Role.OWNER)),
]
