"""What we ask Dialpad, and that connecting twice leaves one of everything."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import StandIn, http, standin

from ringback.lib.http import Http
from ringback.phone.asked import Connection
from ringback.phone.dialpad.connecting import CALL_STATES
from ringback.phone.dialpad.provider import PROVIDER
from ringback.phone.dialpad.tests import API_KEY, CASE, LINE, OFFICE, SECRET
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed

IN = "https://ringback.example.com/in/ln_test"
ADDRESSES = {"call": f"{IN}/call", "text": f"{IN}/text"}
TARGET = {"target_type": "office", "target_id": OFFICE}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def asked(company: StandIn) -> list[tuple[str, str, Any]]:
    return [(one.method, one.target, json.loads(one.body) if one.body else None) for one in company.seen]


async def test_a_text_is_sent_from_the_line(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base + "/"), client)
    message = {"from_number": LINE, "to_numbers": [TEXT.to], "text": TEXT.body, "infer_country_code": False}
    assert asked(company) == [("POST", "/api/v2/sms", message)]
    assert company.seen[0].headers["authorization"] == f"Bearer {API_KEY}"


async def test_a_picture_is_refused_before_anything_is_sent(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(
                replace(TEXT, media=("https://a.example/1",)), CASE.at(company.base), client
            )
    assert (failed.value.problem.problem, company.seen) == (Problem.REFUSED, [])


async def test_the_call_log_is_read_page_by_page(client: Http) -> None:
    async with standin(said({"items": [], "cursor": "next"}), said({})) as company:
        assert await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client) == []
    first = {"started_after": "1795194189000", **TARGET}
    assert [one.query for one in company.seen] == [first, first | {"cursor": "next"}]


@pytest.mark.parametrize(
    "page",
    [
        {"items": {}},
        {"items": [{"call_id": "1", "direction": "inbound"}]},
        {"items": [{"call_id": "1", "direction": "inbound", "date_started": "9" * 30}]},
        {"items": [], "cursor": "next"},  # for ever
    ],
)
async def test_a_call_log_that_makes_no_sense_is_no_call_log(client: Http, page: object) -> None:
    async with standin(said(page)) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


async def test_connecting_makes_two_webhooks_and_a_subscription_on_each(client: Http) -> None:
    none, webhook = said({}), said({"id": "11"})
    answers = [none, webhook, none, said({"id": "21"}), none, said({"id": "12"}), none, said({"id": "22"})]
    async with standin(*answers) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert connection == Connection("21", None)
    calls = {"endpoint_id": 11, "call_states": CALL_STATES, "enabled": True, **TARGET}
    texts = {"endpoint_id": 12, "direction": "all", "status": True, "enabled": True, **TARGET}
    assert asked(company) == [
        ("GET", "/api/v2/webhooks", None),
        ("POST", "/api/v2/webhooks", {"hook_url": ADDRESSES["call"], "secret": SECRET}),
        ("GET", "/api/v2/subscriptions/call", None),
        ("POST", "/api/v2/subscriptions/call", calls),
        ("GET", "/api/v2/webhooks", None),
        ("POST", "/api/v2/webhooks", {"hook_url": ADDRESSES["text"], "secret": SECRET}),
        ("GET", "/api/v2/subscriptions/sms", None),
        ("POST", "/api/v2/subscriptions/sms", texts),
    ]


async def test_connecting_again_changes_what_is_there(client: Http) -> None:
    hooks = said({"items": [{"id": 11, "hook_url": ADDRESSES["call"]}, {"id": 12, "hook_url": IN + "/text"}]})
    calls = said({"items": [{"id": 20, "webhook": None}, {"id": 21, "webhook": {"id": "11"}}]})
    texts, done = said({"items": [{"id": 22, "webhook": {"id": 12}}]}), said({})
    async with standin(hooks, done, calls, done, hooks, done, texts, done) as company:
        connection = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert connection == Connection("21", None)
    assert [(method, target) for method, target, _ in asked(company) if method != "GET"] == [
        ("PATCH", "/api/v2/webhooks/11"),
        ("PATCH", "/api/v2/subscriptions/call/21"),
        ("PATCH", "/api/v2/webhooks/12"),
        ("PATCH", "/api/v2/subscriptions/sms/22"),
    ]


async def test_a_refused_key_cannot_connect(client: Http) -> None:
    async with standin(http("403 Forbidden")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    assert failed.value.problem.problem is Problem.MISCONFIGURED


async def test_a_webhook_without_an_id_cannot_be_connected(client: Http) -> None:
    async with standin(said({})) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
