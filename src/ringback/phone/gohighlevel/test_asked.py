"""Texts that people write in HighLevel: it hears what became of them, and sees what comes in."""

import json
from dataclasses import replace

import pytest
from tests.contract.case import AT
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import TextTold, TextToShow
from ringback.phone.events import (
    TextState,
)
from ringback.phone.gohighlevel import tables
from ringback.phone.gohighlevel.provider import PROVIDER
from ringback.phone.gohighlevel.tests import CASE, CONTACT, DAN, SETTINGS


async def test_what_became_of_a_text_is_said_as_the_app() -> None:
    client, settings = Http(), replace(SETTINGS, app_token=Secret("of the app"))
    async with standin(CASE.answer("tell__accepted")) as company:
        told = TextTold("m/1", TextState.UNDELIVERED, "They have asked for no more texts.")
        await PROVIDER.tell_sent(told, replace(settings, api_base=company.base), client)
    [said] = company.seen
    assert (said.method, said.path) == ("PUT", "/conversations/messages/m%2F1/status")
    assert (said.headers["authorization"], said.headers["version"]) == ("Bearer of the app", "2021-04-15")
    error = {"code": "1", "type": "provider", "message": "They have asked for no more texts."}
    assert json.loads(said.body) == {"status": "failed", "error": error}
    await client.close()


@pytest.mark.parametrize(("state", "status"), tables.TOLD.items())
async def test_how_far_a_text_has_come_is_said_in_their_word(state: TextState, status: str) -> None:
    client = Http()
    async with standin(CASE.answer("tell__accepted")) as company:
        await PROVIDER.tell_sent(TextTold("m1", state, "No."), CASE.at(company.base), client)
    assert json.loads(company.seen[0].body)["status"] == status
    await client.close()


async def test_a_text_that_came_in_is_shown_also_of_who_is_not_to_be_disturbed() -> None:
    client = Http()
    settings = replace(SETTINGS, app_token=Secret("of the app"), conversation_provider_id="p1")
    found = http("200 OK", json.dumps({"contact": {"id": CONTACT, "dnd": True}}), "application/json")
    async with standin(found, CASE.answer("show__accepted")) as company:
        text = TextToShow("text_1", DAN, "STOP", AT)
        await PROVIDER.show_text(text, replace(settings, api_base=company.base), client)
    person, shown = company.seen
    assert [each.headers["authorization"] for each in (person, shown)] == [
        "Bearer a token",
        "Bearer of the app",
    ]
    assert (shown.method, shown.path) == ("POST", "/conversations/messages/inbound")
    assert json.loads(shown.body) == {
        "type": "SMS",
        "contactId": CONTACT,
        "conversationProviderId": "p1",
        "message": "STOP",
        "altId": "text_1",
        "date": "2026-11-20T17:03:11.000Z",
    }
    await client.close()
