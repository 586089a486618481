"""Whoever sets up a shop on a phone types hours as they would say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.web.setup.typed_hours import as_spoken, ranges_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("08:00-17:00", ["08:00-17:00"]),
        ("08:00-12:00, 13:00-17:30", ["08:00-12:00", "13:00-17:30"]),
        ("08:00-12:00 13:00-17:30", ["08:00-12:00", "13:00-17:30"]),
        ("8\u201312; 13\u201317.30", ["08:00-12:00", "13:00-17:30"]),
        ("9-5", ["09:00-17:00"]),
        ("9:00 - 5:30", ["09:00-17:30"]),
        ("8-12, 1-5", ["08:00-12:00", "13:00-17:00"]),
        ("8am-5pm", ["08:00-17:00"]),
        ("8 a.m. to 5:30 p.m.", ["08:00-17:30"]),
        ("8am to noon, 1-5:30 pm", ["08:00-12:00", "13:00-17:30"]),
        ("9-5pm", ["09:00-17:00"]),
        ("9am-5", ["09:00-17:00"]),
        ("8am-12", ["08:00-12:00"]),
        ("8-12pm", ["08:00-12:00"]),
        ("12pm-8pm", ["12:00-20:00"]),
        ("10pm-2am", ["22:00-02:00"]),
        ("22:00-02:00", ["22:00-02:00"]),
        ("22-2", ["22:00-02:00"]),
        ("10-2", ["10:00-14:00"]),
        ("08:00-02:00", ["08:00-02:00"]),
        ("9am-midnight", ["09:00-24:00"]),
        ("00:00-24:00", ["00:00-24:00"]),
        ("8 a 17", ["08:00-17:00"]),
        ("de 8 a 12 y de 13 a 17", ["08:00-12:00", "13:00-17:00"]),
        ("9-5 or so", ["09:00-17:00", "or so"]),
        ("8:75-9:00", ["8:75-9:00"]),
        ("25-26", ["25-26"]),
        ("all day", ["all day"]),
        ("", []),
        (" , ", []),
    ],
)
def test_hours_are_read_as_they_are_typed(typed: str, read: list[str]) -> None:
    assert ranges_of(typed) == read


@pytest.mark.parametrize(
    ("stored", "spoken"),
    [
        (["08:00-17:00"], "8am-5pm"),
        (["08:30-12:00", "13:00-17:30"], "8:30am-12pm, 1pm-5:30pm"),
        (["22:00-02:00"], "10pm-2am"),
        (["00:00-24:00"], "12am-midnight"),
        ([], ""),
    ],
)
def test_hours_are_shown_as_who_counts_to_twelve_says_them(stored: list[str], spoken: str) -> None:
    assert as_spoken(stored, "midnight") == spoken


TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda time: f"{time[0]:02}:{time[1]:02}")


@given(TIMES, TIMES | st.just("24:00"), st.sampled_from(("midnight", "medianoche")))
def test_what_is_shown_is_read_back_as_it_was(opens: str, closes: str, midnight: str) -> None:
    stored = [f"{opens}-{closes}"]
    assert ranges_of(as_spoken(stored, midnight)) == stored
