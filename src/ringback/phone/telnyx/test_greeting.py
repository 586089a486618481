"""What a caller hears whom nobody answered at Telnyx: the greeting, the key for a text, the voicemail."""

import pytest

from ringback.lib.http import Http
from ringback.phone.telnyx.orders import WRITTEN_OUT
from ringback.phone.telnyx.test_orders import CALLER, OVER, command, hung_up, note, orders
from ringback.phone.telnyx.tests import CALL

GREETING = "Sorry we missed you. We will text you right away."


def spoken(role: str, language: str = "en-US") -> tuple[str, dict[str, object]]:
    words = {"payload": GREETING, "payload_type": "text", "voice": "female", "language": language}
    return command(CALLER, "speak", **words, client_state=note(role), command_id=f"greeting-{CALL}")


def recorded(role: str, **more: object) -> tuple[str, dict[str, object]]:
    asked = {
        "format": "mp3",
        "channels": "single",
        "recording_track": "inbound",
        "play_beep": True,
        "max_length": 120,
        "client_state": note(role),
        "command_id": f"voicemail-{CALL}",
        "transcription": True,
        "transcription_language": "en",
    }
    return command(CALLER, "record_start", **asked | more)


@pytest.mark.parametrize("role", ["arrived", "unanswered"])
async def test_a_caller_who_was_answered_hears_the_greeting(client: Http, role: str) -> None:
    assert await orders(client, f"call_answered__{role}") == [spoken(role)]


@pytest.mark.parametrize(("language", "asked"), [("es-MX", "es-MX"), ("de-CH", "de-DE"), ("xx", "en-US")])
async def test_the_greeting_is_in_a_language_that_telnyx_speaks(
    client: Http, language: str, asked: str
) -> None:
    assert await orders(client, "call_answered__arrived", language=language) == [spoken("arrived", asked)]


async def test_without_a_greeting_the_voicemail_begins_at_once(client: Http) -> None:
    assert await orders(client, "call_answered__arrived", greeting="") == [recorded("arrived")]


async def test_after_the_greeting_the_voicemail_begins(client: Http) -> None:
    assert await orders(client, "speak_ended__completed") == [recorded("unanswered")]


async def test_a_voicemail_is_written_out_in_languages_that_we_can_read(client: Http) -> None:
    expected = recorded("unanswered")
    del expected[1]["transcription"], expected[1]["transcription_language"]
    assert await orders(client, "speak_ended__completed", language="de-DE") == [expected]
    assert await orders(client, "speak_ended__completed", transcript=False) == [expected]
    for written in sorted(WRITTEN_OUT):
        asked = recorded("unanswered", transcription_language=written)
        assert await orders(client, "speak_ended__completed", language=f"{written}-MX") == [asked]


async def test_without_a_voicemail_the_call_ends_after_the_greeting(client: Http) -> None:
    assert await orders(client, "speak_ended__completed", voicemail=False) == [hung_up(CALLER)]


async def test_after_the_voicemail_the_call_ends(client: Http) -> None:
    assert await orders(client, "voicemail__left") == [hung_up(CALLER)]


async def test_a_refused_greeting_does_not_leave_the_caller_in_silence(client: Http) -> None:
    said = await orders(client, "call_answered__arrived", OVER)
    assert said == [spoken("arrived"), recorded("arrived"), hung_up(CALLER)]


async def test_a_caller_may_be_asked_for_a_key_first(client: Http) -> None:
    [(order, asked)] = await orders(client, "call_answered__unanswered", asks_caller=True)
    assert order == f"POST /calls/{CALLER}/actions/gather_using_speak"
    digits = (asked["minimum_digits"], asked["maximum_digits"], asked["timeout_millis"])
    assert (digits, asked["client_state"]) == ((1, 1, 5000), note("unanswered"))


async def test_who_presses_the_key_is_thanked_and_then_hung_up_on(client: Http) -> None:
    [(order, asked)] = await orders(client, "caller_key__pressed_1", asks_caller=True)
    assert order == f"POST /calls/{CALLER}/actions/speak"
    assert asked["payload"] == "Thank you. You will get a text message in a moment."
    assert asked["client_state"] == note("thanked")
    assert await orders(client, "speak_ended__thanked", asks_caller=True) == [hung_up(CALLER)]


async def test_who_presses_no_key_may_leave_a_voicemail(client: Http) -> None:
    for none in ("caller_key__pressed_2", "caller_key__timeout"):
        [(order, _)] = await orders(client, none, asks_caller=True)
        assert order == f"POST /calls/{CALLER}/actions/record_start"
    assert await orders(client, "caller_key__hung_up", asks_caller=True) == []
