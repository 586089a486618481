"""Ben answers Dan; Rosa, who was typing at the same time, is told before Dan gets two answers."""

from pathlib import Path

import pytest

from ringback.conversations import listing
from ringback.conversations.listing import Listed
from ringback.flows.answered import Answer, NotSendable, Picture, answer
from ringback.flows.text_written import Refusal, Written
from tests.conversations.make import BEN, ROSA
from tests.messages.test_attachments import JPEG
from tests.world import PUBLIC, Shop, ask, shop


async def dans(rosas: Shop) -> Listed:
    return (await rosas.ringback.db.read(listing.page, rosas.line.account_id, BEN)).rows[0]


async def answers(rosas: Shop, member: str, name: str, given: Answer) -> Written | Refusal:
    place = (rosas.line.account_id, (await dans(rosas)).conversation.id)
    return await rosas.ringback.db.run(answer, *place, member, name, given)


async def seen(rosas: Shop) -> str:
    text = (await dans(rosas)).text
    return text.id if text else ""


async def test_answer_leaves_once_and_the_conversation_is_bens(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        given = Answer("Yes, we do.", "key1", await seen(rosas))
        for _ in range(2):
            assert isinstance(await answers(rosas, BEN, "Ben", given), Written)
        await rosas.after(5)
        assert [body for _, body in rosas.sent] == ["Yes, we do. Reply STOP to opt out."]
        row = await dans(rosas)
        assert (row.conversation.assigned_to, row.conversation.waiting_since, row.unread) == (
            BEN,
            None,
            False,
        )
        assert row.conversation.taken_over(rosas.clock.now())
        found = await rosas.ringback.db.read(listing.page, rosas.line.account_id, BEN, typed="we do")
        assert len(found.rows) == 1


async def test_answer_that_comes_twice_answers_nothing_that_came_between(tmp_path: Path) -> None:
    """The answer to the first was lost, and the customer wrote again before the browser tried again."""
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        given = Answer("Yes, we do.", "key1", await seen(rosas))
        await answers(rosas, BEN, "Ben", given)
        await rosas.after(5)
        await rosas.texts_in("And when?", "SM2")
        await rosas.after(5)
        assert isinstance(await answers(rosas, BEN, "Ben", given), Written)
        assert (await dans(rosas)).conversation.waiting_since is not None


async def test_second_answer_to_the_same_question_is_held_until_they_insist(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        question = await seen(rosas)
        await answers(rosas, BEN, "Ben", Answer("Yes, we do.", "key1", question))
        late = await answers(rosas, ROSA, "Rosa", Answer("Sure!", "key2", question))
        assert late == Refusal(
            "answered",
            "Ben has just answered: “Yes, we do. Reply STOP to opt out.”",
            may_insist=True,
        )
        await rosas.after(5)
        assert len(rosas.sent) == 1
        given = Answer("Sure!", "key2", question, anyway=True)
        assert isinstance(await answers(rosas, ROSA, "Rosa", given), Written)
        await rosas.after(5)
        assert len(rosas.sent) == 2


async def test_what_one_wrote_oneself_stands_in_nobodys_way(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        question = await seen(rosas)
        for number in range(2):
            given = Answer(f"Yes {number}.", f"key{number}", question)
            assert isinstance(await answers(rosas, BEN, "Ben", given), Written)


async def test_picture_goes_along_and_the_company_can_fetch_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        given = Answer("Like this", "key1", await seen(rosas), picture=Picture(JPEG, "image/jpeg", PUBLIC))
        for _ in range(2):
            assert isinstance(await answers(rosas, BEN, "Ben", given), Written)
        await rosas.after(5)
        (sent,) = rosas.company.texts
        assert sent["media"].startswith(f"{PUBLIC}/media/attachment_")
        path = sent["media"].removeprefix(PUBLIC)
        assert (await ask(rosas.ringback, "GET", path, "", {}, b""))[0] == 200
        await rosas.after(25 * 3600)
        assert (await ask(rosas.ringback, "GET", path, "", {}, b""))[0] == 404


async def test_picture_needs_no_words(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        for number in range(2):
            picture = Picture(JPEG, "image/jpeg", PUBLIC)
            given = Answer(" ", f"key{number}", await seen(rosas), picture=picture)
            assert isinstance(await answers(rosas, BEN, "Ben", given), Written)
            await rosas.after(5)
        assert [text["body"] for text in rosas.company.texts] == ["Reply STOP to opt out.", ""]
        assert all(text["media"] for text in rosas.company.texts)


async def test_two_who_answer_a_voicemail_at_once_are_held_apart_too(tmp_path: Path) -> None:
    """Where no text was yet, there is none that both have seen."""
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        assert isinstance(await answers(rosas, BEN, "Ben", Answer("Yes.", "key1", "")), Written)
        late = await answers(rosas, ROSA, "Rosa", Answer("Sure!", "key2", ""))
        assert isinstance(late, Refusal)
        assert late.code == "answered"


async def test_file_that_is_no_picture_does_not_go_and_neither_do_the_words(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        given = Answer("Like this", "key1", "", picture=Picture(b"<script>", "image/jpeg", PUBLIC))
        with pytest.raises(NotSendable, match="JPEG, PNG or GIF"):
            await answers(rosas, BEN, "Ben", given)
        await rosas.after(5)
        assert rosas.sent == []


async def test_refused_text_changes_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        refused = await answers(rosas, BEN, "Ben", Answer("  ", "key1", await seen(rosas)))
        assert isinstance(refused, Refusal)
        row = await dans(rosas)
        assert (row.conversation.assigned_to, row.conversation.taken_over_by) == (None, None)
