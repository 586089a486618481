"""Was the call missed? What Bandwidth says of whole calls, in any order, put before the state machine."""

from datetime import timedelta
from functools import reduce
from itertools import permutations

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Verdict, hear, verdict
from ringback.phone.bandwidth.provider import PROVIDER
from ringback.phone.bandwidth.tests import CASE
from ringback.phone.events import CallEvent

SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
LATER = AT + timedelta(seconds=30)


def judged(fixtures: tuple[str, ...], *, press: bool = True, forwarded: bool = False) -> Verdict:
    said = [event for name in fixtures for event in CASE.events[name] if isinstance(event, CallEvent)]
    ring = None if forwarded else timedelta(seconds=14)
    unheard = Evidence(arrival_is_missed=forwarded, press_needed=press and not forwarded, longest_ring=ring)
    return verdict(reduce(hear, said, unheard), LATER, SETTLE)


TAKEN = [
    # Rosa hung up first; then Dan did: only then is the end of the ringing left out.
    "call_started__plain screen__picked_up screen_key__pressed_1 leg_ended__hangup ringing_ended__hangup",
    "call_started__plain screen__picked_up screen_key__pressed_1 leg_ended__hangup call_ended__hangup",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or gave up while it rang.
    "call_started__plain leg_ended__timeout ringing_ended__timeout call_ended__hangup",
    "call_started__plain leg_ended__cancel call_ended__unanswered",
    "call_started__plain leg_ended__cancel call_ended__cancel",
    # A voicemail picked up and pressed nothing.
    "call_started__plain screen__picked_up screen_key__pressed_nothing ringing_ended__hangup",
    "call_started__plain screen__picked_up leg_ended__hangup ringing_ended__hangup call_ended__hangup",
    # Two phones in turn.
    "call_started__plain ringing_ended__first_in_turn leg_ended__rejected ringing_ended__timeout",
]


@pytest.mark.parametrize("story", TAKEN)
def test_a_person_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(order), Accepted), order


@pytest.mark.parametrize("story", MISSED)
def test_nobody_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(order), Missed), order


def test_without_a_key_whoever_picked_up_took_it() -> None:
    story = ("call_started__plain", "screen__picked_up", "leg_ended__hangup", "call_ended__hangup")
    assert isinstance(judged(story, press=False), Accepted)


def test_a_forwarded_call_that_arrives_was_missed() -> None:
    assert isinstance(judged(("call_started__plain",), forwarded=True), Missed)
