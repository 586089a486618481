"""Ben works in the inbox, page by page, without a browser's script."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.conversations import listing
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.messages import attachments
from tests.cast import DAN, DANA
from tests.flows.test_picture_received import sends
from tests.messages.test_attachments import JPEG
from tests.web.pages import Answered, Visitor, sign_in
from tests.world import Shop, shop

FROM_THERE = '<p class="words" dir="auto">Dan again, from work</p>'
NASTY = "<script>alert('x')</script>"


async def ben(rosas: Shop, role: Role = Role.MEMBER) -> Visitor:
    return await sign_in(rosas.ringback, rosas.line.account_id, role, name="Ben")


async def talk(rosas: Shop, number: str = DAN) -> str:
    """The path of the conversation with that person."""

    def found(tx: Transaction) -> str:
        contact = contacts.by_number(tx, rosas.line.account_id, number)
        assert contact is not None
        rows = listing.page(tx, rosas.line.account_id, "").rows
        return next(row.conversation.id for row in rows if row.contact.id == contact.id)

    return f"inbox/{await rosas.ringback.db.read(found)}"


async def written(rosas: Shop, body: str = "Do you paint?", sender: str = DAN, sid: str = "SM1") -> str:
    await rosas.texts_in(body, sid, sender)
    await rosas.after(5)
    return await talk(rosas, sender)


def said_in(answered: Answered) -> dict[str, object]:
    read: dict[str, object] = json.loads(answered.body)
    return read


async def test_empty_inbox_says_what_will_be_here(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        page = await (await ben(rosas)).get("inbox")
        assert page.status == 200
        assert "No conversations yet" in page.body


async def test_missed_call_and_text_are_in_the_list_and_in_the_thread(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        path = await written(rosas, "My sink leaks")
        visitor = await ben(rosas)
        assert "My sink leaks" in (await visitor.get("inbox")).body
        page = (await visitor.get(path)).body
        for words in (
            "Missed call",
            "Texted back",
            "Sorry we missed your call",
            "My sink leaks",
            "Why was this",
        ):
            assert words in page
        assert "Sent" in page


async def test_who_has_looked_has_read_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        assert "Do you paint?" in (await visitor.get("inbox?box=unread")).body
        await visitor.get(path)
        assert "All read" in (await visitor.get("inbox?box=unread")).body


async def test_answer_goes_out_and_a_second_press_sends_nothing_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        for _ in range(2):
            answered = await visitor.post(f"{path}/write", accept="application/json", body="We do.", key="k1")
            assert answered.status == 200
        await rosas.after(5)
        assert [body for _, body in rosas.sent] == ["We do. Reply STOP to opt out."]
        page = (await visitor.get(path)).body
        assert "You answer here; Ringback keeps quiet." in page


async def test_without_a_script_a_refused_text_comes_back_with_its_reason(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas, "STOP")
        visitor = await ben(rosas)
        page = await visitor.post(
            f"{path}/write", accept="text/html", body="But wait, there is more", key="k1"
        )
        assert page.status == 422
        assert "But wait, there is more" in page.body
        assert "This person has asked for no more texts." in page.body
        assert rosas.sent == []


async def test_who_writes_on_a_stopped_line_is_told_that_it_waits_and_why(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        there = await written(rosas)
        waits = "Nothing is sent on this line now."
        assert waits not in (await (await ben(rosas)).get(there)).body
        await rosas.ringback.db.run(lines.park, rosas.line, "Twilio does not know these keys.")
        for role, may_mend in ((Role.MEMBER, False), (Role.OWNER, True)):
            page = (await (await ben(rosas, role)).get(there)).body
            assert waits in page
            assert "Twilio does not know these keys." in page
            assert ("To the line" in page) is may_mend


async def test_second_answer_is_told_of_the_first(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        (text,) = await rosas.texts()
        for name, key in (("Ben", "k1"), ("Olga", "k2")):
            visitor = await sign_in(rosas.ringback, rosas.line.account_id, Role.MEMBER, name=name)
            given = {"body": f"{name} here", "key": key, "seen": text.id}
            answered = await visitor.post(f"{path}/write", accept="application/json", **given)
        refusal = said_in(answered)["refusal"]
        assert isinstance(refusal, dict)
        assert refusal["sentence"].startswith("Ben has just answered:")


async def test_who_writes_beside_older_texts_is_asked_only_about_newer_ones(tmp_path: Path) -> None:
    """Also where the older part is on the page, the guard against two answers begins at the newest text."""
    async with shop(tmp_path) as rosas:
        there = await written(rosas)
        await rosas.after(60)
        visitor = await ben(rosas)
        await visitor.post(f"{there}/write", body="We do.", key="k1")
        await rosas.after(60)
        newest = (await rosas.texts())[0].id
        for query in ("", "?before=2026-11-20T18:00:30%2B00:00"):
            assert f'name="seen" value="{newest}"' in (await visitor.get(there + query)).body


async def test_meter_says_what_it_costs_and_what_stands_against_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        told = said_in(await (await ben(rosas)).post(f"{path}/draft", body="x" * 150))
        assert (told["parts"], told["added"]) == ("2 parts", "Reply STOP to opt out.")


async def test_warning_is_told_in_the_readers_language(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        await visitor.post("/you", name="Ben", language="es", theme="auto", phone="")
        told = said_in(await visitor.post(f"{path}/draft", body="WIN BIG NOW at bit.ly/x"))
        assert told["warnings"][0].startswith("Los operadores descartan")  # type: ignore[index]


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("take-over", {}, "You answer here now"),
        ("assign", {"to": "me"}, "Ben"),
        ("done", {}, "Done."),
        ("snooze", {"until": "hour"}, "Put off until"),
        ("list", {"list": "vip"}, "VIP"),
        ("list", {"list": "never_text"}, "Not a customer"),
        ("name", {"name": NASTY}, "a name"),
        ("called", {}, "Called back"),
        ("stop", {}, "No more texts"),
        ("unread", {}, "Unread again"),
    ],
)
async def test_every_act_says_what_it_did(
    tmp_path: Path, act: str, fields: dict[str, str], said: str
) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        given = {name: visitor.user if value == "me" else value for name, value in fields.items()}
        answered = await visitor.post(f"{path}/{act}", accept="text/html", **given)
        assert answered.status == 303
        page = await ask_as(visitor, answered)
        assert said in page.body
        assert NASTY not in page.body


async def ask_as(visitor: Visitor, answered: Answered) -> Answered:
    """Go where the browser is sent, with the toast that came along."""
    toasts = "; ".join(f"{name}={value.split(';')[0]}" for name, value in answered.cookies.items())
    return await visitor.get(answered.to, cookie=f"{visitor.cookie['cookie']}; {toasts}")


async def test_done_can_be_taken_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        page = await ask_as(visitor, await visitor.post(f"{path}/done", accept="text/html"))
        assert f"{path}/open" in page.body
        assert "Do you paint?" not in (await visitor.get("inbox")).body
        await visitor.post(f"{path}/open", accept="text/html")
        assert "Do you paint?" in (await visitor.get("inbox")).body


async def test_scripts_in_names_texts_and_notes_stay_text(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas, NASTY)
        visitor = await ben(rosas)
        await visitor.post(f"{path}/name", name=NASTY)
        await visitor.post(f"{path}/note", body=NASTY)
        for page in (
            await visitor.get("inbox"),
            await visitor.get(path),
            await visitor.get("inbox?q=script"),
        ):
            assert page.status == 200
            assert NASTY not in page.body
            assert "&lt;script&gt;" in page.body


async def test_longest_text_emoji_and_right_to_left_are_shown_whole(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        body = "مرحبا 👍🏽 " + "x" * 9_990
        path = await written(rosas, body)
        assert body in (await (await ben(rosas)).get(path)).body


async def test_picture_is_shown_to_this_business_alone(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.media = {"ME1": ("image/jpeg", JPEG), "ME2": ("text/plain", b"<script>")}
        await sends(rosas, "ME1", "ME2")
        await rosas.after(2)
        visitor = await ben(rosas)

        def ids(tx: Transaction) -> list[str]:
            table = attachments.attachments
            return [row.id for row in tx.all(table.select().order_by(table.c.place))]

        picture, file = await rosas.ringback.db.read(ids)
        assert f"inbox/files/{picture}" in (await visitor.get(await talk(rosas))).body
        shown = await visitor.get(f"inbox/files/{file}")
        assert shown.headers["content-disposition"] == f'attachment; filename="{file}.txt"'
        assert shown.headers["content-type"] == "application/octet-stream"
        assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert shown.headers["x-content-type-options"] == "nosniff"
        carol = await sign_in(rosas.ringback, await carols(rosas), name="Carol")
        assert (await carol.get(f"inbox/files/{picture}")).status == 404


async def carols(rosas: Shop) -> str:
    from tests.cast import CAROLS_LINE, CAROLS_SHOP  # here, beside its only use
    from tests.world import open_line  # the same

    line = await rosas.ringback.db.run(
        open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
    )
    return line.account_id


async def test_carol_finds_no_conversation_of_rosas_under_her_own_address(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        carol = await sign_in(rosas.ringback, await carols(rosas), name="Carol")
        assert (await carol.get(path)).status == 404
        for act in ("write", "note", "done", "take-over", "draft", "here", "list"):
            answered = await carol.post(f"{path}/{act}", body="Hello", key="k", list="vip")
            assert answered.status == 404, act
        assert "Do you paint?" not in (await carol.get("inbox?q=paint")).body


async def test_reader_looks_and_cannot_write(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        reader = await ben(rosas, Role.READER)
        page = await reader.get(path)
        assert "You may read here, but not write." in page.body
        assert (await reader.post(f"{path}/write", body="Hello", key="k")).status == 403


@pytest.mark.parametrize("query", ["?box=nowhere", "?n=many", "?after=x", "?before=yesterday"])
async def test_address_that_leads_nowhere_is_not_found(tmp_path: Path, query: str) -> None:
    async with shop(tmp_path) as rosas:
        assert (await (await ben(rosas)).get(f"inbox{query}")).status == 404


async def test_search_keeps_what_was_typed(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await written(rosas)
        visitor = await ben(rosas)
        found = await visitor.get("inbox?q=pai")
        assert "Do you paint?" in found.body
        assert 'value="pai"' in found.body
        assert "Nothing found" in (await visitor.get("inbox?q=roof")).body


async def test_canned_replies_are_filled_in_for_the_person(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        await visitor.post(f"{path}/name", name="Dan Miller")
        await visitor.post("inbox/replies", title="Coming", body="Hi{first_name| there}, we are coming.")
        assert "Hi Dan, we are coming." in (await visitor.get(path)).body
        wrong = await visitor.post("inbox/replies", accept="text/html", title="Two", body="Hi {frist_name}")
        assert wrong.status == 422
        assert "did you mean {first_name}?" in wrong.body


async def test_stream_sends_the_parts_of_the_page(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path = await written(rosas)
        visitor = await ben(rosas)
        rosas.ringback.closing.set()
        stream = await visitor.get(f"inbox/live?c={path.removeprefix('inbox/')}")
        assert stream.headers["content-type"].startswith("text/event-stream")


async def test_second_person_is_another_conversation(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await written(rosas)
        other = await written(rosas, "How are you?", DANA, "SM2")
        visitor = replace(await ben(rosas))
        page = (await visitor.get(other)).body
        assert page.count("How are you?") >= 2


async def test_two_numbers_become_one_person_and_two_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        home, _ = await written(rosas), await written(rosas, "Dan again, from work", DANA, "SM2")
        visitor = await ben(rosas)
        wrong = await visitor.post(f"{home}/join", number="+1512555017")
        assert (wrong.status, FROM_THERE in (await visitor.get(home)).body) == (422, False)
        assert 'value="+1512555017"' in wrong.body
        await visitor.post(f"{home}/join", number=DANA)
        page = (await visitor.get(home)).body
        assert FROM_THERE in page
        assert page.count('aria-current="true">\n      <span class="face') == 1  # the row of the newer number
        assert "Texts from here go to" in page
        await visitor.post(f"{home}/part", number=DANA)
        assert FROM_THERE not in (await visitor.get(home)).body
