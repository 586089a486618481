"""Dan calls again, or has been in touch: who wants a person gets one, and nobody gets two texts."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.contacts import people as same
from ringback.contacts import store as contacts
from ringback.contacts.store import contacts as people
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose, State
from tests.cast import DAN, DANA
from tests.world import Shop, shop

SECOND_CALL = "Please call back: the caller called again, 1 hour after our text."


async def answered(rosas: Shop, call: str) -> None:
    await rosas.rings(call)
    await rosas.leg("screen_key", call, CallStatus="in-progress", Digits="1")
    await rosas.after(40)
    await rosas.call(
        "dial_done", call, DialCallStatus="completed", DialBridged="true", CallStatus="completed"
    )
    await rosas.call("voice_status", call, CallStatus="completed", CallDuration="40")


def ben_writes(tx: Transaction, account: str, line: str) -> None:
    contact = contacts.heard_from(tx, account, DAN, tx.now - timedelta(days=3))
    conversation = conversations.touch(tx, account, contact.id)
    reply = NewText(
        account_id=account,
        line_id=line,
        contact_id=contact.id,
        conversation_id=conversation,
        purpose=Purpose.REPLY,
        body="On our way.",
        once=f"reply:{tx.now.isoformat()}",
        due=tx.now,
        expires_at=tx.now,
    )
    text = queue.add(tx, reply)
    sent = texts.get(tx, text) if text else None
    assert sent is not None
    texts.change(tx, sent, State.ACCEPTED, accepted_at=tx.now)


async def test_second_call_in_an_episode_alerts_a_person_and_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(3600)
        await rosas.misses("CA2")
        await rosas.after(3600)
        assert len(rosas.sent) == 1
        assert [task.sentence for task in await rosas.tasks()] == [SECOND_CALL]


async def one_person(rosas: Shop) -> None:
    """Dan and Dana turn out to be one, after both have called once before, long ago."""

    def joined(tx: Transaction) -> None:
        long_ago = tx.now - timedelta(days=9)
        both = [contacts.heard_from(tx, rosas.line.account_id, number, long_ago) for number in (DAN, DANA)]
        assert same.join(tx, both[0], both[1])

    await rosas.ringback.db.run(joined)


async def test_who_was_texted_on_one_number_is_not_texted_on_the_other(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await one_person(rosas)
        await rosas.misses("CA1")
        await rosas.after(3600)
        await rosas.misses("CA2", DANA)
        await rosas.after(3600)
        assert [to for to, _ in rosas.sent] == [DAN]
        (task,) = await rosas.tasks()
        assert task.sentence.startswith("Please call back: ")


async def test_two_who_are_not_one_person_are_both_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.misses("CA2", DANA)
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == [DAN, DANA]


async def test_who_is_answered_on_the_other_number_meanwhile_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await one_person(rosas)
        await rosas.misses("CA1", DANA)
        await answered(rosas, "CA2")
        await rosas.after(120)
        assert rosas.sent == []


async def test_two_numbers_that_turn_out_to_be_one_person_get_one_text(tmp_path: Path) -> None:
    """Also when the one text leaves at the instant at which the other is put in line."""
    async with shop(tmp_path, policy={"delay_seconds": 14}) as rosas:
        await rosas.misses("CA1")
        await rosas.misses("CA2", DANA)
        await rosas.ringback.settled()
        await one_person(rosas)
        await rosas.after(60)
        second, first = await rosas.texts()
        assert [to for to, _ in rosas.sent] == [DAN]
        assert (second.state, second.reason) == (State.CANCELLED, "texted_meanwhile")
        assert first.due == second.created_at


async def test_whom_ben_writes_to_on_the_other_number_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses("CA1", DANA)
        await rosas.ringback.settled()
        await rosas.ringback.db.run(ben_writes, rosas.line.account_id, rosas.line.id)
        await one_person(rosas)
        await rosas.after(120)
        (waited,) = [text for text in await rosas.texts() if text.purpose is Purpose.MISSED_CALL]
        assert (waited.state, waited.reason) == (State.CANCELLED, "replied_meanwhile")
        assert rosas.sent == []


async def test_redial_while_the_text_waits_alerts_a_person_too(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses("CA1")
        await rosas.misses("CA2")
        await rosas.after(120)
        assert len(rosas.sent) == 1
        assert [task.sentence for task in await rosas.tasks()] == [
            "Please call back: the caller called again before our text was out."
        ]


async def test_who_hung_up_at_once_and_calls_again_is_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(1)
        await rosas.call("voice_status", "CA1", CallStatus="canceled", CallDuration="0")
        await rosas.misses("CA2")
        await rosas.after(10)
        assert (len(rosas.sent), await rosas.tasks()) == (1, [])


async def test_the_person_is_not_asked_any_more_when_the_third_call_was_answered_late(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(60)
        await rosas.misses("CA2")
        await rosas.after(1)
        assert len(await rosas.tasks()) == 1
        await rosas.leg("screen_key", "CA2", CallStatus="in-progress", Digits="1")
        await rosas.call("dial_done", "CA2", DialCallStatus="completed", DialBridged="true")
        await rosas.after(60)
        assert await rosas.tasks() == []


async def test_an_owner_may_want_a_second_text_after_the_cool_down(tmp_path: Path) -> None:
    policy = {
        "repeat": "text",
        "cooldown": "1h",
        "templates": {"repeat": "{business}: you called again. {stop}"},
    }
    async with shop(tmp_path, policy=policy) as rosas:
        await rosas.misses("CA1")
        await rosas.after(1800)
        await rosas.misses("CA2")
        await rosas.after(3600)
        await rosas.misses("CA3")
        await rosas.after(10)
        assert [body for _, body in rosas.sent][1:] == [
            "Rosa's Plumbing: you called again. Reply STOP to opt out."
        ]


async def test_who_calls_again_during_the_cool_down_is_called_back(tmp_path: Path) -> None:
    """Neither a text nor a word to anybody would be a lost caller."""
    async with shop(tmp_path, policy={"repeat": "text", "cooldown": "7d"}) as rosas:
        await rosas.misses("CA1")
        for call in ("CA2", "CA3"):
            await rosas.after(2 * 86400)
            await rosas.misses(call)
        await rosas.after(10)
        assert len(rosas.sent) == 1
        assert [task.sentence for task in await rosas.tasks()] == [
            "Please call back: the caller was texted 2 days ago, and you allow one text in 7 days.",
            "Please call back: the caller was texted 4 days ago, and you allow one text in 7 days.",
        ]


@pytest.mark.parametrize(("minutes", "texted"), [(29, 0), (31, 1)])
async def test_who_spoke_with_you_just_now_is_called_back_and_not_texted(
    tmp_path: Path, minutes: int, texted: int
) -> None:
    async with shop(tmp_path) as rosas:
        await answered(rosas, "CA1")
        await rosas.after(minutes * 60 - 15)
        await rosas.misses("CA2")
        await rosas.after(10)
        assert (len(rosas.sent), len(await rosas.tasks())) == (texted, 1 - texted)


async def test_who_ben_wrote_to_just_now_is_called_back_and_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(ben_writes, rosas.line.account_id, rosas.line.id)
        await rosas.after(600)
        await rosas.misses()
        await rosas.after(10)
        assert rosas.sent == []
        assert [task.sentence for task in await rosas.tasks()] == [
            "Please call back: nobody took the call, and you were in touch with the caller 10 minutes ago."
        ]


KNOWN = {"templates": {"known_customer": "Hi{first_name| again}, {business} will call you. {stop}"}}


async def test_a_caller_with_a_name_is_a_known_customer(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=KNOWN) as rosas:
        await rosas.ringback.db.run(
            lambda tx: tx.execute(
                people.insert().values(
                    id="contact_dan", account_id=rosas.line.account_id, number=DAN, name="Dan Miller",
                    last_contact_at=tx.now - timedelta(days=90), created_at=tx.now,
                )
            ).rowcount
        )  # fmt: skip
        await rosas.misses()
        await rosas.after(10)
        assert rosas.sent == [(DAN, "Hi Dan, Rosa's Plumbing will call you. Reply STOP to opt out.")]


async def test_a_caller_who_has_texted_before_is_a_known_customer(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=KNOWN) as rosas:
        await rosas.texts_in("Do you fix boilers?")
        await rosas.after(30 * 3600)
        await rosas.misses()
        await rosas.after(10)
        assert rosas.sent == [(DAN, "Hi again, Rosa's Plumbing will call you. Reply STOP to opt out.")]
