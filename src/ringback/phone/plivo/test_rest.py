"""What we ask Plivo, and what its answers mean."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import CUT, Seen, http, nowhere, standin

from ringback.lib.http import Http
from ringback.phone.asked import Connection, FoundCall, Lookup, Sent
from ringback.phone.events import Problem
from ringback.phone.plivo.provider import PROVIDER
from ringback.phone.plivo.tables import LINE_TYPE
from ringback.phone.plivo.tests import CASE, LINE, SETTINGS, TOKEN
from ringback.phone.provider import CannotAsk, SendFailed

ACCOUNT = f"/v1/Account/{SETTINGS.auth_id}"
IN = "https://ringback.example.com/in/ln_test"
ADDRESSES = {kind: f"{IN}/{kind}" for kind in ("voice", "voice_status", "text", "text_status")}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def listed(*rows: dict[str, object]) -> bytes:
    return said({"objects": rows, "meta": {}})


# --- Texts ---


async def sent(client: Http, **text: Any) -> Seen:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(replace(TEXT, **text), CASE.at(company.base + "/"), client)
    [request] = company.seen
    return request


async def test_a_text_is_sent_from_the_line_with_our_id_in_the_report(client: Http) -> None:
    request = await sent(client, body="Café 👍")
    key = base64.b64encode(f"{SETTINGS.auth_id}:{TOKEN}".encode()).decode()
    assert (request.method, request.target) == ("POST", f"{ACCOUNT}/Message/")
    assert request.headers["authorization"] == f"Basic {key}"
    assert json.loads(request.body) == {
        "src": "15125550142",
        "dst": "15125550178",
        "type": "sms",
        "url": f"{IN}/text_status?text=text_1",
        "method": "POST",
        "message_expiry": 900,
        "text": "Café 👍",
    }


@pytest.mark.parametrize(("seconds", "asked"), [(1, 5), (99_999, 10_800)])
async def test_pictures_go_along_and_validity_stays_in_bounds(client: Http, seconds: int, asked: int) -> None:
    request = await sent(client, body="", media=("https://a.example/1",), valid_seconds=seconds)
    content = json.loads(request.body)
    assert (content["type"], content["media_urls"], content["message_expiry"], "text" in content) == (
        "mms",
        ["https://a.example/1"],
        asked,
        False,
    )


async def test_texts_around_the_attempt_are_asked_for(client: Http) -> None:
    async with standin(CASE.answer("find__found")) as company:
        await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
    [request] = company.seen
    assert request.path == f"{ACCOUNT}/Message/"
    assert request.query == {
        "message_direction": "outbound",
        "from_number": "15125550142",
        "to_number": "15125550178",
        "message_time__gte": "2026-11-20 17:03:04",
        "message_time__lte": "2026-11-20 17:03:29",
        "limit": "20",
        "offset": "0",
    }


def row(id: str, **more: object) -> dict[str, object]:
    usual = {"message_direction": "outbound", "from_number": "15125550142", "to_number": "+15125550178"}
    return {"message_uuid": id, **usual, **more}


async def test_of_two_texts_that_fit_neither_is_taken_for_ours(client: Http) -> None:
    async with standin(listed(row("m1"), row("m2"))) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)


async def test_the_second_page_is_read_when_the_first_is_full(client: Http) -> None:
    full = [row(f"m{n}", message_direction="inbound") for n in range(20)]
    async with standin(listed(*full), listed(row("m20"))) as company:
        assert await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client) == Sent("m20")
    assert [request.query["offset"] for request in company.seen] == ["0", "20"]


async def test_a_list_without_end_is_no_answer(client: Http) -> None:
    full = [row(f"m{n}", message_direction="inbound") for n in range(20)]
    async with standin(listed(*full)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
    assert len(company.seen) == 10


# --- Calls and numbers ---


async def calls(client: Http, answer: bytes) -> tuple[list[FoundCall], Seen]:
    async with standin(answer) as company:
        found = await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)
    return found, company.seen[0]


async def test_calls_that_ended_since_then_are_asked_for(client: Http) -> None:
    _, request = await calls(client, CASE.answer("calls__listed"))
    assert request.path == f"{ACCOUNT}/Call/"
    assert request.query == {
        "call_direction": "inbound",
        "to_number": "15125550142",
        "end_time__gte": "2026-11-20 17:03:09",
        "limit": "20",
        "offset": "0",
    }


@pytest.mark.parametrize("started", ["2026-11-20 11:03:10", "soon", None, 7])
async def test_a_time_without_its_zone_is_no_answer(client: Http, started: object) -> None:
    call = {"call_uuid": "c1", "call_direction": "inbound", "initiation_time": started}
    with pytest.raises(CannotAsk):
        await calls(client, listed(call))


async def looked_up(client: Http, base: str) -> Lookup:
    line = replace(SETTINGS, lookup_base=base)
    return await PROVIDER.lookup("+15125550178", line, client)


@pytest.mark.parametrize(("theirs", "ours"), [*LINE_TYPE.items(), ("pager", ""), (None, "")])
async def test_a_number_is_looked_up(client: Http, theirs: str | None, ours: str) -> None:
    async with standin(said({"carrier": {"type": theirs, "name": "T-Mobile USA"}})) as company:
        assert await looked_up(client, company.base) == Lookup(ours, "", "T-Mobile USA")
    assert company.seen[0].target == "/v1/Number/+15125550178?type=carrier"


@pytest.mark.parametrize("answer", [CUT, http("404 Not Found"), http("200 OK", "<html>"), said({})])
async def test_without_an_answer_nothing_is_known_of_a_number(client: Http, answer: bytes) -> None:
    async with standin(answer) as company:
        with pytest.raises(CannotAsk):
            await looked_up(client, company.base)
    with pytest.raises(CannotAsk):
        await looked_up(client, nowhere())


# --- Our addresses ---

NAME = "Ringback_15125550142"
ASKED = {
    "answer_url": f"{IN}/voice",
    "answer_method": "POST",
    "hangup_url": f"{IN}/voice_status",
    "hangup_method": "POST",
    "message_url": f"{IN}/text",
    "message_method": "POST",
}


async def connected(client: Http, *answers: bytes) -> tuple[Connection, list[tuple[str, Any]]]:
    async with standin(*answers) as company:
        made = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    written = [request for request in company.seen if request.method == "POST"]
    return made, [(request.target.removeprefix(ACCOUNT), json.loads(request.body)) for request in written]


async def test_the_number_gets_an_application_of_our_own(client: Http) -> None:
    made, written = await connected(
        client, said({}), listed({"app_name": "Shop"}), said({"app_id": "7"}, "201 Created"), said({})
    )
    assert made == Connection("7", None)
    assert written == [
        ("/Application/", {"app_name": NAME, **ASKED}),
        ("/Number/15125550142/", {"app_id": "7"}),
    ]


async def test_our_application_is_used_again(client: Http) -> None:
    made, written = await connected(
        client, said({}), listed({"app_name": NAME, "app_id": "7"}), said({}, "202 Accepted"), said({})
    )
    assert made == Connection("7", None)
    assert written == [("/Application/7/", ASKED), ("/Number/15125550142/", {"app_id": "7"})]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (http("404 Not Found"), "The line's number is not in this Plivo account."),
        (http("401 Unauthorized"), "Plivo does not accept the auth ID and auth token."),
        (http("403 Forbidden"), "The Plivo account may not do this."),
    ],
)
async def test_what_the_owner_has_to_put_right(client: Http, answer: bytes, sentence: str) -> None:
    with pytest.raises(SendFailed) as failed:
        await connected(client, answer)
    assert (failed.value.problem.problem, failed.value.problem.said) == (Problem.MISCONFIGURED, sentence)


@pytest.mark.parametrize("answer", [CUT, http("500 Internal Server Error"), http("200 OK", "<html>")])
async def test_without_an_answer_nothing_is_connected(client: Http, answer: bytes) -> None:
    with pytest.raises(CannotAsk):
        await connected(client, said({}), answer)
    with pytest.raises(CannotAsk):
        await connected(client, said({}), listed(), answer)
