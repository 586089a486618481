"""What we have entered at a company is looked after: repaired, renewed, and told when it cannot be."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.cli.ailments import Finding, stored_findings
from ringback.cli.online import _look
from ringback.lines import store as lines
from ringback.lines.connecting import TryLater
from ringback.lines.connection import Connected
from ringback.tasks.store import TaskKind
from tests.cast import ROSAS_LINE
from tests.lines.connected import AIRCALL, connecting, with_ending, with_lasting
from tests.world import FRIDAY_NOON, PUBLIC


async def test_what_was_removed_at_the_company_is_entered_again(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        asked = company.asked
        await rosas.a_day_passes()
        assert (company.asked, company.made) == (asked + 1, 1)  # looked, and found it well
        company.hooks.clear()
        await rosas.a_day_passes()
        assert (list(company.hooks), await rosas.secret("webhook_token")) == (["wh-2"], "token-2")
        company.hooks["wh-2"]["active"] = False
        await rosas.a_day_passes()
        assert company.hooks["wh-2"]["active"] is True


async def test_a_line_that_nobody_connected_is_left_alone(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.a_day_passes()
        assert company.asked == 0


async def test_what_cannot_be_mended_is_told_once_until_it_is_well(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        company.refuses = True
        await rosas.a_day_passes()
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == [TaskKind.RECONNECT]
        company.refuses = False
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == []


async def test_a_company_that_is_away_is_asked_another_day(tmp_path: Path) -> None:
    async with connecting(tmp_path, "aircall", AIRCALL | {"api_base": "http://127.0.0.1:1"}) as rosas:
        with pytest.raises(TryLater, match=r"^Aircall could not be asked"):
            await rosas.connect()
        await rosas.db.run(lines.set_connection, await rosas.line(), Connected("x", FRIDAY_NOON, None, {}))
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == []


async def test_what_ends_is_renewed_in_good_time(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        await rosas.connect()
        for _ in range(200):
            await rosas.a_day_passes()
            connection = (await rosas.line()).connection
            assert connection is not None
            assert connection.expires_at is not None
            assert connection.expires_at - rosas.clock.now() > timedelta(days=30)
        assert company.written == ["POST", "PUT", "PUT", "PUT", "PUT"]
        assert len(company.subscriptions) == 1


async def test_what_has_ended_while_we_were_away_is_said_and_made_anew(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        await rosas.connect()
        company.subscriptions.clear()  # after its time
        rosas.clock.advance_to(FRIDAY_NOON + timedelta(days=100))
        found = await rosas.db.read(stored_findings, PUBLIC, rosas.vault)
        ended = Finding(
            f"line {ROSAS_LINE}",
            False,
            "The phone company stopped sending its events on 2027-02-18.",
            f"Start ringback serve, which renews it, or run ringback lines connect {ROSAS_LINE}.",
        )
        assert ended in found
        await rosas.a_day_passes(0)
        assert list(company.subscriptions) == ["sub-1"]
        assert ended not in await rosas.db.read(stored_findings, PUBLIC, rosas.vault)


async def test_doctor_says_cause_and_remedy(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        check = f"connection of {ROSAS_LINE}"
        before = await _look(await rosas.line(), rosas.connector)
        await rosas.connect()
        well = await _look(await rosas.line(), rosas.connector)
        company.subscriptions["sub-1"]["status"] = "Blacklisted"
        suspended = await _look(await rosas.line(), rosas.connector)
    todo = f"Run ringback lines connect {ROSAS_LINE}."
    assert well == Finding(check, True, "RingCentral sends us its events.")
    assert (before.ok, before.todo) == (False, todo)
    assert suspended == Finding(
        check,
        False,
        "RingCentral has suspended this line's subscription, because its events were not taken.",
        todo,
    )
