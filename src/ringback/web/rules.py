"""The rules for texting back, and what other ones would have done with the calls of the last month."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from starlette.responses import Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.rules.policy import PART_PRICE, Policy, usual
from ringback.rules.units import parse_duration, write_money
from ringback.rules.written import canonical, policy_as_mapping, policy_from
from ringback.timemachine.difference import Kind, Report, compare
from ringback.timemachine.redecide import redecide
from ringback.timemachine.stored import rules_now, stored_calls
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.rule_fields import FIELDS, GROUPS, YES_NO, Field
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import Words, mark

LOOK_BACK: Final = timedelta(days=30)
MOST_SHOWN: Final = 50
# A policy leaves these out where they are as usual, so that what is older keeps its version.
LEFT_OUT: Final = {
    "reply_within": "0h",
    "follow_up_after": "0h",
    "at_night": "send",
    "spend_per_day": "0.00",
    "spend_per_month": "0.00",
    "part_price": write_money(PART_PRICE),
    "pause_unheard": True,
    "declines": "second",
    "most_per_minute": usual("most_per_minute"),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What these rules would have done, and what it would have cost, in dollars."""

    report: Report
    unreadable: int
    price: float  # of one part, by these rules

    @property
    def cost_was(self) -> float:
        return self.report.segments["was"] * self.price

    @property
    def cost_would(self) -> float:
        return self.report.segments["would"] * self.price


async def show(
    visit: Visit, form: Form | None = None, tried: Tried | None = None, status: int = 200
) -> Response:
    kept = _kept(await visit.read(_policy, visit.account.id))
    shown = form or filled(kept)
    return visit.page(
        "rules.html",
        status,
        form=shown,
        seen=clash.marks(kept),
        groups=GROUPS,
        options=lambda field: options(field, visit, shown.get(field.name)),
        tried=tried,
        changes={kind.value: tried.report.of(kind) for kind in Kind} if tried else {},
        most=MOST_SHOWN,
    )


def options(field: Field, visit: Visit, now: str) -> list[tuple[str, str]]:
    """To choose from; none where it is typed. What stands there now is always among them, whatever it is."""
    named = [(value, visit.t(words)) for value, words in field.options]
    named += [(each, _in_words(field, each, visit)) for each in field.lengths]
    known = {value for value, _ in named}
    return [*named, *([(now, now)] if named and now not in known else [])]


def _in_words(field: Field, length: str, visit: Visit) -> str:
    time = parse_duration(length)
    return visit.dates.length(time) if time else visit.t(field.none)


async def save(visit: Visit) -> Response:
    """With the button "What would change" nothing is saved."""
    try:
        if visit.form.get("try"):
            tried = await visit.read(_try, visit.account, visit.form)
            return await show(visit, visit.form, tried)
        await visit.run(_save, visit)
    except Clash as both:
        return await show(visit, both.shown_in(visit.form, visit.t), status=409)
    except ValueError as wrong:
        return await show(visit, visit.form.wrong(_problem(str(wrong), visit.t)), status=422)
    return visit.go(visit.url("rules"), visit.t("Saved. The next call is decided by these rules."))


def _save(tx: Transaction, visit: Visit) -> None:
    kept = _kept(_policy(tx, visit.account.id))
    values = clash.settled(visit.form, kept)
    set_up.change_rules(tx, visit.account.id, _written(values))
    changed = sorted(name for name, value in values.items() if value != kept[name])
    visit.noted(tx, "changed the rules", ", ".join(changed))


def _try(tx: Transaction, account: Account, form: Form) -> Tried:
    typed = {field.name: form.text(field.name) for field in FIELDS if field.name in form}
    written = {**json.loads(account.policy), **_written(typed)}
    policy = policy_from(written)
    rules = replace(rules_now(tx, account), policy=canonical(policy))
    stored = stored_calls(tx, account, tx.now - LOOK_BACK, rules)
    decided = redecide(stored.calls, stored.heard_at)
    report = compare(decided, account.name, account.profile.language)
    return Tried(report, stored.unreadable, float(policy.part_price))


def _policy(tx: Transaction, account_id: str) -> Policy:
    return policy_from(json.loads(accounts.get(tx, account_id).policy))


def _kept(policy: Policy) -> dict[str, str]:
    """As the form shows it."""
    written = {**LEFT_OUT, **policy_as_mapping(policy)}
    return {field.name: _shown(written[field.name]) for field in FIELDS}


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _written(values: Mapping[str, str]) -> dict[str, object]:
    """As a policy is written. Raises ValueError with the name of the field in front."""
    return {field.name: _read(field, values[field.name]) for field in FIELDS if field.name in values}


def _read(field: Field, value: str) -> object:
    if field.options == YES_NO:
        return value == "yes"
    if not field.whole:
        return value
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        raise ValueError(f"{field.name}: write a whole number.")
    return int(value)


def _problem(sentence: str, t: Words) -> dict[str, str]:
    """The field that a sentence about a policy is about, by the name it begins with; under the field it goes
    without that name and what was typed, as in "cooldown is 8d: write 1h to 7d."."""
    named = next((field.name for field in FIELDS if sentence.startswith(field.name)), FIELDS[0].name)
    wrong = re.sub(rf"^{named}(?: is [^:]*)?: ", "", sentence)
    return {named: t.retold(wrong[:1].upper() + wrong[1:])}


PAGES = [
    page("GET", "rules", Role.OWNER, show, tab=Tab("rules", mark("Rules"), "rules", 130, needs=Role.OWNER)),
    page("POST", "rules", Role.OWNER, save),
]
