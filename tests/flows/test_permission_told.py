"""Dan says at the counter that he wants no more texts, and Ben enters it."""

from pathlib import Path

import pytest

from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Entry, Source
from ringback.flows.permission_told import did_not_mean_stop, stop_texting, take_back
from tests.cast import DAN
from tests.world import Shop, shop


async def _dan(rosas: Shop) -> str:
    await rosas.ringback.settled()
    found = await rosas.ringback.db.read(contacts.by_number, rosas.line.account_id, DAN)
    assert found is not None
    return found.id


async def _standing(rosas: Shop) -> Change:
    return await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)


async def test_what_staff_enters_counts_as_much_as_a_text(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.ringback.db.run(
            stop_texting, rosas.line.account_id, await _dan(rosas), "Ben", "at the counter"
        )
        await rosas.after(300)
        assert rosas.sent == []
        told = await rosas.ringback.db.read(permission.ledger, rosas.line.account_id, DAN)
        assert told == [Entry(Change.STOP, Source.STAFF, "Ben: at the counter", told[0].at)]


async def test_pause_is_lifted_and_its_task_done(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        dan = await _dan(rosas)
        at = rosas.clock.now()
        await rosas.ringback.db.run(
            permission.record, rosas.line.account_id, DAN, Change.PAUSE, Source.TEXT, evidence="text_1", at=at
        )
        assert await rosas.ringback.db.run(did_not_mean_stop, rosas.line.account_id, dan, "Ben") is True
        assert await _standing(rosas) is Change.START
        assert await rosas.ringback.db.run(did_not_mean_stop, rosas.line.account_id, dan, "Ben") is False


async def test_only_dan_takes_back_his_own_stop(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP")
        dan = await _dan(rosas)
        assert await rosas.ringback.db.run(take_back, rosas.line.account_id, dan, "Ben") == (
            "They said stop themselves, so they must text START to your number."
        )
        assert await _standing(rosas) is Change.STOP


@pytest.mark.parametrize("words", ["STOP", "pls don't text me any more"])
async def test_stop_that_dan_says_himself_after_ben_entered_one_is_dans(tmp_path: Path, words: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello", "SM1")
        dan = await _dan(rosas)
        await rosas.ringback.db.run(stop_texting, rosas.line.account_id, dan, "Ben")
        await rosas.texts_in(words, "SM2")
        await rosas.texts_in(words, "SM3")
        await rosas.after(60)
        assert await rosas.ringback.db.run(take_back, rosas.line.account_id, dan, "Ben") == (
            "They said stop themselves, so they must text START to your number."
        )
        assert await _standing(rosas) is Change.STOP
        told = await rosas.ringback.db.read(permission.ledger, rosas.line.account_id, DAN)
        assert [entry.source for entry in told] == [Source.STAFF, Source.TEXT]


async def test_stop_that_ben_entered_by_mistake_he_takes_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello")
        dan = await _dan(rosas)
        await rosas.ringback.db.run(stop_texting, rosas.line.account_id, dan, "Ben")
        assert await rosas.ringback.db.run(take_back, rosas.line.account_id, dan, "Ben", "wrong Dan") == ""
        assert await _standing(rosas) is Change.START
