"""Texts leave in order, at the pace of their number, and no business waits behind another's thousands."""

import json
import os
from collections import Counter
from datetime import timedelta

import pytest

from ringback.accounts import store as accounts
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN
from tests.company import SID, TOKEN
from tests.crash.model.loop import NOON, pause
from tests.crash.model.shop import CARRIER, DIALLED, FIRST, RULES
from tests.crash.model.stage import Stage, people, staged
from tests.crash.model.town import texted

pytestmark = pytest.mark.sqlite  # in memory, or in files that are killed

WIDE = pytest.mark.skipif(not os.environ.get("CRASH_WIDE"), reason="takes minutes: make soak")
LEFT_OPEN = "SELECT count(*) FROM texts WHERE state IN ('waiting', 'sending', 'unsure')"


def test_hundred_callers_at_once_are_texted_one_a_second_after_the_first_thirty() -> None:
    async def play(stage: Stage) -> None:
        await stage.misses(people(100))
        await pause(120)
        seconds = [round((asked.at - NOON).total_seconds()) for asked in stage.carrier.took]
        assert len(seconds) == 100
        assert seconds == sorted(seconds)
        assert max(Counter(seconds[31:]).values()) == 1
        assert [asked.to for asked in stage.carrier.took] == people(100)  # in the order of their calls

    staged(play)


@pytest.mark.slow
def test_stop_in_a_rush_is_confirmed_at_once() -> None:
    async def play(stage: Stage) -> None:
        await stage.misses(people(300))
        await pause(40)
        [told] = texted("STOP", DAN, 1, 0.0).told
        assert await stage.machine.take(told.webhook) == 200
        await pause(1)
        assert stage.carrier.took[-1].to == DAN

    staged(play)


@pytest.mark.slow
def test_callers_for_whom_it_would_be_too_late_are_tasks_at_once() -> None:
    """A thousand in one moment, one a second, and nobody is texted more than ten minutes after the call."""

    async def play(stage: Stage) -> None:
        await stage.misses(people(1000))
        await pause(10)
        late = stage.count(
            "SELECT count(*) FROM tasks WHERE kind = 'call_back' AND sentence LIKE '%so many%'"
        )
        await pause(700)
        assert len(stage.carrier.took) + late == 1000
        assert 600 < len(stage.carrier.took) < 640
        assert stage.count(LEFT_OPEN) == 0

    staged(play)


@pytest.mark.slow
def test_shop_with_one_text_does_not_wait_behind_a_thousand_of_another() -> None:
    """Carol's company takes all she has, as fast as it can: a twentieth of a second each."""

    async def play(stage: Stage) -> None:
        await stage.machine.do(_open_carols)
        await stage.misses(people(1_000), CAROLS_LINE)
        await stage.misses([DAN], DIALLED)
        began = stage.clock.now()
        while not any(asked.to == DAN and asked.sender == DIALLED for asked in stage.carrier.asked):
            await pause(0.05)
        assert stage.clock.now() - began < timedelta(seconds=5 + 0.2)  # its own delay, and one request
        assert len(stage.carrier.asked) < 300  # most of hers still wait

    staged(play)


@pytest.mark.slow
@pytest.mark.parametrize("calls", [1_000, pytest.param(5_000, marks=WIDE)])
def test_outage_of_an_hour_ends_with_late_ones_as_tasks_and_no_storm(calls: int) -> None:
    _outage(calls)


@pytest.mark.slow
@pytest.mark.parametrize("calls", [100, pytest.param(5_000, marks=WIDE)])
def test_outage_ends_so_on_a_server_too(calls: int, postgres_url: str) -> None:
    _outage(calls, postgres_url)


def _outage(calls: int, url: str = "") -> None:
    """Missed calls in 75 minutes, of which the carrier is away for an hour."""
    away = timedelta(minutes=5), timedelta(minutes=65)
    callers = people(calls)

    def play_with(stage: Stage) -> str:
        gone = stage.clock.now() - NOON
        return "is not reached" if away[0] <= gone < away[1] else "takes it"

    requests: list[float] = []

    async def play(stage: Stage) -> None:
        def choose() -> str:
            requests.append((stage.clock.now() - NOON).total_seconds())
            return play_with(stage)

        stage.carrier.choose = choose
        for first in range(0, len(callers), 10):
            await stage.misses(callers[first : first + 10])
            await pause(75 * 60 * 10 / calls)
        await pause(1200)
        texted_back = Counter(asked.to for asked in stage.carrier.took)
        tasks = stage.count("SELECT count(*) FROM tasks WHERE kind = 'call_back' AND done_at IS NULL")
        assert max(texted_back.values()) == 1
        assert (len(texted_back) + tasks, stage.count(LEFT_OPEN)) == (calls, 0)
        per_second = Counter(int(at) for at in requests)
        minute_after = sum(per_second[int(away[1].total_seconds()) + second] for second in range(60))
        assert minute_after <= 60 + 30  # the pace of the number, and what may leave at once
        assert len(requests) < 75 * 60 + 1200
        assert all(asked.body.startswith(FIRST) for asked in stage.carrier.took)
        print(f"{calls} calls: {len(texted_back)} texted, {tasks} tasks, {len(requests)} requests")

    staged(play, url=url)


def _open_carols(tx: Transaction) -> None:
    account = accounts.save(
        tx,
        name=CAROLS_SHOP,
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy=json.dumps({"time_zone": "America/Chicago", **RULES}),
    )
    lines.save(
        tx,
        account_id=account.id,
        number=CAROLS_LINE,
        provider="twilio",
        mode=Mode.FORWARDED,
        plan=RingPlan(texts_per_second=10_000.0),
        settings={"account_sid": SID, "auth_token": TOKEN, "api_base": CARRIER},
    )
