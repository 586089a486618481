"""Second step: when the business is open, and when callers are texted."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.rules.policy import When
from ringback.rules.week import WEEKDAYS, parse_closed, parse_ranges, parse_region, write_closed, write_ranges
from ringback.rules.written import policy_from
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.setup.typed_hours import as_spoken, ranges_of
from ringback.web.visit import Visit
from ringback.web.words import mark

DAYS: Final = (
    ("mon", mark("Monday")),
    ("tue", mark("Tuesday")),
    ("wed", mark("Wednesday")),
    ("thu", mark("Thursday")),
    ("fri", mark("Friday")),
    ("sat", mark("Saturday")),
    ("sun", mark("Sunday")),
)
WHENS: Final = (
    ("always", mark("Always")),
    ("open", mark("While we are open")),
    ("closed", mark("While we are closed")),
)
USUAL: Final = "08:00-17:00"


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    kept = _kept(visit, visit.account)
    return await steps.show(
        visit,
        "hours",
        "setup/hours.html",
        status,
        form=form or filled(kept),
        seen=clash.marks(kept),
        days=[(day, visit.t(name)) for day, name in DAYS],
        whens=[(value, visit.t(words)) for value, words in WHENS],
    )


async def save(visit: Visit) -> Response:
    form = _whole(visit.form)
    _, problems = _said(form, visit)
    if not problems:
        try:
            await visit.run(_save, visit, form)
        except Clash as both:
            return await show(visit, both.shown_in(form, visit.t), 409)
        except ValueError as wrong:
            problems = {"when": visit.t.retold(str(wrong))}
        else:
            return RedirectResponse(await steps.next_after(visit, "hours"), 303)
    return await show(visit, visit.form.wrong(problems), 422)


def _whole(form: Form) -> Form:
    """A browser does not send a box that is not ticked. Here a missing box or day means "no" and "closed"."""
    names = (*WEEKDAYS, "round_the_clock", "holidays", "closed", "when")
    return replace(form, fields={**dict.fromkeys(names, ("",)), **form.fields})


def _as_shown(form: Form, visit: Visit) -> Form:
    """With each day's hours as the form would show them: "9-5" changes nothing about "9am-5pm"."""
    days = {}
    for day in WEEKDAYS:
        # Who is always open may have typed anything.
        with suppress(ValueError):
            days[day] = (as_read(write_ranges(parse_ranges(ranges_of(form.text(day)))), visit),)
    return replace(form, fields={**form.fields, **days})


def _save(tx: Transaction, visit: Visit, form: Form) -> None:
    """Raises Clash, or ValueError where what two have written does not go together."""
    typed = _as_shown(form, visit)
    values = clash.settled(typed, _kept(visit, accounts.get(tx, visit.account.id)))
    changes, problems = _said(filled(values), visit)
    if problems:
        raise ValueError(next(iter(problems.values())))
    set_up.change_rules(tx, visit.account.id, changes)
    set_up.gone_through(tx, visit.account.id, "hours")
    visit.noted(tx, "changed the opening hours")


def _kept(visit: Visit, account: Account) -> dict[str, str]:
    policy = policy_from(json.loads(account.policy))
    been = "hours" in account.profile.gone_through.split()
    days = {
        day: write_ranges(policy.hours[at]) if policy.hours else _usual(day, been)
        for at, day in enumerate(WEEKDAYS)
    }
    return {
        **{day: as_read(ranges, visit) for day, ranges in days.items()},
        "round_the_clock": "yes" if been and policy.hours is None else "",
        "holidays": policy.holidays,
        "closed": "\n".join(write_closed(days) for days in policy.closed),
        "when": policy.when.value,
    }


def _usual(day: str, been: bool) -> list[str]:
    return [] if been or day in ("sat", "sun") else [USUAL]


def as_read(ranges: list[str], visit: Visit) -> str:
    """Hours as this reader is told times everywhere else."""
    return as_spoken(ranges, visit.t("midnight")) if visit.dates.counts_to_twelve else ", ".join(ranges)


def _said(form: Form, visit: Visit) -> tuple[dict[str, object], dict[str, str]]:
    """The rules as they are written, and what is wrong with each field."""
    t, problems = visit.t, {}
    hours: dict[str, list[str]] = {}
    for day in WEEKDAYS:
        try:
            hours[day] = write_ranges(parse_ranges(ranges_of(form.text(day))))
        except ValueError as wrong:
            problems[day] = t.retold(str(wrong))
    open_always = form.get("round_the_clock") == "yes"
    if not open_always and not problems and not any(hours.values()):
        problems["mon"] = t("Write the hours of at least one day, such as 08:00-17:00.")
    changes: dict[str, object] = {"hours": None if open_always else {d: r for d, r in hours.items() if r}}
    try:
        changes["holidays"] = parse_region(form.text("holidays"), visit.account.country)
    except ValueError as wrong:
        problems["holidays"] = t.retold(str(wrong))
    try:
        written = [line.strip() for line in form.text("closed").splitlines() if line.strip()]
        changes["closed"] = [write_closed(parse_closed(line)) for line in written]
    except ValueError as wrong:
        problems["closed"] = t.retold(str(wrong))
    changes["when"] = form.get("when") if form.get("when") in set(When) else When.ALWAYS.value
    if (
        changes["when"] == When.CLOSED
        and open_always
        and not changes.get("holidays")
        and not changes.get("closed")
    ):
        problems["when"] = t(
            "You never close, so nobody would be texted. Write your hours, or choose another time."
        )
    return changes, ({} if open_always and set(problems) <= set(WEEKDAYS) else problems)


PAGES = [
    page("GET", "setup/hours", Role.OWNER, show),
    page("POST", "setup/hours", Role.OWNER, save),
]
