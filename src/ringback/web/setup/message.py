"""What callers get: the owner's words in every situation, with what they cost and what is wrong with them."""

import json
from typing import Final

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.messages.library.shelf import trades
from ringback.messages.lint import Severity
from ringback.permission.content_guard import Mode
from ringback.rules.policy import Policy, policy_from
from ringback.rules.preview import Preview, Shown, preview_of, previews
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.visit import Visit

MISSED: Final = "missed"
LONGEST: Final = 1_000


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    policy = _policy(visit)
    written = form or filled({"text": policy.templates[MISSED]})
    now = visit.running.clock.now()
    return await steps.show(
        visit,
        "message",
        "setup/message.html",
        status,
        form=written,
        tried=_tried(visit, policy, written.get("text")),
        others=[one for one in previews(policy, _shown(visit), now) if one.situation != MISSED],
        variants=_variants(visit),
    )


async def tried(visit: Visit) -> Response:
    """The bubble and the meter, for words that are being typed."""
    shown = _tried(visit, _policy(visit), visit.form.get("text"))
    return HTMLResponse(visit.part("setup/_bubble.html", tried=shown))


async def save(visit: Visit) -> Response:
    text = " ".join(visit.form.text("text").split())
    shown = _tried(visit, _policy(visit), text)
    refused = [problem.sentence for problem in shown.problems if problem.severity is Severity.REFUSE]
    if refused or len(text) > LONGEST:
        words = refused[0] if refused else visit.t("This is too long for a text.")
        return await show(visit, visit.form.wrong({"text": words}), 422)
    await visit.run(_save, visit, text)
    return RedirectResponse(await steps.next_after(visit, "message"), 303)


def _save(tx: Transaction, visit: Visit, text: str) -> None:
    templates = dict(_policy(visit).templates)
    set_up.change_rules(tx, visit.account.id, {"templates": {**templates, MISSED: text}})
    set_up.gone_through(tx, visit.account.id, "message")
    visit.noted(tx, "changed a text", MISSED)


def _policy(visit: Visit) -> Policy:
    return policy_from(json.loads(visit.account.policy))


def _tried(visit: Visit, policy: Policy, text: str) -> Preview:
    return preview_of(text[:LONGEST], MISSED, policy, _shown(visit), visit.running.clock.now())


def _shown(visit: Visit) -> Shown:
    profile = visit.account.profile
    return Shown(visit.account.name, language=profile.language, mode=Mode(profile.mode.value))


def _variants(visit: Visit) -> tuple[str, ...]:
    profile = visit.account.profile
    trade = trades().get(profile.trade)
    return trade.templates[profile.language].get(MISSED, ()) if trade is not None else ()


PAGES = [
    page("GET", "setup/message", Role.OWNER, show),
    page("POST", "setup/message/tried", Role.OWNER, tried),
    page("POST", "setup/message", Role.OWNER, save),
]
