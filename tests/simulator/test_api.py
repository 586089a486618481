"""The carrier's own interface, asked by the real adapter over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringback.app import Ringback
from ringback.cli.scenarios.stage import Stage, address, listening, served, stage
from ringback.lib.secret import Secret
from ringback.lines.settings import Vault, read_settings
from ringback.phone.asked import Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import SendFailed
from ringback.phone.registry import provider
from ringback.settings import read_settings as read
from ringback.simulator.handset import Message
from ringback.simulator.people import DAN, SHOP

COMPANY: Any = provider("simulator")
TEXT = TextToSend("text_1", SHOP, DAN, "Hello", report_to="")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        yield world


def settings_of(world: Stage, **changes: Any) -> Any:
    return replace(read_settings(COMPANY.Settings, world.line.settings, Vault(Path())), **changes)


async def sends(world: Stage, text: TextToSend = TEXT, **changes: Any) -> Sent | SendProblem:
    try:
        sent: Sent = await COMPANY.send_text(text, settings_of(world, **changes), world.ringback.http)
    except SendFailed as failed:
        return failed.problem
    return sent


def kind(result: Sent | SendProblem) -> tuple[Problem, str]:
    assert isinstance(result, SendProblem)
    return result.problem, result.code


async def test_a_text_is_taken_and_arrives(world: Stage) -> None:
    taken = await sends(world)
    await world.passes(timedelta(seconds=1))
    [message] = world.dan.messages
    assert isinstance(taken, Sent)
    assert message == Message(taken.id, SHOP, False, "Hello", message.at)


async def test_the_same_text_handed_in_twice_arrives_twice(world: Stage) -> None:
    """Or a scenario could never show that Ringback does not do it."""
    await sends(world)
    await sends(world)
    await world.passes(timedelta(seconds=1))
    assert [message.body for message in world.dan.messages] == ["Hello", "Hello"]


async def test_another_key_is_refused(world: Stage) -> None:
    other = Secret("another key")
    assert kind(await sends(world, signing_key=other)) == (Problem.MISCONFIGURED, "bad_key")
    with pytest.raises(SendFailed):
        await COMPANY.check(settings_of(world, signing_key=other), world.ringback.http)
    await COMPANY.check(settings_of(world), world.ringback.http)


async def test_a_number_of_somebody_else_is_refused(world: Stage) -> None:
    strange = replace(TEXT, sender="+15125550182")
    assert kind(await sends(world, strange)) == (Problem.MISCONFIGURED, "not_your_number")


@pytest.mark.parametrize("body", ["", "x" * 1601], ids=["empty", "too long"])
async def test_a_text_that_makes_no_sense_is_refused(world: Stage, body: str) -> None:
    assert kind(await sends(world, replace(TEXT, body=body))) == (Problem.REFUSED, "bad_request")


async def test_a_disturbance_takes_nothing(world: Stage) -> None:
    world.carrier.faults.refuse_texts = 1
    assert kind(await sends(world)) == (Problem.DOWN, "unavailable")
    assert list(world.carrier.texts) == []
    assert isinstance(await sends(world), Sent)


async def test_a_lost_answer_leaves_the_text_taken_and_it_can_be_found(world: Stage) -> None:
    world.carrier.faults.cut_answers = 1
    assert kind(await sends(world)) == (Problem.UNSURE, "")
    since, settings, http = world.clock.now(), settings_of(world), world.ringback.http
    [taken] = world.carrier.texts
    assert await COMPANY.find_text(TEXT, since, settings, http) == Sent(taken.id)
    assert await COMPANY.find_text(replace(TEXT, id="text_2"), since, settings, http) is None


async def test_the_log_of_calls_tells_which_are_over(world: Stage) -> None:
    began = world.clock.now()
    await world.dials()
    settings, http = settings_of(world), world.ringback.http
    [under_way] = await COMPANY.list_calls(SHOP, began, settings, http)
    await world.passes(timedelta(minutes=3))
    [over] = await COMPANY.list_calls(SHOP, began, settings, http)
    assert (under_way.caller, under_way.dialled, under_way.ended) == (DAN, SHOP, False)
    assert over == replace(under_way, ended=True)
    assert await COMPANY.list_calls(SHOP, world.clock.now(), settings, http) == []


async def test_the_carrier_inside_a_server_is_found_wherever_the_server_listens(tmp_path: Path) -> None:
    place = listening()
    settings = replace(read({"RINGBACK_DATA": str(tmp_path)}), public_url=address(place), simulator=True)
    async with Ringback.open(settings) as ringback, served(ringback.asgi, place):
        with pytest.raises(SendFailed) as refused:
            await COMPANY.check(COMPANY.Settings(Secret("nobody's key")), ringback.http)
    assert refused.value.problem.code == "bad_key"


async def test_a_server_whose_simulator_is_off_knows_of_no_calls(tmp_path: Path) -> None:
    place = listening()
    settings = replace(read({"RINGBACK_DATA": str(tmp_path)}), public_url=address(place), simulator=False)
    async with Ringback.open(settings) as ringback, served(ringback.asgi, place):
        key, since = COMPANY.Settings(Secret("nobody's key")), ringback.clock.now()
        assert await COMPANY.list_calls(SHOP, since, key, ringback.http) == []


async def test_a_time_that_makes_no_sense_is_refused(world: Stage) -> None:
    settings = settings_of(world)
    key = {"Authorization": f"Bearer {settings.signing_key.reveal()}"}
    for since in ("yesterday", "2026-11-20T18:00:00"):
        for path in ("texts", "calls"):
            url = f"{settings.api_base}/{path}"
            answer = await world.ringback.http.request("GET", url, headers=key, query={"since": since})
            assert (answer.status, answer.json()) == (400, {"error": "bad_request"})


async def test_a_slow_carrier_answers_in_its_own_time(world: Stage) -> None:
    world.carrier.faults.slow = timedelta(seconds=9)
    began, asked = world.clock.now(), asyncio.create_task(sends(world))
    while not asked.done():
        world.clock.advance_to(world.clock.now() + timedelta(seconds=1))
        await asyncio.sleep(0.01)
    assert isinstance(asked.result(), Sent)
    assert world.clock.now() - began >= timedelta(seconds=9)
