"""What we ask Quo, and that connecting twice leaves one webhook."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import StandIn, http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection
from ringback.phone.events import Problem
from ringback.phone.openphone.connecting import EVENTS, NEWER
from ringback.phone.openphone.provider import PROVIDER, OpenPhoneSettings
from ringback.phone.openphone.tests import API_KEY, CASE, LINE, NUMBER_ID, SECRET
from ringback.phone.provider import CannotAsk, SendFailed

ADDRESS = "https://ringback.example.com/in/ln_test/event"
ADDRESSES = {"event": ADDRESS}
MADE = {"data": {"id": "WH2", "key": "whsec_AAAA"}}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def asked(company: StandIn) -> list[tuple[str, str, Any]]:
    return [(one.method, one.target, json.loads(one.body) if one.body else None) for one in company.seen]


def new(company: StandIn) -> OpenPhoneSettings:
    """Before the first connecting."""
    return replace(CASE.at(company.base), webhook_secret=Secret(""), phone_number_id="")


async def test_a_text_is_sent_to_one_person_with_the_bare_key(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base + "/"), client)
    assert asked(company) == [("POST", "/v1/messages", {"from": LINE, "to": [TEXT.to], "content": TEXT.body})]
    assert company.seen[0].headers["authorization"] == API_KEY
    assert "quo-api-version" not in company.seen[0].headers


async def test_a_picture_is_refused_before_anything_is_sent(client: Http) -> None:
    with_picture = replace(TEXT, media=("https://a.example/1",))
    async with standin(CASE.answer("send__accepted")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(with_picture, CASE.at(company.base), client)
    assert (failed.value.problem.problem, company.seen) == (Problem.REFUSED, [])


async def test_a_text_is_looked_up_page_by_page(client: Http) -> None:
    async with standin(said({"data": [], "nextCursor": "next"}), said({"data": []})) as company:
        assert await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client) is None
    first = {"to": TEXT.to, "createdAt[gt]": "2026-11-20T17:02:09.000Z", "limit": "50"}
    assert [one.query for one in company.seen] == [first, first | {"after": "next"}]
    assert company.seen[0].headers["quo-api-version"] == "2026-03-30"


INCOMING = {"id": "AC1", "direction": "incoming", "participants": [{"phoneNumber": LINE}]}


@pytest.mark.parametrize(
    "page",
    [
        {"data": {}},
        {"data": [INCOMING]},
        {"data": [INCOMING | {"createdAt": "yesterday"}]},
        {"data": [INCOMING | {"createdAt": "2026-11-20T17:03:09Z", "id": None}]},
        {"data": [], "nextCursor": "next"},  # for ever
    ],
)
async def test_a_call_log_that_makes_no_sense_is_no_call_log(client: Http, page: object) -> None:
    async with standin(said(page)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


async def test_connecting_makes_one_webhook_for_this_number_alone(client: Http) -> None:
    numbers = said({"data": [{"id": "PN2", "number": "+15125550143"}, {"id": NUMBER_ID, "number": LINE}]})
    async with standin(numbers, said({"data": []}), said(MADE, "201 Created")) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, new(company), client)
    assert connection == Connection("WH2", None, {"webhook_secret": "whsec_AAAA"})
    wanted = {"url": ADDRESS, "label": "Ringback", "resourceIds": [NUMBER_ID], "status": "enabled"}
    assert asked(company) == [
        ("GET", "/v1/phone-numbers", None),
        ("GET", "/webhooks", None),
        ("POST", "/webhooks", wanted | {"events": EVENTS}),
    ]


async def test_connecting_again_replaces_what_is_there_and_keeps_the_old_secret(client: Http) -> None:
    there = said({"data": [{"id": "WH0", "url": "https://other.example"}, {"id": "WH1", "url": ADDRESS}]})
    async with standin(there, said(MADE), http("204 No Content")) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert connection.secrets == {"webhook_secret": "whsec_AAAA", "previous_webhook_secret": SECRET}
    assert [(method, target) for method, target, _ in asked(company)] == [
        ("GET", "/webhooks"),
        ("POST", "/webhooks"),
        ("DELETE", "/webhooks/WH1"),
    ]


async def test_an_interface_without_the_newest_events_is_asked_for_the_others(client: Http) -> None:
    none, refused = said({"data": []}), said({"title": "Bad Request"}, "400 Bad Request")
    async with standin(none, refused, said(MADE)) as company:
        await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert set(EVENTS) - set(asked(company)[-1][2]["events"]) == set(NEWER)


async def test_a_number_of_another_workspace_cannot_be_connected(client: Http) -> None:
    async with standin(said({"data": []})) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, ADDRESSES, new(company), client)
    assert failed.value.problem.problem is Problem.MISCONFIGURED


@pytest.mark.parametrize("made", [{"data": {"id": "WH2"}}, {"data": {"key": "whsec_AAAA"}}, [], {}])
async def test_a_webhook_without_its_key_cannot_be_connected(client: Http, made: object) -> None:
    async with standin(said({"data": []}), said(made)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)


async def test_a_refused_key_cannot_connect(client: Http) -> None:
    async with standin(http("403 Forbidden")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert failed.value.problem.problem is Problem.MISCONFIGURED
