"""GoHighLevel's signatures, and whose webhooks count for how long."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.contract.case import AT

from ringback.lib.secret import Secret
from ringback.phone import fixtures
from ringback.phone.fixtures import Target
from ringback.phone.gohighlevel import tables, wire
from ringback.phone.gohighlevel.provider import PROVIDER, GoHighLevelSettings
from ringback.phone.gohighlevel.replay import TEST_PUBLIC_KEY
from ringback.phone.gohighlevel.tests import CASE, DAN, EVENTS, LOCATION, SETTINGS, received
from ringback.phone.provider import NotGenuine, Request

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


@pytest.mark.parametrize("word", sorted(tables.OWN_WORDS))
def test_each_word_that_highlevel_answers_is_left_to_it_where_it_does(word: str) -> None:
    stop = CASE.webhook("text_received__stop")
    body = json.dumps(json.loads(stop.body) | {"body": word.lower()}).encode()
    for who, answered in (("gohighlevel", True), ("ringback", False)):
        [event] = PROVIDER.parse(replace(stop, body=body), replace(SETTINGS, keyword_replies=who))
        assert event == received(word.lower(), answered)[0]


def test_every_webhook_can_be_replayed_to_another_line_at_another_time() -> None:
    carols = replace(SETTINGS, location_id="carols", number="+15125550160")
    target = Target("https://calls.example.org", "ln_carol", carols.number)
    later = AT.replace(year=2027)
    for name in (*EVENTS, *CASE.unreadable):
        request = fixtures.replay(
            "gohighlevel", fixtures.load("gohighlevel", name), target, carols, later, "1"
        )
        assert is_genuine(request, carols), name


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
