"""The first page after signing in: one's business, or a page to choose or add one."""

from typing import Final
from zoneinfo import available_timezones

from starlette.responses import RedirectResponse, Response

from ringback.accounts import members, users
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account, NameTaken
from ringback.db.transaction import Transaction
from ringback.rules.written import canonical, policy_from
from ringback.tasks import store as tasks
from ringback.web.errors import Denied
from ringback.web.forms import Form, filled
from ringback.web.pages import public, signed_in
from ringback.web.visit import Guest, Person

USUAL_ZONE: Final = "America/Chicago"


async def start(person: Person) -> Response:
    if len(person.places) == 1:
        return RedirectResponse(f"/a/{person.places[0].account.id}/today", 303)
    if not person.places:
        return RedirectResponse("/new", 303)
    wanted = person.query("q").casefold()
    found = [place for place in person.places if wanted in place.account.name.casefold()]
    waits = await person.read(tasks.open_of_each, [place.account.id for place in found])
    found.sort(key=lambda place: _pressing(waits.get(place.account.id)))
    return person.page(
        "places.html", found=found, waits=waits, asked=person.query("q"), may_add=_may_add(person)
    )


def _pressing(waiting: tuple[int, bool] | None) -> int:
    """Where something cannot wait comes first, and last where nobody is needed."""
    return 2 if waiting is None else 0 if waiting[1] else 1


async def show_new(person: Person) -> Response:
    if not _may_add(person):
        raise Denied(person.t("You belong to no business yet. Ask its owner to invite you."))
    form = filled({"time_zone": USUAL_ZONE})
    return person.page("new.html", form=form, zones=zones())


async def add(person: Person) -> Response:
    if not _may_add(person):
        raise Denied
    problems = _problems(person.form, person)
    if not problems:
        try:
            account = await person.run(_add, person)
        except NameTaken:
            problems = {
                "name": person.t("There is a business of this name already. Add the town, or the like.")
            }
        else:
            return person.go(f"/a/{account.id}/setup", person.t("Welcome. A few steps, and your line works."))
    return person.page("new.html", 422, form=person.form.wrong(problems), zones=zones())


async def begin(guest: Guest) -> Response:
    """For whoever opens the server before anybody owns it."""
    owned = await guest.read(users.who_run_it)
    return guest.page("begin.html") if not owned else RedirectResponse("/sign-in", 303)


def zones() -> list[tuple[str, str]]:
    """Those that are named after a town, by name: "America/New York"."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in names]


def _may_add(person: Person) -> bool:
    """Who runs the installation, and who owns a business already."""
    return person.user.runs_it or any(place.role is Role.OWNER for place in person.places)


def _problems(form: Form, person: Person) -> dict[str, str]:
    wrong = {}
    if not 1 <= len(form.text("name")) <= 80:
        wrong["name"] = person.t("Write the name as your customers know it.")
    if form.text("time_zone") not in available_timezones():
        wrong["time_zone"] = person.t("Choose the zone of your town from the list.")
    return wrong


def _add(tx: Transaction, person: Person) -> Account:
    """A button that is pressed twice adds one. Raises NameTaken when it is somebody else's."""
    name, zone = person.form.text("name"), person.form.text("time_zone")
    if (same := accounts.by_name(tx, name)) is not None:
        if members.role_of(tx, same.id, person.user.id) is not Role.OWNER:
            raise NameTaken(name)
        return same
    rules = canonical(policy_from({"time_zone": zone}))
    account = accounts.save(tx, name=name, time_zone=zone, country="US", notice="website", policy=rules)
    members.put(tx, account.id, person.user.id, Role.OWNER)
    return account


PAGES = [
    signed_in("GET", "/", start),
    signed_in("GET", "/new", show_new),
    signed_in("POST", "/new", add),
    public("GET", "/begin", begin),
]
