"""The same evidence in any order, any number of times, gives the same verdict."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.calls.verdict import TELLING, Accepted, Evidence, Missed, Open, hear, verdict
from ringback.phone.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
)
from tests.quick import examples

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SETTLE = timedelta(seconds=2)
DIAL = Evidence(arrival_is_missed=False, press_needed=True, longest_ring=timedelta(seconds=14))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


STARTED = CallStarted("CA1", "+15125550111", "+15125550142", at(0))
RANG = LegRang("CA1", "leg", "+15125550143", at(1))
PICKED_UP = LegAnswered("CA1", "leg", "+15125550143", at(8))
PRESSED = LegAccepted("CA1", "leg", "+15125550143", at(10))
LEG_OVER = LegEnded("CA1", "leg", "+15125550143", Outcome.COMPLETED, at(60))


def ringing_ended(outcome: Outcome, proof: Proof, seconds: float = 15) -> RingingEnded:
    return RingingEnded("CA1", "+15125550111", "+15125550142", outcome, proof, at(seconds))


def call_ended(outcome: Outcome, proof: Proof, seconds: float = 60) -> CallEnded:
    return CallEnded("CA1", "+15125550111", "+15125550142", outcome, proof, at(seconds))


def heard(events: list[CallEvent], known: Evidence = DIAL) -> Evidence:
    return reduce(hear, events, known)


def judged(events: list[CallEvent], known: Evidence = DIAL, seconds: float = 3600) -> object:
    return verdict(heard(events, known), at(seconds), SETTLE)


ANSWERED: list[CallEvent] = [
    STARTED,
    RANG,
    PICKED_UP,
    PRESSED,
    LEG_OVER,
    ringing_ended(Outcome.COMPLETED, Proof.CONNECTED, 60),
    call_ended(Outcome.COMPLETED, Proof.UNCLEAR),
]
RANG_OUT: list[CallEvent] = [
    STARTED,
    RANG,
    ringing_ended(Outcome.NO_ANSWER, Proof.NOBODY),
    call_ended(Outcome.COMPLETED, Proof.UNCLEAR, 24),
]


def test_answered_call_is_accepted_in_every_order() -> None:
    assert {judged(list(order)) for order in permutations(ANSWERED)} == {Accepted(at(10))}


def test_missed_call_is_missed_in_every_order() -> None:
    expected = Missed(at(15), Outcome.NO_ANSWER, ring_seconds=15, caller_gave_up=False)
    assert {judged(list(order)) for order in permutations(RANG_OUT)} == {expected}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([ringing_ended(Outcome.BUSY, Proof.NOBODY, 2)], Missed(at(2), Outcome.BUSY, 2, False)),
        ([ringing_ended(Outcome.FAILED, Proof.NOBODY, 1)], Missed(at(1), Outcome.FAILED, 1, False)),
        (
            [PICKED_UP, ringing_ended(Outcome.DECLINED, Proof.NOBODY, 16)],
            Missed(at(16), Outcome.DECLINED, 16, False),
        ),
        ([call_ended(Outcome.NO_ANSWER, Proof.NOBODY, 9)], Missed(at(9), Outcome.HUNG_UP, 9, True)),
        ([PRESSED, call_ended(Outcome.HUNG_UP, Proof.NOBODY, 11)], Missed(at(11), Outcome.HUNG_UP, 11, True)),
        ([PRESSED, call_ended(Outcome.COMPLETED, Proof.UNCLEAR)], Accepted(at(10))),
        ([call_ended(Outcome.COMPLETED, Proof.PERSON)], Accepted(at(60))),
        (
            [PICKED_UP, ringing_ended(Outcome.COMPLETED, Proof.CONNECTED, 40)],
            Missed(at(40), Outcome.NO_ANSWER, 40, False, anomaly=True),
        ),
    ],
)
def test_endings(events: list[CallEvent], expected: object) -> None:
    assert judged([STARTED, *events]) == expected


def test_open_call_is_swept_after_its_ringing_and_a_margin() -> None:
    assert judged([STARTED], seconds=48) == Open(at(49))
    assert judged([STARTED], seconds=49) == Missed(at(14), Outcome.NO_ANSWER, None, False)


def test_call_of_which_nothing_more_is_told_was_missed_when_its_ringing_must_have_been_over() -> None:
    """Not when we look: that may be hours later, after a night without us."""
    assert judged([STARTED], seconds=7200) == Missed(at(14), Outcome.NO_ANSWER, None, False)
    observed = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)
    assert judged([STARTED], observed, seconds=4 * 3600) == Missed(at(0), Outcome.NO_ANSWER, None, False)


def test_call_that_somebody_took_stays_open_for_hours_and_is_never_missed() -> None:
    assert judged([STARTED, PRESSED], seconds=3600) == Open(at(4 * 3600))
    assert judged([STARTED, PRESSED], seconds=4 * 3600) == Accepted(at(10))


def test_unclear_ending_waits_for_what_contradicts_it() -> None:
    events: list[CallEvent] = [STARTED, call_ended(Outcome.COMPLETED, Proof.UNCLEAR, 30)]
    assert judged(events, seconds=31) == Open(at(32))
    assert judged(events, seconds=32) == Missed(at(30), Outcome.NO_ANSWER, 30, False)


def test_forwarded_call_is_missed_when_it_arrives() -> None:
    known = Evidence(arrival_is_missed=True, press_needed=False, longest_ring=None)
    assert judged([STARTED], known, seconds=0) == Missed(at(0), Outcome.NO_ANSWER, None, False)


def test_without_the_key_a_picked_up_phone_is_a_person() -> None:
    known = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=timedelta(seconds=14))
    assert judged(
        [STARTED, PICKED_UP, LEG_OVER, call_ended(Outcome.COMPLETED, Proof.UNCLEAR)], known
    ) == Accepted(at(8))


def test_unclear_ending_that_is_told_late_waits_as_long_from_then_on() -> None:
    known = heard([STARTED, call_ended(Outcome.COMPLETED, Proof.UNCLEAR, 30)])
    assert verdict(known, at(600), SETTLE, late=at(600)) == Open(at(602))
    assert verdict(known, at(602), SETTLE) == Missed(at(30), Outcome.NO_ANSWER, 30, False)


def test_beginning_that_is_told_late_waits_for_its_end() -> None:
    known = hear(DIAL, STARTED)
    assert verdict(known, at(600), SETTLE, late=at(600)) == Open(at(649))


def test_caller_who_gave_up_in_news_of_long_ago_may_still_be_contradicted() -> None:
    known = heard([STARTED, call_ended(Outcome.HUNG_UP, Proof.NOBODY, 9)])
    assert verdict(known, at(600), SETTLE, late=at(600)) == Open(at(602))


def test_unclear_ending_waits_while_a_phone_still_rings_but_not_for_ever() -> None:
    known = heard([STARTED, call_ended(Outcome.DECLINED, Proof.UNCLEAR, 5)])
    assert verdict(known, at(20), SETTLE, rings=at(1)) == Open(at(76))
    assert isinstance(verdict(known, at(76), SETTLE, rings=at(1)), Missed)
    assert isinstance(verdict(known, at(20), SETTLE), Missed)


@pytest.mark.parametrize("other", [outcome for outcome in Outcome if outcome is not Outcome.BLOCKED])
def test_caller_who_is_turned_away_is_so_whatever_else_is_told(other: Outcome) -> None:
    away, over = call_ended(Outcome.BLOCKED, Proof.NOBODY, 1), call_ended(other, Proof.UNCLEAR, 3)
    expected = Missed(at(1), Outcome.BLOCKED, 1, False)
    assert [judged([STARTED, *order]) for order in ([away, over], [over, away])] == [expected, expected]


def test_every_outcome_has_its_place() -> None:
    assert sorted(TELLING) == sorted(Outcome)


EVENTS = st.sampled_from([*ANSWERED, *RANG_OUT, call_ended(Outcome.HUNG_UP, Proof.NOBODY, 2)])


@examples(200)
@given(events=st.lists(EVENTS, max_size=12), again=st.randoms())
def test_repeated_and_shuffled_events_change_nothing(events: list[CallEvent], again: object) -> None:
    doubled = events + events
    again.shuffle(doubled)  # type: ignore[attr-defined]
    assert judged(doubled) == judged(events)


@examples(200)
@given(events=st.lists(EVENTS, max_size=10), more=EVENTS)
def test_a_person_who_took_the_call_is_never_forgotten(events: list[CallEvent], more: CallEvent) -> None:
    before = judged(events)
    if isinstance(before, Accepted) and not (
        isinstance(more, CallEnded | RingingEnded) and more.proof is Proof.NOBODY
    ):
        assert isinstance(judged([*events, more]), Accepted)
