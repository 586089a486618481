from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.fields import fields_for
from ringback.rules.hours import is_open
from ringback.rules.policy import Policy
from ringback.rules.promised import answer_by, promised_in
from ringback.rules.week import parse_closed
from ringback.rules.written import policy_as_mapping, policy_from
from tests.rules.cases import MISSED, POLICY

TWO_HOURS = replace(POLICY, reply_within=timedelta(hours=2))  # 8-12 and 13-17:30, Monday to Friday
MINUTE = timedelta(minutes=1)


def at(day: int, clock: str) -> datetime:
    """In May 2026 in Chicago, which is UTC-5."""
    return datetime.fromisoformat(f"2026-05-{day:02}T{clock}:00-05:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "due", "words"),
    [
        (at(4, "09:07"), at(4, "11:07"), "within 2 hours"),
        (at(4, "10:00"), at(4, "12:00"), "within 2 hours"),
        (at(4, "11:07"), at(4, "14:10"), "by today at 2:10 PM"),
        (at(4, "16:33"), at(5, "09:05"), "by tomorrow at 9:05 AM"),
        (at(4, "22:00"), at(5, "10:00"), "by tomorrow at 10 AM"),
        (at(8, "17:00"), at(11, "09:30"), "by Monday at 9:30 AM"),
    ],
)
def test_an_answer_takes_opening_time(now: datetime, due: datetime, words: str) -> None:
    assert answer_by(TWO_HOURS, now) == due
    assert fields_for(TWO_HOURS, "Rosa's", "", now)["reply_within"] == words


def test_who_promises_nothing_or_never_opens_says_nothing() -> None:
    assert answer_by(POLICY, MISSED) is None
    never = replace(TWO_HOURS, closed=(parse_closed("2026-01-01..2036-01-01"),))
    assert answer_by(never, MISSED) is None
    assert fields_for(never, "Rosa's", "", MISSED)["reply_within"] == ""


def test_who_never_closes_answers_by_the_clock() -> None:
    always = Policy("America/Chicago", reply_within=timedelta(hours=24))
    assert answer_by(always, MISSED) == MISSED + timedelta(hours=24)


def test_only_what_the_text_says_is_promised() -> None:
    evening = at(4, "22:00")
    assert promised_in("{business} {stop}", TWO_HOURS, evening) == {}
    assert promised_in("Open {next_open|soon}", TWO_HOURS, evening) == {"next_open": at(5, "08:00")}
    assert promised_in("Open { next_open |soon}", TWO_HOURS, at(4, "09:00")) == {}
    assert promised_in("{next_open|a} {reply_within|b}", TWO_HOURS, evening) == {
        "next_open": at(5, "08:00"),
        "reply_within": at(5, "10:00"),
    }
    assert promised_in("{reply_within|b}", POLICY, evening) == {}


@given(st.integers(0, 14 * 24 * 60), st.integers(1, 600))
def test_the_time_is_opening_time_counted_minute_by_minute(later: int, length: int) -> None:
    policy = replace(POLICY, reply_within=length * MINUTE)
    now = MISSED + later * MINUTE
    counted, minute = 0, now
    while counted < length:
        counted += is_open(policy, minute)
        minute += MINUTE
    due = answer_by(policy, now)
    assert due is not None
    assert timedelta(0) <= due - minute < 5 * MINUTE


def test_a_policy_without_a_promise_is_written_as_before_there_were_any() -> None:
    assert "reply_within" not in policy_as_mapping(POLICY)
    written = policy_as_mapping(TWO_HOURS)
    assert written["reply_within"] == "2h"
    assert policy_from(written) == TWO_HOURS


@pytest.mark.parametrize("length", [timedelta(days=2), timedelta(seconds=-1), timedelta(microseconds=5)])
def test_a_promise_that_nobody_keeps_is_refused(length: timedelta) -> None:
    with pytest.raises(ValueError, match="reply_within"):
        replace(POLICY, reply_within=length)
