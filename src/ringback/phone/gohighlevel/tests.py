"""GoHighLevel: what each fixture says, for the battery in tests/contract, and what only it has."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.case import AT, ContractCase, Table
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import fixtures
from ringback.phone.asked import FoundCall, Sent, TextTold, TextToShow
from ringback.phone.events import (
    CallEnded,
    Event,
    Ignored,
    Media,
    Outcome,
    Problem,
    Proof,
    RingingEnded,
    SendAsked,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.fixtures import Fixture, Target
from ringback.phone.gohighlevel import tables, wire
from ringback.phone.gohighlevel.events import OPTED_OUT, UNDELIVERED
from ringback.phone.gohighlevel.provider import PROVIDER, PUBLIC_KEY, GoHighLevelSettings
from ringback.phone.gohighlevel.replay import TEST_PUBLIC_KEY
from ringback.phone.provider import NotGenuine, Request, SendFailed
from ringback.phone.said import Said, read

LOCATION, CONTACT = "l1C08ntBrFjLS0elLIYU", "cI08i1Bls3iTB9bKgFJh"
LINE, DAN = "+15125550142", "+15125550178"
CALL, TEXT_ID = "p1mRSHeLDhAms5q0LMr4", "bBNyfkUCNTNXUuMvTcLb"
SETTINGS = GoHighLevelSettings(Secret("a token"), LOCATION, LINE, Secret(TEST_PUBLIC_KEY))
# Its key for tests is one: while it changes, the other one is the company's.
ROTATED = replace(SETTINGS, previous_public_key=Secret(PUBLIC_KEY))
WHO = f"contact {CONTACT}"  # until the number was asked for


# --- What each webhook says ---


def ended(outcome: Outcome, proof: Proof = Proof.NOBODY, seconds: int | None = None) -> list[Event]:
    return [CallEnded(CALL, WHO, LINE, outcome, proof, AT, seconds)]


def rang_out(*before: Event) -> list[Event]:
    over = RingingEnded(CALL, WHO, LINE, Outcome.NO_ANSWER, Proof.NOBODY, AT)
    return [*before, over, *ended(Outcome.NO_ANSWER)]


def received(body: str, answered: bool = False, media: tuple[Media, ...] = ()) -> list[Event]:
    return [TextReceived(TEXT_ID, WHO, LINE, body, AT, media, answered)]


def reported(state: TextState, error: SendProblem | None = None) -> list[Event]:
    return [TextReport(TEXT_ID, "", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


RECORDING = "https://storage.example.com/made-up.mp3"
NOT_LEFT = ignored("the text has not left yet")
ELSEWHERE = ignored("this came by another way than text")
FAILED = SendProblem(Problem.REFUSED, "", UNDELIVERED)

EVENTS: dict[str, list[Event]] = {
    "call__completed": ended(Outcome.COMPLETED, Proof.PERSON, 120),
    "call__answered": ended(Outcome.COMPLETED, Proof.CONNECTED, 8),
    "call__no_answer": rang_out(),
    "call__busy": ended(Outcome.BUSY),
    "call__failed": ended(Outcome.FAILED),
    "call__canceled": ended(Outcome.HUNG_UP),
    "call__pending": ignored("the call is still going on"),
    "call__new_status": ignored("callStatus says parked, which is new to us"),
    "call__voicemail": rang_out(VoicemailLeft(CALL, RECORDING, None, "", AT)),
    "call__voicemail_without_recording": rang_out(VoicemailLeft(CALL, "", None, "", AT)),
    "call__outbound": ignored("this call did not come from outside"),
    "call__new_direction": ignored("direction says sideways, which is new to us"),
    "call__time_in_milliseconds": ended(Outcome.BUSY),
    "call__without_time": ended(Outcome.BUSY),
    "text_received__plain": received("Café & tea? 100% 👍"),
    "text_received__stop": received("Stop", True),
    "text_received__help": received("Help", True),
    "text_received__stop_sentence": received("stop please"),
    "text_received__picture": received("", media=(Media("https://storage.example.com/tap.jpg", ""),)),
    "message__email": ELSEWHERE,
    "message__gmb": ELSEWHERE,
    "message__fb": ELSEWHERE,
    "message__ig": ELSEWHERE,
    "message__live_chat": ELSEWHERE,
    "message__whatsapp": ELSEWHERE,
    "message__new_kind": ignored("messageType says Hologram, which is new to us"),
    "delivery__pending": NOT_LEFT,
    "delivery__scheduled": NOT_LEFT,
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__connected": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__opened": reported(TextState.DELIVERED),
    "delivery__clicked": reported(TextState.DELIVERED),
    "delivery__undelivered": reported(TextState.UNDELIVERED, FAILED),
    "delivery__failed": reported(TextState.UNDELIVERED, FAILED),
    "delivery__opt_out": reported(TextState.UNDELIVERED, OPTED_OUT),
    "delivery__new_status": ignored("status says parked, which is new to us"),
    "asked__text": [SendAsked("GKJxs4P5L8dWc5CFUITM", DAN, "We can come at 3 — see you then! 👍", AT)],
    "asked__picture": [SendAsked("GKJxs2", DAN, "We can come at 3 — see you then! 👍", AT, True)],
    "asked__new_type": ignored("type says Hologram, which is new to us"),
    "event__new_type": ignored("type says HologramSent, which is new to us"),
}
EVENTS |= {f"event__{kind.lower()}": ignored(why) for kind, why in tables.TYPES.items() if why}

BAD_TOKEN = SendProblem(Problem.MISCONFIGURED, "", "HighLevel does not accept the token of this location.")
REFUSED = SendProblem(Problem.REFUSED, "", "HighLevel refused the text.")


# --- Whole calls ---

TAKEN = [
    "call__answered",
    "call__completed",
]
MISSED = [
    # A call comes as one webhook, when it is over.
    "call__no_answer",
    "call__voicemail",
    "call__busy",
    "call__canceled",
    "call__failed",
]


# --- For the battery ---


def _of(name: str) -> Any:
    def reached(fixture: Fixture) -> list[str]:
        return [] if fixture.is_answer else [read(fixture.request(AT)).text(name)]

    return reached


def _kinds(fixture: Fixture) -> list[str]:
    return [kind.upper() for kind in _of("messageType")(fixture)]


def _call_status(fixture: Fixture) -> list[str]:
    said = Said({}) if fixture.is_answer else read(fixture.request(AT))
    return [said.text("callStatus") or said.text("status")] if fixture.name.startswith("call__") else []


def _text_status(fixture: Fixture) -> list[str]:
    return _of("status")(fixture) if fixture.name.startswith("delivery__") else []


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    recorded="call__voicemail",
    recordings={"": f"{{base}}/conversations/messages/{CALL}/locations/{LOCATION}/recording"},
    events=EVENTS,
    new_words=[name for name in EVENTS if "__new_" in name],
    dated={"call__no_answer": "2026-11-20T17:03:11Z", "call__time_in_milliseconds": "2026-11-20T17:03:11Z"},
    unreadable={
        "call__no_contact": "contactId",
        "text_received__no_id": "messageId",
        "asked__no_id": "messageId",
        "asked__no_number": "phone",
    },
    signature_headers=["x-ghl-signature"],
    signs_url=False,
    tables=[
        Table("TYPES", tables.TYPES, _of("type")),
        Table("ASKED", tables.ASKED, _of("type")),
        Table("MESSAGES", tables.MESSAGES, _kinds),
        Table("CALL_ENDED", tables.CALL_ENDED, _call_status),
        Table("CALL_GOES_ON", tables.CALL_GOES_ON, _call_status),
        Table("TEXT_STATE", tables.TEXT_STATE, _text_status),
    ],
    sends={
        "send__accepted": Sent(TEXT_ID),
        "send__accepted_without_id": SendProblem(
            Problem.UNSURE, "", "HighLevel answered with something else than expected (HTTP 201)."
        ),
        "send__refused_400": REFUSED,
        "send__refused_401": BAD_TOKEN,
        "send__refused_422": REFUSED,
        "send__busy": SendProblem(Problem.BUSY, "", "HighLevel asks us to wait."),
    },
    tells={"tell__accepted": None, "tell__refused_400": REFUSED, "tell__refused_401": BAD_TOKEN},
    shows={"show__accepted": None, "show__refused_400": REFUSED, "show__refused_401": BAD_TOKEN},
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None},
    first=("first__contact",),
    then={"calls__listed": "enrich__found"},
    calls={
        "calls__listed": [
            FoundCall(CALL, DAN, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended=True)
        ],
        "calls__none": [],
    },
    checks={
        "check__good_key": None,
        "check__bad_key": Problem.MISCONFIGURED,
        "check__unknown_location": Problem.MISCONFIGURED,
    },
    needs_enriching="call__no_answer",
    enriches={
        "enrich__found": {"phone": DAN},
        "enrich__no_number": {"phone": ""},
        "enrich__removed": {"phone": ""},
    },
)


# --- What only GoHighLevel has ---

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "gohighlevel"
]


def is_genuine(request: Request, settings: GoHighLevelSettings = SETTINGS) -> bool:
    try:
        PROVIDER.verify(request, settings)
    except NotGenuine:
        return False
    return True


def test_the_signature_is_the_one_that_others_have_computed() -> None:
    headers = {wire.SIGNATURE: VECTOR["signature"]}
    request = Request(
        "POST", "https://x.example.com/in/l/event", "event", headers, VECTOR["body"].encode(), AT
    )
    keys = [Secret(VECTOR["public_key"])]
    assert wire.is_genuine(request, keys, "") is False, "a line without a location believes nobody"
    assert not wire.is_genuine(replace(request, body=request.body + b" "), keys, LOCATION)
    assert VECTOR["public_key"] == TEST_PUBLIC_KEY
    assert CASE.sign(request).headers[wire.SIGNATURE] == VECTOR["signature"]


def test_a_webhook_of_another_customer_is_signed_with_the_same_key_and_does_not_count() -> None:
    others = replace(SETTINGS, location_id="someoneElses")
    assert not is_genuine(CASE.webhook("call__no_answer"), others)
    assert not is_genuine(CASE.webhook("call__no_answer"), replace(SETTINGS, location_id=""))


@pytest.mark.parametrize(
    ("minutes", "counts"), [(-6, False), (-4, True), (0, True), (80, True), (91, False), (9999, False)]
)
@pytest.mark.parametrize("name", ["call__no_answer", "call__time_in_milliseconds"])
def test_a_webhook_counts_for_as_long_as_it_is_delivered_again(name: str, minutes: int, counts: bool) -> None:
    """After a 429 six times, about ten minutes apart, and perhaps with the same time in it."""
    request = CASE.webhook(name)
    assert is_genuine(replace(request, at=AT + timedelta(minutes=minutes))) is counts


def test_what_was_asked_for_is_the_caller_and_the_sender() -> None:
    [_, call] = PROVIDER.parse(replace(CASE.webhook("call__no_answer"), found={"phone": DAN}), SETTINGS)
    [text] = PROVIDER.parse(replace(CASE.webhook("text_received__plain"), found={"phone": DAN}), SETTINGS)
    assert getattr(call, "caller", "") == DAN
    assert getattr(text, "sender", "") == DAN


@pytest.mark.parametrize(
    "name", ["delivery__sent", "message__email", "event__contactdndupdate", "call__outbound"]
)
async def test_nothing_is_asked_where_nobody_needs_it(name: str) -> None:
    http_client = Http()
    async with standin(http("500 Internal Server Error")) as company:
        assert await PROVIDER.enrich(CASE.webhook(name), CASE.at(company.base), http_client) == {}
    assert company.seen == []
    await http_client.close()


SETTINGS_OF = {"SMS": {"status": "active"}}


@pytest.mark.parametrize("contact", [{"dnd": True}, {"dndSettings": SETTINGS_OF}])
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


def test_every_webhook_can_be_replayed_to_another_line_at_another_time() -> None:
    carols = replace(SETTINGS, location_id="carols", number="+15125550160")
    target = Target("https://calls.example.org", "ln_carol", carols.number)
    later = AT.replace(year=2027)
    for name in (*EVENTS, *CASE.unreadable):
        request = fixtures.replay(
            "gohighlevel", fixtures.load("gohighlevel", name), target, carols, later, "1"
        )
        assert is_genuine(request, carols), name


# --- What people write there ---

KEYED = replace(SETTINGS, delivery_key=Secret("a long key"), previous_public_key=Secret(""))


def _unsigned(key: str, settings: GoHighLevelSettings = KEYED) -> bool:
    request = CASE.webhook("asked__text")
    headers = {name: value for name, value in request.headers.items() if name != wire.SIGNATURE}
    return is_genuine(replace(request, headers=headers, query={"key": key} if key else {}), settings)


def test_an_unsigned_delivery_counts_only_at_the_address_with_the_key() -> None:
    assert _unsigned("a long key")
    assert not any(map(_unsigned, ["", "a long kez", "a long key "]))
    assert not _unsigned("", replace(KEYED, delivery_key=Secret("")))
    assert not _unsigned("a long key", replace(KEYED, location_id="someoneElses"))
    assert not _unsigned("a long key", replace(KEYED, location_id=""))


def test_a_wrong_signature_does_not_count_even_with_the_key() -> None:
    request = replace(CASE.webhook("asked__text"), query={"key": "a long key"})
    assert is_genuine(request, KEYED)
    assert not is_genuine(replace(request, body=request.body + b" "), KEYED)
    assert not is_genuine(replace(request, headers={**request.headers, wire.SIGNATURE: ""}), KEYED)


def test_the_key_opens_no_other_address() -> None:
    request = CASE.webhook("call__no_answer")
    headers = {name: value for name, value in request.headers.items() if name != wire.SIGNATURE}
    assert not is_genuine(replace(request, headers=headers, query={"key": "a long key"}), KEYED)
    assert not is_genuine(replace(request, kind="deliver", headers=headers, query={}), KEYED)


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
