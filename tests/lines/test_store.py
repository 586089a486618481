from pathlib import Path

import pytest

from ringback.calls import store as calls
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line, NumberTaken
from ringback.phone.provider import Mode
from tests.cast import BENS_PHONE, CAROLS_SHOP, ROSAS_LINE, ROSAS_PHONE
from tests.world import open_line, shop


async def test_line_keeps_its_addresses_when_it_changes_or_comes_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:

        def change_and_come_back(tx: Transaction) -> list[str]:
            changed = open_line(tx, "http://localhost", {}, mode=Mode.FORWARDED)
            lines.remove(tx, changed)
            back = open_line(tx, "http://localhost", {})
            return [changed.id, back.id]

        assert set(await rosas.ringback.db.run(change_and_come_back)) == {rosas.line.id}


async def test_number_of_another_business_cannot_be_taken(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        with pytest.raises(NumberTaken):
            await rosas.ringback.db.run(open_line, "http://localhost", {}, name=CAROLS_SHOP)


async def test_number_that_was_removed_is_free_and_its_history_stays(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        db = rosas.ringback.db
        await rosas.misses("CA1")
        await db.run(lines.remove, rosas.line)
        carols = await db.run(open_line, "http://localhost", {}, name=CAROLS_SHOP)
        old = await db.read(_again, rosas.line)
        assert (old.number, old.removed_at is None, len(await rosas.calls())) == (ROSAS_LINE, False, 1)
        assert await db.read(lines.by_number, ROSAS_LINE) == carols
        with pytest.raises(NumberTaken):
            await db.run(open_line, "http://localhost", {})
        await db.run(lines.remove, carols)
        assert (await db.run(open_line, "http://localhost", {})).id == rosas.line.id
        assert (await db.read(_again, carols)).number == ROSAS_LINE


async def test_what_still_comes_to_the_old_address_is_the_business_of_who_has_the_number_now(
    tmp_path: Path,
) -> None:
    async with shop(tmp_path) as rosas:
        db = rosas.ringback.db
        await db.run(lines.remove, rosas.line)
        carols = await db.run(open_line, "http://localhost", {}, name=CAROLS_SHOP)
        await rosas.misses("CA1")
        assert await rosas.calls() == []
        assert [call.line_id for call in await db.read(calls.newest, carols.account_id)] == [carols.id]


async def test_changed_line_is_parked_no_longer_and_parking_is_told_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:

        def park_twice_and_change(tx: Transaction) -> tuple[bool, bool, str | None]:
            first, second = lines.park(tx, rosas.line, "wrong key"), lines.park(tx, rosas.line, "wrong key")
            open_line(tx, "http://localhost", {})
            line = lines.get(tx, rosas.line.id)
            assert line is not None
            return first, second, line.parked_reason

        assert await rosas.ringback.db.run(park_twice_and_change) == (True, False, None)


async def test_own_numbers_are_the_lines_and_the_phones_they_ring(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        own = await rosas.ringback.db.read(lines.own_numbers, rosas.line.account_id)
        assert own == {ROSAS_LINE, ROSAS_PHONE, BENS_PHONE}


def _again(tx: Transaction, line: Line) -> Line:
    found = lines.get(tx, line.id)
    assert found is not None
    return found
