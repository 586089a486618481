"""A call that we place: what Plivo is asked, and what it is told to do next."""

import json
from xml.etree import ElementTree

from tests.contract.case import CALL, plan
from tests.contract.standin import standin

from ringback.lib.http import Http
from ringback.phone.plivo.provider import PROVIDER
from ringback.phone.plivo.test_documents import IN, Verb
from ringback.phone.plivo.tests import CASE

WHOM = "placed=placed_1&to=%2B15125550178"
BUSINESS = "Rosa's Plumbing: press 1 and we connect your call."


def told(fixture: str) -> list[Verb]:
    answer = PROVIDER.answer(CASE.webhook(fixture), plan())
    response = ElementTree.fromstring(answer.body)
    return [(verb.tag, verb.attrib, verb.text or "") for verb in response.iter() if verb is not response]


async def test_the_members_own_phone_is_rung_first(client: Http) -> None:
    async with standin(CASE.answer("place__started")) as company:
        await PROVIDER.place_call(CALL, CASE.at(company.base), client)
    [seen] = company.seen
    assert (seen.method, seen.path) == ("POST", "/v1/Account/MATEST0000000000TEST/Call/")
    assert json.loads(seen.body) == {
        "from": "15125550142",
        "to": "15125550143",
        "answer_url": f"{IN}/placed?{WHOM}",
        "answer_method": "POST",
        "hangup_url": f"{IN}/placed_status?placed=placed_1",
        "hangup_method": "POST",
        "ring_timeout": 25,
    }


def test_whoever_picks_up_is_asked_for_the_key() -> None:
    asked = {"action": f"{IN}/placed_key?{WHOM}", "method": "POST", "inputType": "dtmf"}
    assert told("placed__picked_up") == [
        ("GetInput", asked | {"numDigits": "1", "executionTimeout": "8"}, ""),
        ("Speak", {"language": "en-US"}, BUSINESS),
        ("Hangup", {}, ""),
    ]


def test_the_key_connects_and_the_person_sees_the_business() -> None:
    dial = {
        "callerId": "15125550142",
        "timeout": "25",
        "action": f"{IN}/placed_done?placed=placed_1",
        "method": "POST",
        "callbackUrl": f"{IN}/placed_leg?placed=placed_1",
        "callbackMethod": "POST",
        "dialMusic": "real",
    }
    assert told("placed_key__pressed_one") == [("Dial", dial, ""), ("Number", {}, "+15125550178")]
    assert told("placed_key__pressed_two") == [("Hangup", {}, "")]


def test_afterwards_there_is_nothing_to_do() -> None:
    assert told("placed_done__completed") == [("Hangup", {}, "")]
    assert told("placed_leg__answer") == told("placed_status__completed") == []
