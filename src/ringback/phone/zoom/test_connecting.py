"""Our address at Zoom: entered once, whoever was there before, and what to do when Zoom will not have it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from tests.contract.case import AT
from tests.contract.standin import CUT, StandIn, http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import tokens
from ringback.phone.asked import Connection
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, NotGenuine, Request, SendFailed
from ringback.phone.zoom import wire
from ringback.phone.zoom.connecting import EVENTS, LEFT_TO_OWNER, MAY_NOT, REFUSALS
from ringback.phone.zoom.provider import PROVIDER, ZoomSettings, login
from ringback.phone.zoom.tests import CASE, LINE, SECRET, SETTINGS, TOKEN

ADDRESS = "https://ringback.example.com/in/ln_test/events"
HERE = "/v2/marketplace/app/event_subscription"
DONE = http("204 No Content")
MADE = http("201 Created", '{"event_subscription_id": "new"}', "application/json")
SCOPELESS = {"code": 4711, "message": "Invalid access token, does not contain scopes:[marketplace:x]."}


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def subscription(id: str, *events: str, by_hand: bool = False, address: str = ADDRESS) -> dict[str, object]:
    return {
        "event_subscription_id": id,
        "events": list(events or EVENTS),
        "event_webhook_url": address,
        "subscription_scope": "account",
        "created_source": "default" if by_hand else "openapi",
    }


def listed(*rows: object) -> bytes:
    return said({"page_size": 100, "event_subscriptions": rows})


async def connect(client: Http, *answers: bytes, user: str = "") -> tuple[Connection, StandIn]:
    async with standin(*answers) as company:
        settings = replace(CASE.at(company.base), user_id=user)
        return await PROVIDER.connect(LINE, {"events": ADDRESS}, settings, client), company


async def refusal(client: Http, *answers: bytes, user: str = "") -> str:
    with pytest.raises(SendFailed) as failed:
        await connect(client, *answers, user=user)
    assert failed.value.problem.problem is Problem.MISCONFIGURED
    return failed.value.problem.said


def asked(company: StandIn) -> list[tuple[str, str]]:
    return [(one.method, one.path.removeprefix(HERE)) for one in company.seen]


# --- One of ours ---


async def test_connecting_makes_one_subscription_of_the_account(client: Http) -> None:
    elsewhere = subscription("other", address="https://other.example")
    connection, company = await connect(client, listed(elsewhere), MADE)
    assert connection == Connection("new", None)
    looked, made = company.seen
    assert (looked.method, looked.path) == ("GET", HERE)
    assert looked.query == {
        "subscription_scope": "account",
        "account_id": "account_1",
        "page_size": "100",
    }
    assert (made.method, made.path, made.headers["authorization"]) == ("POST", HERE, f"Bearer {TOKEN}")
    assert json.loads(made.body) == {
        "events": EVENTS,
        "event_subscription_name": "Ringback",
        "event_webhook_url": ADDRESS,
        "subscription_scope": "account",
        "account_id": "account_1",
    }


async def test_a_user_is_named_where_the_line_has_one(client: Http) -> None:
    _, company = await connect(client, listed(), MADE, user="rosa@example.com")
    assert company.seen[0].query["user_id"] == "rosa@example.com"


async def test_what_is_there_is_left_as_it_is(client: Http) -> None:
    connection, company = await connect(client, listed(subscription("first")))
    assert (connection.id, asked(company)) == ("first", [("GET", "")])


async def test_a_changed_one_is_replaced_and_the_rest_removed_only_then(client: Http) -> None:
    less = subscription("a/b", *EVENTS[1:])
    connection, company = await connect(client, listed(less, subscription("c", EVENTS[0])), MADE, DONE)
    assert connection.id == "new"
    assert asked(company) == [("GET", ""), ("POST", ""), ("DELETE", "/a%2Fb"), ("DELETE", "/c")]


async def test_of_two_that_are_whole_one_stays(client: Http) -> None:
    _, company = await connect(client, listed(subscription("one"), subscription("two")), DONE)
    assert asked(company) == [("GET", ""), ("DELETE", "/two")]


async def test_one_chosen_on_the_apps_page_counts(client: Http) -> None:
    mine = subscription("mine", by_hand=True)
    connection, company = await connect(client, listed(subscription("ours"), mine), DONE)
    assert connection.id == "mine"
    assert asked(company) == [("GET", ""), ("DELETE", "/ours")]


async def test_only_what_the_one_on_the_page_lacks_is_subscribed_to(client: Http) -> None:
    mine = subscription("mine", *EVENTS[:-2], by_hand=True)
    _, company = await connect(client, listed(mine), MADE)
    assert json.loads(company.seen[1].body)["events"] == EVENTS[-2:]
    connection, company = await connect(client, listed(mine, subscription("ours", *EVENTS[-2:])))
    assert (connection.id, asked(company)) == ("ours", [("GET", "")])


async def test_one_on_the_page_is_the_owners_to_take_out(client: Http) -> None:
    present = listed(subscription("mine", by_hand=True), subscription("ours"))
    async with standin(present, DONE) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.disconnect(LINE, {"events": ADDRESS}, CASE.at(company.base), client)
    assert failed.value.problem.said == LEFT_TO_OWNER
    assert asked(company) == [("GET", ""), ("DELETE", "/ours")]


# --- Whose token ---


def the_apps_own(company: StandIn) -> list[bool]:
    return [("grant_type", "client_credentials") in one.form for one in company.seen if "oauth" in one.path]


@pytest.mark.parametrize(
    "lacks",
    [
        said(SCOPELESS, "400 Bad Request"),
        said({"code": 104, "message": "x"}, "400 Bad Request"),
        said(SCOPELESS | {"code": 201}, "400 Bad Request"),
    ],
)
async def test_the_apps_own_token_is_used_where_the_accounts_lacks_the_scope(
    client: Http, lacks: bytes
) -> None:
    own = said({"access_token": "app", "expires_in": 3600, "token_type": "bearer"})
    async with standin(lacks, own, listed(), lacks, MADE) as company:
        settings = CASE.at(company.base)
        settings = replace(settings, token_base=company.base)
        tokens.keep(login(settings), Secret(TOKEN), 3600)
        connection = await PROVIDER.connect(LINE, {"events": ADDRESS}, settings, client)
    assert connection.id == "new"
    assert the_apps_own(company) == [True]
    bearers = [one.headers["authorization"] for one in company.seen if "/v2/" in one.path]
    assert bearers == [f"Bearer {TOKEN}", "Bearer app"] * 2


async def test_an_app_without_a_token_of_its_own_lacks_the_scope(client: Http) -> None:
    unsupported = said({"reason": "unsupported grant type", "error": "unsupported_grant_type"}, "400 Bad")
    async with standin(said(SCOPELESS, "400 Bad Request"), unsupported) as company:
        settings = replace(SETTINGS, api_base=company.base, token_base=company.base)
        tokens.keep(login(settings), Secret(TOKEN), 3600)
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, {"events": ADDRESS}, settings, client)
    assert failed.value.problem.said == MAY_NOT


# --- Refused ---


def not_heard(event: str) -> str:
    return f"Zoom does not let this app hear of {event}: add its scope, activate the app, connect again."


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("1701", f"The event webhook url validate failed: {ADDRESS}.", REFUSALS["1701"]),
        ("1300", "The user don't authorize the app: 7.", REFUSALS["1300"]),
        ("1002", "The user don't authorize the app: 7.", REFUSALS["1300"]),
        ("124", "Invalid access token.", REFUSALS["124"]),
        (
            "1602",
            "The event is not allowed for the app: phone.sms_sent_failed",
            not_heard("phone.sms_sent_failed"),
        ),
        ("1601", "App event not exists: phone.sms_received", not_heard("phone.sms_received")),
        (
            "1003",
            "The user missed permission",
            "Zoom does not let this app hear of all events: add the scopes, activate it, connect again.",
        ),
        (
            "1500",
            "Something new",
            "Zoom refused this (1500): add the event subscription on the app's page Feature.",
        ),
    ],
)
@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found"])
async def test_a_refusal_says_what_to_do(
    client: Http, status: str, code: str, message: str, expected: str
) -> None:
    refused = said({"code": int(code), "message": message}, status)
    assert await refusal(client, listed(subscription("less", EVENTS[0])), refused) == expected


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found"])
async def test_a_list_that_wants_a_user_says_where_to_name_one(client: Http, status: str) -> None:
    wants = said({"code": 1001, "message": "User does not exist"}, status)
    expected = "Zoom wants to know a user of the account: set user_id, then try again."
    assert await refusal(client, wants) == expected
    assert await refusal(client, wants, user="gone") != expected


@pytest.mark.parametrize(
    "answer",
    [
        http("429 Too Many Requests", Retry_After="7"),
        http("503 Service Unavailable"),
        said({"event_subscription_id": 7}, "201 Created"),
        http("201 Created", "<html></html>"),
        CUT,
    ],
)
async def test_what_is_not_certain_is_tried_later_and_the_old_one_stays(client: Http, answer: bytes) -> None:
    async with standin(listed(subscription("less", EVENTS[0])), answer) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.connect(LINE, {"events": ADDRESS}, CASE.at(company.base), client)
    assert [method for method, _ in asked(company)] == ["GET", "POST"]


# --- With the challenge ---


@dataclass
class Challenging:
    """Zoom, as it keeps subscriptions: it enters an address that proves to have the app's secret token."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def subscriptions(self, request: web.Request) -> web.Response:
        if request.method == "DELETE":
            del self.rows[request.match_info["id"]]
            return web.Response(status=204)
        if request.method == "GET":
            return web.json_response({"event_subscriptions": list(self.rows.values())})
        wanted = await request.json()
        if not await self._proven(wanted["event_webhook_url"]):
            return web.json_response({"code": 1701, "message": "validate failed"}, status=404)
        id = f"sub-{len(self.rows) + 1}"
        self.rows[id] = {**wanted, "event_subscription_id": id, "created_source": "openapi"}
        return web.json_response({"event_subscription_id": id}, status=201)

    async def _proven(self, address: str) -> bool:
        said = {"event": wire.CHALLENGE, "event_ts": 1, "payload": {"plainToken": "plain"}}
        body, time = json.dumps(said).encode(), str(int(AT.timestamp()))
        headers = {wire.TIME: time, wire.SIGNATURE: wire.signature(time, body, Secret(SECRET))}
        async with ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
            proof = wire._hmac(Secret(SECRET), b"plain")
            return answer.status == 200 and (await answer.json())["encryptedToken"] == proof


@asynccontextmanager
async def challenging(settings: ZoomSettings) -> AsyncIterator[tuple[Challenging, str, ZoomSettings]]:
    """Zoom, a line's address that answers with these settings, and the settings to ask Zoom with."""

    async def events(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Request("POST", str(request.url), "events", headers, await request.read(), AT)
        try:
            PROVIDER.verify(received, settings)
        except NotGenuine:
            return web.Response(status=403)
        said = PROVIDER.handshake(received, settings)
        return web.Response(text=said.body if said else "", content_type="application/json")

    company = Challenging()
    app = web.Application()
    app.router.add_post("/in/ln_test/events", events)
    app.router.add_route("*", HERE, company.subscriptions)
    app.router.add_route("*", HERE + "/{id}", company.subscriptions)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        yield company, f"{base}/in/ln_test/events", _let_in(replace(settings, api_base=base))


def _let_in(settings: ZoomSettings) -> ZoomSettings:
    tokens.keep(login(settings), Secret(TOKEN), 3600)
    return settings


async def test_our_address_meets_the_challenge_stays_one_is_mended_and_goes(client: Http) -> None:
    async with challenging(SETTINGS) as (company, address, settings):
        asked = (LINE, {"events": address}, settings, client)
        assert "no event subscription" in await PROVIDER.connected(*asked)
        for _ in range(2):
            assert (await PROVIDER.connect(*asked)).id == "sub-1"
        assert await PROVIDER.connected(*asked) == ""
        company.rows["sub-1"]["events"] = EVENTS[2:]
        assert "lacks phone.callee_answered, phone.callee_ringing" in await PROVIDER.connected(*asked)
        assert (await PROVIDER.connect(*asked)).id == "sub-2"
        assert (await PROVIDER.connected(*asked), list(company.rows)) == ("", ["sub-2"])
        await PROVIDER.disconnect(*asked)
        assert company.rows == {}


async def test_another_secret_token_than_the_apps_is_not_entered(client: Http) -> None:
    async with challenging(replace(SETTINGS, secret_token=Secret("another"))) as (company, address, settings):
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.connect(LINE, {"events": address}, settings, client)
    assert (failed.value.problem.said, company.rows) == (REFUSALS["1701"], {})
