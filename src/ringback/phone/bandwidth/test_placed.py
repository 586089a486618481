"""A call that we place: what Bandwidth is asked, and what it is told to do next."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.contract.case import CALL, plan
from tests.contract.standin import standin

from ringback.lib.http import Http
from ringback.phone.bandwidth.placed import NO_APPLICATION
from ringback.phone.bandwidth.provider import PROVIDER
from ringback.phone.bandwidth.tests import CASE, PASSWORD, USER
from ringback.phone.provider import SendFailed

IN = "https://ringback.example.com/in/ln_test"
WHOM = "placed=placed_1&to=%2B15125550178"
SHOWN = {"username": USER, "password": PASSWORD}


def told(fixture: str) -> list[tuple[str, dict[str, str], str]]:
    answer = PROVIDER.answer(CASE.webhook(fixture), plan())
    response = ElementTree.fromstring(answer.body)
    return [(verb.tag, verb.attrib, verb.text or "") for verb in response.iter() if verb is not response]


async def test_the_members_own_phone_is_rung_first(client: Http) -> None:
    async with standin(CASE.answer("place__started")) as company:
        await PROVIDER.place_call(CALL, CASE.at(company.base), client)
    [seen] = company.seen
    assert (seen.method, seen.path) == ("POST", "/api/v2/accounts/9900000/calls")
    assert json.loads(seen.body) == {
        "applicationId": "voice-app-made-up",
        "from": "+15125550142",
        "to": "+15125550143",
        "answerUrl": f"{IN}/placed?{WHOM}",
        "disconnectUrl": f"{IN}/placed_status?placed=placed_1",
        "callTimeout": 25,
        **SHOWN,
    }


async def test_without_a_voice_application_the_owner_is_told_what_is_missing(client: Http) -> None:
    with pytest.raises(SendFailed) as caught:
        await PROVIDER.place_call(CALL, replace(CASE.settings, voice_application_id=""), client)
    assert caught.value.problem == NO_APPLICATION


def test_whoever_picks_up_is_asked_for_the_key() -> None:
    asked = {"gatherUrl": f"{IN}/placed_key?{WHOM}", "maxDigits": "1", "firstDigitTimeout": "8"}
    assert told("placed__picked_up") == [
        ("Gather", asked | SHOWN, ""),
        (
            "SpeakSentence",
            {"locale": "en_US"},
            "Rosa's Plumbing: press 1 and we connect your call.",
        ),
    ]


def test_the_key_connects_and_the_person_sees_the_business() -> None:
    transfer = {
        "transferCallerId": "+15125550142",
        "callTimeout": "25",
        "transferCompleteUrl": f"{IN}/placed_done?placed=placed_1",
    }
    picked_up = {"transferAnswerUrl": f"{IN}/placed_leg?placed=placed_1"}
    assert told("placed_key__pressed_one") == [
        ("Transfer", transfer | SHOWN, ""),
        ("PhoneNumber", picked_up | SHOWN, "+15125550178"),
    ]
    for other in ("two", "nothing"):
        assert told(f"placed_key__pressed_{other}") == [("Hangup", {}, "")]


def test_afterwards_there_is_nothing_to_do() -> None:
    assert told("placed_done__hangup") == [("Hangup", {}, "")]
    assert told("placed_leg__answered") == told("placed_status__hangup") == []
