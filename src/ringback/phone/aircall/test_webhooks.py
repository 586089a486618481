"""Aircall's token, and what its events amount to when they come late, mixed or not at all."""

import itertools
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Open, Verdict, hear, verdict
from ringback.lib.numbers import read_number
from ringback.lib.secret import Secret
from ringback.phone.aircall import wire
from ringback.phone.aircall.provider import PROVIDER
from ringback.phone.aircall.replay import resign
from ringback.phone.aircall.tests import CASE, DAN, DAN_AS_WRITTEN, SETTINGS, TOKEN
from ringback.phone.events import CallEvent, Ignored, Outcome, TextReceived

SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)


# --- The token ---


@pytest.mark.parametrize(
    "token", [TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "", None, [TOKEN], {"a": TOKEN}, True]
)
def test_any_other_token_is_not_genuine(token: object) -> None:
    body = json.dumps({"event": "call.ended", "token": token, "data": {}}).encode()
    assert not wire.is_genuine(body, [Secret(TOKEN), Secret("")])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"token"', b"{", b'{"data": {"token": "test-aircall-webhook-token"}}']
)
def test_no_token_is_not_genuine(body: bytes) -> None:
    assert not wire.is_genuine(body, [Secret(TOKEN)])


def test_a_repetition_with_new_addresses_of_recordings_is_the_same_event() -> None:
    theirs = CASE.webhook("voicemail__left")
    again = replace(theirs, body=theirs.body.replace(b"voicemail.mp3", b"voicemail.mp3?signed=1"))
    assert PROVIDER.event_id(again) == PROVIDER.event_id(theirs)


def test_a_replay_has_new_ids_and_stays_one_call() -> None:
    start, end = (
        resign(CASE.webhook(name), SETTINGS, "again") for name in ("leg__ringing", "call_ended__answered")
    )
    PROVIDER.verify(start, SETTINGS)
    ids = {
        event.call
        for one in (start, end)
        for event in PROVIDER.parse(one, SETTINGS)
        if hasattr(event, "call")
    }
    assert len(ids) == 1
    assert PROVIDER.event_id(start) != PROVIDER.event_id(CASE.webhook("leg__ringing"))


# --- Settings ---


def test_who_answers_stop_can_be_changed() -> None:
    [text] = PROVIDER.parse(CASE.webhook("text_received__stop"), replace(SETTINGS, keyword_replies="aircall"))
    assert isinstance(text, TextReceived)
    assert text.keyword_answered


def test_what_the_agent_answers_can_count_as_missed() -> None:
    [event] = PROVIDER.parse(CASE.webhook("agent__started"), replace(SETTINGS, ai_agent="missed"))
    assert event == Ignored("Aircall's agent has answered")


def test_a_caller_as_people_write_it_is_a_number() -> None:
    assert read_number(DAN_AS_WRITTEN).e164 == DAN


# --- Verdicts ---


def after(*names: str, now: datetime = AT + SETTLE) -> Verdict:
    """What the state machine makes of these webhooks, in this order."""
    known = OBSERVED
    for event in [event for name in names for event in CASE.events[name]]:
        if not isinstance(event, Ignored):
            assert isinstance(event, CallEvent)
            known = hear(known, event)
    return verdict(known, now, SETTLE)


def in_any_order(*names: str) -> set[Verdict]:
    return {after(*order) for order in itertools.permutations(names)}


GAVE_UP = Missed(AT, Outcome.HUNG_UP, 0.0, caller_gave_up=True)
RANG_OUT = Missed(AT, Outcome.NO_ANSWER, 0.0, caller_gave_up=False)


def test_answered_in_any_order_of_events() -> None:
    story = ("call_started__created", "leg__ringing", "leg__answered", "call_hungup__answered")
    assert in_any_order(*story) == {Accepted(AT)}


def test_one_who_declines_does_not_decide_for_the_others() -> None:
    assert isinstance(after("leg__ringing", "leg__declined", now=AT + timedelta(minutes=5)), Open)
    assert after("leg__ringing", "leg__declined", "leg__answered", "call_hungup__answered") == Accepted(AT)


def test_the_hanging_up_alone_decides_seconds_later() -> None:
    assert after("call_started__created", "call_hungup__unanswered", now=AT) == Open(AT + SETTLE)
    assert after("call_started__created", "call_hungup__unanswered") == GAVE_UP


def test_a_late_answer_contradicts_a_hanging_up_that_does_not_know_it() -> None:
    assert in_any_order("call_started__created", "call_hungup__unanswered", "leg__answered") == {Accepted(AT)}


def test_the_end_confirms_what_the_hanging_up_said() -> None:
    story = ("call_started__created", "call_hungup__unanswered", "call_ended__agents_did_not_answer")
    assert in_any_order(*story) == {RANG_OUT}


def test_a_voicemail_is_nobody_in_any_order() -> None:
    story = ("call_started__created", "call_hungup__unanswered", "voicemail__left", "call_ended__voicemail")
    assert in_any_order(*story) == {RANG_OUT}


def test_outside_opening_hours_is_missed_at_once() -> None:
    assert after("call_started__created", "call_ended__out_of_opening_hours", now=AT) == RANG_OUT


def test_what_aircalls_agent_answered_is_not_missed() -> None:
    assert in_any_order("call_started__created", "agent__started", "call_hungup__unanswered") == {
        Accepted(AT)
    }


def test_a_call_whose_end_never_comes_waits_for_the_sweep() -> None:
    assert isinstance(after("call_started__created", now=AT + timedelta(hours=1)), Open)
    assert after("call_started__created", "leg__answered", now=AT + timedelta(days=1)) == Accepted(AT)
