"""A test call shows each stage, and what to do where one fails."""

from pathlib import Path

import pytest

from ringback.flows.line_tested import CannotTest, Progress, Stage, begin_test, stages
from ringback.lines import going_live
from tests.cast import BENS_PHONE, DAN, DANA
from tests.company import answers
from tests.world import Shop, shop

CALL_NOW = "Call (512) 555-0142 from (512) 555-0111 now, and let it ring."
PASSED, WAITING, FAILED = Progress.PASSED, Progress.WAITING, Progress.FAILED


async def begin(rosas: Shop, phone: str = DAN) -> None:
    await rosas.ringback.db.run(going_live.begin, rosas.line)
    await rosas.ringback.db.run(begin_test, rosas.line, phone)


async def reached(rosas: Shop) -> list[Progress]:
    return [stage.progress for stage in await shown(rosas)]


async def told(rosas: Shop) -> str:
    """What the first stage that has not passed says."""
    return next(stage.sentence for stage in await shown(rosas) if stage.progress is not PASSED)


async def shown(rosas: Shop) -> tuple[Stage, ...]:
    test = await rosas.ringback.db.read(going_live.last_test, rosas.line.account_id, rosas.line.id)
    assert test is not None
    return await rosas.ringback.db.read(stages, rosas.line, test)


async def test_each_stage_passes_in_turn(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begin(rosas)
        seen = [await reached(rosas)]
        await rosas.rings()
        await rosas.after(14)
        seen.append(await reached(rosas))
        await rosas.nobody_answers()
        await rosas.after(2)
        seen.append(await reached(rosas))
        await rosas.after(5)
        seen.append(await reached(rosas))
        await rosas.reports("delivered")
        await rosas.after(1)
        seen.append(await reached(rosas))
        await rosas.texts_in("It works!")
        await rosas.after(1)
        seen.append(await reached(rosas))
    passed = [[progress is PASSED for progress in stage].count(True) for stage in seen]
    assert passed == [0, 1, 3, 4, 5, 6]


async def test_what_has_passed_stays_so_whatever_is_called_later(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begin(rosas)
        await rosas.misses()
        await rosas.after(6)
        await rosas.reports("delivered")
        await rosas.texts_in("It works!")
        await rosas.after(1)
        assert await reached(rosas) == [PASSED] * 6
        await rosas.after(3600)
        await rosas.misses("CA2")
        await rosas.after(6)
        assert await reached(rosas) == [PASSED] * 6


async def test_before_it_is_live_only_the_tester_is_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begin(rosas)
        await rosas.misses("CA1", DANA)
        await rosas.misses("CA2", DAN)
        await rosas.after(60)
        to_the_tester = [to for to, _ in rosas.sent]
        await rosas.ringback.db.run(going_live.go_live, rosas.line, "user_rosa")
        await rosas.after(25 * 3600)
        await rosas.misses("CA3", DANA)
        await rosas.after(60)
        afterwards = [to for to, _ in rosas.sent]
    assert (to_the_tester, afterwards) == ([DAN], [DAN, DANA])


async def test_the_same_phone_may_test_again_and_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for number in range(3):
            await begin(rosas)
            await rosas.misses(f"CA{number}")
            await rosas.after(30)
            assert (await reached(rosas))[:4] == [PASSED] * 4
        await rosas.after(3600)
        await rosas.misses("CA9")  # the test is over: a caller like any other, on a line that only watches
        await rosas.after(30)
        assert len(rosas.sent) == 3


async def test_an_answered_test_call_says_so(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begin(rosas)
        await rosas.rings()
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.call("dial_done", DialCallStatus="completed", DialBridged="true", DialCallDuration="9")
        await rosas.after(5)
        assert (await reached(rosas))[:2] == [PASSED, FAILED]


async def test_rules_that_hold_the_text_back_are_quoted(tmp_path: Path) -> None:
    closed = {"hours": {"mon": ["08:00-17:00"]}, "when": "open"}
    async with shop(tmp_path, policy=closed) as rosas:
        await begin(rosas)
        await rosas.misses()
        await rosas.after(30)
        receipt = await rosas.receipt()
        assert await told(rosas) == f"Your rules say: no text. {receipt.sentence}"


async def test_a_text_that_the_company_refuses_fails_the_test(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(400, 21610)]
        await begin(rosas)
        await rosas.misses()
        await rosas.after(30)
        assert (await reached(rosas))[3] is FAILED


@pytest.mark.parametrize(
    ("caller", "says"),
    [
        (DANA, f"A call from another number arrived. {CALL_NOW}"),
        ("anonymous", "A call without a number arrived. Let your phone show its own."),
    ],
)
async def test_a_call_that_is_not_the_testers_is_told_apart(tmp_path: Path, caller: str, says: str) -> None:
    async with shop(tmp_path) as rosas:
        await begin(rosas)
        await rosas.misses("CA1", caller)
        await rosas.after(30)
        assert await told(rosas) == says


@pytest.mark.parametrize("phone", ["", "12", "call me", BENS_PHONE])
async def test_a_test_needs_a_phone_that_can_be_texted_and_is_not_rung(tmp_path: Path, phone: str) -> None:
    async with shop(tmp_path) as rosas:
        with pytest.raises(CannotTest):
            await begin(rosas, phone)


async def test_a_line_can_be_taken_out_of_service_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(going_live.only_watch, rosas.line)
        await rosas.misses()
        await rosas.after(30)
        assert (rosas.sent, (await rosas.receipt()).verdict) == ([], "skip")
