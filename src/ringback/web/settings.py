"""Settings: each place where something is set, with what stands there now; and all of it as a file."""

import json
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from ringback.accounts import members
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.contacts import lists
from ringback.contacts.listed import Listed
from ringback.conversations import canned
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.lines import store as lines
from ringback.lines.settings import Vault
from ringback.messages.library.shelf import trades
from ringback.rules.policy import Policy
from ringback.rules.week import WEEKDAYS, write_ranges
from ringback.rules.written import policy_from
from ringback.web.pages import page
from ringback.web.rule_fields import FIELDS
from ringback.web.setup.hours import DAYS, as_read
from ringback.web.setup.notice import WHERE
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark


@dataclass(frozen=True, slots=True)
class Place:
    """`path` is in the account, or begins with / where it is one's own."""

    path: str
    icon: str
    title: str
    now: str  # what is set there, in a line


async def show(visit: Visit) -> Response:
    return visit.page("settings.html", groups=await visit.read(_groups, visit))


async def shop_file(visit: Visit) -> Response:
    """What `ringback export` writes: all that is set here, and for each secret the name of a variable."""
    written = await visit.read(_shop_file, visit.account.id, visit.running.vault)
    named = {"Content-Disposition": 'attachment; filename="shop.toml"'}
    return Response(written, headers=named, media_type="application/toml")


def _groups(tx: Transaction, visit: Visit) -> list[tuple[str, list[Place]]]:
    return [
        (visit.t("The business"), list(_business(visit))),
        (visit.t("Calls and texts"), list(_texting(tx, visit))),
        (visit.t("People"), list(_people(tx, visit))),
    ]


def _business(visit: Visit) -> list[Place]:
    t, account = visit.t, visit.account
    trade = trades().get(account.profile.trade)
    facts = [
        account.name,
        t.retold(trade.name) if trade else "",
        account.time_zone.replace("_", " "),
    ]
    notice = next((t(words) for value, words, _ in WHERE if value == account.notice), t("Not said yet"))
    return [
        Place("setup/business", "shop", t("Your business"), " · ".join(filter(None, facts))),
        Place(
            "setup/hours", "clock", t("Opening hours"), _hours(policy_from(json.loads(account.policy)), visit)
        ),
        Place("setup/notice", "shield", t("Notice and registration"), notice),
    ]


def _texting(tx: Transaction, visit: Visit) -> list[Place]:
    t, account_id = visit.t, visit.account.id
    policy = policy_from(json.loads(visit.account.policy))
    own = len(json.loads(visit.account.policy).get("templates", {}))
    numbers = ", ".join(pretty(line.number) for line in lines.of_account(tx, account_id))
    when = dict(FIELDS[0].options)[policy.when.value]
    rules = t(
        "{when}, after {n} s; one text in {length}",
        when=t(when), n=policy.delay_seconds, length=visit.dates.length(policy.cooldown),
    )  # fmt: skip
    replies = len(canned.every(tx, account_id))
    return [
        Place("lines", "phone-line", t("Lines"), numbers or t("none yet")),
        Place("rules", "rules", t("Rules"), rules),
        Place("texts", "text", t("Texts"), t.many("{n} in your words", "{n} in your words", own)),
        Place("inbox/replies", "book", t("Canned replies"), t.many("{n} reply", "{n} replies", replies)),
    ]


def _people(tx: Transaction, visit: Visit) -> list[Place]:
    t, account_id = visit.t, visit.account.id
    team = len(members.of_account(tx, account_id))
    listed = sum(lists.some(tx, account_id, which, 0)[0] for which in Listed if which is not Listed.NO)
    return [
        Place("team", "people", t("Team"), t.many("{n} person", "{n} people", team)),
        Place("people#lists", "ban", t("Lists of callers"), t.many("{n} number", "{n} numbers", listed)),
        Place("audit", "list", t("Log"), t("Who changed what in this business.")),
        Place("/you", "person", t("You"), t("Your name, phone, language, password and notifications.")),
    ]


def _hours(policy: Policy, visit: Visit) -> str:
    """Days with the same hours together: "Monday - Friday 8am-5pm"."""
    t = visit.t
    if policy.hours is None:
        return t("Always open")
    runs: list[tuple[str, str, str]] = []
    for at, _ in enumerate(WEEKDAYS):
        hours, name = as_read(write_ranges(policy.hours[at]), visit), t(DAYS[at][1])
        if hours and runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], name, hours)
        elif hours:
            runs.append((name, name, hours))
    spans = ((first if first == last else f"{first} - {last}", hours) for first, last, hours in runs)
    return " · ".join(f"{days} {hours}" for days, hours in spans)


def _shop_file(tx: Transaction, account_id: str, vault: Vault) -> str:
    from ringback.shop.stored import stored_shop  # reading shop files is 9 MB that a server seldom needs
    from ringback.shop.write import write_shop  # the same

    return write_shop(stored_shop(tx, accounts.get(tx, account_id), vault))


TAB: Final = Tab("settings", mark("Settings"), "gear", 105, needs=Role.OWNER)
PAGES = [
    page("GET", "settings", Role.OWNER, show, tab=TAB),
    page("GET", "settings/shop.toml", Role.OWNER, shop_file),
]
