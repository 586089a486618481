"""What callers get: the owner's words when nobody took the call, and what the other situations make of it."""

from collections.abc import Iterable

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.rules.preview import Preview, previews
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.texts import USUAL, policy_of, problem_with, shown_for, tried_as, variants_for
from ringback.web.visit import Visit


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    policy, now = policy_of(visit.account), visit.running.clock.now()
    kept = {"text": policy.templates[USUAL]}
    written = form or filled(kept)
    every = previews(policy, shown_for(visit.account), now)
    return await steps.show(
        visit,
        "message",
        "setup/message.html",
        status,
        form=written,
        seen=clash.marks(kept),
        tried=tried_as(visit, USUAL, written.get("text")),
        others=_by_text(one for one in every if one.situation != USUAL),
        variants=variants_for(visit.account, USUAL),
    )


def _by_text(previews: Iterable[Preview]) -> dict[str, list[Preview]]:
    """Several situations often borrow the same words: those stand once, under all their names."""
    found: dict[str, list[Preview]] = {}
    for each in previews:
        found.setdefault(each.text, []).append(each)
    return found


async def tried(visit: Visit) -> Response:
    """The bubble and the meter, for words that are being typed."""
    shown = tried_as(visit, USUAL, visit.form.get("text"))
    return HTMLResponse(visit.part("setup/_bubble.html", tried=shown))


async def save(visit: Visit) -> Response:
    text = " ".join(visit.form.text("text").split())
    if wrong := problem_with(visit, USUAL, text):
        return await show(visit, visit.form.wrong({"text": wrong}), 422)
    try:
        await visit.run(_save, visit)
    except Clash as both:
        return await show(visit, both.shown_in(visit.form, visit.t), 409)
    return RedirectResponse(await steps.next_after(visit, "message"), 303)


def _save(tx: Transaction, visit: Visit) -> None:
    templates = policy_of(accounts.get(tx, visit.account.id)).templates
    text = " ".join(clash.settled(visit.form, {"text": templates[USUAL]})["text"].split())
    set_up.change_rules(tx, visit.account.id, {"templates": {**templates, USUAL: text}})
    set_up.gone_through(tx, visit.account.id, "message")
    visit.noted(tx, "changed a text", USUAL)


PAGES = [
    page("GET", "setup/message", Role.OWNER, show),
    page("POST", "setup/message/tried", Role.OWNER, tried),
    page("POST", "setup/message", Role.OWNER, save),
]
