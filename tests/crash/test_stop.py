"""`ringback serve` is stopped as an operator stops it: what is under way ends first, nothing is unsure."""

import asyncio
import random
import time
from pathlib import Path

import pytest

from tests.cast import DAN
from tests.crash.callers import missed
from tests.crash.child import Child
from tests.crash.company import company
from tests.crash.outcomes import calls
from tests.crash.rush import RushingClock
from tests.crash.test_kill import prepare

pytestmark = pytest.mark.sqlite  # what became of the calls is read from the file (outcomes.py)


class Served(Child):
    @property
    def program(self) -> list[str]:
        return ["ringback", "serve"]


async def test_text_that_is_on_its_way_is_waited_for(tmp_path: Path) -> None:
    child = Served(tmp_path, RushingClock(time.time(), 1.0))
    dan = missed(DAN)
    async with company(child, random.Random(1)) as the_company:
        prepare(the_company)
        the_company.moods = {"takes it slowly": 1}
        await child.start()
        for webhook in dan.then:
            await the_company.post(webhook)
        while not the_company.asked:  # noqa: ASYNC110  the carrier has no event for it
            await asyncio.sleep(0.001)
        assert (await child.stop(), child.errors()) == (0, "")
    assert [text["to"] for text in the_company.texts] == [DAN]
    assert [call.outcomes for call in calls(tmp_path).values()] == [["texted"]]
