"""What Bandwidth is told to do with a call."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.contract.case import BEN, ROSA, plan

from ringback.phone.bandwidth.provider import PROVIDER
from ringback.phone.bandwidth.tests import CALL, CASE, DAN, PASSWORD, USER
from ringback.phone.provider import Mode, Request

IN = "https://ringback.example.com/in/ln_test"
ALLOWED = {"username": USER, "password": PASSWORD}
Verb = tuple[str, dict[str, str], str]


def told(fixture: str, **line: Any) -> list[Verb]:
    """Each order with its attributes and its words; the phones of a Transfer stand after it."""
    return orders(CASE.webhook(fixture), **line)


def orders(request: Request, **line: Any) -> list[Verb]:
    answer = PROVIDER.answer(request, plan(**line))
    assert (answer.status, answer.content_type) == (200, "application/xml")
    response = ElementTree.fromstring(answer.body)
    return [(verb.tag, verb.attrib, verb.text or "") for verb in response.iter() if verb is not response]


def transfer(**more: str) -> Verb:
    attributes = {"callTimeout": "14", "transferCompleteUrl": f"{IN}/dial_done"}
    return "Transfer", attributes | ALLOWED | more, ""


def number(phone: str) -> Verb:
    addresses = {
        "transferAnswerUrl": f"{IN}/screen?call={CALL}",
        "transferDisconnectUrl": f"{IN}/leg?call={CALL}",
    }
    return "PhoneNumber", addresses | ALLOWED, phone


GREETING = "Sorry we missed you. We will text you right away."
SPEAK: Verb = ("SpeakSentence", {"locale": "en_US"}, GREETING)
HANGUP: Verb = ("Hangup", {}, "")
RECORD: Verb = (
    "Record",
    {
        "recordCompleteUrl": f"{IN}/voicemail",
        "recordingAvailableUrl": f"{IN}/voicemail_status",
        "maxDuration": "120",
        "silenceTimeout": "5",
        "terminatingDigits": "#",
        "fileFormat": "mp3",
        **ALLOWED,
    },
    "",
)
GREETED = [SPEAK, RECORD, HANGUP]


def test_a_call_rings_all_phones() -> None:
    assert told("call_started__plain") == [transfer(), number(ROSA), number(BEN)]
    assert told("call_started__plain", press_to_accept=False) == [transfer(), number(ROSA), number(BEN)]


def test_a_request_without_credentials_gives_none_on() -> None:
    bare = replace(CASE.webhook("call_started__plain"), headers={})
    assert not any("password" in attributes for _, attributes, _ in orders(bare))


@pytest.mark.parametrize(("seconds", "timeout"), [(3, "5"), (20, "20"), (900, "300")])
def test_phones_ring_as_long_as_the_line_says(seconds: int, timeout: str) -> None:
    said = told("call_started__plain", ring=(ROSA,), ring_seconds=seconds)
    assert said == [transfer(callTimeout=timeout), number(ROSA)]


def test_no_more_than_eight_phones_ring() -> None:
    phones = tuple(f"+151255501{n}" for n in range(10, 22))
    assert len(told("call_started__plain", ring=phones)) == 9


def test_phones_ring_in_turn_by_one_document_each() -> None:
    first = told("call_started__plain", in_turn=True)
    assert first == [transfer(transferCompleteUrl=f"{IN}/dial_done?left=1"), number(ROSA)]
    assert told("ringing_ended__first_in_turn", in_turn=True) == [transfer(), number(BEN)]
    assert told("ringing_ended__timeout", in_turn=True) == GREETED


@pytest.mark.parametrize("line", [{"mode": Mode.FORWARDED}, {"ring": ()}, {"ring": (DAN,)}])
def test_where_nobody_is_to_be_rung_the_caller_is_greeted(line: dict[str, Any]) -> None:
    assert told("call_started__plain", **line) == GREETED
    assert told("ringing_ended__first_in_turn", in_turn=True, **line) == GREETED


def test_a_phone_that_forwarded_the_call_or_that_is_calling_is_not_rung() -> None:
    assert told("call_started__forwarded") == [transfer(), number(BEN)]
    assert told("call_started__plain", ring=(DAN, BEN)) == [transfer(), number(BEN)]


def test_a_call_that_the_account_itself_placed_rings_nobody() -> None:
    assert told("call_started__placed_by_us") == [HANGUP]


@pytest.mark.parametrize("how", ["busy", "timeout", "cancel", "rejected", "error", "unknown", "new_cause"])
def test_a_caller_whom_nobody_answered_is_greeted(how: str) -> None:
    assert told(f"ringing_ended__{how}") == GREETED


@pytest.mark.parametrize(
    "fixture", ["ringing_ended__hangup", "ringing_ended__first_in_turn_answered", "voicemail__left"]
)
def test_a_caller_who_was_served_is_not_greeted(fixture: str) -> None:
    assert told(fixture) == [HANGUP]


def test_only_what_the_line_has_is_said_and_recorded() -> None:
    assert told("call_started__plain", mode=Mode.FORWARDED, greeting="") == [RECORD, HANGUP]
    assert told("call_started__plain", mode=Mode.FORWARDED, voicemail=False) == [SPEAK, HANGUP]


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("es-MX", "es_MX"),
        ("es-US", "es_MX"),
        ("es-ES", "es"),
        ("fr-CA", "fr"),
        ("de-DE", "de"),
        ("it-IT", "it"),
        ("EN-gb", "en_UK"),
        ("ja-JP", "en_US"),
    ],
)
def test_the_greeting_is_in_a_language_that_bandwidth_speaks(language: str, spoken: str) -> None:
    said = told("call_started__plain", mode=Mode.FORWARDED, language=language)
    assert said[0] == ("SpeakSentence", {"locale": spoken}, GREETING)


def test_whoever_picks_up_is_asked_for_the_key() -> None:
    gather = {"gatherUrl": f"{IN}/screen_key?call={CALL}", "maxDigits": "1", "firstDigitTimeout": "5"}
    words = "Call for Rosa's Plumbing. Press 1 to take it."
    asked = [("Gather", gather | ALLOWED, ""), ("SpeakSentence", {"locale": "en_US"}, words)]
    assert told("screen__picked_up") == told("screen__bare_address") == asked
    assert told("screen__picked_up", press_to_accept=False) == []


def test_only_the_key_1_connects() -> None:
    assert told("screen_key__pressed_1") == []
    assert told("screen_key__pressed_2") == told("screen_key__pressed_nothing") == [HANGUP]


@pytest.mark.parametrize("fixture", ["leg_ended__hangup", "call_ended__hangup", "voicemail_status__complete"])
def test_an_event_is_acknowledged(fixture: str) -> None:
    assert told(fixture) == []


def test_events_about_texts_are_answered_with_nothing() -> None:
    assert PROVIDER.answer(CASE.webhook("text_received__plain"), plan()).body == ""


def test_a_caller_may_be_asked_for_a_key_first() -> None:
    gather = {"gatherUrl": f"{IN}/caller_key", "maxDigits": "1", "firstDigitTimeout": "5"} | ALLOWED
    greeted = told("call_started__plain", mode=Mode.FORWARDED)
    said = told("call_started__plain", mode=Mode.FORWARDED, asks_caller=True)
    assert said == [("Gather", gather, ""), greeted[0]]
    pressed = told("caller_key__pressed_1", asks_caller=True)
    assert [verb for verb, *_ in pressed] == ["SpeakSentence", "Hangup"]
    for other in ("caller_key__pressed_2", "caller_key__pressed_nothing"):
        assert told(other, asks_caller=True) == greeted[1:]
