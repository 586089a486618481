"""A person always wins: where Ben answers, nothing automatic does."""

from datetime import timedelta
from pathlib import Path

from aiohttp.web import Request, StreamResponse, json_response

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.conversations.store import TAKEN_OVER_FOR, Conversation
from ringback.db.transaction import Transaction
from ringback.flows import same_person
from ringback.flows.looked_after import called_back
from ringback.flows.taken_over import hand_back, take_over
from tests.cast import DAN, DANA
from tests.company import Company
from tests.conversations.make import BEN
from tests.world import Shop, shop


async def dans(rosas: Shop) -> Conversation:
    return await of_number(rosas, DAN)


async def of_number(rosas: Shop, number: str) -> Conversation:
    def found(tx: Transaction) -> Conversation | None:
        contact = contacts.by_number(tx, rosas.line.account_id, number)
        return conversations.with_contact(tx, rosas.line.account_id, contact.id) if contact else None

    conversation = await rosas.ringback.db.read(found)
    assert conversation is not None
    return conversation


async def test_text_that_waits_is_called_off(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.ringback.db.run(take_over, rosas.line.account_id, (await dans(rosas)).id, BEN)
        await rosas.after(600)
        assert (rosas.sent, [text.reason for text in await rosas.texts()]) == ([], ["taken_over"])


async def test_a_call_meanwhile_is_asked_to_be_called_back_in_words_of_now(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you fix boilers?")
        await rosas.after(1)
        await rosas.ringback.db.run(take_over, rosas.line.account_id, (await dans(rosas)).id, BEN)
        await rosas.misses()
        await rosas.after(1)
        said = "Please call back: nobody took the call, and one of you has their conversation in hand."
        assert [task.sentence for task in await rosas.tasks()] == [said]
        assert (await rosas.receipt()).sentence == said


async def test_what_the_company_refuses_for_now_is_not_tried_again(tmp_path: Path) -> None:
    """Ben takes over while the company is asked: at that moment nothing waits that could be called off."""
    async with shop(tmp_path) as rosas:

        async def busy(_: Company, _request: Request, _form: dict[str, str]) -> StreamResponse:
            await rosas.ringback.db.run(take_over, rosas.line.account_id, (await dans(rosas)).id, BEN)
            return json_response({"code": 20429}, status=429)

        rosas.company.faults = [busy]
        await rosas.misses()
        await rosas.after(600)
        assert (rosas.sent, [text.reason for text in await rosas.texts()]) == ([], ["taken_over"])


async def test_whose_other_number_somebody_answers_gets_nothing_automatic_here(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.texts_in("Dan again, from work", sender=DANA)
        await rosas.misses()
        await rosas.after(10)
        both = rosas.line.account_id, (await of_number(rosas, DANA)).id, BEN
        await rosas.ringback.db.run(same_person.join, *both, DAN)
        await rosas.ringback.db.run(take_over, *both)
        await rosas.after(600)
        assert (rosas.sent, (await rosas.texts())[0].reason) == ([], "taken_over")


async def test_whoever_was_called_back_on_another_phone_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.ringback.db.run(called_back, rosas.line.account_id, (await dans(rosas)).id, BEN)
        await rosas.after(600)
        assert (rosas.sent, [text.reason for text in await rosas.texts()]) == ([], ["called_back"])


async def test_call_is_for_a_person_until_it_is_handed_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        conversation = await dans(rosas)
        await rosas.ringback.db.run(take_over, rosas.line.account_id, conversation.id, BEN)
        await rosas.after(3 * 3600)
        await rosas.misses("CA1")
        await rosas.after(60)
        assert (rosas.sent, (await rosas.receipt()).reason) == ([], "in_touch")
        assert len(await rosas.tasks()) == 1
        await rosas.ringback.db.run(hand_back, rosas.line.account_id, conversation.id, BEN)
        await rosas.misses("CA2")
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def test_taking_over_ends_by_itself_when_nobody_writes_any_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.after(5)
        await rosas.ringback.db.run(take_over, rosas.line.account_id, (await dans(rosas)).id, BEN)
        assert (await dans(rosas)).taken_over(rosas.clock.now() + TAKEN_OVER_FOR - timedelta(seconds=1))
        await rosas.after(TAKEN_OVER_FOR.total_seconds() + 1)
        await rosas.misses()
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def test_who_writes_something_that_needs_an_answer_waits_since_then(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?", "SM1")
        await rosas.after(60)
        asked = (await dans(rosas)).waiting_since
        await rosas.texts_in("Hello?", "SM2")
        await rosas.after(60)
        assert (await dans(rosas)).waiting_since == asked is not None


async def test_who_says_stop_waits_for_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP")
        await rosas.after(60)
        assert (await dans(rosas)).waiting_since is None


async def test_who_was_spoken_with_waits_no_longer(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you paint?")
        await rosas.rings()
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.call("dial_done", DialCallStatus="completed", DialBridged="true", CallStatus="completed")
        await rosas.after(5)
        assert (await dans(rosas)).waiting_since is None
