"""Dan calls Rosa's Plumbing on a Monday at 10 AM. It rings for 14 seconds, and nobody takes the call."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy, When, policy_from

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
    own_number=False,
    opted_out=False,
    never_text=False,
    cannot_receive_texts=False,
    last_first_text_at=None,
    text_waiting=False,
)

rarely = st.sampled_from([False] * 7 + [True])
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
        opted_out=draw(rarely),
        never_text=draw(rarely),
        cannot_receive_texts=draw(rarely),
        last_first_text_at=draw(st.none() | lengths.map(lambda length: now - length)),
        text_waiting=draw(rarely),
        voicemail_left=draw(rarely),
    )


any_policy = st.builds(
    Policy,
    time_zone=st.sampled_from(["America/Chicago", "America/St_Johns"]),
    hours=st.sampled_from([POLICY.hours, ((),) * 7]),
    when=st.sampled_from(list(When)),
    delay_seconds=st.integers(0, 120),
    cooldown=st.integers(3600, 7 * 86400).map(lambda seconds: timedelta(seconds=seconds)),
    min_ring_seconds=st.integers(0, 20),
    late_after=st.integers(120, 3600).map(lambda seconds: timedelta(seconds=seconds)),
    countries=st.sampled_from([("US", "CA"), ("US",), ("GB", "US"), ()]),
)
