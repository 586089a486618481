"""A call that we place: what Telnyx is asked, and what it is told to do after each of its events."""

import base64
import json
from typing import Any

import pytest
from tests.contract.case import CALL as TO_PLACE
from tests.contract.case import ROSA
from tests.contract.standin import CUT, http, standin

from ringback.lib.http import Http
from ringback.phone.events import Problem
from ringback.phone.provider import SendFailed
from ringback.phone.telnyx.placed import NOT_CONNECTED
from ringback.phone.telnyx.provider import PROVIDER
from ringback.phone.telnyx.test_orders import (
    CONNECTION,
    IN,
    OVER,
    PHONE,
    command,
    hung_up,
    orders,
)
from ringback.phone.telnyx.tests import CASE, DAN, LINE


def note(role: str, caller: str) -> dict[str, object]:
    said = {"ringback": role, "call": "placed_1", "caller": caller}
    return said | {"shown": False, "alone": True, "rest": []}


async def failed(client: Http, *answers: bytes) -> tuple[Any, set[str]]:
    """The problem, and how something was asked."""
    async with standin(*answers) as company:
        with pytest.raises(SendFailed) as caught:
            await PROVIDER.place_call(TO_PLACE, CASE.at(company.base), client)
    return caught.value.problem, {one.method for one in company.seen}


async def test_the_members_own_phone_is_rung_first(client: Http) -> None:
    async with standin(CASE.answer("first__number"), CASE.answer("place__started")) as company:
        await PROVIDER.place_call(TO_PLACE, CASE.at(company.base), client)
    looked, asked = company.seen
    assert (looked.method, looked.path, looked.query) == (
        "GET",
        "/v2/phone_numbers",
        {"filter[phone_number]": LINE},
    )
    said = json.loads(asked.body)
    state = json.loads(base64.b64decode(said.pop("client_state")))
    assert (asked.method, asked.path, state) == ("POST", "/v2/calls", note("calls_out", DAN))
    assert said == {
        "connection_id": CONNECTION,
        "to": ROSA,
        "from": LINE,
        "timeout_secs": 25,
        "webhook_url": f"{IN}/placed",
        "command_id": "place-placed_1",
    }


async def test_a_number_with_no_application_is_not_asked_to_call(client: Http) -> None:
    row = {"phone_number": LINE, "connection_id": None}
    lost = http("200 OK", json.dumps({"data": [row]}), "application/json")
    assert await failed(client, lost) == (NOT_CONNECTED, {"GET"})


@pytest.mark.parametrize("answer", [CUT, http("500 Internal Server Error"), http("200 OK", "<html></html>")])
async def test_whose_number_cannot_be_looked_up_rings_nobody_for_certain(client: Http, answer: bytes) -> None:
    problem, asked = await failed(client, answer)
    assert (problem.problem, asked) == (Problem.DOWN, {"GET"})


async def test_whoever_picks_up_is_asked_for_the_key(client: Http) -> None:
    asked = {
        "payload": "Rosa's Plumbing: press 1 and we connect your call.",
        "payload_type": "text",
        "voice": "female",
        "language": "en-US",
        "minimum_digits": 1,
        "maximum_digits": 1,
        "maximum_tries": 1,
        "timeout_millis": 8000,
        "command_id": "ask-placed_1",
    }
    assert await orders(client, "placed__picked_up") == [command(PHONE, "gather_using_speak", **asked)]


async def test_the_key_connects_and_the_person_sees_the_business(client: Http) -> None:
    [(path, asked)] = await orders(client, "placed_key__pressed_one")
    theirs = json.loads(base64.b64decode(asked.pop("target_leg_client_state")))
    assert path == f"POST /calls/{PHONE}/actions/transfer"
    assert theirs == note("called", PHONE)
    assert asked == {
        "to": DAN,
        "from": LINE,
        "timeout_secs": 25,
        "webhook_url": f"{IN}/placed",
        "command_id": "connect-placed_1",
    }


async def test_a_transfer_that_is_refused_ends_the_call(client: Http) -> None:
    told = await orders(client, "placed_key__pressed_one", OVER)
    assert told[1:] == [hung_up(PHONE)]


@pytest.mark.parametrize("case", ["pressed_two", "timeout"])
async def test_without_the_key_nobody_else_is_rung(client: Http, case: str) -> None:
    assert await orders(client, f"placed_key__{case}") == [hung_up(PHONE)]


async def test_when_the_person_is_not_reached_the_members_phone_is_hung_up(client: Http) -> None:
    """Telnyx keeps the first side after a transfer that nobody answered."""
    assert await orders(client, "placed_leg__timeout") == [hung_up(PHONE)]


@pytest.mark.parametrize(
    "fixture",
    [
        "placed__initiated",
        "placed__of_another_kind",
        "placed__of_no_call",
        "placed_key__call_hangup",
        "placed_leg__answered",
        "placed_status__normal_clearing",
    ],
)
async def test_otherwise_there_is_nothing_to_do(client: Http, fixture: str) -> None:
    assert await orders(client, fixture) == []
