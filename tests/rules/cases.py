"""Dan calls Rosa's Plumbing on a Monday at 10 AM. It rings for 14 seconds, and nobody takes the call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.permission.quiet_hours import AtNight
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.facts import Facts
from ringback.rules.policy import Declines, Policy, Repeat, When
from ringback.rules.voicemail import Voicemail
from ringback.rules.written import policy_from

MISSED = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)

POLICY = policy_from(
    {
        "time_zone": "America/Chicago",
        "hours": {day: ["08:00-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)

FACTS = Facts(
    now=MISSED + timedelta(seconds=1),
    mode=Mode.DIAL,
    outcome=Outcome.NO_ANSWER,
    accepted=False,
    missed_at=MISSED,
    ring_seconds=14.0,
    caller_gave_up=False,
    caller_kind=NumberKind.GEOGRAPHIC,
    caller_country="US",
)

rarely = st.sampled_from([False] * 11 + [True])
few = st.integers(0, 2)
lengths = st.floats(0, 2 * 86400).map(lambda seconds: timedelta(seconds=round(seconds, 3)))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Mostly ordinary, so that many of them are texted."""
    missed_at = draw(instants)
    now = missed_at + draw(st.floats(0, 300).map(lambda s: timedelta(seconds=s)) | lengths)
    kind = draw(st.sampled_from([NumberKind.GEOGRAPHIC] * 9 + list(NumberKind)))
    return Facts(
        now=now,
        mode=draw(st.sampled_from(list(Mode))),
        outcome=draw(st.sampled_from(list(Outcome))),
        accepted=draw(rarely),
        missed_at=missed_at,
        ring_seconds=draw(st.none() | st.floats(0, 60)),
        caller_gave_up=draw(st.booleans()),
        caller_kind=kind,
        caller_country=draw(st.sampled_from(["US", "CA", "PR", "GB", "001", ""])),
        own_number=draw(rarely),
        listed=draw(st.sampled_from([Listed.NO] * 9 + list(Listed))),
        opted_out=draw(rarely),
        undecided=draw(rarely),
        cannot_receive_texts=draw(rarely),
        voicemail=draw(st.sampled_from(Voicemail)),
        known=draw(st.booleans()),
        last_first_text_at=draw(st.none() | lengths.map(lambda length: now - length)),
        text_waiting=draw(rarely),
        texts_this_episode=draw(st.sampled_from([0] * 5 + [1, 2])),
        last_human_at=draw(st.none() | lengths.map(lambda length: now - length)),
        calls_this_hour=draw(few | st.integers(1, 9)),
        texts_exchanged=draw(few | st.integers(0, 30)),
        attestation=draw(st.sampled_from(["", "A", "B", "C", "failed"])),
        shared_digits=draw(st.integers(0, 10)),
        other_businesses=draw(few | st.integers(0, 8)),
        hang_ups=draw(few | st.integers(0, 5)),
        neighbours=draw(few | st.integers(0, 9)),
        block_callers=draw(few | st.integers(0, 25)),
        block_in_a_row=draw(few | st.integers(0, 5)),
        bounces=draw(rarely.map(int)),
        first_texts_this_minute=draw(few | st.integers(0, 12)),
        first_texts_this_hour=draw(few | st.integers(0, 80)),
        first_texts_today=draw(few | st.integers(0, 400)),
        fuse_reported=draw(st.booleans()),
        parts_today=draw(few | st.integers(0, 900)),
        parts_this_month=draw(few | st.integers(0, 9000)),
        texts_paused=draw(rarely),
    )


SMALL_TIMES = st.sampled_from([0, 1, 29, 30, 31, 599, 600, 601, 3600, 86399, 86400, 90000])
BEFORE = st.none() | SMALL_TIMES.map(lambda seconds: FACTS.now - timedelta(seconds=seconds))
OTHERWISE: Mapping[str, st.SearchStrategy[object]] = {
    "now": SMALL_TIMES.map(lambda seconds: MISSED + timedelta(seconds=seconds)),
    "accepted": st.booleans(),
    "ring_seconds": st.none() | st.floats(0, 20),
    "caller_gave_up": st.booleans(),
    "caller_kind": st.sampled_from(list(NumberKind)),
    "caller_country": st.sampled_from(["US", "GB", "001", ""]),
    "own_number": st.booleans(),
    "listed": st.sampled_from(list(Listed)),
    "outcome": st.sampled_from(list(Outcome)),
    "opted_out": st.booleans(),
    "cannot_receive_texts": st.booleans(),
    "known": st.booleans(),
    "last_first_text_at": BEFORE,
    "text_waiting": st.booleans(),
    "texts_this_episode": st.integers(0, 2),
    "last_human_at": BEFORE,
    "calls_this_hour": st.integers(1, 9),
    "texts_exchanged": st.integers(0, 25),
    "attestation": st.sampled_from(["", "A", "C", "failed"]),
    "shared_digits": st.integers(0, 10),
    "other_businesses": st.integers(0, 8),
    "hang_ups": st.integers(0, 5),
    "neighbours": st.integers(0, 3),
    "block_callers": st.integers(0, 25),
    "block_in_a_row": st.integers(0, 4),
    "bounces": st.integers(0, 2),
    "first_texts_this_minute": st.integers(0, 9),
    "first_texts_this_hour": st.integers(0, 70),
    "first_texts_today": st.integers(0, 310),
    "parts_today": st.integers(0, 900),
    "parts_this_month": st.integers(0, 4000),
    "texts_paused": st.booleans(),
}


@st.composite
def near_a_text(draw: st.DrawFn) -> Facts:
    """An ordinary call with up to three things otherwise: so each check decides, or nearly does."""
    names = draw(st.lists(st.sampled_from(sorted(OTHERWISE)), max_size=3, unique=True))
    return replace(FACTS, **{name: draw(OTHERWISE[name]) for name in names})  # type: ignore[arg-type]  # fields


any_policy = st.builds(
    Policy,
    time_zone=st.sampled_from(["America/Chicago", "America/St_Johns"]),
    hours=st.sampled_from([POLICY.hours, ((),) * 7]),
    when=st.sampled_from(list(When)),
    delay_seconds=st.integers(0, 120),
    cooldown=st.integers(3600, 7 * 86400).map(lambda seconds: timedelta(seconds=seconds)),
    min_ring_seconds=st.integers(0, 20),
    in_touch=st.sampled_from([0, 1800, 7200]).map(lambda seconds: timedelta(seconds=seconds)),
    repeat=st.sampled_from(list(Repeat)),
    at_night=st.sampled_from(list(AtNight)),
    hold_robocalls=st.booleans(),
    most_per_minute=st.integers(0, 8),
    most_per_hour=st.integers(1, 60),
    most_per_day=st.integers(1, 300),
    shadow=rarely,
    spend_per_day=st.sampled_from(["0", "0", "0.01", "5"]).map(Decimal),
    spend_per_month=st.sampled_from(["0", "0", "40"]).map(Decimal),
    part_price=st.sampled_from(["0.012", "0.01", "0"]).map(Decimal),
    pause_unheard=st.booleans(),
    declines=st.sampled_from(list(Declines)),
    late_after=st.integers(120, 3600).map(lambda seconds: timedelta(seconds=seconds)),
    countries=st.sampled_from([("US", "CA"), ("US",), ("GB", "US"), ()]),
)
usual_policy = st.builds(
    replace,
    st.just(POLICY),
    most_per_minute=st.sampled_from([0, 5]),
    spend_per_day=st.sampled_from(["0", "5"]).map(Decimal),
    when=st.sampled_from([When.ALWAYS, When.OPEN]),
    in_touch=st.sampled_from([0, 1800]).map(lambda seconds: timedelta(seconds=seconds)),
)
