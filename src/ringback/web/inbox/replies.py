"""The page of canned replies: what a business answers often."""

from starlette.responses import Response

from ringback.conversations import canned
from ringback.conversations.canned import Canned, Wrong
from ringback.db.transaction import Transaction
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.visit import Visit


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    every = await visit.read(canned.every, visit.account.id)
    one = next((each for each in every if each.id == visit.query("change")), None)
    kept = _kept(one) if one else {}
    seen = clash.marks(kept) if one else ""
    return visit.page(
        "inbox/replies.html", status, form=form or filled(kept), every=every, changing=one, seen=seen
    )


async def save(visit: Visit) -> Response:
    try:
        await visit.run(_save, visit, visit.query("change") or None)
    except LookupError:
        raise NotFound from None
    except Wrong as why:
        return await show(visit, visit.form.wrong({why.field: visit.t.retold(visit.t(str(why)))}), 422)
    except Clash as both:
        return await show(visit, both.shown_in(visit.form, visit.t), 409)
    return visit.go(visit.url("inbox/replies"), visit.t("Saved."))


async def remove(visit: Visit) -> Response:
    try:
        await visit.run(_remove, visit, visit.part_of_path("reply"))
    except Clash as both:
        return visit.go(visit.url("inbox/replies"), both.in_words(visit.t), wrong=True)
    return visit.go(visit.url("inbox/replies"), visit.t("Removed."))


async def add_usual(visit: Visit) -> Response:
    await visit.run(canned.add_usual, visit.account.id, visit.account.profile.language)
    return visit.go(visit.url("inbox/replies"), visit.t("Here is a handful to begin with."))


def _save(tx: Transaction, visit: Visit, changing: str | None) -> None:
    """Raises Clash, Wrong, LookupError."""
    typed = {"title": visit.form.get("title"), "body": visit.form.get("body")}
    now = next((each for each in canned.every(tx, visit.account.id) if each.id == changing), None)
    if now is not None:
        typed = clash.settled(visit.form, _kept(now))
    canned.save(tx, visit.account.id, typed["title"], typed["body"], changing)
    visit.noted(tx, "saved a canned reply", typed["title"].strip())


def _remove(tx: Transaction, visit: Visit, reply: str) -> None:
    """Raises Clash, NotFound."""
    now = next((each for each in canned.every(tx, visit.account.id) if each.id == reply), None)
    if now is None:
        raise NotFound
    clash.unchanged(visit.form, _kept(now))
    canned.remove(tx, visit.account.id, reply)
    visit.noted(tx, "removed a canned reply", now.title)


def _kept(one: Canned) -> dict[str, str]:
    return {"title": one.title, "body": one.body}
