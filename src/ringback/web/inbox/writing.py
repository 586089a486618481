"""The box at the foot of a conversation: texts and notes that members write, and who is typing in it.

The page's script asks in JSON and goes on at once; without it the same forms load the page again.
"""

from dataclasses import asdict
from typing import Final

from starlette.responses import JSONResponse, Response

from ringback.conversations import listing, notes
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import looked_after
from ringback.flows.answered import Answer, NotSendable, Picture, answer
from ringback.flows.text_taken_back import take_back
from ringback.flows.text_written import Draft, Refusal, draft_text
from ringback.web.errors import NotFound
from ringback.web.inbox.acts import back
from ringback.web.inbox.show import asked_of, draw
from ringback.web.visit import Visit
from ringback.web.words import mark

TOO_LATE: Final = mark("Too late to take it back: it is leaving, or has left already.")


async def write(visit: Visit) -> Response:
    """Send a text. What stands against it comes back with what was typed."""
    form = visit.form
    given = Answer(
        body=form.get("body").replace("\0", ""),
        key=form.text("key")[:80],
        seen=form.text("seen"),
        because=form.text("because")[:500],
        anyway=form.get("anyway") == "yes",
        picture=_picture(visit),
    )
    place = (visit.account.id, visit.part_of_path("conversation"))
    try:
        written = await visit.run(answer, *place, visit.user.id, visit.user.name, given)
    except LookupError:
        raise NotFound from None
    except NotSendable as why:
        written = Refusal("picture", str(why))
    if isinstance(written, Refusal):
        return await _refused(visit, written)
    if _wants_json(visit):
        return JSONResponse({"text": written.text_id})
    return back(visit, "")


def _picture(visit: Visit) -> Picture | None:
    sent = visit.form.files.get("picture")
    if sent is None or not sent.content:
        return None
    return Picture(sent.content, sent.content_type, visit.running.settings.public_url)


async def take_back_text(visit: Visit) -> Response:
    """Before it leaves. The page's script also asks it of a text that may never have come."""
    place, key = (visit.account.id, visit.part_of_path("conversation")), visit.form.text("key")[:80]
    try:
        taken = await visit.run(take_back, *place, visit.user.id, visit.user.name, key)
    except LookupError:
        raise NotFound from None
    if _wants_json(visit):
        return JSONResponse({"taken_back": taken})
    said = visit.t("Taken back: it did not leave.")
    return back(visit, said if taken else visit.t(TOO_LATE), wrong=not taken)


async def note(visit: Visit) -> Response:
    place = (visit.account.id, visit.part_of_path("conversation"), visit.user.id)
    body, key = visit.form.get("body").replace("\0", ""), visit.form.text("key")[:80]
    try:
        note_id = await visit.run(looked_after.write_note, *place, body, key=key)
    except LookupError:
        raise NotFound from None
    except ValueError as why:
        return await _refused(visit, Refusal("note", str(why)))
    if _wants_json(visit):
        return JSONResponse({"note": note_id})
    return back(visit, visit.t("Noted. Only your team sees it."))


async def remove_note(visit: Visit) -> Response:
    gone = await visit.run(notes.remove, visit.account.id, visit.part_of_path("note"), visit.user.id)
    said = visit.t("The note is gone.") if gone else visit.t("You can only remove your own notes.")
    return back(visit, said, wrong=not gone)


async def draft(visit: Visit) -> Response:
    """What the text would cost, and what stands against it, while it is being typed."""
    body = visit.form.get("body").replace("\0", "")
    try:
        found = await visit.read(draft_text, visit.account.id, visit.part_of_path("conversation"), body)
    except LookupError:
        raise NotFound from None
    return JSONResponse(_meter(visit, found, body))


async def here(visit: Visit) -> Response:
    """This member has it open, or is typing in it; whoever looks at it has read it."""
    conversation = visit.part_of_path("conversation")
    typing = visit.form.get("typing") == "yes"
    try:
        await visit.run(_seen, visit.account.id, conversation, visit.user.id)
    except LookupError:
        raise NotFound from None
    await visit.running.presence.says(visit.account.id, conversation, visit.user.id, typing=typing)
    return Response(status_code=204)


def _seen(tx: Transaction, account_id: str, conversation_id: str, me: str) -> None:
    if listing.one(tx, account_id, me, conversation_id).unread:
        conversations.read(tx, account_id, conversation_id, me)


def _meter(visit: Visit, draft: Draft, body: str) -> dict[str, object]:
    size = draft.size
    words = visit.t.many("{n} part", "{n} parts", size.segments) if size.segments else ""
    return {
        "parts": words,
        "left": size.left,
        "many": size.segments > 1,
        "added": draft.body.removeprefix(body.strip()).strip() if body.strip() else "",
        "warnings": [visit.t.retold(words) for words in draft.warnings],
        "refusal": _said(visit, draft.refusal) if draft.refusal and draft.refusal.code != "empty" else "",
    }


def _said(visit: Visit, refusal: Refusal) -> str:
    return visit.t.retold(refusal.sentence)


async def _refused(visit: Visit, refusal: Refusal) -> Response:
    if _wants_json(visit):
        return JSONResponse({"refusal": {**asdict(refusal), "sentence": _said(visit, refusal)}})
    asked = asked_of(visit, visit.part_of_path("conversation"))
    return await draw(visit, asked, 422, refusal=refusal)


def _wants_json(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")
