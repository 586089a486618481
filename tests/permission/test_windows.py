import json
from datetime import date, datetime, time
from pathlib import Path

import pytest

from ringback.permission.places import ANYWHERE, Place
from ringback.permission.windows import Window, rows_for, state_hours, why_shut, window_on

VECTORS = Path(__file__).parents[1] / "vectors"
STATES = json.loads((VECTORS / "quiet_hours_states.json").read_text("utf-8"))["states"]


def windows(rows: list[list[str] | None]) -> list[Window | None]:
    return [Window(time.fromisoformat(row[0]), time.fromisoformat(row[1])) if row else None for row in rows]


@pytest.mark.parametrize("row", STATES, ids=[row["state"] for row in STATES])
def test_hours_of_every_state(row: dict[str, list[list[str] | None]]) -> None:
    hours = state_hours()[str(row["state"])]
    assert list(hours.week) == windows(row["windows_mon_to_sun"])
    assert hours.closed_on_holidays == row["closed_on_state_holidays"]
    assert hours.texts_covered == row["texts_covered"]
    trust = {"product policy": "policy"}.get(str(row["confidence"]), str(row["confidence"]))
    assert hours.trust == trust


def test_no_state_has_hours_of_our_own_making() -> None:
    assert list(state_hours()) == [row["state"] for row in STATES]


def test_every_row_says_where_it_comes_from() -> None:
    assert [hours.state for hours in state_hours().values() if not hours.basis] == []


def test_a_state_without_hours_of_its_own_has_the_federal_ones() -> None:
    new_york = Place(("America/New_York",), "US", ("NY",))
    assert [hours.state for hours in rows_for(new_york)] == ["US"]


def test_california_is_not_canada() -> None:
    assert [hours.state for hours in rows_for(Place(ANYWHERE, "US", ("CA",)))] == ["US", "CA"]
    assert [hours.state for hours in rows_for(Place(ANYWHERE, "CA", ("NS", "PE")))] == ["US"]


def test_an_unknown_place_has_the_strictest_hours() -> None:
    assert [hours.state for hours in rows_for(Place(ANYWHERE))] == ["US", "??"]
    assert [hours.state for hours in rows_for(Place(("Europe/London",), "GB"))] == ["US", "??"]


@pytest.mark.parametrize(
    ("state", "wall", "why"),
    [
        ("US", "2026-07-15T08:00", ""),
        ("US", "2026-07-15T20:59:59.999999", ""),
        ("US", "2026-07-15T21:00", "It is 9 PM, and such texts may go only from 8 AM to 9 PM,"),
        ("TX", "2026-07-19T11:59", "It is 11:59 AM, and such texts may go only from noon to 9 PM,"),
        ("AL", "2026-07-19T11:00", "It is a Sunday, when no such text may go,"),
        ("LA", "2026-02-17T11:00", "It is Mardi Gras, when no such text may go,"),
        ("MS", "2026-02-17T11:00", ""),
        ("PA", "2026-11-27T11:00", "It is Day After Thanksgiving, when no such text may go,"),
    ],
)
def test_why_a_text_may_not_go(state: str, wall: str, why: str) -> None:
    assert why_shut(state_hours()[state], datetime.fromisoformat(wall)) == why


def test_a_holiday_that_is_observed_in_the_year_before() -> None:
    assert window_on(state_hours()["RI"], date(2027, 12, 31)) is None
