"""Telnyx's signature against the vector of its own package, and our notes on its calls."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.case import AT, plan

from ringback.lib.secret import Secret
from ringback.phone.events import Ignored, TextReceived
from ringback.phone.fixtures import LINE_KEY, Target, load, replay
from ringback.phone.provider import Answer, NotGenuine, Request
from ringback.phone.telnyx.provider import PROVIDER, TelnyxSettings
from ringback.phone.telnyx.tests import CASE, SETTINGS
from ringback.phone.telnyx.wire import ARRIVED, PHONE, Note, read_note

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "telnyx"
]
KEYS = TelnyxSettings(Secret("KEY"), Secret(VECTOR["public_key"]))
SIGNED_AT = datetime.fromtimestamp(int(VECTOR["timestamp"]), UTC)


def of_the_vector(seconds: int = 100) -> Request:
    headers = {"telnyx-timestamp": VECTOR["timestamp"], "telnyx-signature-ed25519": VECTOR["signature"]}
    at = SIGNED_AT + timedelta(seconds=seconds)
    return Request("POST", "https://sms.example.com/t", "text", headers, VECTOR["body"].encode(), at)


@pytest.mark.parametrize(("seconds", "genuine"), [(100, True), (300, True), (301, False), (-301, False)])
def test_the_vector_of_the_official_package_is_good_for_five_minutes(seconds: int, genuine: bool) -> None:
    if genuine:
        PROVIDER.verify(of_the_vector(seconds), KEYS)
    else:
        with pytest.raises(NotGenuine):
            PROVIDER.verify(of_the_vector(seconds), KEYS)


@pytest.mark.parametrize("time", ["1700000001", "", "soon", "1e9", "-1700000000", "1700000000 ", "१७०००००००"])
def test_another_time_is_not_covered(time: str) -> None:
    request = of_the_vector()
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(request, headers={**request.headers, "telnyx-timestamp": time}), KEYS)


@pytest.mark.parametrize("key", ["x", "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg", "MCowBQYDK2VwAyEA", "é"])
def test_a_key_that_is_none_makes_nothing_genuine(key: str) -> None:
    with pytest.raises(NotGenuine):
        PROVIDER.verify(of_the_vector(), replace(KEYS, public_key=Secret(key)))


@pytest.mark.parametrize("given", ["", "é", "====", base64.b64encode(bytes(64)).decode()])
def test_a_signature_that_is_none_is_refused(given: str) -> None:
    request = of_the_vector()
    with pytest.raises(NotGenuine):
        PROVIDER.verify(
            replace(request, headers={**request.headers, "telnyx-signature-ed25519": given}), KEYS
        )


def test_a_repetition_has_a_new_time_and_the_same_id() -> None:
    request = CASE.webhook("call_started__plain")
    later = CASE.sign(
        replace(request, body=request.body.replace(b'"attempt": 1', b'"attempt": 2'), at=AT + timedelta(1))
    )
    assert later.headers["telnyx-signature-ed25519"] != request.headers["telnyx-signature-ed25519"]
    assert PROVIDER.event_id(later) == PROVIDER.event_id(request)


def test_what_cannot_be_read_is_known_by_its_bytes_and_address() -> None:
    request = replace(CASE.webhook("call_started__plain"), body=b"?")
    ids = [PROVIDER.event_id(one) for one in (request, request, replace(request, kind="leg"))]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


def test_with_a_seed_a_replay_is_another_call_of_another_line() -> None:
    fixture = load("telnyx", "call_started__plain")
    to = Target("https://other.example.com", "ln_2", "+15125550199")
    requests = [replay("telnyx", fixture, to, SETTINGS, AT, seed) for seed in ("", "a", "b")]
    assert len({PROVIDER.event_id(request) for request in requests}) == 3
    for request in requests:
        PROVIDER.verify(request, SETTINGS)
        assert (LINE_KEY not in request.url, b"15125550199" in request.body) == (True, True)


def test_an_event_for_texts_at_the_address_for_calls_says_nothing() -> None:
    request = replace(CASE.webhook("text_received__plain"), kind="voice")
    assert PROVIDER.parse(request, SETTINGS) == [
        Ignored("event_type says message.received, which is new to us")
    ]


def test_who_answers_keywords_is_the_owners_choice() -> None:
    mine = replace(SETTINGS, keyword_replies="ringback")
    for name, answered in [("text_received__stop_answered", False), ("text_received__stop_toll_free", True)]:
        [event] = PROVIDER.parse(CASE.webhook(name), mine)
        assert isinstance(event, TextReceived)
        assert event.keyword_answered is answered


def test_an_event_hears_nothing_back() -> None:
    assert PROVIDER.answer(CASE.webhook("call_started__plain"), plan()) == Answer("", "text/plain", 200)


# --- Notes ---


phones = st.lists(st.text(min_size=1, max_size=16).filter(lambda word: word.isprintable()), max_size=9)


@given(rest=phones, shown=st.booleans(), alone=st.booleans())
def test_a_note_comes_back_as_it_was_written(rest: list[str], shown: bool, alone: bool) -> None:
    note = Note(PHONE, "session", "v3:caller", shown, alone, tuple(rest))
    assert read_note(note.written()) == note


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "not base64",
        base64.b64encode(b"hello").decode(),
        base64.b64encode(b"[" * 5000).decode(),
        base64.b64encode(b"[1]").decode(),
        base64.b64encode(b'{"ringback": "other", "call": "c", "caller": "d"}').decode(),
        base64.b64encode(b'{"ringback": ["phone"], "call": "c", "caller": "d"}').decode(),
        base64.b64encode(b'{"ringback": "phone", "call": "", "caller": "d"}').decode(),
        base64.b64encode(b'{"ringback": "phone", "call": "c", "caller": 7}').decode(),
        base64.b64encode(b'{"ringback": "phone", "call": "c", "caller": "d", "rest": "e"}').decode(),
    ],
)
def test_what_another_program_wrote_is_no_note(said: str | None) -> None:
    assert read_note(said) is None


def test_a_note_of_an_older_version_is_read_with_what_is_usual() -> None:
    said = base64.b64encode(b'{"ringback": "arrived", "call": "c", "caller": "d"}').decode()
    assert read_note(said) == Note(ARRIVED, "c", "d")
