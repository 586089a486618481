"""Who says no, thanks is left in peace: for this time, and the second time for good."""

from pathlib import Path

import pytest

from ringback.contacts import permission
from ringback.contacts.permission import Change
from tests.cast import DAN
from tests.world import Shop, shop

DAY = 24 * 3600
NO = "No thanks, we already found someone"


async def _standing(rosas: Shop) -> Change:
    return await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)


async def _texted_and_declines(rosas: Shop, call: str, words: str = NO) -> None:
    await rosas.misses(call)
    await rosas.after(60)
    await rosas.texts_in(words, f"SM{call}")
    await rosas.after(60)


async def test_the_second_no_within_thirty_days_is_a_stop_and_confirmed_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _texted_and_declines(rosas, "CA1")
        assert (await _standing(rosas), len(rosas.sent)) == (Change.START, 1)
        await rosas.after(10 * DAY)
        await _texted_and_declines(rosas, "CA2", "not interested, thank you")
        assert (await _standing(rosas), len(rosas.sent)) == (Change.STOP, 3)
        assert "you're opted out" in rosas.sent[-1][1]


async def test_two_texts_with_one_no_are_one(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _texted_and_declines(rosas, "CA1")
        await rosas.texts_in("no thank you", "SM2")
        await rosas.after(60)
        assert (await _standing(rosas), len(rosas.sent)) == (Change.START, 1)


async def test_a_no_of_long_ago_is_forgotten(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _texted_and_declines(rosas, "CA1")
        await rosas.after(31 * DAY)
        await _texted_and_declines(rosas, "CA2")
        assert await _standing(rosas) is Change.START


@pytest.mark.parametrize(("declines", "standing"), [("first", Change.STOP), ("never", Change.START)])
async def test_the_owner_says_how_often(tmp_path: Path, declines: str, standing: Change) -> None:
    async with shop(tmp_path, policy={"declines": declines}) as rosas:
        await _texted_and_declines(rosas, "CA1")
        if declines == "never":
            await rosas.after(2 * DAY)
            await _texted_and_declines(rosas, "CA2")
        assert await _standing(rosas) is standing


async def test_after_a_no_nothing_more_is_asked(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"follow_up_after": "2h"}) as rosas:
        await _texted_and_declines(rosas, "CA1")
        await rosas.after(DAY)
        assert len(rosas.sent) == 1
