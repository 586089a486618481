"""Why a text may not go at this hour or so often, in Spanish: each sentence that there is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ringback.permission.frequency import Sent, may_text_unasked
from ringback.permission.places import Place
from ringback.permission.quiet_hours import Answer, FollowUp, Kind, ReplyToCall, may_send
from ringback.permission.verdict import Allowed, Refused, Verdict
from ringback.permission.windows import FEDERAL, UNKNOWN_PLACE, holidays_of, state_hours
from ringback.retold import retold

SPANISH = "es"
STATES = sorted(state_hours().keys() - {FEDERAL, UNKNOWN_PLACE})
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=9)


def untold(sentences: set[str]) -> set[str]:
    return {words for words in sentences if retold(words, SPANISH) == words}


def said(verdict: Verdict) -> Iterator[str]:
    """As it stands beside the box, at a text that did not leave, and in the task to call back instead."""
    if isinstance(verdict, Allowed):
        yield from filter(None, [verdict.warning])
    else:
        small = verdict.sentence[:1].lower() + verdict.sentence[1:]
        yield from (verdict.sentence, f"Not texted: {small}", f"Not texted: {small} Please call them back.")


def at_hour(hour: datetime, place: Place) -> Iterator[str]:
    kinds: list[Kind] = [FollowUp(), Answer(LONG_AGO, by_person=True), ReplyToCall(LONG_AGO)]
    for kind in kinds:
        yield from said(may_send(kind, "+15125550111", hour, place))


@pytest.mark.parametrize("state", STATES)
def test_each_hour_of_a_week_and_each_holiday(state: str) -> None:
    place = Place(("America/New_York", "America/Chicago"), "US", (state,))
    hours = [MONDAY + timedelta(hours=n) for n in range(7 * 24)]
    closed = holidays_of(state, 2026).keys() | holidays_of(state, 2027).keys()
    hours += [datetime(day.year, day.month, day.day, 17, tzinfo=UTC) for day in sorted(closed)]
    assert untold({words for hour in hours for words in at_hour(hour, place)}) == set()


@pytest.mark.parametrize("state", [row.state for row in state_hours().values() if row.closed_on_holidays])
def test_each_holiday_that_closes_a_state(state: str) -> None:
    names = {name for year in range(2024, 2045) for name in holidays_of(state, year).values()}
    assert (
        untold(
            {
                f"It is {name}, when no such text may go, in Chicago time, where this number may be."
                for name in names
            }
        )
        == set()
    )


def test_too_many() -> None:
    refused = may_text_unasked(Sent((MONDAY,) * 3), MONDAY)
    assert isinstance(refused, Refused)
    assert untold(set(said(refused))) == set()
