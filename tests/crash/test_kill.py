"""The server is killed with SIGKILL at any moment and started again: nobody is lost, nobody is texted twice.

A failure names the seed of its plan; `CRASH_SEED=7 pytest tests/crash` goes by that plan again. The moments
of the kills still depend on the machine, so a rare failure may need several runs.
"""

import asyncio
import os
import random
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from ringback.db.open import open_database
from ringback.settings import read_settings
from tests.crash.callers import stories
from tests.crash.child import Child
from tests.crash.company import DEATHS, MOODS, REPORTS, Company, company
from tests.crash.outcomes import calls, unfinished, wrongs
from tests.crash.rush import RushingClock
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # what became of the calls is read from the file; tests/nodes has the others

SETTLES_WITHIN = 120.0  # seconds on the wall: the sweep, the look-ups and the last retries are over by then
SEED = int(os.environ.get("CRASH_SEED", "1"))


@pytest.mark.slow
@pytest.mark.parametrize(("callers", "kills", "times"), [(24, 2, 90.0), (200, 12, 30.0)])
async def test_killed_at_any_moment_nobody_is_lost_and_nobody_texted_twice(
    tmp_path: Path, callers: int, kills: int, times: float
) -> None:
    child = Child(tmp_path, RushingClock(time.time(), times))
    assert await _broken_promises(child, callers, kills) == [], f"CRASH_SEED={SEED}\n{child.errors()}"
    assert child.kills == kills


@pytest.mark.slow
async def test_sender_that_repeats_what_it_is_unsure_of_is_found_out(tmp_path: Path) -> None:
    """The test of the test above. Kills may miss every moment at which it goes wrong: three tries."""
    deaths, nothing = {"took it and the line breaks": 1}, {"none": 1}
    for attempt in range(3):
        clock = RushingClock(time.time(), 90.0)
        child = Child(tmp_path / str(attempt), clock, mistake="sends again after a kill")
        broken = await _broken_promises(child, 30, 4, deaths=deaths, moods={"takes it": 1}, reports=nothing)
        if any("got 2 texts" in wrong for wrong in broken):
            return
    pytest.fail(f"nobody noticed, CRASH_SEED={SEED}")


async def _broken_promises(
    child: Child,
    callers: int,
    kills: int,
    *,
    deaths: Mapping[str, int] = DEATHS,
    moods: Mapping[str, int] = MOODS,
    reports: Mapping[str, int] = REPORTS,
) -> list[str]:
    """Half of the kills come at some time, half in the middle of a request to the carrier."""
    plan = random.Random(SEED)
    told = stories(callers, plan)
    async with company(child, plan) as the_company:
        prepare(the_company)
        # Early ones, for which there are always enough: of a text that gets late is made a task.
        the_company.doomed = set(plan.sample(range(1, callers // 3), kills - kills // 2))
        the_company.deaths, the_company.moods, the_company.reports = deaths, moods, reports
        async with asyncio.TaskGroup() as group:
            reviving = group.create_task(_start_again_and_again(child))
            killing = group.create_task(_kill_now_and_then(child, plan, kills // 2))
            await the_company.tell(told)
            await killing
            await _settled(the_company)
            reviving.cancel()
        await child.stop()
    return wrongs(told, calls(child.folder), [text["to"] for text in the_company.texts])


def prepare(the_company: Company) -> None:
    """The shop, whose texts leave at once."""
    child = the_company.child
    db = open_database(read_settings(child.settings), child.clock)
    try:
        brakes = {"most_per_hour": 10_000, "most_per_day": 10_000, "hold_robocalls": False}
        policy = {"delay_seconds": 0, **brakes}
        the_company.line_id = db.run_now(open_line, the_company.base, policy).id
    finally:
        db.close()


async def _start_again_and_again(child: Child) -> None:
    while True:
        await child.start()
        await child.ended()


async def _kill_now_and_then(child: Child, plan: random.Random, times: int) -> None:
    for _ in range(times):
        while not child.running:  # noqa: ASYNC110  a process has no event
            await asyncio.sleep(0.01)
        moment = time.monotonic() + plan.uniform(0.1, 2.0)
        while time.monotonic() < moment or not child.running:  # noqa: ASYNC110  in short steps
            await asyncio.sleep(0.001)
        child.kill()
        await child.ended()


async def _settled(the_company: Company) -> None:
    end = time.monotonic() + SETTLES_WITHIN
    while unfinished(the_company.child.folder) or the_company.busy:
        assert time.monotonic() < end, f"CRASH_SEED={SEED}: {unfinished(the_company.child.folder)} unfinished"
        await asyncio.sleep(0.05)
