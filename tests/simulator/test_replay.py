"""A recorded webhook, sent to a running server as if the company had just sent it."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ringback.calls import store as calls
from ringback.cli.replay import list_fixtures, replay
from ringback.cli.scenarios.stage import Stage, stage
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from tests.contract.standin import nowhere

NUMBER, ANOTHER = "+15125550182", "+15125550183"
SETTINGS = {"account_sid": "AC00000000000000000000000000000009", "auth_token": "token of this line"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        await world.ringback.db.run(_connect, world.line.account_id, NUMBER)
        yield world


def _connect(tx: Transaction, account_id: str, number: str) -> None:
    plan = RingPlan(ring=("+15125550143",))
    lines.save(
        tx,
        account_id=account_id,
        number=number,
        provider="twilio",
        mode=Mode.DIAL,
        plan=plan,
        settings=SETTINGS,
    )


async def replays(world: Stage, name: str, company: str = "twilio", **about: Any) -> None:
    chosen = {"number": None, "url": None, "seed": None, "as_json": False, **about}
    await asyncio.to_thread(partial(replay, world.ringback.settings, company, name, **chosen))


async def test_it_arrives_signed_for_the_line_that_is_there(
    world: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    await replays(world, "call_started__plain")
    _, answer = capsys.readouterr().out.splitlines()
    assert answer.startswith("200 <?xml")


async def test_webhooks_of_one_seed_are_one_call_and_of_another_seed_another(world: Stage) -> None:
    for name, seed in [
        ("call_started__plain", "a"),
        ("ringing_ended__busy", "a"),
        ("call_started__plain", "b"),
    ]:
        await replays(world, name, seed=seed)
    await world.ringback.settled()
    heard = await world.ringback.db.read(calls.newest, world.line.account_id)
    assert sorted(call.state for call in heard) == ["missed", "open"]


async def test_a_server_that_does_not_take_it_is_a_finding(
    world: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    # The clock of this world stands in November, so what is signed now is not believed.
    with pytest.raises(Stop) as stop:
        await replays(world, "text_received__stop", "simulator")
    assert (stop.value.sentence, stop.value.code) == ("", FINDING)
    assert capsys.readouterr().out.splitlines()[1] == "403 The signature is missing or wrong. "


async def test_no_server_there_is_said(world: Stage) -> None:
    url = nowhere()
    with pytest.raises(Stop) as stop:
        await replays(world, "call_started__plain", url=url)
    assert stop.value.sentence == f"Nobody answers at {url}. Is ringback serve running there?"


async def test_of_several_lines_one_must_be_named(world: Stage) -> None:
    await world.ringback.db.run(_connect, world.line.account_id, ANOTHER)
    with pytest.raises(Stop) as stop:
        await replays(world, "call_started__plain")
    assert stop.value.sentence == f"Say which line with --line: {NUMBER} or {ANOTHER}."
    await replays(world, "call_started__plain", number=ANOTHER)


async def test_a_line_that_is_not_there_is_said(world: Stage) -> None:
    with pytest.raises(Stop) as stop:
        await replays(world, "call_started__plain", number="+15125550199")
    assert stop.value.sentence == "There is no line at Twilio with the number +15125550199."


async def test_a_wrong_name_is_answered_with_the_right_one(world: Stage) -> None:
    with pytest.raises(Stop) as stop:
        await replays(world, "call_started__plane")
    said = 'There is no recorded webhook "call_started__plane"; did you mean call_started__plain?'
    assert (stop.value.sentence, stop.value.code) == (said, WRONG_USE)


def test_the_list_holds_webhooks_and_no_answers(capsys: pytest.CaptureFixture[str]) -> None:
    list_fixtures("simulator", as_json=False)
    names = [line.strip() for line in capsys.readouterr().out.splitlines()[1:]]
    assert "text_received__stop" in names
    assert [name for name in names if name.startswith(("send__", "find__", "calls__", "check__"))] == []
