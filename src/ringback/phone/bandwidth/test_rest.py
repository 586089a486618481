"""What we ask Bandwidth, and what its answers mean."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import AT, SINCE, TEXT
from tests.contract.standin import Seen, http, standin

from ringback.lib.http import Http
from ringback.phone.bandwidth import rest
from ringback.phone.bandwidth.provider import PROVIDER
from ringback.phone.bandwidth.tests import CASE, SETTINGS
from ringback.phone.provider import CannotAsk

MESSAGES = "/api/v2/users/9900000/messages"


async def sent(client: Http, **text: Any) -> Seen:
    async with standin(CASE.answer("send__accepted")) as company:
        account = rest.Account(
            client, company.base + "/", "9900000", "app-made-up", "api-user", SETTINGS.api_password
        )
        await rest.send(account, replace(TEXT, **text), AT)
    [request] = company.seen
    return request


async def test_a_text_is_sent_from_the_line_with_our_id_as_its_tag(client: Http) -> None:
    request = await sent(client, body="Café 👍")
    key = base64.b64encode(b"api-user:bandwidth api password").decode()
    assert (request.method, request.target) == ("POST", MESSAGES)
    assert request.headers["authorization"] == f"Basic {key}"
    assert json.loads(request.body) == {
        "applicationId": "app-made-up",
        "to": ["+15125550178"],
        "from": "+15125550142",
        "tag": "text_1",
        "expiration": "2026-11-20T17:18:11.000Z",
        "text": "Café 👍",
    }


@pytest.mark.parametrize(
    ("seconds", "until"), [(1, "2026-11-20T17:04:11.000Z"), (99_999, "2026-11-21T17:03:11.000Z")]
)
async def test_pictures_go_along_and_validity_stays_in_bounds(client: Http, seconds: int, until: str) -> None:
    request = await sent(client, body="", media=("https://a.example/1",), valid_seconds=seconds)
    content = json.loads(request.body)
    assert (content["media"], content["expiration"], "text" in content) == (
        ["https://a.example/1"],
        until,
        False,
    )


async def test_texts_around_the_attempt_are_asked_for(client: Http) -> None:
    async with standin(CASE.answer("find__found")) as company:
        await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
    [request] = company.seen
    assert request.path == MESSAGES
    assert request.query == {
        "sourceTn": "+15125550142",
        "destinationTn": "+15125550178",
        "messageDirection": "OUTBOUND",
        "fromDateTime": "2026-11-20T17:03:04.000Z",
        "toDateTime": "2026-11-20T17:03:29.000Z",
        "limit": "100",
    }


@pytest.mark.parametrize(("count", "direction"), [(2, "OUTBOUND"), (100, "INBOUND")])
async def test_of_two_texts_that_fit_or_a_full_page_none_is_taken_for_ours(
    client: Http, count: int, direction: str
) -> None:
    row = {"messageDirection": direction, "sourceTn": "+15125550142", "destinationTn": "+15125550178"}
    rows = [{**row, "messageId": f"m{n}"} for n in range(count)]
    answer = http("200 OK", json.dumps({"messages": rows}), "application/json")
    async with standin(answer) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client)
