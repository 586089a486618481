"""What we ask GoHighLevel: about a person, and to send a text."""

import json
from typing import Any

import pytest
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.phone.events import (
    Problem,
)
from ringback.phone.gohighlevel import tables
from ringback.phone.gohighlevel.events import OPTED_OUT
from ringback.phone.gohighlevel.provider import PROVIDER
from ringback.phone.gohighlevel.tests import CASE, CONTACT, DAN, LINE, LOCATION
from ringback.phone.provider import SendFailed


@pytest.mark.parametrize(
    "name", ["delivery__sent", "message__email", "event__contactdndupdate", "call__outbound"]
)
async def test_nothing_is_asked_where_nobody_needs_it(name: str) -> None:
    http_client = Http()
    async with standin(http("500 Internal Server Error")) as company:
        assert await PROVIDER.enrich(CASE.webhook(name), CASE.at(company.base), http_client) == {}
    assert company.seen == []
    await http_client.close()


@pytest.mark.parametrize(
    "contact",
    [{"dnd": True}, *({"dndSettings": {"SMS": {"status": how}}} for how in sorted(tables.DO_NOT_DISTURB))],
)
async def test_who_is_not_to_be_disturbed_there_is_not_texted(contact: dict[str, Any]) -> None:
    client, found = Http(), json.dumps({"contact": {"id": CONTACT, **contact}})
    async with standin(http("200 OK", found, "application/json")) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(CASE.text, CASE.at(company.base), client)
    assert failed.value.problem == OPTED_OUT
    assert len(company.seen) == 1
    await client.close()


async def test_without_a_contact_nothing_was_sent() -> None:
    client = Http()
    for answer in (b"", http("502 Bad Gateway"), http("200 OK", "<html>")):
        async with standin(answer) as company:
            with pytest.raises(SendFailed) as failed:
                await PROVIDER.send_text(CASE.text, CASE.at(company.base), client)
        assert failed.value.problem.problem is Problem.DOWN
    await client.close()


async def test_a_text_is_sent_to_the_contact() -> None:
    client = Http()
    async with standin(*CASE.answers(CASE.answer("send__accepted"))) as company:
        await PROVIDER.send_text(CASE.text, CASE.at(company.base), client)
    [person, text] = company.seen
    assert (person.path, person.headers["version"]) == ("/contacts/upsert", "2021-07-28")
    assert json.loads(person.body) == {"locationId": LOCATION, "phone": DAN}
    assert (text.path, text.headers["version"]) == ("/conversations/messages", "2021-04-15")
    assert text.headers["authorization"] == "Bearer a token"
    assert json.loads(text.body) == {
        "type": "SMS",
        "contactId": CONTACT,
        "message": CASE.text.body,
        "fromNumber": LINE,
        "toNumber": DAN,
    }
    await client.close()
