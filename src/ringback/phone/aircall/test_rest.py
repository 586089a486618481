"""What we ask Aircall, and that connecting twice leaves one webhook."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import StandIn, http, standin

from ringback.lib.http import Http
from ringback.phone.aircall.connecting import EVENTS
from ringback.phone.aircall.provider import PROVIDER
from ringback.phone.aircall.tests import API_ID, API_TOKEN, CASE, LINE
from ringback.phone.asked import Connection
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed

ADDRESS = "https://ringback.example.com/in/ln_test/event"
ADDRESSES = {"event": ADDRESS}
WANTED = {"custom_name": "Ringback", "url": ADDRESS, "events": EVENTS}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def asked(company: StandIn) -> list[tuple[str, str, Any]]:
    return [(one.method, one.target, json.loads(one.body) if one.body else None) for one in company.seen]


async def test_a_text_is_sent_into_the_conversation_of_the_number(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base + "/"), client)
    message = {"to": TEXT.to, "body": TEXT.body}
    assert asked(company) == [("POST", "/v1/numbers/4242/messages/native/send", message)]
    login = base64.b64encode(f"{API_ID}:{API_TOKEN}".encode()).decode()
    assert company.seen[0].headers["authorization"] == f"Basic {login}"


async def test_a_picture_is_refused_before_anything_is_sent(client: Http) -> None:
    with_picture = replace(TEXT, media=("https://a.example/1",))
    async with standin(CASE.answer("send__accepted")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(with_picture, CASE.at(company.base), client)
    assert (failed.value.problem.problem, company.seen) == (Problem.REFUSED, [])


async def test_the_call_log_is_read_page_by_page(client: Http) -> None:
    first = said({"calls": [], "meta": {"next_page_link": "https://api.example/next"}})
    async with standin(first, said({"calls": [], "meta": {"next_page_link": None}})) as company:
        assert await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client) == []
    query = {"from": "1795194189", "order": "desc", "per_page": "50"}
    assert [one.query for one in company.seen] == [query | {"page": "1"}, query | {"page": "2"}]


INBOUND = {"id": 1, "direction": "inbound", "number": {"id": 4242}}


@pytest.mark.parametrize(
    "page",
    [
        {"calls": {}},
        {"calls": [INBOUND]},
        {"calls": [INBOUND | {"started_at": "yesterday"}]},
        {"calls": [INBOUND | {"started_at": 10**30}]},
        {"calls": [{"started_at": 1795194189}]},
        {"calls": [], "meta": {"next_page_link": "next"}},  # for ever
    ],
)
async def test_a_call_log_that_makes_no_sense_is_no_call_log(client: Http, page: object) -> None:
    async with standin(said(page)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


@pytest.mark.parametrize("made", [{"webhook": {"webhook_id": 9, "token": "t9"}}, {"id": "9", "token": "t9"}])
async def test_connecting_makes_a_webhook_and_keeps_its_token(client: Http, made: object) -> None:
    other = {"webhook_id": 8, "url": "https://other.example", "token": "t8"}
    async with standin(said({"webhooks": [other]}), said(made, "201 Created")) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert connection == Connection("9", None, {"webhook_token": "t9"})
    assert asked(company) == [("GET", "/v1/webhooks?per_page=50", None), ("POST", "/v1/webhooks", WANTED)]


async def test_connecting_again_changes_what_is_there_and_keeps_the_token(client: Http) -> None:
    ours = {"webhook_id": 9, "url": ADDRESS, "token": "t9", "active": False}
    async with standin(said({"webhooks": [ours]}), said({"webhook": {"webhook_id": 9}})) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert connection == Connection("9", None, {"webhook_token": "t9"})
    assert asked(company)[-1] == ("PUT", "/v1/webhooks/9", WANTED | {"active": True})


@pytest.mark.parametrize("made", [{"webhook": {"webhook_id": 9}}, {"token": "t9"}, {}])
async def test_a_webhook_without_id_or_token_cannot_be_connected(client: Http, made: object) -> None:
    async with standin(said({"webhooks": []}), said(made)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)


async def test_a_refused_key_cannot_connect(client: Http) -> None:
    async with standin(http("403 Forbidden")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert failed.value.problem.problem is Problem.MISCONFIGURED
