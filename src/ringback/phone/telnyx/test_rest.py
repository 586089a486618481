"""What we ask Telnyx, and what its answers mean."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import CUT, Seen, http, standin

from ringback.lib.http import Http
from ringback.phone.asked import Connection, Lookup
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.telnyx.provider import PROVIDER
from ringback.phone.telnyx.tables import ASSIGNMENT, LINE_TYPE, VERIFICATION
from ringback.phone.telnyx.tests import API_KEY, CASE, LINE

TOLL_FREE = "+18005550142"
IN = "https://ringback.example.com/in/ln_test"
ADDRESSES = {"voice": f"{IN}/voice", "text": f"{IN}/text", "text_status": f"{IN}/text_status"}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def of(data: object, status: str = "200 OK") -> bytes:
    return said({"data": data}, status)


# --- Texts ---


async def sent(client: Http, **text: Any) -> Seen:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(replace(TEXT, **text), CASE.at(company.base + "/"), client)
    [request] = company.seen
    return request


async def test_a_text_is_sent_from_the_line_with_its_id_as_the_key(client: Http) -> None:
    request = await sent(client, body="Café 👍")
    assert (request.method, request.target) == ("POST", "/v2/messages")
    assert request.headers["authorization"] == f"Bearer {API_KEY}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == "text_1"
    assert json.loads(request.body) == {
        "from": LINE,
        "to": "+15125550178",
        "text": "Café 👍",
        "webhook_url": f"{IN}/text_status?text=text_1",
        "use_profile_webhooks": False,
    }


async def test_pictures_go_along(client: Http) -> None:
    asked = json.loads((await sent(client, body="", media=("https://a.example/1",))).body)
    assert (asked["media_urls"], "text" in asked) == (["https://a.example/1"], False)


async def test_the_same_text_is_always_the_same_bytes(client: Http) -> None:
    one, two = await sent(client), await sent(client, valid_seconds=3)
    assert (one.body, one.headers["idempotency-key"]) == (two.body, two.headers["idempotency-key"])


async def test_the_records_are_asked_for_this_person_from_the_day_before(client: Http) -> None:
    async with standin(CASE.answer("find__found")) as company:
        await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
    [request] = company.seen
    assert request.path == "/v2/detail_records"
    assert request.query == {
        "filter[record_type]": "messaging",
        "filter[created_at][gte]": "2026-11-19",
        "filter[direction]": "outbound",
        "filter[cld]": "+15125550178",
        "sort": "-created_at",
        "page[size]": "50",
    }


@pytest.mark.parametrize("status", ["408 Request Timeout", "202 Accepted"])
async def test_an_answer_that_promises_nothing_is_unsure(client: Http, status: str) -> None:
    with pytest.raises(SendFailed) as caught:
        async with standin(of({"id": None}, status)) as company:
            await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert caught.value.problem.problem is Problem.UNSURE


# --- Numbers ---


async def looked_up(client: Http, answer: bytes) -> Lookup:
    async with standin(answer) as company:
        found = await PROVIDER.lookup("+15125550178", CASE.at(company.base), client)
    assert company.seen[0].target == "/v2/number_lookup/+15125550178?type=carrier&type=caller-name"
    return found


@pytest.mark.parametrize(
    ("theirs", "ours"), [*LINE_TYPE.items(), ("pager", ""), ("fixed line or mobile", ""), (None, "")]
)
async def test_a_number_is_looked_up(client: Http, theirs: str | None, ours: str) -> None:
    names = {"carrier": {"name": "T-Mobile USA", "type": theirs}, "caller_name": {"caller_name": "DAN"}}
    assert await looked_up(client, of(names)) == Lookup(ours, "DAN", "T-Mobile USA")


async def test_what_telnyx_does_not_know_of_a_number_is_empty(client: Http) -> None:
    assert await looked_up(client, of({"carrier": None, "valid_number": True})) == Lookup("", "", "")


async def registered(client: Http, number: str, answer: bytes) -> tuple[str, str]:
    async with standin(answer) as company:
        sentence = await PROVIDER.registration(number, CASE.at(company.base), client)
    return sentence, company.seen[0].target


@pytest.mark.parametrize(("status", "sentence"), ASSIGNMENT.items())
async def test_the_campaign_of_a_number(client: Http, status: str, sentence: str) -> None:
    asked = f"/v2/10dlc/phone_number_campaigns/{LINE}"
    for answer in (said({"assignmentStatus": status}), of({"assignmentStatus": status})):
        assert await registered(client, LINE, answer) == (sentence, asked)


async def test_a_number_without_a_campaign(client: Http) -> None:
    said = await registered(client, LINE, http("404 Not Found"))
    assert said[0] == "The number is in no texting campaign (10DLC) at Telnyx."


async def test_a_new_word_about_a_campaign_is_not_taken_for_good(client: Http) -> None:
    sentence, _ = await registered(client, LINE, said({"assignmentStatus": "PARKED"}))
    assert sentence == "Telnyx says something about the texting campaign that is new to us."


@pytest.mark.parametrize(
    ("status", "sentence"), [*VERIFICATION.items(), ("Parked", "The toll-free number is not verified yet.")]
)
async def test_the_verification_of_a_toll_free_number(client: Http, status: str, sentence: str) -> None:
    asked = "/v2/messaging_tollfree/verification/requests?page=1&page_size=20&phone_number=%2B18005550142"
    answer = said({"records": [{"verificationStatus": status}], "total_records": 1})
    assert await registered(client, TOLL_FREE, answer) == (sentence, asked)


async def test_one_verified_request_is_enough_and_none_is_not(client: Http) -> None:
    both = said({"records": [{"verificationStatus": "Rejected"}, {"verificationStatus": "Verified"}]})
    assert (await registered(client, TOLL_FREE, both))[0] == ""
    none = (await registered(client, TOLL_FREE, said({"records": []})))[0]
    assert none == "Nobody has asked Telnyx to verify this toll-free number."


@pytest.mark.parametrize(
    "answer", [CUT, http("500 Internal Server Error"), http("200 OK", "<html>"), said([])]
)
@pytest.mark.parametrize("number", [LINE, TOLL_FREE])
async def test_without_an_answer_nothing_is_known_of_a_number(
    client: Http, answer: bytes, number: str
) -> None:
    with pytest.raises(CannotAsk):
        await looked_up(client, answer)
    with pytest.raises(CannotAsk):
        await registered(client, number, answer)


# --- Our addresses ---


async def connected(client: Http, *answers: bytes) -> tuple[Connection, list[tuple[str, Any]]]:
    async with standin(*answers) as company:
        made = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert (company.seen[0].path, company.seen[0].query) == (
        "/v2/phone_numbers",
        {"filter[phone_number]": LINE},
    )
    written = [one for one in company.seen if one.method != "GET"]
    return made, [(f"{one.method} {one.target}", json.loads(one.body)) for one in written]


ELSEWHERE = "The line's number is not in this Telnyx account."
APPLICATION = {"webhook_event_url": f"{IN}/voice", "webhook_api_version": "2"}
PROFILE = {"webhook_url": f"{IN}/text", "webhook_api_version": "2"}


async def test_the_addresses_are_entered_where_the_number_is_connected(client: Http) -> None:
    number = of([{"id": "n1", "phone_number": LINE, "connection_id": "a1"}])
    application = of({"id": "a1", "application_name": "Shop"})
    made, written = await connected(
        client, number, application, of({}), of({"messaging_profile_id": "p1"}), of({})
    )
    assert made == Connection("a1", None)
    assert written == [
        ("PATCH /v2/call_control_applications/a1", {**APPLICATION, "application_name": "Shop"}),
        ("PATCH /v2/messaging_profiles/p1", PROFILE),
    ]


async def test_a_number_connected_to_nothing_gets_what_is_missing(client: Http) -> None:
    number = of([{"id": "n1", "phone_number": LINE, "connection_id": None}])
    made, written = await connected(
        client, number, of([]), of({"id": "a2"}), of({}), of({}), of([]), of({"id": "p2"}), of({})
    )
    assert made == Connection("a2", None)
    name = f"Ringback {LINE}"
    assert written == [
        ("POST /v2/call_control_applications", {**APPLICATION, "application_name": name}),
        ("PATCH /v2/phone_numbers/n1", {"connection_id": "a2"}),
        ("POST /v2/messaging_profiles", {**PROFILE, "name": name, "whitelisted_destinations": ["US", "CA"]}),
        ("PATCH /v2/phone_numbers/n1/messaging", {"messaging_profile_id": "p2"}),
    ]


async def test_what_we_made_before_is_used_again(client: Http) -> None:
    name = f"Ringback {LINE}"
    number = of([{"id": "n1", "phone_number": LINE, "connection_id": ""}])
    applications = of([{"id": "a0", "application_name": "Other"}, {"id": "a2", "application_name": name}])
    profiles = of([{"id": "p2", "name": name}])
    made, written = await connected(
        client, number, applications, of({}), of({}), of({}), profiles, of({}), of({})
    )
    assert made == Connection("a2", None)
    assert [asked for asked, _ in written] == [
        "PATCH /v2/call_control_applications/a2",
        "PATCH /v2/phone_numbers/n1",
        "PATCH /v2/messaging_profiles/p2",
        "PATCH /v2/phone_numbers/n1/messaging",
    ]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([of([])], "The line's number is not in this Telnyx account."),
        (
            [of([{"id": "n2", "phone_number": "+15125550199"}])],
            "The line's number is not in this Telnyx account.",
        ),
        (
            [of([{"id": "n1", "phone_number": LINE, "connection_id": "sip1"}]), http("404 Not Found")],
            "The number is connected to something else at Telnyx than a call application.",
        ),
        ([http("401 Unauthorized")], "Telnyx does not accept the API key."),
        ([http("403 Forbidden")], "Telnyx does not accept the API key."),
    ],
)
async def test_what_the_owner_has_to_put_right(client: Http, answers: list[bytes], sentence: str) -> None:
    with pytest.raises(SendFailed) as failed:
        await connected(client, *answers)
    assert (failed.value.problem.problem, failed.value.problem.said) == (Problem.MISCONFIGURED, sentence)


@pytest.mark.parametrize("answer", [CUT, http("500 Internal Server Error"), http("200 OK", "<html>")])
async def test_without_an_answer_nothing_is_connected(client: Http, answer: bytes) -> None:
    number = of([{"id": "n1", "phone_number": LINE, "connection_id": ""}])
    for before in ([], [number], [number, of([])], [number, of([]), of({"id": "a"})]):
        with pytest.raises(CannotAsk):
            await connected(client, *before, answer)
