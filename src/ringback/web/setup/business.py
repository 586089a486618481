"""First step: what the business is called, what it does and where it is."""

import re
from typing import Final
from zoneinfo import available_timezones

import phonenumbers
from starlette.responses import RedirectResponse, Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account, NameTaken
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.messages.library.shelf import LANGUAGES, trades
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.forms import Form, filled
from ringback.web.home import zones
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.visit import Visit
from ringback.web.words import mark

NO_WEBSITE: Final = mark("Write the address of your website, such as https://rosas-plumbing.com.")
LONGEST_NAME: Final = 80
SPOKEN: Final = (("en", mark("English")), ("es", mark("Spanish")))


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    kept = _kept(visit.account)
    return await steps.show(
        visit,
        "business",
        "setup/business.html",
        status,
        form=form or filled(kept),
        seen=clash.marks(kept),
        trades=[
            *([] if visit.account.profile.trade else [("", visit.t("Choose one"))]),
            *((trade.key, visit.t.retold(trade.name)) for trade in trades().values()),
        ],
        zones=zones(),
        spoken=[(value, visit.t(words)) for value, words in SPOKEN],
    )


async def save(visit: Visit) -> Response:
    problems = _problems(visit, _tidy({name: visit.form.text(name) for name in _kept(visit.account)}))
    if not problems:
        try:
            await visit.run(_save, visit)
        except Clash as both:
            return await show(visit, both.shown_in(visit.form, visit.t), 409)
        except NameTaken:
            problems = {
                "name": visit.t("There is a business of this name already. Add the town, or the like.")
            }
        else:
            return RedirectResponse(await steps.next_after(visit, "business"), 303)
    return await show(visit, visit.form.wrong(problems), 422)


def _kept(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "trade": account.profile.trade,
        "time_zone": account.time_zone,
        "country": account.country,
        "language": account.profile.language,
        "website": account.profile.website,
    }


def _tidy(said: dict[str, str]) -> dict[str, str]:
    return {**said, "country": said["country"].upper(), "website": website_in(said["website"])}


def _save(tx: Transaction, visit: Visit) -> None:
    said = _tidy(clash.settled(visit.form, _kept(accounts.get(tx, visit.account.id))))
    set_up.say_business(tx, visit.account.id, **said)
    visit.noted(tx, "changed the business", said["name"])


def _problems(visit: Visit, said: dict[str, str]) -> dict[str, str]:
    t, wrong = visit.t, {}
    if not 1 <= len(said["name"]) <= LONGEST_NAME:
        wrong["name"] = t("Write the name as your customers know it.")
    if said["trade"] not in trades():
        wrong["trade"] = t("Choose what comes nearest.")
    if said["time_zone"] not in available_timezones():
        wrong["time_zone"] = t("Choose the zone of your town from the list.")
    if said["country"] not in phonenumbers.SUPPORTED_REGIONS:
        wrong["country"] = t("Write the two letters of your country, such as US.")
    if said["language"] not in LANGUAGES:
        wrong["language"] = t("Choose one of the two.")
    if said["website"] and not is_website(said["website"]):
        wrong["website"] = t(NO_WEBSITE)
    return wrong


def is_website(written: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", written) is not None


def website_in(written: str) -> str:
    """As it was typed; most people leave the https:// out."""
    return written if not written or "://" in written else f"https://{written}"


PAGES = [
    page("GET", "setup/business", Role.OWNER, show),
    page("POST", "setup/business", Role.OWNER, save),
]
