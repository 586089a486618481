"""A clock that ran an hour ahead and was set back: what was put in line meanwhile leaves in its time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.messages import store as texts
from ringback.messages.set_back import set_back
from ringback.messages.store import Text
from ringback.worker.clock_set_back import SLACK, mend_times, went_back
from tests.world import FRIDAY_NOON, shop

HOUR = timedelta(hours=1)


async def test_a_text_that_waits_for_a_time_by_the_wrong_clock_leaves_in_its_own(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(1)
        (before,) = await rosas.texts()

        def mend(tx: Transaction) -> list[Text]:
            mend_times(replace(tx, now=tx.now - HOUR))
            return texts.newest(tx, rosas.line.account_id)

        (after,) = await rosas.ringback.db.run(mend)
    assert before.due is not None
    assert after.due is not None
    assert after.due - after.created_at == before.due - before.created_at
    assert after.created_at == rosas.clock.now() - HOUR


async def test_what_was_put_in_line_by_the_right_clock_stays_as_it_is(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(1)
        before = await rosas.texts()
        await rosas.ringback.db.run(mend_times)
        assert await rosas.texts() == before


async def test_a_job_waits_as_long_as_it_was_to_wait_and_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:

        def add_and_mend(tx: Transaction) -> tuple[int, int, int]:
            jobs.add(replace(tx, now=tx.now + HOUR), "nothing", "x", due=tx.now + HOUR + timedelta(minutes=3))
            return jobs.set_back(tx, SLACK), jobs.set_back(tx, SLACK), set_back(tx, SLACK)

        assert await rosas.ringback.db.run(add_and_mend) == (1, 0, 0)
        assert await rosas.ringback.next_due() == FRIDAY_NOON + timedelta(minutes=3)


def test_a_clock_that_is_put_right_by_a_little_has_not_gone_back() -> None:
    assert not went_back(FRIDAY_NOON, FRIDAY_NOON - timedelta(seconds=1))
    assert went_back(FRIDAY_NOON, FRIDAY_NOON - timedelta(minutes=1))
