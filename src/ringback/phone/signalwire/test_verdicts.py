"""Was the call missed? What SignalWire says in whole calls, in any order, before the state machine."""

from datetime import timedelta
from functools import reduce
from itertools import permutations

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Verdict, hear, verdict
from ringback.phone.events import CallEvent
from ringback.phone.signalwire.provider import PROVIDER
from ringback.phone.signalwire.tests import CASE

SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
LATER = AT + timedelta(seconds=30)


def judged(fixtures: tuple[str, ...], *, press: bool = True, forwarded: bool = False) -> Verdict:
    said = [event for name in fixtures for event in CASE.events[name] if isinstance(event, CallEvent)]
    ring = None if forwarded else timedelta(seconds=14)
    unheard = Evidence(arrival_is_missed=forwarded, press_needed=press and not forwarded, longest_ring=ring)
    return verdict(reduce(hear, said, unheard), LATER, SETTLE)


# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain screen__picked_up screen_key__pressed_1 ringing_ended__completed",
    "call_started__plain screen_key__pressed_1 call_ended__completed leg__completed",
    "call_started__plain screen_key__pressed_1 ringing_ended__completed call_ended__failed",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg__ringing leg__no_answer ringing_ended__no_answer call_ended__completed",
    "call_started__plain leg__ringing ringing_ended__canceled",
    "call_started__plain leg__ringing call_ended__completed",
    # A voicemail picked up: the ringing is "completed", but nobody pressed the key.
    "call_started__plain leg__in_progress screen__picked_up ringing_ended__completed call_ended__completed",
    "call_started__plain screen__picked_up screen_key__pressed_nothing ringing_ended__completed",
    # The caller had hung up when Rosa pressed the key.
    "call_started__plain screen_key__pressed_1 ringing_ended__canceled",
    # Two phones in turn.
    "call_started__plain ringing_ended__first_in_turn ringing_ended__no_answer",
]
TAKEN_WITHOUT_KEY = ["call_started__plain leg__in_progress ringing_ended__completed call_ended__completed"]


@pytest.mark.parametrize("story", TAKEN)
def test_a_person_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(order), Accepted), order


@pytest.mark.parametrize("story", MISSED)
def test_nobody_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(order), Missed), order


@pytest.mark.parametrize("story", TAKEN_WITHOUT_KEY)
def test_without_a_key_whoever_was_connected_took_it(story: str) -> None:
    assert isinstance(judged(tuple(story.split()), press=False), Accepted)


def test_a_forwarded_call_that_arrives_was_missed() -> None:
    assert isinstance(judged(("call_started__plain",), forwarded=True), Missed)
