"""A call that nobody takes becomes one text; every other call becomes none, with a reason."""

from pathlib import Path

import pytest

from ringback.messages.store import State
from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.cast import BENS_LINE, BENS_PHONE, DAN, ROSAS_LINE, ROSAS_PHONE
from tests.company import answers, cut, cut_before
from tests.world import Shop, open_line, shop

FIRST_TEXT = (
    "Hi there, this is Rosa's Plumbing. Sorry we missed your call. What can we help you with? "
    "Reply STOP to opt out."
)
BUSY_TEXT = (
    "Hi there, this is Rosa's Plumbing. We couldn't get to the phone just now. How can we help? "
    "Reply STOP to opt out."
)


async def test_missed_call_is_texted_once_after_five_seconds(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(4.9)
        assert rosas.sent == []
        await rosas.after(0.2)
        assert rosas.sent == [(DAN, FIRST_TEXT)]
        assert [text.state for text in await rosas.texts()] == [State.ACCEPTED]
        assert (await rosas.receipt()).verdict == "text"
        assert await rosas.tasks() == []


async def test_every_webhook_three_times_and_backwards_makes_one_text(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for _ in range(3):
            await rosas.call("voice_status", CallStatus="completed", CallDuration="3")
            await rosas.leg("leg", CallStatus="no-answer")
            await rosas.nobody_answers()
            await rosas.leg("leg", CallStatus="ringing")
            await rosas.rings()
        await rosas.after(60)
        assert rosas.sent == [(DAN, FIRST_TEXT)]
        assert len(await rosas.calls()) == 1


async def test_call_taken_with_the_key_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _answered(rosas)
        await rosas.after(3600)
        assert rosas.sent == []
        assert [call.state for call in await rosas.calls()] == ["accepted"]


@pytest.mark.parametrize("policy", [{"delay_seconds": 0}, {}])
async def test_answered_call_whose_events_come_backwards_is_not_texted(
    tmp_path: Path, policy: dict[str, int]
) -> None:
    async with shop(tmp_path, policy=policy) as rosas:
        await rosas.call("voice_status", CallStatus="completed", CallDuration="30")
        await rosas.call(
            "dial_done", DialCallStatus="completed", DialBridged="true", CallStatus="in-progress"
        )
        await rosas.leg("screen_key", Digits="1")
        await rosas.leg("leg", CallStatus="in-progress")
        await rosas.rings()
        await rosas.after(3600)
        assert rosas.sent == []


async def _answered(rosas: Shop, call: str = "CA1") -> None:
    await rosas.rings(call)
    await rosas.leg("leg", call, CallStatus="ringing")
    await rosas.after(6)
    await rosas.leg("leg", call, CallStatus="in-progress")
    await rosas.leg("screen", call, CallStatus="in-progress")
    await rosas.leg("screen_key", call, CallStatus="in-progress", Digits="1")
    await rosas.after(40)
    await rosas.leg("leg", call, CallStatus="completed", CallDuration="38")
    await rosas.call(
        "dial_done",
        call,
        DialCallStatus="completed",
        DialBridged="true",
        DialCallDuration="38",
        CallStatus="completed",
    )
    await rosas.call("voice_status", call, CallStatus="completed", CallDuration="38")


async def test_owners_voicemail_that_picks_up_does_not_count_as_answered(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.after(12)
        await rosas.leg("leg", CallStatus="in-progress")
        await rosas.leg("screen", CallStatus="in-progress")
        await rosas.after(6)
        await rosas.call(
            "dial_done", DialCallStatus="completed", DialBridged="false", CallStatus="in-progress"
        )
        await rosas.after(5)
        assert rosas.sent == [(DAN, BUSY_TEXT)]


async def test_without_the_key_a_picked_up_phone_counts_as_answered(tmp_path: Path) -> None:
    async with shop(tmp_path, press_to_accept=False) as rosas:
        document = await rosas.rings()
        assert "screen" not in document
        await rosas.call("dial_done", DialCallStatus="completed", DialBridged="true", CallStatus="completed")
        await rosas.call("voice_status", CallStatus="completed", CallDuration="30")
        await rosas.after(600)
        assert rosas.sent == []


async def test_accepted_call_whose_closing_event_is_lost_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.after(5 * 3600)
        assert rosas.sent == []
        assert [call.state for call in await rosas.calls()] == ["accepted"]


async def test_call_whose_closing_events_never_come_is_swept_and_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.after(14 + 35 + 5)
        assert rosas.sent == [(DAN, FIRST_TEXT)]


async def test_call_that_is_swept_hours_later_becomes_a_task(tmp_path: Path) -> None:
    """A phone was picked up, nobody pressed the key, and the end was never told."""
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.leg("screen", CallStatus="in-progress")
        await rosas.after(4 * 3600 + 60)
        assert rosas.sent == []
        assert (await rosas.receipt()).reason == "late"


async def test_caller_who_hangs_up_at_once_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.after(2)
        await rosas.call("voice_status", CallStatus="canceled", CallDuration="0")
        await rosas.after(600)
        assert rosas.sent == []
        assert (await rosas.receipt()).reason == "hung_up_early"


async def test_caller_who_hangs_up_after_some_rings_is_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.after(9)
        await rosas.call("voice_status", CallStatus="no-answer", CallDuration="0")
        await rosas.after(10)
        assert rosas.sent == [(DAN, FIRST_TEXT)]


async def test_forwarded_call_is_missed_on_arrival_and_nobody_is_dialled(tmp_path: Path) -> None:
    async with shop(tmp_path, mode=Mode.FORWARDED) as rosas:
        document = await rosas.rings()
        assert "<Dial" not in document
        assert "Rosa's Plumbing" in document.replace("&apos;", "'")
        await rosas.after(5)
        assert rosas.sent == [(DAN, FIRST_TEXT)]


@pytest.mark.parametrize(
    "caller", ["anonymous", "+266696687", "", ROSAS_PHONE, BENS_PHONE, ROSAS_LINE, "+18005550123"]
)
async def test_callers_who_cannot_or_may_not_be_texted_are_not(tmp_path: Path, caller: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses(caller=caller)
        await rosas.after(600)
        assert rosas.sent == []
        assert (await rosas.receipt()).verdict in ("skip", "call_back")


async def test_second_missed_call_within_the_day_is_not_texted_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(3600)
        await rosas.misses("CA2")
        await rosas.after(3600)
        assert len(rosas.sent) == 1
        assert (await rosas.receipt()).reason == "repeat"


async def test_caller_is_texted_again_the_day_after(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(25 * 3600)
        await rosas.misses("CA2")
        await rosas.after(10)
        assert len(rosas.sent) == 2


async def test_answered_redial_calls_the_waiting_text_off(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 120}) as rosas:
        await rosas.misses("CA1")
        await rosas.after(20)
        await _answered(rosas, "CA2")
        await rosas.after(600)
        assert rosas.sent == []
        assert [(text.state, text.reason) for text in await rosas.texts()] == [(State.CANCELLED, "answered")]


async def test_stop_while_the_text_waits_calls_it_off(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.texts_in("STOP")
        await rosas.after(600)
        assert rosas.sent == []


async def test_company_that_cannot_be_reached_is_tried_again_until_it_is_too_late(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(429, 20429)] * 1000
        await rosas.misses()
        await rosas.after(660)
        assert rosas.sent == []
        assert rosas.company.requests > 5
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]


async def test_busy_company_gets_the_text_at_the_next_try(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(429, 20429, **{"Retry-After": "7"})]
        await rosas.misses()
        await rosas.after(11)
        assert rosas.sent == []
        await rosas.after(2)
        assert rosas.sent == [(DAN, FIRST_TEXT)]


async def test_lost_answer_is_looked_up_and_never_repeated(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [cut]
        await rosas.misses()
        await rosas.after(5)
        assert [text.state for text in await rosas.texts()] == [State.UNSURE]
        await rosas.after(600)
        assert rosas.sent == [(DAN, FIRST_TEXT)]
        assert rosas.company.requests == 1
        assert [text.state for text in await rosas.texts()] == [State.ACCEPTED]
        assert await rosas.tasks() == []


async def test_report_with_our_id_settles_an_unsure_text(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [cut]
        rosas.company.finds = False
        await rosas.misses()
        await rosas.after(5)
        await rosas.reports("delivered")
        await rosas.after(600)
        assert [text.state for text in await rosas.texts()] == [State.DELIVERED]
        assert (rosas.company.requests, await rosas.tasks()) == (1, [])


async def test_unsure_text_that_nobody_knows_becomes_a_task_and_is_not_repeated(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [cut_before]
        await rosas.misses()
        await rosas.after(600)
        assert (rosas.sent, rosas.company.requests) == ([], 1)
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(400, 21614, "bad_number"), (400, 21211, "bad_number"), (400, 21617, "refused")],
)
async def test_refused_text_becomes_a_call_back_task(
    tmp_path: Path, status: int, code: int, reason: str
) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(status, code)]
        await rosas.misses()
        await rosas.after(600)
        assert [(text.state, text.reason) for text in await rosas.texts()] == [(State.FAILED, reason)]
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]
        assert rosas.company.requests == 1


async def test_number_that_bounced_is_not_tried_at_the_next_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(5)
        await rosas.reports("undelivered", code="30006")
        await rosas.after(48 * 3600)
        await rosas.misses("CA2")
        await rosas.after(600)
        assert rosas.company.requests == 1
        assert (await rosas.receipt()).reason == "cannot_receive"


async def test_opt_out_held_by_the_company_is_taken_over(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(400, 21610)]
        await rosas.misses("CA1")
        await rosas.after(48 * 3600)
        await rosas.misses("CA2")
        await rosas.after(600)
        assert rosas.company.requests == 1
        assert (await rosas.receipt()).reason == "opted_out"


async def test_wrong_key_parks_the_line_and_tells_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(401, 20003)] * 50
        await rosas.misses("CA1", "+15125550121")
        await rosas.misses("CA2", "+15125550122")
        await rosas.after(700)
        assert rosas.company.requests == 1
        kinds = sorted(task.kind for task in await rosas.tasks())
        assert kinds == [TaskKind.CALL_BACK, TaskKind.CALL_BACK, TaskKind.FIX_LINE]


async def test_line_may_send_its_texts_through_another_line(tmp_path: Path) -> None:
    async with shop(tmp_path, texts_via=BENS_LINE) as rosas:
        other = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, number=BENS_LINE, mode=Mode.FORWARDED
        )
        await rosas.misses()
        await rosas.after(10)
        assert [text["from"] for text in rosas.company.texts] == [BENS_LINE]
        await rosas.webhook(
            "text", line=other.id, MessageSid="SM1", From=DAN, To=BENS_LINE, Body="STOP", NumMedia="0"
        )
        await rosas.after(48 * 3600)
        await rosas.misses("CA2")
        await rosas.after(600)
        assert len(rosas.company.texts) == 1


async def test_late_answered_event_turns_a_missed_call_into_an_answered_one(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 30}) as rosas:
        await rosas.rings()
        await rosas.call("voice_status", CallStatus="completed", CallDuration="50")
        await rosas.after(10)
        assert [call.state for call in await rosas.calls()] == ["missed"]
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.after(600)
        assert rosas.sent == []
        assert [call.state for call in await rosas.calls()] == ["accepted"]
