"""Was the call missed? What Telnyx says in whole calls, in any order, put together by the state machine."""

from datetime import timedelta
from functools import reduce
from itertools import permutations

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Verdict, hear, verdict
from ringback.phone.events import CallEvent
from ringback.phone.telnyx.provider import PROVIDER
from ringback.phone.telnyx.tests import CASE

SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
LATER = AT + timedelta(seconds=30)


def judged(fixtures: tuple[str, ...], *, press: bool = True, forwarded: bool = False) -> Verdict:
    said = [event for name in fixtures for event in CASE.events[name] if isinstance(event, CallEvent)]
    ring = None if forwarded else timedelta(seconds=14)
    unheard = Evidence(arrival_is_missed=forwarded, press_needed=press and not forwarded, longest_ring=ring)
    return verdict(reduce(hear, said, unheard), LATER, SETTLE)


# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain leg__answered key__pressed_1 call_bridged__caller call_ended__after_talk",
    "call_started__plain leg__answered key__pressed_1 call_bridged__caller",
    "call_started__plain leg__answered key__pressed_1 call_ended__after_talk leg_ended__after_talk",
    "call_started__plain key__pressed_1 key__timeout leg_ended__normal_clearing call_bridged__caller",
    # She picked up while the greeting had begun.
    "call_started__plain call_answered__unanswered leg__answered key__pressed_1 call_bridged__caller",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg_ended__timeout call_answered__unanswered call_ended__normal_clearing",
    "call_started__plain leg_ended__timeout call_answered__unanswered",
    "call_started__plain leg_ended__originator_cancel call_ended__originator_cancel",
    # A voicemail picked up, and pressed nothing.
    "call_started__plain leg__answered key__timeout leg_ended__normal_clearing call_answered__unanswered",
    "call_started__plain leg__answered call_ended__normal_clearing",
    # The caller had hung up when Rosa pressed the key.
    "call_started__plain leg__answered key__pressed_1 call_ended__originator_cancel",
]
TAKEN_WITHOUT_KEY = ["call_started__plain leg__answered call_bridged__caller call_ended__after_talk"]


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
