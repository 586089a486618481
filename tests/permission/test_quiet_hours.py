import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.permission.places import Place, area_codes, place_of
from ringback.permission.quiet_hours import (
    Answer,
    AtNight,
    FollowUp,
    Necessary,
    Reminder,
    ReplyToCall,
    may_send,
)
from ringback.permission.verdict import Allowed, Refused, Verdict
from tests.cast import DAN
from tests.quick import examples

VECTORS = Path(__file__).parents[1] / "vectors"
TABLE = json.loads((VECTORS / "quiet_hours_states.json").read_text("utf-8"))
TESTS = TABLE["tests"]

# 11 PM on a Wednesday in Texas, where Dan's number is from.
NIGHT = datetime(2026, 7, 16, 4, 0, tzinfo=UTC)
NOON = datetime(2026, 7, 15, 17, 0, tzinfo=UTC)
TEXAS_THURSDAY = datetime(2026, 7, 16, 14, 0, tzinfo=UTC)
IT_IS_NIGHT = Refused(
    "quiet_hours",
    "It is 11 PM, and such texts may go only from 8 AM to 9 PM, in Chicago time, where this number may be.",
    TEXAS_THURSDAY,
)


@pytest.mark.parametrize("row", TESTS, ids=[f"{row['area_code']} {row['note']}" for row in TESTS])
def test_every_hour_of_the_table(row: dict[str, str]) -> None:
    number = f"+1{row['area_code']}5550142"
    at = datetime.fromisoformat(row["utc"])
    local = {zone: f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}" for zone in place_of(number).zones}
    assert local == row["local"]
    assert isinstance(may_send(FollowUp(), number, at), Allowed) == row["solicitation_allowed"]


def test_a_follow_up_at_night_waits_for_the_hours_of_the_state() -> None:
    assert may_send(FollowUp(), DAN, NIGHT) == IT_IS_NIGHT
    assert may_send(FollowUp(), DAN, NOON) == Allowed()


def test_a_follow_up_goes_on_after_the_weekend() -> None:
    saturday_evening = datetime(2026, 7, 19, 1, 0, tzinfo=UTC)
    verdict = may_send(FollowUp(), "+12055550142", saturday_evening)
    assert isinstance(verdict, Refused)
    assert verdict.next_allowed == datetime(2026, 7, 20, 13, 0, tzinfo=UTC)


def test_a_reply_to_the_call_may_go_at_night_while_it_is_a_reply() -> None:
    assert may_send(ReplyToCall(NIGHT - timedelta(minutes=10)), DAN, NIGHT) == Allowed()
    late = Refused("late", "More than 10 minutes after the call a text is no reply to it any more.", None)
    assert may_send(ReplyToCall(NIGHT - timedelta(minutes=10, seconds=1)), DAN, NIGHT) == late
    assert may_send(ReplyToCall(NOON - timedelta(hours=1)), DAN, NOON) == late


@pytest.mark.parametrize(("wish", "again"), [(AtNight.HOLD, True), (AtNight.DROP, False)])
def test_an_owner_who_is_careful_at_night(wish: AtNight, again: bool) -> None:
    verdict = may_send(ReplyToCall(NIGHT, wish), DAN, NIGHT)
    eight = datetime(2026, 7, 16, 13, 0, tzinfo=UTC)
    assert verdict == Refused("quiet_hours", IT_IS_NIGHT.sentence, eight if again else None)
    assert may_send(ReplyToCall(NOON, wish), DAN, NOON) == Allowed()


def test_an_answer_within_the_hour_may_go_at_night() -> None:
    assert may_send(Answer(NIGHT - timedelta(minutes=60)), DAN, NIGHT) == Allowed()


def test_a_later_answer_is_held_by_the_machine_and_a_person_is_warned() -> None:
    longer = NIGHT - timedelta(minutes=61)
    assert may_send(Answer(longer), DAN, NIGHT) == IT_IS_NIGHT
    assert may_send(Answer(longer, by_person=True), DAN, NIGHT) == Allowed(
        f"Their last text is more than an hour old. {IT_IS_NIGHT.sentence}"
    )
    assert may_send(Answer(NOON - timedelta(days=2)), DAN, NOON) == Allowed()


def test_a_reminder_keeps_to_the_hours_where_the_appointment_is_too() -> None:
    eight_in_texas = datetime(2026, 7, 16, 13, 0, tzinfo=UTC)
    assert may_send(Reminder("America/Chicago"), DAN, eight_in_texas) == Allowed()
    verdict = may_send(Reminder("America/Los_Angeles"), DAN, eight_in_texas)
    assert isinstance(verdict, Refused)
    assert verdict.next_allowed == datetime(2026, 7, 16, 15, 0, tzinfo=UTC)


def test_confirmations_and_safety_texts_go_at_any_hour() -> None:
    assert may_send(Necessary(), DAN, NIGHT) == Allowed()


def test_an_address_goes_before_the_area_code() -> None:
    hawaii = Place(("Pacific/Honolulu",), "US", ("HI",))
    assert may_send(FollowUp(), DAN, NIGHT, hawaii) == Allowed()


def test_zones_that_are_never_open_together() -> None:
    both_ends = Place(("Pacific/Honolulu", "Africa/Johannesburg"))
    verdict = may_send(FollowUp(), DAN, NOON, both_ends)
    assert isinstance(verdict, Refused)
    assert verdict.next_allowed is None


def test_a_time_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        may_send(FollowUp(), DAN, datetime(2026, 7, 16, 12))


numbers = st.sampled_from([*sorted(area_codes()), "800", "500"]).map(lambda code: f"+1{code}5550142")
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def allowed(verdict: Verdict) -> bool:
    return isinstance(verdict, Allowed)


@given(numbers, instants)
def test_the_next_allowed_instant_is_the_first(number: str, at: datetime) -> None:
    verdict = may_send(FollowUp(), number, at)
    if isinstance(verdict, Refused):
        assert verdict.next_allowed is not None
        assert allowed(may_send(FollowUp(), number, verdict.next_allowed))
        before = verdict.next_allowed - timedelta(seconds=1)
        minutes = int((before - at) / timedelta(minutes=7))
        between = [at + n * timedelta(minutes=7) for n in range(minutes)]
        assert [then for then in (*between, before) if allowed(may_send(FollowUp(), number, then))] == []


@examples(200)
@given(numbers, instants)
def test_nobody_is_asked_again_outside_the_federal_hours_anywhere(number: str, at: datetime) -> None:
    if allowed(may_send(FollowUp(), number, at)):
        hours = [at.astimezone(ZoneInfo(zone)).hour for zone in place_of(number).zones]
        assert min(hours) >= 8
        assert max(hours) < 21


@given(
    instants,
    st.lists(st.sampled_from(sorted({z for p in area_codes().values() for z in p.zones})), min_size=1),
)
def test_a_further_zone_never_allows_more(at: datetime, zones: list[str]) -> None:
    fewer, more = Place(tuple(zones[:1]), "US"), Place(tuple(zones), "US")
    assert allowed(may_send(FollowUp(), DAN, at, fewer)) >= allowed(may_send(FollowUp(), DAN, at, more))
