"""The page of canned replies: what a business answers often."""

from starlette.responses import Response

from ringback.conversations import canned
from ringback.conversations.canned import Wrong
from ringback.db.transaction import Transaction
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.visit import Visit


async def show(visit: Visit) -> Response:
    chosen = visit.query("change")
    every = await visit.read(canned.every, visit.account.id)
    one = next((each for each in every if each.id == chosen), None)
    form = filled({"title": one.title, "body": one.body}) if one else Form()
    return visit.page("inbox/replies.html", form=form, every=every, changing=one)


async def save(visit: Visit) -> Response:
    changing = visit.query("change") or None
    typed = (visit.form.get("title"), visit.form.get("body"))
    try:
        await visit.run(_save, visit, *typed, changing)
    except LookupError:
        raise NotFound from None
    except Wrong as why:
        every = await visit.read(canned.every, visit.account.id)
        one = next((each for each in every if each.id == changing), None)
        form = visit.form.wrong({why.field: visit.t(str(why))})
        return visit.page("inbox/replies.html", 422, form=form, every=every, changing=one)
    return visit.go(visit.url("inbox/replies"), visit.t("Saved."))


async def remove(visit: Visit) -> Response:
    if not await visit.run(canned.remove, visit.account.id, visit.part_of_path("reply")):
        raise NotFound
    return visit.go(visit.url("inbox/replies"), visit.t("Removed."))


async def add_usual(visit: Visit) -> Response:
    await visit.run(canned.add_usual, visit.account.id)
    return visit.go(visit.url("inbox/replies"), visit.t("Here is a handful to begin with."))


def _save(tx: Transaction, visit: Visit, title: str, body: str, changing: str | None) -> None:
    canned.save(tx, visit.account.id, title, body, changing)
    visit.noted(tx, "saved a canned reply", title.strip())
