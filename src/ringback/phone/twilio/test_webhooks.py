"""Twilio's signatures against its own package and published vectors, and who answers STOP."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.case import AT
from tests.quick import examples
from twilio.request_validator import RequestValidator

from ringback.lib.secret import Secret
from ringback.phone.events import CallStarted, LegRang, RingingEnded, TextReceived
from ringback.phone.markup import FORM, signature
from ringback.phone.provider import NotGenuine, Request, Unreadable
from ringback.phone.twilio.provider import PROVIDER, TwilioSettings
from ringback.phone.twilio.tests import CASE, SETTINGS
from ringback.phone.words import TOLL_FREE

VECTORS = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "twilio"
]
KEYS = TwilioSettings("AC1", Secret(VECTORS["auth_token"]), shared_key=Secret(VECTORS["shared_key"]))
URL = "https://ringback.example.com/in/ln_test/voice"

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
values = st.text(st.characters(codec="utf-8"), max_size=12)


def post(body: str | bytes, url: str = URL, content_type: str = FORM, **headers: str) -> Request:
    body = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", url, "voice", {"content-type": content_type, **named}, body, AT)


@pytest.mark.parametrize("vector", VECTORS["requests"], ids=lambda vector: vector["case"])
def test_vectors_of_the_official_package(vector: dict[str, str]) -> None:
    content_type = "application/json" if "json" in vector else FORM + "; charset=UTF-8"
    body = "" if vector["method"] == "GET" else vector.get("json", VECTORS["form"])
    headers = {"x_twilio_signature": vector["signature"]}
    if "scheme" in vector:
        headers["x_twilio_webhooks_signature_settings"] = vector["scheme"]
    request = replace(post(body, vector["url"], content_type, **headers), method=vector["method"])
    PROVIDER.verify(request, KEYS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(request, url=vector["url"] + "1"), KEYS)
    if body:
        with pytest.raises(NotGenuine):
            PROVIDER.verify(replace(request, body=request.body.replace(b"1", b"2", 1)), KEYS)


@given(form=st.dictionaries(names, st.lists(values, min_size=1, max_size=3), max_size=6))
@examples(200)
def test_any_form_is_signed_as_the_official_package_does(form: dict[str, list[str]]) -> None:
    class Form(dict[str, list[str]]):
        def getlist(self, name: str) -> list[str]:
            return self[name]

    pairs = [(name, value) for name, all in form.items() for value in all]
    official = RequestValidator("token").compute_signature(URL, Form(form))
    assert signature(URL, pairs, Secret("token")) == official


@given(body=st.binary(max_size=60))
def test_what_is_added_to_a_body_is_never_covered(body: bytes) -> None:
    signed = CASE.sign(post(body))
    PROVIDER.verify(signed, SETTINGS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(signed, body=body + b"&Direction=outbound-api"), SETTINGS)


def test_only_a_parameter_said_twice_is_covered_and_changes_nothing() -> None:
    request = CASE.webhook("call_started__plain")
    twice = replace(request, body=request.body + b"&Direction=inbound")
    PROVIDER.verify(twice, SETTINGS)
    assert PROVIDER.parse(twice, SETTINGS) == PROVIDER.parse(request, SETTINGS)


@pytest.mark.parametrize("scheme", ["key=k,algorithm=HMAC_SHA512", "algorithm=none", "algorithm=sha1"])
def test_an_unknown_algorithm_is_refused(scheme: str) -> None:
    signed = CASE.sign(post("CallSid=CA1"))
    PROVIDER.verify(signed, SETTINGS)
    odd = replace(signed, headers={**signed.headers, "x-twilio-webhooks-signature-settings": scheme})
    with pytest.raises(NotGenuine):
        PROVIDER.verify(odd, SETTINGS)


@pytest.mark.parametrize("scheme", ["", "key=k", "key=k,algorithm=", "key=k, algorithm=hmac_sha1"])
def test_without_an_algorithm_it_is_the_old_one(scheme: str) -> None:
    signed = CASE.sign(post("CallSid=CA1"))
    odd = replace(signed, headers={**signed.headers, "x-twilio-webhooks-signature-settings": scheme})
    PROVIDER.verify(odd, SETTINGS)


def test_a_shared_key_and_an_auth_token_do_not_stand_in_for_each_other() -> None:
    swapped = replace(SETTINGS, auth_token=SETTINGS.shared_key, shared_key=SETTINGS.auth_token)
    for name in ("call_started__plain", "call_started__shared_key"):
        with pytest.raises(NotGenuine):
            PROVIDER.verify(CASE.webhook(name), swapped)


def test_a_body_that_is_no_form_needs_its_hash_in_the_address() -> None:
    signed = CASE.sign(replace(post(b"", content_type="application/json"), method="GET"))
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(signed, method="POST", body=b'{"a": 1}'), SETTINGS)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "multipart/form-data", ""])
def test_a_signed_form_under_another_content_type_cannot_be_read(content_type: str) -> None:
    request = CASE.webhook("call_started__plain")
    odd = replace(request, headers={**request.headers, "content-type": content_type})
    PROVIDER.verify(odd, SETTINGS)
    with pytest.raises(Unreadable, match=r"^content-type$"):
        PROVIDER.parse(odd, SETTINGS)


def test_other_methods_cannot_be_read() -> None:
    request = replace(CASE.webhook("call_started__get"), method="PUT")
    with pytest.raises(Unreadable, match=r"^method$"):
        PROVIDER.parse(request, SETTINGS)


def test_twilios_own_repetition_is_known_by_its_token_whatever_else_changes() -> None:
    request = CASE.webhook("leg__ringing")
    again = replace(request, body=request.body + b"&Timestamp=later")
    assert PROVIDER.event_id(again) == PROVIDER.event_id(request)
    assert PROVIDER.event_id(replace(again, kind="voice")) != PROVIDER.event_id(request)


def test_without_a_token_the_same_words_in_any_order_are_the_same_delivery() -> None:
    one, two = post("CallSid=CA1&From=%2B1"), post("From=%2B1&CallSid=CA1")
    assert PROVIDER.event_id(one) == PROVIDER.event_id(two)
    others = [
        post("CallSid=CA1&From=%2B2"),
        post("CallSid=CA1F&rom=%2B1"),
        replace(one, url=URL + "?call=CA2"),
    ]
    assert len({PROVIDER.event_id(request) for request in [one, *others]}) == 4


def test_bytes_that_are_no_text_are_read_as_something_storable() -> None:
    [event] = PROVIDER.parse(post(b"CallSid=CA1&From=&To=%2B1&CallerName=Caf%E9%00"), SETTINGS)
    assert event == CallStarted("CA1", "", "+1", AT, caller_name="Caf\ufffd")


def received(to: str, body: str, replies: str = "twilio") -> bool:
    line = replace(SETTINGS, keyword_replies=replies)
    request = replace(post(f"MessageSid=SM1&From=%2B15125550178&To={to}&Body={body}"), kind="text")
    [event] = PROVIDER.parse(request, line)
    assert isinstance(event, TextReceived)
    return event.keyword_answered


@pytest.mark.parametrize(
    ("body", "answered"), [("STOP", True), ("stop", True), ("STOP.", False), ("NO+STOP", False)]
)
def test_twilio_answers_single_words_only(body: str, answered: bool) -> None:
    assert received("%2B15125550142", body) is answered


def test_where_twilio_support_has_switched_its_replies_off_we_answer() -> None:
    assert received("%2B15125550142", "STOP", replies="ringback") is False


@pytest.mark.parametrize("prefix", sorted(TOLL_FREE))
def test_for_a_toll_free_number_the_network_answers_all_the_same(prefix: str) -> None:
    said = [received(f"%2B1{prefix}5550142", word, replies="ringback") for word in ("STOP", "UNSTOP", "HELP")]
    assert said == [True, True, False]


def test_our_own_address_says_which_call_a_phone_rings_for() -> None:
    request = replace(post("CallSid=CA2&To=%2B1&CallStatus=ringing", URL + "?call=CA1"), kind="leg")
    assert PROVIDER.parse(request, SETTINGS) == [LegRang("CA1", "CA2", "+1", AT)]


@pytest.mark.parametrize("status", ["parked", "no-answer", "completed"])
def test_being_connected_counts_whatever_the_status_says(status: str) -> None:
    body = f"CallSid=CA1&From=&To=%2B1&DialCallStatus={status}&DialBridged=true"
    [event] = PROVIDER.parse(replace(post(body), kind="dial_done"), SETTINGS)
    assert isinstance(event, RingingEnded)
    assert event.proof == "connected"


@pytest.mark.parametrize("word", ["+15125550178", "a b", "x" * 40, "<b>"])
def test_a_new_word_that_could_be_anything_is_not_repeated(word: str) -> None:
    body = f"CallSid=CA1&From=&To=%2B1&CallStatus={word.replace('+', '%2B')}"
    said: Any = PROVIDER.parse(replace(post(body), kind="voice_status"), SETTINGS)
    assert [event.why for event in said] == ["CallStatus says (unreadable), which is new to us"]
