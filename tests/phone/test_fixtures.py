"""Reading recorded webhooks and replaying them to another line."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ringback.lib.secret import Secret
from ringback.phone import fixtures
from ringback.phone.events import CallEnded, Outcome, Proof, TextReport, TextState
from ringback.phone.fixtures import Target, UnknownFixture
from ringback.phone.provider import Request
from ringback.phone.registry import PROVIDERS, UnknownProvider, provider
from ringback.phone.twilio.provider import TwilioSettings

AT = datetime(2026, 11, 20, 17, 3, 11, tzinfo=UTC)
CAROL = Target("https://calls.example.org:8443", "ln_carol", "+15125550160")
SETTINGS = TwilioSettings("ACcarol", Secret("carols token"))


def replayed(name: str, seed: str = "") -> Request:
    return fixtures.replay("twilio", fixtures.load("twilio", name), CAROL, SETTINGS, AT, seed)


def test_a_file_is_its_origin_its_head_and_its_body() -> None:
    head = b"POST /in/ln_test/voice?call=CA1&x= HTTP/1.1\r\nHost: a\r\nX-Two: b: c\r\n\r\n"
    content = b"# made up\n" + head + b"A=1\r\n\r\n\xff"
    fixture = fixtures.read("call__odd", content)
    assert (fixture.origin, fixture.is_answer, fixture.body) == ("made up", False, b"A=1\r\n\r\n\xff")
    assert fixture.request(AT) == Request(
        method="POST",
        url="https://ringback.example.com/in/ln_test/voice?call=CA1&x=",
        kind="voice",
        headers={"host": "a", "x-two": "b: c"},
        body=b"A=1\r\n\r\n\xff",
        at=AT,
        query={"call": "CA1", "x": ""},
    )


def test_an_answer_of_the_company_is_told_from_a_webhook() -> None:
    assert fixtures.read("send__ok", b"# made up\nHTTP/1.1 200 OK\r\n\r\n").is_answer is True


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_fixture_can_be_read(name: str) -> None:
    for fixture in fixtures.names(name):
        assert fixtures.load(name, fixture).name == fixture


def test_unknown_names_are_said_to_be_unknown() -> None:
    with pytest.raises(UnknownProvider):
        fixtures.names("acme")
    with pytest.raises(UnknownFixture):
        fixtures.load("twilio", "../../provider")


def test_a_replayed_webhook_is_genuine_for_the_other_line() -> None:
    request = replayed("call_ended__no_answer")
    assert request.url == "https://calls.example.org:8443/in/ln_carol/voice_status"
    assert request.headers["host"] == "calls.example.org:8443"
    assert b"AccountSid=ACcarol&" in request.body
    company = provider("twilio")
    company.verify(request, SETTINGS)
    assert company.parse(request, SETTINGS) == [
        CallEnded(
            "CA00000000000000000000000000000001",
            "+15125550178",
            "+15125550160",
            Outcome.NO_ANSWER,
            Proof.NOBODY,
            AT,
            seconds=0,
        )
    ]


def test_with_a_seed_it_is_another_call_and_with_the_same_seed_the_same() -> None:
    company = provider("twilio")
    ids = [company.event_id(replayed("call_ended__no_answer", seed)) for seed in ("", "1", "2", "2")]
    assert len(set(ids)) == 3
    assert ids[2] == ids[3]
    [call, again] = [
        company.parse(replayed(name, "1"), SETTINGS)[0] for name in ("leg__ringing", "leg__busy")
    ]
    assert getattr(call, "call", 0) == getattr(again, "call", 1)


def test_our_id_of_a_text_stays_in_the_address() -> None:
    request = replayed("delivery__sent")
    assert request.url.endswith("/in/ln_carol/text_status?text=text_1")
    assert provider("twilio").parse(request, SETTINGS) == [
        TextReport("SM00000000000000000000000000000001", "text_1", TextState.SENT, AT)
    ]


def test_a_shared_key_signs_what_was_signed_with_one() -> None:
    keyed = replace(SETTINGS, shared_key=Secret("carols shared key"))
    fixture = fixtures.load("twilio", "call_started__shared_key")
    provider("twilio").verify(fixtures.replay("twilio", fixture, CAROL, keyed, AT), keyed)
