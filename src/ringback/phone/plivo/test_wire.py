"""Plivo's signatures against the vector of its own package, its numbers, and who answers STOP."""

import base64
import hmac
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.case import AT

from ringback.lib.numbers import with_plus
from ringback.lib.secret import Secret
from ringback.phone.events import CallStarted, TextReceived
from ringback.phone.fixtures import Target, load, replay
from ringback.phone.markup import FORM
from ringback.phone.plivo.provider import PROVIDER, PlivoSettings
from ringback.phone.plivo.tests import CALL, CASE, LINE, SETTINGS
from ringback.phone.plivo.wire import signed_by_third
from ringback.phone.provider import NotGenuine, Request, Unreadable

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "plivo"
]
KEYS = PlivoSettings("MA1", Secret(VECTOR["auth_token"]))


def of_the_vector(**headers: str) -> Request:
    given = {"x_plivo_signature_v3": VECTOR["signature"], "x_plivo_signature_v3_nonce": VECTOR["nonce"]}
    named = {name.replace("_", "-"): value for name, value in (given | headers).items()}
    return Request(
        "POST", VECTOR["url"], "voice", {"content-type": FORM, **named}, VECTOR["form"].encode(), AT
    )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"x_plivo_signature_v3": f"bad,{VECTOR['signature']}"},
        {"x_plivo_signature_v3": f"{VECTOR['signature']}, bad"},
        {"x_plivo_signature_v3": "", "x_plivo_signature_ma_v3": VECTOR["signature"]},
        {"x_plivo_signature_v3": "of the subaccount", "x_plivo_signature_ma_v3": VECTOR["signature"]},
    ],
)
def test_the_vector_of_the_official_package(given: dict[str, str]) -> None:
    request = of_the_vector(**given)
    PROVIDER.verify(request, KEYS)
    for worse in (
        replace(request, url=VECTOR["url"] + "1"),
        replace(request, url=VECTOR["url"] + "?a=1"),
        replace(request, body=request.body.replace(b"u-1", b"u-2")),
        replace(request, method="GET"),
        replace(request, headers={**request.headers, "x-plivo-signature-v3-nonce": "nonce-2"}),
        replace(request, headers={**request.headers, "x-plivo-signature-v3-nonce": ""}),
    ):
        with pytest.raises(NotGenuine):
            PROVIDER.verify(worse, KEYS)


@pytest.mark.parametrize(
    ("method", "query", "body", "signed"),
    [
        ("POST", "", b"a=1&b=2", "?a1b2"),
        ("POST", "?z=9&y=8", b"b=2&a=1", "?y=8&z=9.a1b2"),
        ("POST", "?z=9&y=8", b"", "?y=8&z=9"),
        ("POST", "", b"", ""),
        ("GET", "?z=9&y=a%20b", b"", "?y=a b&z=9"),
        ("GET", "?z=9&y=a%20b", b"c=1", "?y=a b&z=9"),
        ("POST", "?k=2&k=1", b"a=2&a=1&c=", "?k=1&k=2.a1a2c"),
        ("POST", "", "a=Café".encode(), "?aCafé"),
    ],
)
def test_what_is_signed(method: str, query: str, body: bytes, signed: str) -> None:
    request = Request(method, "https://sms.example.com/p" + query, "voice", {}, body, AT)
    assert signed_by_third(request) == f"https://sms.example.com/p{signed}."


def old(request: Request, suffix: str = "v2", token: str = "plivo_auth_token") -> Request:
    """The request with the second version of the signature instead of the third."""
    address = request.url.partition("?")[0]
    signed = hmac.digest(token.encode(), f"{address}77".encode(), "sha256")
    rest = {name: value for name, value in request.headers.items() if not name.startswith("x-plivo")}
    given = {
        f"x-plivo-signature-{suffix}": base64.b64encode(signed).decode(),
        "x-plivo-signature-v2-nonce": "77",
    }
    return replace(request, headers=rest | given)


@pytest.mark.parametrize("suffix", ["v2", "ma-v2"])
@pytest.mark.parametrize("name", ["text_received__plain", "delivery__sent"])
def test_a_text_may_be_signed_in_the_old_way(name: str, suffix: str) -> None:
    request = old(CASE.webhook(name), suffix)
    PROVIDER.verify(request, SETTINGS)
    for worse in (
        old(CASE.webhook(name), suffix, token="other"),
        replace(request, url=request.url.replace("ln_test", "ln_tesu")),
        replace(request, headers={**request.headers, "x-plivo-signature-v2-nonce": "78"}),
    ):
        with pytest.raises(NotGenuine):
            PROVIDER.verify(worse, SETTINGS)


def test_a_call_may_not_be_signed_in_the_old_way() -> None:
    with pytest.raises(NotGenuine):
        PROVIDER.verify(old(CASE.webhook("call_started__plain")), SETTINGS)


def test_a_wrong_new_signature_is_not_saved_by_a_right_old_one() -> None:
    request = CASE.webhook("text_received__plain")
    both = {**old(request).headers, "x-plivo-signature-v3": "bad", "x-plivo-signature-v3-nonce": "1"}
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(request, headers=both), SETTINGS)


def test_an_empty_token_verifies_no_old_signature_either() -> None:
    with pytest.raises(NotGenuine):
        PROVIDER.verify(old(CASE.webhook("text_received__plain"), token=""), CASE.without_secrets())


@given(body=st.binary(max_size=60))
def test_any_body_is_covered(body: bytes) -> None:
    request = CASE.webhook("call_started__plain")
    signed = CASE.sign(replace(request, body=body))
    PROVIDER.verify(signed, SETTINGS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(signed, body=body + b"&zz=1"), SETTINGS)


def test_a_body_that_is_no_form_is_covered_and_cannot_be_read() -> None:
    request = CASE.webhook("call_started__plain")
    odd = replace(request, body=b'{"a": 1}', headers={**request.headers, "content-type": "application/json"})
    signed = CASE.sign(odd)
    PROVIDER.verify(signed, SETTINGS)
    with pytest.raises(Unreadable, match=r"^content-type$"):
        PROVIDER.parse(signed, SETTINGS)


def test_a_repetition_with_another_nonce_has_the_same_id() -> None:
    request = CASE.webhook("leg__answer")
    again = replace(request, headers={**request.headers, "x-plivo-signature-v3-nonce": "other"})
    assert PROVIDER.event_id(again) == PROVIDER.event_id(request)


def test_with_a_seed_a_replay_is_another_call() -> None:
    fixture, to = load("plivo", "leg__answer"), Target("https://other.example.com", "ln_2", "+15125550199")
    requests = [replay("plivo", fixture, to, SETTINGS, AT, seed) for seed in ("", "a", "b")]
    assert len({PROVIDER.event_id(request) for request in requests}) == 3
    for request in requests:
        PROVIDER.verify(request, SETTINGS)
        [event] = PROVIDER.parse(request, SETTINGS)
        assert (getattr(event, "call", "") == CALL) is (request is requests[0])


# --- Numbers ---


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("15125550178", "+15125550178"),
        ("+15125550178", "+15125550178"),
        ("447700900123", "+447700900123"),
        ("266696687", "+266696687"),
        ("anonymous", "anonymous"),
        ("", ""),
        ("12345", "12345"),
        ("00447700900123", "00447700900123"),
        ("sip:dan@example.com", "sip:dan@example.com"),
    ],
)
def test_numbers_get_their_plus(theirs: str, ours: str) -> None:
    assert with_plus(theirs) == ours


def test_bytes_that_are_no_text_are_read_as_something_storable() -> None:
    request = replace(
        CASE.webhook("call_started__plain"), body=b"CallUUID=1&From=&To=15125550142&CallerName=Caf%E9%00"
    )
    assert PROVIDER.parse(request, SETTINGS) == [CallStarted("1", "", LINE, AT, caller_name="Caf\ufffd")]


@pytest.mark.parametrize(("name", "answered"), [("optout", False), ("help", False), ("stop_toll_free", True)])
def test_who_answers_keywords_is_the_owners_choice(name: str, answered: bool) -> None:
    mine = replace(SETTINGS, keyword_replies="ringback")
    [event] = PROVIDER.parse(CASE.webhook(f"text_received__{name}"), mine)
    assert isinstance(event, TextReceived)
    assert event.keyword_answered is answered
