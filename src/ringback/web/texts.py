"""The texts for every situation: the owner's words, as they will read, with what they cost."""

import json
from typing import Final

from starlette.responses import HTMLResponse, Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.messages.library.shelf import trades
from ringback.messages.lint import Severity
from ringback.permission.content_guard import Mode
from ringback.rules.policy import FOLLOW_UP, Policy, follow_up_text
from ringback.rules.preview import MEANS, Preview, Shown, preview_of, previews
from ringback.rules.situations import SITUATIONS
from ringback.rules.written import policy_from
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

LONGEST: Final = 1_000
USUAL: Final = "missed"  # what every situation without words of its own borrows


async def show(visit: Visit) -> Response:
    found = previews(policy_of(visit.account), shown_for(visit.account), visit.running.clock.now())
    every = sorted(found, key=lambda one: one.situation != USUAL)  # what most callers get stands first
    return visit.page("texts.html", every=every)


async def edit(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    situation = _situation(visit)
    account = await visit.read(accounts.get, visit.account.id)
    kept = {"text": _words(policy_of(account), situation, account.profile.language)}
    written = form or filled(kept)
    return visit.page(
        "text.html",
        status,
        form=written,
        seen=clash.marks(kept),
        situation=situation,
        means=MEANS[situation],
        tried=tried_as(visit, situation, written.get("text")),
        variants=variants_for(account, situation),
        own=situation != USUAL and situation in json.loads(account.policy).get("templates", {}),
    )


async def tried(visit: Visit) -> Response:
    """The bubble and the meter, for words that are being typed."""
    shown = tried_as(visit, _situation(visit), visit.form.get("text"))
    return HTMLResponse(visit.part("setup/_bubble.html", tried=shown))


async def save(visit: Visit) -> Response:
    situation, text = _situation(visit), " ".join(visit.form.text("text").split())
    if wrong := problem_with(visit, situation, text):
        return await edit(visit, visit.form.wrong({"text": wrong}), 422)
    try:
        await visit.run(_save, visit, situation)
    except Clash as both:
        return await edit(visit, both.shown_in(visit.form, visit.t), 409)
    return visit.go(visit.url("texts"), visit.t("Saved."))


async def forget(visit: Visit) -> Response:
    situation = _situation(visit)
    if situation != USUAL:
        try:
            await visit.run(_forget, visit, situation)
        except Clash as both:
            return visit.go(visit.url(f"texts/{situation}"), both.in_words(visit.t), wrong=True)
    return visit.go(visit.url("texts"), visit.t("This situation uses the usual words again."))


def tried_as(visit: Visit, situation: str, text: str) -> Preview:
    account, now = visit.account, visit.running.clock.now()
    return preview_of(text[:LONGEST], situation, policy_of(account), shown_for(account), now)


def problem_with(visit: Visit, situation: str, text: str) -> str:
    """Why it cannot be saved, in a sentence; "" when it can."""
    if len(text) > LONGEST:
        return visit.t("This is too long for a text.")
    found = tried_as(visit, situation, text).problems
    return next((visit.t.retold(each.sentence) for each in found if each.severity is Severity.REFUSE), "")


def variants_for(account: Account, situation: str) -> tuple[str, ...]:
    trade = trades().get(account.profile.trade)
    return trade.templates[account.profile.language].get(situation, ()) if trade is not None else ()


def shown_for(account: Account) -> Shown:
    profile = account.profile
    return Shown(account.name, language=profile.language, mode=Mode(profile.mode.value))


def policy_of(account: Account) -> Policy:
    return policy_from(json.loads(account.policy))


def _save(tx: Transaction, visit: Visit, situation: str) -> None:
    account = accounts.get(tx, visit.account.id)
    policy = policy_of(account)
    kept = {"text": _words(policy, situation, account.profile.language)}
    text = " ".join(clash.settled(visit.form, kept)["text"].split())
    set_up.change_rules(tx, visit.account.id, {"templates": {**policy.templates, situation: text}})
    visit.noted(tx, "changed a text", situation)


def _forget(tx: Transaction, visit: Visit, situation: str) -> None:
    """Raises Clash."""
    account = accounts.get(tx, visit.account.id)
    policy = policy_of(account)
    clash.unchanged(visit.form, {"text": _words(policy, situation, account.profile.language)})
    own = {key: text for key, text in policy.templates.items() if key != situation}
    set_up.change_rules(tx, visit.account.id, {"templates": own})
    visit.noted(tx, "changed a text", situation)


def _words(policy: Policy, situation: str, language: str) -> str:
    if situation == FOLLOW_UP:
        return follow_up_text(policy.templates, language)
    return policy.templates.get(situation, policy.templates[USUAL])


def _situation(visit: Visit) -> str:
    situation = visit.part_of_path("situation")
    if situation not in (*SITUATIONS, FOLLOW_UP):
        raise NotFound
    return situation


PAGES = [
    page("GET", "texts", Role.READER, show, tab=Tab("texts", mark("Texts"), "text", 140)),
    page("GET", "texts/{situation}", Role.OWNER, edit),
    page("POST", "texts/{situation}/tried", Role.OWNER, tried),
    page("POST", "texts/{situation}/usual", Role.OWNER, forget),
    page("POST", "texts/{situation}", Role.OWNER, save),
]
