"""What Vonage is told to do with a call."""

import json
from typing import Any

from tests.contract.case import BEN, ROSA, plan

from ringback.phone.provider import Mode
from ringback.phone.vonage.provider import PROVIDER
from ringback.phone.vonage.tests import CALL, CASE, TAIL

IN = "https://ringback.example.com/in/ln_test"
OF_CALL = f"call={CALL}&leg=00000000{TAIL}b1&caller=15125550178"
GREETING = {
    "action": "talk",
    "text": "Sorry we missed you. We will text you right away.",
    "language": "en-US",
}
RECORD = {
    "action": "record",
    "eventUrl": [f"{IN}/voicemail?{OF_CALL}"],
    "endOnSilence": 5,
    "endOnKey": "#",
    "timeOut": 120,
    "beepStart": True,
    "format": "mp3",
}


def told(fixture: str, **line: Any) -> list[dict[str, Any]]:
    answer = PROVIDER.answer(CASE.webhook(fixture), plan(**line))
    assert (answer.status, answer.content_type) == (200, "application/json")
    actions = json.loads(answer.body)
    assert isinstance(actions, list)
    return actions


def ringing(phone: str, left: int = 0, press: bool = True, seconds: int = 14) -> list[dict[str, Any]]:
    carried = OF_CALL + (f"&left={left}" if left else "")
    endpoint: dict[str, Any] = {"type": "phone", "number": phone.removeprefix("+")}
    if press:
        endpoint["onAnswer"] = {"url": f"{IN}/screen?{carried}"}
    return [
        {
            "action": "connect",
            "from": "15125550142",
            "timeout": seconds,
            "eventType": "synchronous",
            "eventUrl": [f"{IN}/leg?{carried}"],
            "endpoint": [endpoint],
        }
    ]


def test_the_first_phone_rings_and_its_address_knows_the_call() -> None:
    assert told("call_started__plain") == ringing(ROSA, left=1)
    assert told("call_started__post") == ringing(ROSA, left=1)


def test_nothing_follows_the_ringing_in_the_document() -> None:
    """Else a caller who stays on the line after the conversation would be greeted."""
    assert len(told("call_started__plain", ring=(ROSA,))) == 1


def test_without_a_key_nobody_is_asked() -> None:
    assert told("call_started__plain", ring=(ROSA,), press_to_accept=False) == ringing(ROSA, press=False)


def test_after_a_phone_that_nobody_answers_the_next_one_rings() -> None:
    assert told("leg_ended__first_in_turn") == ringing(BEN)


def test_after_the_last_phone_the_caller_is_greeted() -> None:
    for end in ("timeout", "unanswered", "busy", "rejected", "failed"):
        assert told(f"leg_ended__{end}") == [GREETING, RECORD]


def test_where_vonage_asks_for_nothing_it_is_told_nothing() -> None:
    for name in (
        "leg__ringing",
        "leg__answered",
        "leg_ended__completed",
        "leg_ended__cancelled",
        "call__ringing",
    ):
        assert PROVIDER.answer(CASE.webhook(name), plan()).body == ""


def test_whoever_picks_up_is_asked_for_the_key() -> None:
    [words, key] = told("screen__asked")
    asked = "Call for Rosa's Plumbing. Press 1 to take it."
    assert words == {"action": "talk", "text": asked, "language": "en-US", "bargeIn": True}
    assert key == {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"maxDigits": 1, "timeOut": 5},
        "eventUrl": [f"{IN}/screen_key?{OF_CALL}"],
    }


def test_with_the_key_a_short_word_and_then_the_caller() -> None:
    assert told("key__one") == [{"action": "talk", "text": "Thank you.", "language": "en-US"}]


def test_without_the_key_the_phone_is_kept_away_from_the_caller_until_it_is_hung_up() -> None:
    [words] = told("key__none")
    assert words["loop"] == 3


def test_a_forwarded_call_is_greeted_and_recorded() -> None:
    assert told("call_started__plain", mode=Mode.FORWARDED) == [GREETING, RECORD]
    assert told("call_started__plain", mode=Mode.FORWARDED, voicemail=False) == [GREETING]
    assert told("call_started__plain", mode=Mode.FORWARDED, greeting="") == [RECORD]


def test_a_phone_that_calls_itself_is_not_rung() -> None:
    assert told("call_started__plain", ring=("+15125550178",)) == [GREETING, RECORD]


def test_the_time_limits_are_what_vonage_takes() -> None:
    assert told("call_started__plain", ring=(ROSA,), ring_seconds=1) == ringing(ROSA, seconds=5)
    [_, record] = told("call_started__plain", mode=Mode.FORWARDED, voicemail_seconds=1)
    assert record["timeOut"] == 3


def test_words_are_never_a_document_of_their_own() -> None:
    [words] = told(
        "call_started__plain", mode=Mode.FORWARDED, voicemail=False, greeting="<speak>Hi\n</speak>"
    )
    assert words["text"] == " speak Hi  /speak "


def test_a_caller_may_be_asked_for_a_key_first() -> None:
    asked = {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"maxDigits": 1, "timeOut": 5},
        "eventUrl": [f"{IN}/caller_key?{OF_CALL}"],
    }
    said = told("call_started__plain", mode=Mode.FORWARDED, asks_caller=True)
    assert said == [{**GREETING, "bargeIn": True}, asked]
    [thanks] = told("caller_key__pressed_1", asks_caller=True)
    assert thanks["text"] == "Thank you. You will get a text message in a moment."
    assert told("caller_key__pressed_2", asks_caller=True) == [RECORD]
    assert told("caller_key__none", asks_caller=True, voicemail=False)[0]["text"] == "."
