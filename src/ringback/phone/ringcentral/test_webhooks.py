"""RingCentral's handshake and token, and what its events amount to, late, mixed or not at all."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.contract.case import AT, plan

from ringback.calls.verdict import Accepted, Evidence, Missed, Open, Verdict, hear, verdict
from ringback.lib.secret import Secret
from ringback.phone.events import CallEvent, Ignored, Outcome
from ringback.phone.provider import Answer, NotGenuine, Request
from ringback.phone.ringcentral import wire
from ringback.phone.ringcentral.provider import PROVIDER, RingCentralSettings
from ringback.phone.ringcentral.replay import resign
from ringback.phone.ringcentral.tests import CASE, ROTATED, SETTINGS, WEBHOOK_TOKEN

SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)
KEY = wire.address_key(Secret(WEBHOOK_TOKEN))
RINGING = CASE.webhook("call__proceeding")


def genuine(request: Request, settings: RingCentralSettings = SETTINGS) -> bool:
    try:
        PROVIDER.verify(request, settings)
    except NotGenuine:
        return False
    return True


def handshake(key: str = KEY, token: str = "from-ringcentral-1") -> Request:
    url = f"https://ringback.example.com/in/ln_test/events?key={key}"
    return Request("POST", url, "events", {"validation-token": token}, b"", AT, {"key": key})


# --- The token ---


def test_the_token_counts_under_both_of_its_names() -> None:
    assert genuine(replace(RINGING, headers={"verification-token": WEBHOOK_TOKEN}))
    assert not genuine(replace(RINGING, headers={"verification-token": WEBHOOK_TOKEN + "x"}))
    assert not genuine(replace(RINGING, headers={"verification-token": ""}))


def test_the_key_in_the_address_counts_where_no_header_comes() -> None:
    bare = replace(RINGING, headers={})
    assert genuine(replace(bare, query={"key": KEY}))
    assert genuine(replace(bare, query={"key": KEY}), ROTATED)
    wrong = [KEY[:-1], KEY + "0", "", WEBHOOK_TOKEN, wire.address_key(Secret(""))]
    assert not any(genuine(replace(bare, query={"key": key})) for key in wrong)


def test_the_key_does_not_give_the_token_away() -> None:
    assert WEBHOOK_TOKEN not in KEY


# --- The handshake ---


def test_a_handshake_gets_its_own_token_back_in_the_same_header() -> None:
    assert genuine(handshake())
    answer = PROVIDER.handshake(handshake(), SETTINGS)
    assert answer == Answer("{}", "application/json", 200, {"Validation-Token": "from-ringcentral-1"})
    assert PROVIDER.parse(handshake(), SETTINGS) == [
        Ignored("RingCentral asked whether this address is ours")
    ]


def test_a_handshake_is_believed_by_the_key_in_the_address_only() -> None:
    assert not genuine(handshake(key=""))
    assert not genuine(handshake(key="0" * 32))
    assert not genuine(handshake(key="", token=WEBHOOK_TOKEN))


@pytest.mark.parametrize("token", ["a\r\nSet-Cookie: x", "ä", "a b", "x" * 201])
def test_nothing_odd_is_given_back(token: str) -> None:
    assert PROVIDER.handshake(handshake(token=token), SETTINGS) == Answer(status=400)


def test_an_event_is_answered_with_200_and_nothing_else() -> None:
    assert PROVIDER.answer(RINGING, plan()) == Answer()


def test_the_id_of_the_event_is_its_uuid() -> None:
    assert PROVIDER.event_id(RINGING).startswith("9000000000000000")


def test_a_replay_has_new_ids_and_stays_one_call() -> None:
    calls = set()
    for name in ("call__proceeding", "call__agent_misses"):
        again = resign(CASE.webhook(name), SETTINGS, "again")
        assert genuine(again)
        assert PROVIDER.event_id(again) != PROVIDER.event_id(CASE.webhook(name))
        calls |= {getattr(event, "call", "") for event in PROVIDER.parse(again, SETTINGS)}
    assert len(calls) == 1
    assert calls != {"s-0000000000000001"}


# --- Verdicts ---


def after(*names: str, now: datetime = AT + SETTLE) -> Verdict:
    """What the state machine makes of these webhooks, in this order."""
    known = OBSERVED
    for event in [event for name in names for event in CASE.events[f"call__{name}"]]:
        assert isinstance(event, CallEvent)
        known = hear(known, event)
    return verdict(known, now, SETTLE)


GAVE_UP = Missed(AT, Outcome.HUNG_UP, 0.0, caller_gave_up=True)
RANG_OUT = Missed(AT, Outcome.NO_ANSWER, 0.0, caller_gave_up=False)
QUEUE = ["proceeding", "agent_misses", "answered", "disconnected_missed"]


@pytest.mark.parametrize("order", list(itertools.permutations(QUEUE)))
def test_one_of_a_queue_answered_in_any_order_of_events(order: tuple[str, ...]) -> None:
    assert after(*order) == Accepted(AT)


def test_nobody_answered() -> None:
    assert after("setup", "proceeding", "disconnected_missed", now=AT) == Open(AT + SETTLE)
    assert after("setup", "proceeding", "disconnected_missed") == GAVE_UP


@pytest.mark.parametrize("name", ["agent_misses", "disconnected_blindtransfer", "disconnected_timeout"])
def test_a_party_that_leaves_does_not_end_the_call(name: str) -> None:
    assert isinstance(after("proceeding", name, now=AT + timedelta(minutes=5)), Open)


@pytest.mark.parametrize("name", ["voicemail", "vmscreening"])
def test_voicemail_is_no_person(name: str) -> None:
    assert after("proceeding", name, "disconnected") == RANG_OUT
    assert after("proceeding", name, "disconnected_missed") == RANG_OUT


def test_whoever_was_passed_on_to_a_voicemail_after_a_talk_is_not_missed() -> None:
    assert after("answered", "disconnected_blindtransfer", "voicemail", "disconnected_missed") == Accepted(AT)


def test_a_fax_is_never_texted() -> None:
    assert after("proceeding", "faxreceive", "disconnected") == Accepted(AT)


def test_a_call_without_its_end_waits_for_the_sweep() -> None:
    assert isinstance(after("proceeding", "answered"), Open)
