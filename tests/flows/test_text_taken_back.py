"""Ben takes back what he has written, before it leaves; and too late."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.conversations import store as conversations
from ringback.conversations.listing import Listed
from ringback.db.transaction import Transaction
from ringback.flows import looked_after, same_person
from ringback.flows.answered import Answer, answer
from ringback.flows.line_tried_again import try_again
from ringback.flows.text_taken_back import take_back
from ringback.flows.text_written import Refusal, Written
from ringback.lines import store as lines
from ringback.messages import store as texts
from ringback.messages.store import State, Text
from ringback.promises import store as promises
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA
from tests.conversations.make import BEN, ROSA
from tests.flows.test_answered import answers, dans
from tests.world import Shop, shop


@asynccontextmanager
async def stopped_shop(folder: Path) -> AsyncIterator[Shop]:
    """Whose line is stopped, so that texts wait."""
    async with shop(folder) as rosas:
        await rosas.ringback.db.run(lines.park, rosas.line, "Its keys are wrong.")
        yield rosas


async def asks(rosas: Shop, body: str = "Do you paint?", sid: str = "SM1", sender: str = DAN) -> Listed:
    await rosas.texts_in(body, sid, sender)
    await rosas.after(5)
    return await dans(rosas)


async def line_goes_on(rosas: Shop) -> None:
    await rosas.ringback.db.run(try_again, rosas.line.account_id, rosas.line.id)
    await rosas.after(60)


async def writes(rosas: Shop, key: str = "key1", body: str = "Yes, we do.") -> Written | Refusal:
    return await answers(rosas, BEN, "Ben", Answer(body, key, "", anyway=True))


async def takes_back(rosas: Shop, key: str = "key1", talk: str = "") -> bool:
    place = rosas.line.account_id, talk or (await dans(rosas)).conversation.id
    return await rosas.ringback.db.run(take_back, *place, BEN, "Ben", key)


async def waits_since(rosas: Shop) -> object:
    return (await dans(rosas)).conversation.waiting_since


async def test_it_never_leaves_and_whoever_asked_waits_again(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        since = (await asks(rosas)).conversation.waiting_since
        await writes(rosas)
        assert (since is not None, await waits_since(rosas)) == (True, None)
        for _ in range(2):
            assert await takes_back(rosas)
        await line_goes_on(rosas)
        (text,) = [text for text in await rosas.texts() if text.written_by]
        assert (text.state, text.sentence) == (
            State.CANCELLED,
            "Not texted: Ben took it back before it left.",
        )
        assert (rosas.sent, await waits_since(rosas)) == ([], since)
        assert await rosas.tasks() == []


async def test_what_has_left_is_not_touched(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await asks(rosas)
        await writes(rosas)
        await rosas.after(5)
        before = await rosas.texts()
        assert not await takes_back(rosas)
        assert (len(rosas.sent), await rosas.texts(), await waits_since(rosas)) == (1, before, None)


@pytest.mark.parametrize("state", [State.SENDING, State.UNSURE])
async def test_what_is_leaving_or_may_have_left_is_not_touched(tmp_path: Path, state: State) -> None:
    async with stopped_shop(tmp_path) as rosas:
        await asks(rosas)
        written = await writes(rosas)
        assert isinstance(written, Written)
        talk = (await dans(rosas)).conversation.id
        before, after = await rosas.ringback.db.run(_claimed, written.text_id, state, talk)
        assert (before.state, before) == (state, after)


def _claimed(tx: Transaction, text_id: str, state: State, talk: str) -> tuple[Text, Text]:
    """As it was claimed, and after the attempt to take it back."""
    text = texts.get(tx, text_id)
    assert text is not None
    texts.change(tx, text, state)
    claimed = texts.get(tx, text_id)
    assert not take_back(tx, text.account_id, talk, BEN, "Ben", "key1")
    after = texts.get(tx, text_id)
    assert claimed is not None
    assert after is not None
    return claimed, after


async def test_text_that_comes_after_it_was_taken_back_does_not_leave(tmp_path: Path) -> None:
    """Its way here was long, or the first answer was lost and the browser sends it again."""
    async with stopped_shop(tmp_path) as rosas:
        await asks(rosas)
        await writes(rosas, "came")
        assert await takes_back(rosas, "came")
        assert await takes_back(rosas, "late")
        for key in ("came", "late"):
            refused = await writes(rosas, key)
            assert refused == Refusal("taken_back", "This text was taken back before it left.")
        await line_goes_on(rosas)
        assert (rosas.sent, await waits_since(rosas) is None) == ([], False)
        assert isinstance(await writes(rosas, "anew"), Written)
        await rosas.after(5)
        assert len(rosas.sent) == 1


async def test_without_a_key_nothing_is_taken_back_or_refused(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        await asks(rosas)
        assert not await takes_back(rosas, key="")
        assert isinstance(await writes(rosas, key=""), Written)


async def test_what_was_ticked_off_and_kept_is_open_again(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        row = await asks(rosas)
        await rosas.ringback.db.run(_promised, row)
        await writes(rosas)
        assert await rosas.tasks() == []
        assert await takes_back(rosas)
        await rosas.after(5)
        assert {task.kind for task in await rosas.tasks()} == {TaskKind.CALL_BACK}
        await rosas.after(4 * 3600)
        assert {task.kind for task in await rosas.tasks()} == {TaskKind.CALL_BACK, TaskKind.LATE_PROMISE}


def _promised(tx: Transaction, row: Listed) -> None:
    account_id, contact_id, text = row.contact.account_id, row.contact.id, row.text
    assert text is not None
    texts.change(tx, text, State.SENT)  # as if it were the text of ours that promised it
    tasks.add(tx, account_id, TaskKind.CALL_BACK, "call_1", "Please call back.", contact_id)
    promises.make(
        tx, account_id=account_id, contact_id=contact_id, conversation_id=row.conversation.id,
        text_id=text.id, what="next_open", due=tx.now + timedelta(hours=3),
    )  # fmt: skip


async def test_two_are_taken_back_one_after_the_other(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        row = await asks(rosas)
        since, contact = row.conversation.waiting_since, row.contact.id
        account = rosas.line.account_id
        await rosas.ringback.db.run(tasks.add, account, TaskKind.CALL_BACK, "c", "Call.", contact)
        await writes(rosas, "key1", "Yes.")
        rosas.clock.advance_to(rosas.clock.now() + timedelta(milliseconds=1))
        await writes(rosas, "key2", "And no.")
        assert await takes_back(rosas, "key1")
        assert (await waits_since(rosas), await rosas.tasks()) == (None, [])
        assert await takes_back(rosas, "key2")
        assert (await waits_since(rosas), len(await rosas.tasks())) == (since, 1)


async def test_whoever_somebody_else_has_looked_after_does_not_wait(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        row = await asks(rosas)
        place = rosas.line.account_id, row.conversation.id
        for done in (looked_after.called_back, looked_after.finish):
            await writes(rosas, done.__name__)
            rosas.clock.advance_to(rosas.clock.now() + timedelta(milliseconds=1))
            await rosas.ringback.db.run(done, *place, ROSA)
            assert await takes_back(rosas, done.__name__, place[1])
            conversation = await rosas.ringback.db.read(conversations.get, *place)
            assert conversation.waiting_since is None


async def test_from_the_page_of_another_number_of_theirs(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        home = (await asks(rosas)).conversation.id
        work = (await asks(rosas, "From work", "SM2", DANA)).conversation.id
        account, db = rosas.line.account_id, rosas.ringback.db
        await db.run(same_person.join, account, home, BEN, DANA)
        await db.run(answer, account, home, BEN, "Ben", Answer("Yes.", "key1", "", anyway=True))
        assert await takes_back(rosas, "key1", work)
        late = await db.run(answer, account, home, BEN, "Ben", Answer("Yes.", "key1", "", anyway=True))
        assert isinstance(late, Refusal)
        await line_goes_on(rosas)
        assert rosas.sent == []


async def test_colleague_is_not_told_of_an_answer_that_was_taken_back(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        await asks(rosas)
        await writes(rosas)
        assert await takes_back(rosas)
        assert isinstance(await answers(rosas, ROSA, "Rosa", Answer("Sure!", "key2", "")), Written)


async def test_nothing_of_another_business(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        talk = (await asks(rosas)).conversation.id
        await writes(rosas)
        with pytest.raises(LookupError):
            await rosas.ringback.db.run(take_back, "account_carol", talk, BEN, "Ben", "key1")
