"""Was the call missed? What Vonage says in whole calls, in any order, put together by the state machine."""

from itertools import permutations

import pytest
from tests.contract.verdicts import judged

from ringback.calls.verdict import Accepted, Missed
from ringback.phone.events import Outcome
from ringback.phone.vonage.tests import CASE

# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain leg__answered screen__asked key__one leg_ended__completed call_ended__completed",
    "call_started__plain key__one call_ended__completed",
    "leg__ringing leg__answered key__one call_ended__completed",
    # The first phone in turn did not answer, the second did.
    "call_started__plain leg_ended__first_in_turn leg__answered key__one call_ended__completed",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg__ringing leg_ended__timeout call_ended__completed",
    "call_started__plain leg_ended__cancelled call_ended__completed",
    "call_started__plain call_ended__completed",
    "call_started__plain leg_ended__timeout",
    # A voicemail picked up and pressed no key.
    "call_started__plain leg__answered screen__asked key__none leg_ended__completed call_ended__completed",
    "call_started__plain leg__answered leg_ended__completed call_ended__completed",
    # Both phones, one after the other; the second event comes only at the application's address.
    "call_started__plain leg_ended__first_in_turn leg_ended__rejected call_ended__completed",
    "call_started__plain leg_ended__at_events call_ended__completed",
]


@pytest.mark.parametrize("story", TAKEN)
def test_a_person_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(CASE, order), Accepted), order


@pytest.mark.parametrize("story", MISSED)
def test_nobody_took_it_in_whatever_order_we_hear(story: str) -> None:
    for order in permutations(story.split()):
        assert isinstance(judged(CASE, order), Missed), order


def test_without_a_key_whoever_picked_up_took_it() -> None:
    story = "call_started__plain leg__answered leg_ended__completed call_ended__completed"
    assert isinstance(judged(CASE, tuple(story.split()), press=False), Accepted)


def test_a_forwarded_call_that_arrives_was_missed() -> None:
    assert isinstance(judged(CASE, ("call_started__plain",), forwarded=True), Missed)


def test_a_caller_who_hangs_up_while_it_rings_is_told_from_one_who_waits() -> None:
    story = ("call_started__plain", "leg_ended__cancelled", "call_ended__completed")
    missed = judged(CASE, story)
    assert isinstance(missed, Missed)
    assert missed.outcome is Outcome.HUNG_UP
