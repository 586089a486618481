"""What Twilio is told to do with a call, against the documents that its own package writes."""

from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import canonicalize

import pytest
from tests.contract.case import address
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

from ringback.phone.provider import CallPlan, Mode
from ringback.phone.twilio.provider import PROVIDER
from ringback.phone.twilio.tests import CALL, CASE, DAN, ROSA

IN = "https://ringback.example.com/in/ln_test"
BEN = "+15125550144"
GREETING = "Sorry we missed you. We'll text you right away."
PLAN = CallPlan(
    mode=Mode.DIAL,
    number="+15125550142",
    business="Rosa's Plumbing & Sons",
    address=address,
    ring=(ROSA, BEN),
    greeting=GREETING,
)


def told(fixture: str, **changes: Any) -> str:
    answer = PROVIDER.answer(CASE.webhook(fixture), replace(PLAN, **changes))
    assert (answer.status, answer.content_type) == (200, "text/xml")
    return answer.body


def same(ours: str, official: object) -> bool:
    return canonicalize(ours) == canonicalize(str(official))


def ringing(phones: list[str], timeout: int, press: bool = True, **dial: object) -> object:
    response = VoiceResponse()
    ring = response.dial(timeout=timeout, answer_on_bridge=True, action=f"{IN}/dial_done", **dial)
    whisper = {"url": f"{IN}/screen?call={CALL}"} if press else {}
    for phone in phones:
        ring.number(
            phone,
            status_callback=f"{IN}/leg?call={CALL}",
            status_callback_event="initiated ringing answered completed",
            **whisper,
        )
    return response


def test_a_call_rings_all_phones_with_a_whisper() -> None:
    assert same(told("call_started__plain"), ringing([ROSA, BEN], timeout=9))


def test_phones_ring_in_turn_and_without_a_whisper_when_the_owner_says_so() -> None:
    expected = ringing([ROSA, BEN], timeout=9, press=False, sequential=True)
    assert same(told("call_started__plain", in_turn=True, press_to_accept=False), expected)


@pytest.mark.parametrize(("seconds", "timeout"), [(3, 5), (10, 5), (14, 9), (20, 15), (9999, 600)])
def test_the_five_seconds_that_twilio_adds_are_taken_off(seconds: int, timeout: int) -> None:
    assert same(told("call_started__plain", ring_seconds=seconds), ringing([ROSA, BEN], timeout))


def test_no_more_than_ten_phones_ring() -> None:
    phones = [f"+151255501{n}" for n in range(10, 22)]
    assert same(told("call_started__plain", ring=tuple(phones)), ringing(phones[:10], timeout=9))


def test_a_phone_that_forwarded_the_call_to_us_is_not_rung() -> None:
    assert same(told("call_started__forwarded"), ringing([BEN], timeout=9))


def test_the_callers_own_phone_is_not_rung() -> None:
    assert same(told("call_started__plain", ring=(DAN, BEN)), ringing([BEN], timeout=9))


def greeted(voicemail: bool = False, words: str = GREETING) -> object:
    response = VoiceResponse()
    if words:
        response.say(words, language="en-US")
    if voicemail:
        response.record(
            action=f"{IN}/voicemail",
            max_length=120,
            timeout=5,
            finish_on_key="#",
            play_beep=True,
            trim="trim-silence",
            recording_status_callback=f"{IN}/voicemail_status",
            recording_status_callback_event="completed absent",
            transcribe=True,
            transcribe_callback=f"{IN}/transcript",
        )
    response.hangup()
    return response


@pytest.mark.parametrize("changes", [{"mode": Mode.FORWARDED}, {"ring": ()}, {"ring": (DAN,)}])
def test_where_nobody_is_to_be_rung_the_caller_is_greeted_at_once(changes: dict[str, Any]) -> None:
    assert same(told("call_started__plain", **changes), greeted())


def test_the_caller_may_leave_a_voicemail() -> None:
    assert same(told("call_started__plain", mode=Mode.FORWARDED, voicemail=True), greeted(voicemail=True))


@pytest.mark.parametrize(
    "changes", [{"language": "es-MX"}, {"voicemail_seconds": 180}, {"transcript": False}]
)
def test_only_short_english_voicemails_are_written_out(changes: dict[str, Any]) -> None:
    body = told("call_started__plain", mode=Mode.FORWARDED, voicemail=True, **changes)
    assert "<Record" in body
    assert "transcribe" not in body


def test_without_a_greeting_nothing_is_said() -> None:
    assert same(told("call_started__plain", mode=Mode.FORWARDED, greeting=""), greeted(words=""))


@pytest.mark.parametrize("how", ["no_answer", "busy", "failed", "canceled", "not_bridged", "new_status"])
def test_a_caller_whom_nobody_answered_is_greeted(how: str) -> None:
    assert same(told(f"ringing_ended__{how}", voicemail=True), greeted(voicemail=True))


def test_a_call_that_the_account_itself_placed_rings_nobody() -> None:
    assert same(told("call_started__placed_by_us"), hung_up())


def hung_up() -> object:
    response = VoiceResponse()
    response.hangup()
    return response


@pytest.mark.parametrize("fixture", ["ringing_ended__bridged", "ringing_ended__completed", "voicemail__left"])
def test_a_caller_who_was_served_is_not_greeted(fixture: str) -> None:
    assert same(told(fixture), hung_up())


@pytest.mark.parametrize(
    ("language", "spoken", "words"),
    [
        ("en-GB", "en-GB", "Call for Rosa's Plumbing & Sons. Press 1 to take it."),
        ("es-MX", "es-MX", "Llamada para Rosa's Plumbing & Sons. Pulse 1 para contestar."),
        ("fr-CA", "fr-CA", "Appel pour Rosa's Plumbing & Sons. Appuyez sur 1 pour répondre."),
        ("de-DE", "en-US", "Call for Rosa's Plumbing & Sons. Press 1 to take it."),
    ],
)
def test_whoever_picks_up_hears_for_whom_and_what_to_press(language: str, spoken: str, words: str) -> None:
    response = VoiceResponse()
    gather = response.gather(num_digits=1, timeout=5, action=f"{IN}/screen_key?call={CALL}")
    gather.say(words, language=spoken)
    response.hangup()
    assert same(told("screen__picked_up", language=language), response)


def test_one_connects_and_every_other_key_hangs_up() -> None:
    assert same(told("screen_key__pressed_1"), VoiceResponse())
    assert same(told("screen_key__pressed_2"), hung_up())
    assert same(told("screen_key__pressed_nothing"), hung_up())


@pytest.mark.parametrize(
    "fixture", ["text_received__stop", "text_received__plain", "delivery__sent", "leg__busy"]
)
def test_nothing_is_ever_texted_in_the_answer(fixture: str) -> None:
    assert same(told(fixture), MessagingResponse())


def test_a_caller_may_be_asked_for_a_key_first() -> None:
    asking = VoiceResponse()
    gather = asking.gather(num_digits=1, timeout=5, action=f"{IN}/caller_key")
    gather.say(GREETING, language="en-US")
    asking.hangup()
    assert same(told("call_started__plain", mode=Mode.FORWARDED, asks_caller=True), asking)
    thanks = VoiceResponse()
    thanks.say("Thank you. You will get a text message in a moment.", language="en-US")
    thanks.hangup()
    assert same(told("caller_key__pressed_1", asks_caller=True), thanks)
    assert same(told("caller_key__pressed_2", asks_caller=True), hung_up())
