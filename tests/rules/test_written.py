import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.messages.compose import BUILT_IN
from ringback.rules.policy import Policy, Repeat, When
from ringback.rules.units import parse_duration, write_duration
from ringback.rules.week import WEEKDAYS, Range, parse_closed
from ringback.rules.written import canonical, kept_policy, policy_as_mapping, policy_from, version_of

ROSAS = {
    "time_zone": "America/Chicago",
    "hours": {"mon": ["08:00-12:00", "13:00-17:30"], "sat": ["22:00-02:00"]},
    "holidays": "US-TX",
    "closed": ["2026-12-24..2026-12-26", "2026-07-03"],
    "when": "open",
    "delay_seconds": 20,
    "cooldown": "2d",
    "min_ring_seconds": 6,
    "late_after": "5m",
    "in_touch": "1h",
    "repeat": "text",
    "hold_robocalls": False,
    "most_per_hour": 60,
    "most_per_day": 300,
    "shadow": True,
    "countries": ["us"],
    "templates": {"missed": "{business} here. {stop}"},
}


def test_the_owners_words_become_a_policy() -> None:
    assert policy_from(ROSAS) == Policy(
        time_zone="America/Chicago",
        hours=((Range(480, 720), Range(780, 1050)), (), (), (), (), (Range(1320, 1560),), ()),
        holidays="US-TX",
        closed=(parse_closed("2026-07-03"), parse_closed("2026-12-24..2026-12-26")),
        when=When.OPEN,
        delay_seconds=20,
        cooldown=timedelta(days=2),
        min_ring_seconds=6,
        late_after=timedelta(minutes=5),
        in_touch=timedelta(hours=1),
        repeat=Repeat.TEXT,
        hold_robocalls=False,
        most_per_hour=60,
        most_per_day=300,
        shadow=True,
        countries=("US",),
        templates={"missed": "{business} here. {stop}"},
    )


def test_only_the_time_zone_must_be_said() -> None:
    assert policy_from({"time_zone": "America/Chicago"}) == Policy("America/Chicago")


def test_it_comes_back_from_its_written_form() -> None:
    for policy in (policy_from(ROSAS), Policy("America/Chicago"), Policy("America/Chicago", hours=((),) * 7)):
        assert policy_from(json.loads(canonical(policy))) == policy
        assert kept_policy(policy_as_mapping(policy)) == policy


def test_the_version_names_the_content_however_it_was_written() -> None:
    policy = policy_from(ROSAS)
    other = {**ROSAS, "cooldown": "48h", "closed": ["2026-07-03", "2026-12-24..2026-12-26", "2026-07-03"]}
    assert version_of(policy_from(other)) == version_of(policy)
    assert len(version_of(policy)) == 12
    changed = [
        replace(policy, delay_seconds=21),
        replace(policy, hours=None),
        replace(policy, templates={"missed": "{business} here! {stop}"}),
    ]
    assert len({version_of(policy), *(version_of(p) for p in changed)}) == 4


def test_a_kept_policy_outlives_its_zone_and_region() -> None:
    gone = {**ROSAS, "time_zone": "Atlantis/Main", "holidays": "US-ZZ"}
    assert kept_policy(gone).time_zone == "Atlantis/Main"
    with pytest.raises(ValueError, match="time_zone: 'Atlantis/Main' is not a time zone"):
        policy_from(gone)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"delay": 5}, "'delay' is not a rule. Did you mean 'delay_seconds'?"),
        ({"delay_seconds": 121}, "delay_seconds is 121: write 0 to 120."),
        ({"delay_seconds": -1}, "delay_seconds is -1: write 0 to 120."),
        ({"delay_seconds": 1.5}, "delay_seconds: 1.5 should be a whole number."),
        ({"delay_seconds": True}, "delay_seconds: True should be a whole number."),
        ({"cooldown": "59m"}, "cooldown is 59m: write 1h to 7d."),
        ({"cooldown": "8d"}, "cooldown is 192h: write 1h to 7d."),
        (
            {"cooldown": "a day"},
            "cooldown: 'a day' is not a length of time: write a number and s, m, h or d, such as 24h.",
        ),
        ({"cooldown": 24}, "cooldown: 24 should be text in quotes."),
        ({"min_ring_seconds": 61}, "min_ring_seconds is 61: write 0 to 60."),
        ({"late_after": "30s"}, "late_after is 30s: write 1m to 60m, and more than the delay."),
        ({"late_after": "61m"}, "late_after is 61m: write 1m to 60m, and more than the delay."),
        (
            {"late_after": "90s", "delay_seconds": 120},
            "late_after is 90s: write 1m to 60m, and more than the delay.",
        ),
        ({"in_touch": "25h"}, "in_touch is 25h: write 0m to 24h."),
        (
            {"repeat": "never"},
            "repeat: 'never' says nothing about callers who call again: write alert or text.",
        ),
        ({"hold_robocalls": "yes"}, "hold_robocalls: 'yes' should be true or false."),
        ({"shadow": 1}, "shadow: 1 should be true or false."),
        ({"most_per_hour": 0}, "most_per_hour is 0: write 1 to 1000000."),
        ({"most_per_day": 1_000_001}, "most_per_day is 1000001: write 1 to 1000000."),
        ({"when": "night"}, "when: 'night' says nothing about when to text: write always, open or closed."),
        ({"when": "closed"}, "when is closed: the business never closes, so write its hours first."),
        ({"hours": {"monday": []}}, "hours: 'monday' is not a day: write mon, tue, wed, thu, fri, sat, sun."),
        ({"hours": {"mon": "08:00-12:00"}}, "hours: '08:00-12:00' should be a list in square brackets."),
        (
            {"countries": ["USA"]},
            "countries: 'USA' is not a country code: write two letters, such as US or CA.",
        ),
        ({"templates": {"mised": "x"}}, "templates: 'mised' is not a situation. Did you mean 'missed'?"),
        (
            {"closed": ["xmas"]},
            "closed: 'xmas' is not a day: write one such as 2026-12-24, or 2026-12-24..2026-12-26.",
        ),
    ],
)
def test_wrong_rules_say_what_would_be_right(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^.") as error:
        policy_from({"time_zone": "America/Chicago", **wrong})
    assert str(error.value) == sentence


def test_a_missing_time_zone_is_asked_for() -> None:
    with pytest.raises(ValueError, match="time_zone is missing: write where the business is"):
        policy_from({})


def test_whoever_wrote_their_own_missed_text_gets_no_other_voice() -> None:
    def situations(own: dict[str, str]) -> dict[str, str]:
        return dict(policy_from({"time_zone": "America/Chicago", "templates": own}).templates)

    assert situations({}) == dict(BUILT_IN)
    assert situations({"busy": "own"}) == {**BUILT_IN, "busy": "own"}
    assert situations({"missed": "own"}) == {"missed": "own"}


def test_templates_cannot_be_changed_behind_the_version() -> None:
    texts = {"missed": "{business} {stop}"}
    policy = Policy("America/Chicago", templates=texts)
    texts["missed"] = "other"
    assert policy.templates == {"missed": "{business} {stop}"}
    with pytest.raises(TypeError):
        policy.templates["missed"] = "other"  # type: ignore[index]  # that it cannot is the point


@given(st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)))
def test_lengths_come_back_from_their_written_form(length: timedelta) -> None:
    assert parse_duration(write_duration(length)) == length


def test_lengths_are_written_as_people_do() -> None:
    assert [write_duration(timedelta(minutes=m)) for m in (1440, 90, 1.5)] == ["24h", "90m", "90s"]
    assert parse_duration("1d") == timedelta(hours=24)


starts = st.integers(0, 1439)
a_range = st.tuples(starts, st.integers(1, 1439)).map(lambda r: Range(r[0], r[0] + r[1]))
policies = st.builds(
    Policy,
    time_zone=st.sampled_from(["America/Chicago", "Asia/Kathmandu"]),
    hours=st.none() | st.tuples(*[a_range.map(lambda r: (r,)) | st.just(()) for _ in WEEKDAYS]),
    delay_seconds=st.integers(0, 60),
    cooldown=st.integers(3600, 7 * 86400).map(lambda s: timedelta(seconds=s)),
    countries=st.lists(st.sampled_from(["US", "CA", "GB"]), unique=True).map(tuple),
)


@given(policies)
def test_every_policy_survives_being_stored(policy: Policy) -> None:
    back = policy_from(json.loads(canonical(policy)))
    assert (back, version_of(back)) == (policy, version_of(policy))
