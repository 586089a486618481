"""A call that we place: what Vonage is asked, and what it is told to do next."""

import json
from dataclasses import replace

import pytest
from tests.contract.case import CALL, plan
from tests.contract.standin import standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.provider import SendFailed
from ringback.phone.vonage.account import BAD_APPLICATION
from ringback.phone.vonage.provider import PROVIDER
from ringback.phone.vonage.test_ncco import IN, told
from ringback.phone.vonage.tests import CASE

WHOM = "placed=placed_1&to=%2B15125550178"
SILENCE = [{"action": "talk", "text": ".", "language": "en-US"}]


async def test_the_members_own_phone_is_rung_first(client: Http) -> None:
    async with standin(CASE.answer("place__started")) as company:
        await PROVIDER.place_call(CALL, CASE.at(company.base), client)
    [seen] = company.seen
    assert (seen.method, seen.path) == ("POST", "/v1/calls")
    assert seen.headers["authorization"].startswith("Bearer ")
    assert json.loads(seen.body) == {
        "to": [{"type": "phone", "number": "15125550143"}],
        "from": {"type": "phone", "number": "15125550142"},
        "answer_url": [f"{IN}/placed?{WHOM}"],
        "answer_method": "POST",
        "event_url": [f"{IN}/placed_status?{WHOM}"],
        "event_method": "POST",
        "ringing_timer": 25,
    }


async def test_without_a_key_of_the_application_nothing_is_asked(client: Http) -> None:
    with pytest.raises(SendFailed) as caught:
        await PROVIDER.place_call(CALL, replace(CASE.settings, private_key=Secret("none")), client)
    assert caught.value.problem == BAD_APPLICATION


def test_whoever_picks_up_is_asked_for_the_key() -> None:
    words = "Rosa's Plumbing: press 1 and we connect your call."
    assert told("placed__picked_up") == [
        {"action": "talk", "text": words, "language": "en-US", "bargeIn": True},
        {
            "action": "input",
            "type": ["dtmf"],
            "dtmf": {"maxDigits": 1, "timeOut": 8},
            "eventUrl": [f"{IN}/placed_key?{WHOM}"],
        },
    ]


def test_the_key_connects_and_the_person_sees_the_business() -> None:
    assert told("placed_key__pressed_one") == [
        {
            "action": "connect",
            "from": "15125550142",
            "timeout": 25,
            "eventUrl": [f"{IN}/placed_leg?{WHOM}"],
            "endpoint": [{"type": "phone", "number": "15125550178"}],
        }
    ]


@pytest.mark.parametrize(
    "fixture", ["placed_key__pressed_two", "placed_key__pressed_nothing", "placed__without_whom"]
)
def test_without_the_key_nobody_else_is_rung(fixture: str) -> None:
    assert told(fixture) == SILENCE


def test_afterwards_there_is_nothing_to_do() -> None:
    for fixture in ("placed_leg__answered", "placed_status__completed"):
        assert PROVIDER.answer(CASE.webhook(fixture), plan()).body == ""
