"""What we ask RingCentral, how its access tokens are kept, and that connecting twice leaves one of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import CUT, StandIn, http, nowhere, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import tokens
from ringback.phone.asked import Connection, Sent
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.ringcentral.connecting import GONE
from ringback.phone.ringcentral.provider import PROVIDER, RingCentralSettings, login
from ringback.phone.ringcentral.tables import NOT_SENT
from ringback.phone.ringcentral.tests import CASE, CLIENT_SECRET, JWT, LINE, SETTINGS, TOKEN, WEBHOOK_TOKEN
from ringback.phone.ringcentral.wire import address_key

SENT = CASE.answer("send__accepted")
EVENTS = "https://ringback.example.com/in/ln_test/events"
ADDRESS = f"{EVENTS}?key={address_key(Secret(WEBHOOK_TOKEN))}"
ENDS = "2027-02-18T17:03:11.000Z"
CONNECTED = Connection("subscription_1", datetime(2027, 2, 18, 17, 3, 11, tzinfo=UTC))


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def token(value: str = "first", seconds: Any = 3600) -> bytes:
    return said({"access_token": value, "expires_in": seconds, "token_type": "bearer"})


def signed_out(base: str) -> RingCentralSettings:
    settings = replace(SETTINGS, api_base=base)
    tokens.forget(login(settings))
    return settings


def asked(company: StandIn) -> list[tuple[str, str]]:
    return [(one.method, one.target.removeprefix("/restapi/v1.0")) for one in company.seen]


def bearers(company: StandIn) -> list[str]:
    return [
        one.headers["authorization"].removeprefix("Bearer ") for one in company.seen if "/v1.0" in one.path
    ]


@pytest.mark.parametrize("status", sorted(NOT_SENT))
async def test_a_text_that_failed_at_once_was_not_sent(client: Http, status: str) -> None:
    async with standin(
        said({"id": 700, "messageStatus": status, "deliveryErrorCode": "SMS-RC-413"})
    ) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert failed.value.problem.problem is Problem.OPTED_OUT


# --- Access ---


async def test_a_token_is_fetched_once_and_used_again(client: Http) -> None:
    async with standin(token(), SENT) as company:
        settings = signed_out(company.base)
        for _ in range(2):
            assert await PROVIDER.send_text(TEXT, settings, client) == Sent("700")
    first = company.seen[0]
    assert (first.method, first.path) == ("POST", "/restapi/oauth/token")
    assert dict(first.form) == {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": JWT}
    assert first.headers["authorization"].startswith("Basic ")
    assert bearers(company) == ["first", "first"]


@pytest.mark.parametrize("seconds", [0, tokens.EARLY_SECONDS, None, "soon"])
async def test_a_token_that_ends_soon_is_not_used_twice(client: Http, seconds: object) -> None:
    async with standin(token(seconds=seconds), SENT, token("second"), SENT) as company:
        settings = signed_out(company.base)
        await PROVIDER.send_text(TEXT, settings, client)
        await PROVIDER.send_text(TEXT, settings, client)
    assert bearers(company) == ["first", "second"]


async def test_a_token_that_was_taken_back_is_exchanged_and_the_text_asked_for_again(client: Http) -> None:
    async with standin(http("401 Unauthorized"), token("second"), SENT) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert bearers(company) == [TOKEN, "second"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http("400 Bad Request", '{"error": "invalid_grant"}'), (Problem.MISCONFIGURED, None)),
        (http("401 Unauthorized"), (Problem.MISCONFIGURED, None)),
        (http("429 Too Many Requests", Retry_After="7"), (Problem.BUSY, 7.0)),
        (http("503 Service Unavailable"), (Problem.DOWN, None)),
        (http("200 OK", "<html></html>"), (Problem.DOWN, None)),
        (said({"access_token": 1}), (Problem.DOWN, None)),
        (CUT, (Problem.DOWN, None)),
    ],
)
async def test_without_a_token_nothing_was_sent(
    client: Http, answer: bytes, expected: tuple[Problem, float | None]
) -> None:
    async with standin(answer) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(TEXT, signed_out(company.base), client)
    assert (failed.value.problem.problem, failed.value.after) == expected
    assert [one.path for one in company.seen] == ["/restapi/oauth/token"]
    shown = repr(login(SETTINGS)) + repr(failed.value)
    assert [secret for secret in (CLIENT_SECRET, JWT) if secret in shown] == []


async def test_an_unreachable_sign_in_is_down_and_cannot_be_checked(client: Http) -> None:
    settings = signed_out(nowhere())
    with pytest.raises(SendFailed) as failed:
        await PROVIDER.send_text(TEXT, settings, client)
    assert failed.value.problem.problem is Problem.DOWN
    with pytest.raises(CannotAsk):
        await PROVIDER.check(settings, client)


# --- Texts and calls ---


async def test_a_text_is_sent_from_the_line(client: Http) -> None:
    async with standin(SENT) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base + "/"), client)
    assert asked(company) == [("POST", "/account/~/extension/~/sms")]
    message = {"from": {"phoneNumber": LINE}, "to": [{"phoneNumber": TEXT.to}], "text": TEXT.body}
    assert json.loads(company.seen[0].body) == message


async def test_a_picture_is_refused_before_anything_is_sent(client: Http) -> None:
    async with standin(SENT) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(
                replace(TEXT, media=("https://a.example/1",)), CASE.at(company.base), client
            )
    assert (failed.value.problem.problem, company.seen) == (Problem.REFUSED, [])


async def test_a_text_is_looked_for_page_by_page(client: Http) -> None:
    more = said({"records": [], "navigation": {"nextPage": {"uri": "https://elsewhere.example/"}}})
    async with standin(more, said({"records": []})) as company:
        assert await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client) is None
    first = {
        "messageType": "SMS",
        "direction": "Outbound",
        "dateFrom": "2026-11-20T17:02:09.000Z",
        "phoneNumber": TEXT.to,
        "perPage": "100",
        "page": "1",
    }
    assert [one.query for one in company.seen] == [first, first | {"page": "2"}]


async def test_a_list_without_an_end_is_no_list(client: Http) -> None:
    async with standin(said({"records": [], "navigation": {"nextPage": {"uri": "x"}}})) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


async def test_a_call_log_that_makes_no_sense_is_no_call_log(client: Http) -> None:
    async with standin(said({"records": [{"from": [], "direction": "Inbound"}]})) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


@pytest.mark.parametrize(
    ("calls_of", "path"),
    [("account", "/account/~/call-log"), ("extension", "/account/~/extension/~/call-log")],
)
async def test_the_call_log_is_that_of_whose_calls_we_hear(client: Http, calls_of: str, path: str) -> None:
    async with standin(CASE.answer("calls__listed")) as company:
        settings = replace(CASE.at(company.base), calls_of=calls_of)
        assert len(await PROVIDER.list_calls(LINE, SINCE, _let_in(settings), client)) == 2
    assert company.seen[0].path == "/restapi/v1.0" + path


def _let_in(settings: RingCentralSettings) -> RingCentralSettings:
    tokens.keep(login(settings), Secret(TOKEN), 3600)
    return settings


# --- Connecting ---


def subscription(id: str, address: str = ADDRESS, status: str = "Active") -> dict[str, object]:
    return {"id": id, "status": status, "deliveryMode": {"transportType": "WebHook", "address": address}}


MADE = said({"id": "subscription_1", "expirationTime": ENDS})


async def connected(client: Http, *answers: bytes, calls_of: str = "account") -> tuple[Connection, StandIn]:
    async with standin(*answers) as company:
        settings = _let_in(replace(CASE.at(company.base), calls_of=calls_of))
        return await PROVIDER.connect(LINE, {"events": EVENTS}, settings, client), company


async def test_connecting_makes_one_subscription_with_our_token_and_key(client: Http) -> None:
    connection, company = await connected(client, said({"records": []}), MADE)
    assert connection == CONNECTED
    assert asked(company) == [("GET", "/subscription"), ("POST", "/subscription")]
    assert json.loads(company.seen[1].body) == {
        "eventFilters": [
            "/restapi/v1.0/account/~/telephony/sessions?direction=Inbound",
            "/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS",
            "/restapi/v1.0/account/~/extension/~/voicemail",
        ],
        "deliveryMode": {
            "transportType": "WebHook",
            "address": ADDRESS,
            "validationToken": WEBHOOK_TOKEN,
            "verificationToken": WEBHOOK_TOKEN,
        },
        "expiresIn": 7776000,
    }


async def test_only_the_users_own_calls_when_asked_for(client: Http) -> None:
    _, company = await connected(client, said({"records": []}), MADE, calls_of="extension")
    calls, *_ = json.loads(company.seen[1].body)["eventFilters"]
    assert calls == "/restapi/v1.0/account/~/extension/~/telephony/sessions?direction=Inbound"


@pytest.mark.parametrize("dead", sorted(GONE))
async def test_connecting_again_renews_one_and_removes_the_rest(client: Http, dead: str) -> None:
    others = [subscription("other", "https://other.example/in"), {"id": "socket", "deliveryMode": None}]
    ours = [subscription("dead", status=dead), subscription("a/b", EVENTS), subscription("second")]
    gone = http("204 No Content")
    listed = said({"records": [*others, *ours]})
    connection, company = await connected(client, listed, gone, gone, MADE)
    assert connection == CONNECTED
    assert asked(company) == [
        ("GET", "/subscription"),
        ("DELETE", "/subscription/dead"),
        ("DELETE", "/subscription/second"),
        ("PUT", "/subscription/a%2Fb"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        http("400 Bad Request", '{"errorCode": "SUB-521"}'),  # our address did not answer the handshake
        said({"id": 1, "expirationTime": ENDS}),
        said({"id": "1"}),
        said({"id": "1", "expirationTime": "2027-02-18T17:03:11"}),
        CUT,
    ],
)
async def test_a_subscription_that_was_not_made_is_said(client: Http, answer: bytes) -> None:
    with pytest.raises(CannotAsk):
        await connected(client, said({"records": []}), answer)


async def test_an_app_that_is_not_let_in_cannot_connect(client: Http) -> None:
    with pytest.raises(SendFailed) as failed:
        await connected(client, http("403 Forbidden"))
    assert failed.value.problem.problem is Problem.MISCONFIGURED
