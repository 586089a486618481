"""Rosa calls Dan from the business number: her own phone rings, then his, once and never again by itself."""

from pathlib import Path

import pytest

from ringback.calls import placed
from ringback.calls.placed import CallOut, State
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.flows.called_out import Caller, CannotCall, call_out
from tests.cast import DAN, ROSAS_PHONE
from tests.company import answers, cut
from tests.world import Shop, shop

ROSA = Caller("user_rosa", ROSAS_PHONE)


async def presses(rosas: Shop, key: str = "1", caller: Caller = ROSA) -> bool:
    def press(tx: Transaction) -> bool:
        contact = contacts.by_number(tx, rosas.line.account_id, DAN)
        assert contact is not None
        talk = conversations.with_contact(tx, rosas.line.account_id, contact.id)
        assert talk is not None
        return call_out(tx, rosas.line.account_id, talk.id, caller, key)

    await rosas.ringback.settled()
    return await rosas.ringback.db.run(press)


async def every(rosas: Shop) -> list[CallOut]:
    def found(tx: Transaction) -> list[CallOut]:
        contact = contacts.by_number(tx, rosas.line.account_id, DAN)
        return placed.of_contact(tx, rosas.line.account_id, contact.id, None, 10) if contact else []

    return await rosas.ringback.db.read(found)


async def hears(rosas: Shop, kind: str, **said: str) -> str:
    call = (await every(rosas))[0]
    status, body = await rosas.webhook(
        kind, query=f"placed={call.id}&to=%2B{DAN[1:]}", CallSid="CA9", Direction="outbound-api",
        From=rosas.line.number, To=ROSAS_PHONE, **said,
    )  # fmt: skip
    assert status == 200
    await rosas.ringback.settled()
    return body


async def test_her_phone_rings_then_his_and_nobody_has_to_call_any_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.texts_in("Please call me")
        await rosas.after(1)
        assert await presses(rosas)
        await rosas.after(1)
        (asked,) = rosas.company.placed
        assert (asked["From"], asked["To"]) == (rosas.line.number, ROSAS_PHONE)
        assert DAN not in await hears(rosas, "placed", CallStatus="in-progress")
        document = await hears(rosas, "placed_key", CallStatus="in-progress", Digits="1")
        assert f'callerId="{rosas.line.number}"' in document
        assert f">{DAN}</Number>" in document
        await hears(rosas, "placed_leg", CallStatus="in-progress")
        assert await rosas.tasks() == []
        await hears(
            rosas, "placed_done", CallStatus="in-progress", DialCallStatus="completed", DialCallDuration="61"
        )
        await hears(rosas, "placed_status", CallStatus="completed")
        (call,) = await every(rosas)
        assert (call.state, call.seconds) == (State.SPOKE, 61)


async def test_whoever_was_called_back_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await presses(rosas)
        await rosas.after(1)
        await hears(rosas, "placed_leg", CallStatus="in-progress")
        await rosas.after(300)
        assert rosas.sent == []


async def test_without_the_key_nobody_elses_phone_rings(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await presses(rosas)
        await rosas.after(1)
        assert "<Dial" not in await hears(rosas, "placed_key", CallStatus="in-progress", Digits="2")
        await hears(rosas, "placed_status", CallStatus="completed")
        assert [call.state for call in await every(rosas)] == [State.NOT_TAKEN]


async def test_pressing_twice_calls_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        assert [await presses(rosas), await presses(rosas), await presses(rosas, "2")] == [True, False, False]
        await rosas.after(1)
        assert len(rosas.company.placed) == 1


async def test_a_lost_answer_is_never_followed_by_a_second_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        rosas.company.faults = [cut]
        await presses(rosas)
        await rosas.after(3600)
        assert len(rosas.company.placed) == 1
        assert [call.state for call in await every(rosas)] == [State.UNSURE]


async def test_what_is_heard_of_an_unsure_call_makes_it_sure(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        rosas.company.faults = [cut]
        await presses(rosas)
        await rosas.after(1)
        await hears(rosas, "placed_key", CallStatus="in-progress", Digits="1")
        await hears(rosas, "placed_done", CallStatus="in-progress", DialCallStatus="no-answer")
        await hears(rosas, "placed", CallStatus="in-progress")
        assert [call.state for call in await every(rosas)] == [State.NOT_REACHED]


async def test_killed_while_the_company_was_asked_it_is_not_asked_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)

        def killed(tx: Transaction) -> None:
            (call,) = tx.all(placed.placed_calls.select())
            tx.execute(placed.placed_calls.update().values(state=State.STARTING))
            jobs.add(tx, placed.TASK, call.id, key=f"{placed.TASK}:{call.id}")

        rosas.company.faults = [answers(400, 21215)]
        await presses(rosas)
        await rosas.after(1)
        await rosas.ringback.db.run(killed)
        await rosas.after(60)
        assert len(rosas.company.placed) == 1
        assert [call.state for call in await every(rosas)] == [State.UNSURE]


async def test_a_refused_call_says_why_and_may_be_tried_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        rosas.company.faults = [answers(400, 21215)]
        await presses(rosas)
        await rosas.after(1)
        (call,) = await every(rosas)
        assert (call.state, call.problem) == (State.FAILED, "Twilio refused the call.")
        assert await presses(rosas, "2")


async def test_another_business_and_another_line_change_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await presses(rosas)
        await rosas.after(1)
        call = (await every(rosas))[0]
        with pytest.raises(LookupError):
            await rosas.ringback.db.run(call_out, "account_carols", "conversation_none", ROSA, "1")
        await rosas.webhook(
            "placed_status", query="placed=placed_none", CallSid="CA9", CallStatus="completed"
        )
        await rosas.ringback.settled()
        assert (await every(rosas))[0] == call


async def test_her_own_number_is_not_called_from_itself(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        with pytest.raises(CannotCall):
            await presses(rosas, caller=Caller("user_dan", DAN))
