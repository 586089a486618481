"""What we ask Vonage, and what its answers mean."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from tests.contract.case import SINCE, TEXT, plan
from tests.contract.standin import CUT, Seen, http, nowhere, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection, Lookup
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.signed import decoded
from ringback.phone.vonage.provider import PROVIDER
from ringback.phone.vonage.tables import LINE_TYPE, PASSES
from ringback.phone.vonage.tests import CASE, LINE, PHONE, PRIVATE_KEY, SETTINGS, TAIL

IN = "https://ringback.example.com/in/ln_test"
ADDRESSES = {kind: f"{IN}/{kind}" for kind in ("voice", "voice_status", "text", "text_status")}
CALLERS_LEG = f"00000000{TAIL}b1"


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


async def sent(client: Http, **text: Any) -> Seen:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(replace(TEXT, **text), CASE.at(company.base + "/"), client)
    [request] = company.seen
    return request


async def test_a_text_carries_our_id_and_the_address_of_its_reports(client: Http) -> None:
    request = await sent(client, body="Café 👍")
    key = base64.b64encode(b"abcd1234:an API secret").decode()
    assert (request.method, request.target) == ("POST", "/v1/messages")
    assert request.headers["authorization"] == f"Basic {key}"
    assert json.loads(request.body) == {
        "channel": "sms",
        "message_type": "text",
        "from": "15125550142",
        "to": "15125550178",
        "text": "Café 👍",
        "client_ref": "text_1",
        "ttl": 900,
        "webhook_url": f"{IN}/text_status?text=text_1",
        "webhook_version": "v1",
        "sms": {"encoding_type": "auto"},
    }


async def test_a_picture_goes_with_its_words(client: Http) -> None:
    asked = json.loads((await sent(client, media=("https://ringback.example.com/a.jpg",))).body)
    assert (asked["channel"], asked["message_type"]) == ("mms", "image")
    assert asked["image"] == {"url": "https://ringback.example.com/a.jpg", "caption": TEXT.body}


async def test_a_text_is_given_up_when_nobody_would_expect_it_any_more(client: Http) -> None:
    assert json.loads((await sent(client, valid_seconds=1)).body)["ttl"] == 20


async def test_a_lost_text_is_looked_for_around_its_attempt(client: Http) -> None:
    async with standin(CASE.answer("find__found")) as company:
        await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
    [request] = company.seen
    assert request.path == "/v2/reports/records"
    assert request.query == {
        "account_id": "abcd1234",
        "product": "MESSAGES",
        "direction": "outbound",
        "date_start": "2026-11-20T17:02:39Z",
        "date_end": "2026-11-20T17:13:09Z",
    }


async def test_all_pages_of_the_call_log_are_read(client: Http) -> None:
    row = json.loads(CASE.answer("calls__listed").partition(b"\r\n\r\n")[2])["_embedded"]["calls"][0]
    full = said({"_embedded": {"calls": [row] * 100}})
    async with standin(full, CASE.answer("calls__none")) as company:
        found = await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)
    assert len(found) == 100
    assert [request.query["record_index"] for request in company.seen] == ["0", "100"]


async def test_we_are_the_application_by_a_token_of_its_key(client: Http) -> None:
    async with standin(CASE.answer("calls__none")) as company:
        await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)
    token = company.seen[0].headers["authorization"].removeprefix("Bearer ").encode()
    signed, _, signature = token.rpartition(b".")
    key = serialization.load_pem_private_key(PRIVATE_KEY.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    given = base64.urlsafe_b64decode(signature + b"==")
    key.public_key().verify(given, signed, padding.PKCS1v15(), hashes.SHA256())
    claims = decoded(signed.partition(b".")[2])
    assert claims["application_id"] == SETTINGS.application_id
    assert claims["exp"] - claims["iat"] == 300


@pytest.mark.parametrize("key", ["", "no key", PRIVATE_KEY[:200]])
async def test_a_private_key_that_is_none_is_our_configuration(client: Http, key: str) -> None:
    broken = replace(SETTINGS, private_key=Secret(key), api_base=nowhere())
    with pytest.raises(SendFailed) as failed:
        await PROVIDER.react(CASE.webhook("key__none"), plan(), broken, client)
    assert failed.value.problem.problem is Problem.MISCONFIGURED


# --- Orders ---


async def ordered(client: Http, fixture: str, *answers: bytes) -> list[Seen]:
    async with standin(*(answers or [http("204 No Content")])) as company:
        await PROVIDER.react(CASE.webhook(fixture), plan(), CASE.at(company.base), client)
    return company.seen


async def test_a_phone_that_nobody_takes_is_hung_up_after_the_caller_has_gone_on(client: Http) -> None:
    [caller, phone] = await ordered(client, "key__none")
    assert (caller.method, caller.path) == ("PUT", f"/v1/calls/{CALLERS_LEG}")
    asked = json.loads(caller.body)
    assert (asked["action"], asked["destination"]["type"]) == ("transfer", "ncco")
    assert [action["action"] for action in asked["destination"]["ncco"]] == ["talk", "record"]
    assert (phone.method, phone.path) == ("PUT", f"/v1/calls/{PHONE}")
    assert json.loads(phone.body) == {"action": "hangup"}


async def test_the_next_phone_rings_where_there_is_one(client: Http) -> None:
    [caller, _] = await ordered(client, "key__none_in_turn")
    [action] = json.loads(caller.body)["destination"]["ncco"]
    assert (action["action"], action["endpoint"][0]["number"]) == ("connect", "15125550144")


async def test_whoever_takes_the_call_keeps_it(client: Http) -> None:
    for fixture in ("key__one", "leg__answered", "call_started__plain", "delivery__delivered"):
        assert await ordered(client, fixture) == []


async def test_a_leg_that_is_gone_is_no_failure(client: Http) -> None:
    assert len(await ordered(client, "key__none", said({"title": "Not Found"}, "404 Not Found"))) == 2


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (CUT, Problem.DOWN),
        (http("502 Bad Gateway"), Problem.DOWN),
        (http("429 Too Many Requests", Retry_After="1"), Problem.BUSY),
        (http("401 Unauthorized"), Problem.MISCONFIGURED),
    ],
)
async def test_an_order_that_did_not_arrive_is_given_again(
    client: Http, answer: bytes, problem: Problem
) -> None:
    with pytest.raises(SendFailed) as failed:
        await ordered(client, "key__none", answer)
    assert failed.value.problem.problem is problem


# --- Numbers, and the application ---


@pytest.mark.parametrize(("theirs", "ours"), [*LINE_TYPE.items(), ("pager", "")])
async def test_what_kind_of_number_it_is(client: Http, theirs: str, ours: str) -> None:
    carrier = {"network_type": theirs, "name": "Example Mobile"}
    found = said({"status": 0, "current_carrier": carrier, "caller_name": "DAN MILLER"})
    async with standin(found) as company:
        looked_up = await PROVIDER.lookup("+15125550178", CASE.at(company.base), client)
    assert looked_up == Lookup(ours, "DAN MILLER", "Example Mobile")
    assert company.seen[0].query == {"number": "15125550178", "cnam": "true"}


@pytest.mark.parametrize("answer", [CUT, said({"status": 3}), said([]), http("401 Unauthorized")])
async def test_a_number_that_was_not_looked_up_is_not_guessed(client: Http, answer: bytes) -> None:
    async with standin(answer) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.lookup("+15125550178", CASE.at(company.base), client)


async def test_connecting_changes_the_addresses_and_nothing_else(client: Http) -> None:
    voice = {"webhooks": {"fallback_answer_url": {"address": "https://x.example.com"}}, "region": "na-east"}
    present = {
        "id": "a1",
        "name": "Shop",
        "privacy": {"improve_ai": False},
        "capabilities": {"voice": voice, "rtc": {}},
    }
    async with standin(said(present)) as company:
        connected = await PROVIDER.connect(LINE, ADDRESSES, CASE.at(company.base), client)
    asked = json.loads(company.seen[1].body)
    capabilities = asked["capabilities"]
    assert connected == Connection(SETTINGS.application_id, None)
    assert company.seen[1].method == "PUT"
    assert (asked["name"], asked["privacy"], capabilities["rtc"]) == ("Shop", {"improve_ai": False}, {})
    assert capabilities["voice"]["region"] == "na-east"
    assert capabilities["voice"]["signed_callbacks"] is True
    assert capabilities["voice"]["webhooks"] == {
        "fallback_answer_url": {"address": "https://x.example.com"},
        "answer_url": {"address": f"{IN}/voice", "http_method": "POST"},
        "event_url": {"address": f"{IN}/voice_status", "http_method": "POST"},
    }
    assert capabilities["messages"] == {
        "version": "v1",
        "webhooks": {
            "inbound_url": {"address": f"{IN}/text", "http_method": "POST"},
            "status_url": {"address": f"{IN}/text_status", "http_method": "POST"},
        },
    }


@pytest.mark.parametrize("code", sorted(PASSES))
async def test_what_passes_is_tried_again(client: Http, code: str) -> None:
    refused = said({"type": f"https://developer.vonage.com/api-errors/messages#{code}"}, "422 Unprocessable")
    async with standin(refused) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert failed.value.problem == SendProblem(Problem.BUSY, code, "Vonage asks us to wait.")
