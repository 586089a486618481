"""What Plivo is told to do with a call."""

from typing import Any
from xml.etree import ElementTree

import pytest
from tests.contract.case import BEN, ROSA, plan

from ringback.phone.plivo.provider import PROVIDER
from ringback.phone.plivo.tests import CALL, CASE, DAN
from ringback.phone.provider import Mode

IN = "https://ringback.example.com/in/ln_test"
Verb = tuple[str, dict[str, str], str]


def told(fixture: str, **line: Any) -> list[Verb]:
    """Each order with its attributes and its words; the phones of a Dial stand after it."""
    answer = PROVIDER.answer(CASE.webhook(fixture), plan(**line))
    assert (answer.status, answer.content_type) == (200, "application/xml")
    response = ElementTree.fromstring(answer.body)
    return [(verb.tag, verb.attrib, verb.text or "") for verb in response.iter() if verb is not response]


def dial(press: bool = True, **more: str) -> Verb:
    attributes = {
        "timeout": "14",
        "action": f"{IN}/dial_done",
        "method": "POST",
        "callbackUrl": f"{IN}/leg?call={CALL}" + ("&press=1" if press else ""),
        "callbackMethod": "POST",
        "dialMusic": "real",
    }
    screen = {"confirmSound": f"{IN}/screen", "confirmKey": "1", "confirmTimeout": "8"}
    return "Dial", attributes | (screen if press else {}) | more, ""


def number(phone: str) -> Verb:
    return "Number", {}, phone


GREETING = "Sorry we missed you. We will text you right away."
SPEAK = ("Speak", {"language": "en-US"}, GREETING)
HANGUP: Verb = ("Hangup", {}, "")
RECORD = (
    "Record",
    {
        "action": f"{IN}/voicemail",
        "method": "POST",
        "maxLength": "120",
        "timeout": "5",
        "finishOnKey": "#",
        "playBeep": "true",
        "fileFormat": "mp3",
        "callbackUrl": f"{IN}/voicemail_status?call={CALL}",
        "callbackMethod": "POST",
        "transcriptionType": "auto",
        "transcriptionUrl": f"{IN}/transcript?call={CALL}",
    },
    "",
)
GREETED = [SPEAK, RECORD, HANGUP]


def test_a_call_rings_all_phones_and_asks_for_the_key() -> None:
    assert told("call_started__plain") == [dial(), number(ROSA), number(BEN)]


def test_without_a_key_whoever_picks_up_is_connected() -> None:
    assert told("call_started__plain", press_to_accept=False) == [
        dial(press=False),
        number(ROSA),
        number(BEN),
    ]


@pytest.mark.parametrize(("seconds", "timeout"), [(3, "5"), (20, "20")])
def test_phones_ring_as_long_as_the_line_says(seconds: int, timeout: str) -> None:
    said = told("call_started__plain", ring=(ROSA,), ring_seconds=seconds)
    assert said == [dial(timeout=timeout), number(ROSA)]


def test_no_more_than_ten_phones_ring() -> None:
    phones = tuple(f"+151255501{n}" for n in range(10, 22))
    assert len(told("call_started__plain", ring=phones)) == 11


def test_phones_ring_in_turn_by_one_document_each() -> None:
    first = told("call_started__plain", in_turn=True)
    assert first == [dial(action=f"{IN}/dial_done?left=1"), number(ROSA)]
    assert told("ringing_ended__first_in_turn", in_turn=True) == [dial(), number(BEN)]


def test_after_the_last_in_turn_the_caller_is_greeted() -> None:
    assert told("ringing_ended__no_answer", in_turn=True) == GREETED
    assert told("ringing_ended__odd_turn", in_turn=True) == GREETED


@pytest.mark.parametrize("line", [{"mode": Mode.FORWARDED}, {"ring": ()}, {"ring": (DAN,)}])
def test_where_nobody_is_to_be_rung_the_caller_is_greeted(line: dict[str, Any]) -> None:
    assert told("call_started__plain", **line) == GREETED
    assert told("ringing_ended__first_in_turn", in_turn=True, **line) == GREETED


def test_a_phone_that_forwarded_the_call_or_that_is_calling_is_not_rung() -> None:
    assert told("call_started__forwarded") == [dial(), number(BEN)]
    assert told("call_started__plain", ring=(DAN, BEN)) == [dial(), number(BEN)]


def test_a_call_that_the_account_itself_placed_rings_nobody() -> None:
    assert told("call_started__placed_by_us") == [HANGUP]


@pytest.mark.parametrize("how", ["busy", "failed", "cancel", "timeout", "no_answer", "new_status"])
def test_a_caller_whom_nobody_answered_is_greeted(how: str) -> None:
    assert told(f"ringing_ended__{how}") == GREETED


@pytest.mark.parametrize(
    "fixture", ["ringing_ended__completed", "ringing_ended__first_in_turn_answered", "voicemail__left"]
)
def test_a_caller_who_was_served_is_not_greeted(fixture: str) -> None:
    assert told(fixture) == [HANGUP]


def test_without_a_greeting_nothing_is_said() -> None:
    assert told("call_started__plain", mode=Mode.FORWARDED, greeting="") == [RECORD, HANGUP]


def test_without_a_voicemail_nothing_is_recorded() -> None:
    assert told("call_started__plain", mode=Mode.FORWARDED, voicemail=False) == [SPEAK, HANGUP]


@pytest.mark.parametrize("changes", [{"language": "de-DE"}, {"transcript": False}])
def test_only_english_voicemails_are_written_out_and_only_where_it_may_be(changes: dict[str, Any]) -> None:
    said = told("call_started__plain", mode=Mode.FORWARDED, **changes)
    assert [name for name in said[1][1] if name.startswith("transcription")] == []


@pytest.mark.parametrize(
    ("language", "spoken"), [("es-MX", "es-US"), ("fr-CA", "fr-CA"), ("EN-gb", "en-GB"), ("ja-JP", "en-US")]
)
def test_the_greeting_is_in_a_language_that_plivo_speaks(language: str, spoken: str) -> None:
    said = told("call_started__plain", mode=Mode.FORWARDED, language=language)
    assert said[0] == ("Speak", {"language": spoken}, GREETING)


def test_whoever_picks_up_hears_what_the_call_is_about() -> None:
    words = "Call for Rosa's Plumbing. Press 1 to take it."
    assert told("screen__asked") == [("Speak", {"language": "en-US"}, words)]
    spanish = "Llamada para Rosa's Plumbing. Pulse 1 para contestar."
    assert told("screen__asked", language="es-MX") == [("Speak", {"language": "es-US"}, spanish)]


@pytest.mark.parametrize(
    "fixture",
    [
        "leg__answer",
        "call_ended__completed",
        "voicemail_status__ready",
        "transcript__written",
        "delivery__sent",
        "text_received__plain",
    ],
)
def test_an_event_is_acknowledged_and_no_text_sent(fixture: str) -> None:
    assert told(fixture) == []


def test_a_caller_may_be_asked_for_a_key_first() -> None:
    asked = {
        "action": f"{IN}/caller_key",
        "method": "POST",
        "inputType": "dtmf",
        "numDigits": "1",
        "executionTimeout": "5",
    }
    said = told("call_started__plain", mode=Mode.FORWARDED, asks_caller=True)
    assert said == [("GetInput", asked, ""), SPEAK, RECORD, HANGUP]
    assert [verb for verb, *_ in told("caller_key__pressed_1", asks_caller=True)] == ["Speak", "Hangup"]
    assert told("caller_key__pressed_2", asks_caller=True) == [RECORD, HANGUP]
