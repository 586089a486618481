"""A phone passes the call on to the line that rings it: rung once, the call must not go round."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cast import BENS_PHONE, DAN, DANA, ROSAS_PHONE
from tests.world import Shop, shop


def rings(answer: str) -> list[str]:
    return [phone for phone in (ROSAS_PHONE, BENS_PHONE) if phone in answer]


async def test_a_call_that_comes_back_while_the_first_still_rings_rings_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert rings(await rosas.rings("CA1")) == [ROSAS_PHONE, BENS_PHONE]
        await rosas.after(1)
        back = await rosas.rings("CA2")
        assert rings(back) == []
        assert "<Say" in back  # and is greeted, as one that nobody takes
        assert rings(await rosas.rings("CA2")) == []  # the same webhook again says the same


async def test_the_first_call_still_counts_when_another_phone_takes_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(1)
        await rosas.rings("CA2")
        await rosas.call("voice_status", "CA2", CallStatus="completed", CallDuration="2")
        await rosas.leg("screen_key", Digits="1")
        await rosas.call(
            "dial_done", DialCallStatus="completed", DialBridged="true", CallStatus="in-progress"
        )
        await rosas.call("voice_status", CallStatus="completed", CallDuration="40")
        await rosas.after(60)
        assert [text.state for text in await rosas.texts()] in ([], ["cancelled"])


async def _ends(rosas: Shop) -> None:
    await rosas.nobody_answers("CA1")
    await rosas.call("voice_status", "CA1", CallStatus="completed", CallDuration="9")


async def test_who_hangs_up_and_redials_rings_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(3)
        await _ends(rosas)
        await rosas.after(1)
        assert rings(await rosas.rings("CA2")) == [ROSAS_PHONE, BENS_PHONE]


async def test_a_call_whose_end_was_never_told_holds_nobody_up_for_long(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(14 + 11)
        assert rings(await rosas.rings("CA2")) == [ROSAS_PHONE, BENS_PHONE]


@pytest.mark.parametrize("callers", [(DAN, DANA), ("anonymous", "anonymous"), ("+266696687", "+266696687")])
async def test_two_people_at_once_both_ring(tmp_path: Path, callers: tuple[str, str]) -> None:
    async with shop(tmp_path) as rosas:
        first, second = callers
        assert rings(await rosas.rings("CA1", first)) == [ROSAS_PHONE, BENS_PHONE]
        await rosas.after(1)
        assert rings(await rosas.rings("CA2", second)) == [ROSAS_PHONE, BENS_PHONE]


async def test_while_the_end_of_the_first_call_may_still_be_unread_everybody_rings(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(3)
        rosas.ringback.engine.stop()  # what arrives now is stored, and not worked on
        await _ends(rosas)
        rosas.clock.advance_to(rosas.clock.now() + timedelta(seconds=1))
        assert rings(await rosas.rings("CA2")) == [ROSAS_PHONE, BENS_PHONE]
