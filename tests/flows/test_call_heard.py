"""Of some calls only a part is heard. They come to an end all the same."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ringback.contacts import people
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.messages.store import Purpose
from ringback.phone.events import CallEnded, Outcome, Proof
from ringback.promises.store import State
from ringback.tasks.store import TaskKind
from tests.cast import DAN, ROSAS_PHONE
from tests.company import cut_before
from tests.flows.test_call_found import connected_shop, sweep
from tests.flows.test_promise_due import PROMISING, promised, somebody_answers
from tests.world import shop

A_QUARTER_HOUR = 15 * 60.0
FOUR_HOURS = 4 * 3600.0


async def test_call_of_which_only_a_phone_was_heard_does_not_stay_open(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.leg("leg", CallStatus="canceled")
        await rosas.after(A_QUARTER_HOUR + 1)
        [call] = await rosas.calls()
        assert (call.state, (await rosas.receipt()).reason) == ("missed", "hidden_number")


async def test_its_caller_is_found_in_the_log_and_texted(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.leg("leg", CallStatus="canceled")
        await rosas.after(180)
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        assert [to for to, _ in rosas.sent] == [DAN]
        await rosas.after(A_QUARTER_HOUR)
        assert [call.caller for call in await rosas.calls()][:1] == [DAN]
        assert len(rosas.sent) == 1


async def test_call_of_which_only_the_key_was_heard_is_not_texted_because_of_the_log(tmp_path: Path) -> None:
    """The log cannot say that nobody took it, and somebody did."""
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.after(180)
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        await rosas.after(FOUR_HOURS)
        assert (rosas.sent, await rosas.tasks()) == ([], [])
        assert [call.state for call in await rosas.calls()] == ["accepted", "missed"]


async def test_nobody_is_asked_to_call_back_who_has_been_spoken_with(tmp_path: Path) -> None:
    """The text stays unsure for good; meanwhile we learn that the call was answered after all."""
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [cut_before]
        rosas.company.finds = False
        await rosas.rings()
        await rosas.after(14)
        await rosas.nobody_answers()
        await rosas.after(6)
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.call("dial_done", DialCallStatus="completed", DialBridged="true")
        await rosas.after(timedelta(minutes=10).total_seconds())
        assert [(text.state, text.reason) for text in await rosas.texts()] == [("unsure", "unknown")]
        assert ((await rosas.calls())[0].state, await rosas.tasks()) == ("accepted", [])


async def test_whoever_gets_through_at_last_need_not_be_called_back_for_the_calls_before(
    tmp_path: Path,
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP")
        await rosas.misses("CA1")
        await rosas.after(60)
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]
        await somebody_answers(rosas, "CA2")
        assert await rosas.tasks() == []


async def test_what_they_want_since_is_not_done_by_an_answered_call_of_which_we_hear_late(
    tmp_path: Path,
) -> None:
    """They called again in vain before the company came to tell of the first one."""
    async with shop(tmp_path, policy={**PROMISING, "delay_seconds": 60}) as rosas:
        spoke = rosas.clock.now()
        await rosas.after(300)
        await rosas.misses("CA2")
        await rosas.after(10)
        late = CallEnded("CA1", DAN, rosas.line.number, Outcome.COMPLETED, Proof.PERSON, spoke)
        await rosas.ringback.db.run(call_heard, rosas.line, late)
        await rosas.after(300)
        assert sorted(call.state for call in await rosas.calls()) == ["accepted", "missed"]
        assert (len(rosas.sent), await promised(rosas)) == (1, [("reply_within", State.OPEN)])


async def test_text_about_the_very_call_that_was_answered_is_called_off_however_late(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        spoke = rosas.clock.now()
        await rosas.misses("CA1")
        await rosas.texts_in("Thank you for the talk")
        await rosas.after(10)
        late = CallEnded("CA1", DAN, rosas.line.number, Outcome.COMPLETED, Proof.PERSON, spoke)
        await rosas.ringback.db.run(call_heard, rosas.line, late)
        await rosas.after(300)
        reasons = {text.reason for text in await rosas.texts() if text.purpose is Purpose.MISSED_CALL}
        assert (rosas.sent, reasons) == ([], {"answered"})


async def test_text_about_a_call_beside_a_talk_does_not_leave_when_the_clock_is_set_back_meanwhile(
    tmp_path: Path,
) -> None:
    """By the clock the talk was over before the other call came."""
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA2")
        await rosas.leg("screen_key", "CA2", Digits="1")
        await rosas.after(1)
        await rosas.misses("CA1")
        await rosas.after(3)

        def hear_the_end(tx: Transaction) -> None:
            then = tx.now - timedelta(minutes=1)
            ended = CallEnded("CA2", DAN, rosas.line.number, Outcome.COMPLETED, Proof.UNCLEAR, then)
            call_heard(replace(tx, now=then), rosas.line, ended)

        await rosas.ringback.db.run(hear_the_end)
        await rosas.after(300)
        assert (rosas.sent, [text.reason for text in await rosas.texts()]) == ([], ["answered"])


async def test_call_from_a_phone_of_the_business_makes_nobody_a_customer(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1", caller=ROSAS_PHONE)
        await rosas.leg("screen_key", "CA1", CallStatus="in-progress", Digits="1")
        answered = {"DialCallStatus": "completed", "DialBridged": "true", "CallStatus": "completed"}
        await rosas.call("dial_done", "CA1", caller=ROSAS_PHONE, **answered)
        await rosas.after(5)
        assert [call.state for call in await rosas.calls()] == ["accepted"]
        assert await rosas.ringback.db.read(people.newest, rosas.line.account_id, "", 5) == []


async def test_text_about_a_call_before_does_not_leave_while_or_after_they_speak(tmp_path: Path) -> None:
    """The company tells of the first call's end only when the key of the second one was pressed."""
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA2")
        await rosas.leg("screen_key", "CA2", Digits="1")
        await rosas.after(1)
        await rosas.misses("CA1")
        await rosas.after(3)
        await rosas.call("dial_done", "CA2", DialCallStatus="completed", DialBridged="true")
        await rosas.after(600)
        assert rosas.sent == []
