"""Dan, Dana and Ed call Rosa's shop, again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.contacts.listed import Listed
from ringback.rules.decide import decide
from ringback.rules.decision import CallBack, Decision, Hold, Reason, Send, Skip
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy, Repeat, When
from ringback.timemachine.redecide import Became, Past, Then, redecide
from tests.quick import examples
from tests.rules.cases import FACTS, POLICY, any_facts, any_policy

MONDAY = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)


@dataclass(frozen=True)
class Call:
    caller: str
    at: datetime
    ring_seconds: float = 14.0


def then(facts: Facts, policy: Policy, text: Became | None = None) -> Then:
    decision = decide(facts, policy)
    return Then(decision.verdict, policy, decision.opening, decision.sentence, text)


def past(call: str, caller: str, facts: Facts, policy: Policy, rules: Policy) -> Past:
    return Past(call, caller, "+15125550111", "Dan", "+15125550142", facts, rules, then(facts, policy))


def world(calls: Sequence[Call], policy: Policy) -> list[tuple[Facts, Decision]]:
    """The slow, obviously right way: what the server would have seen and done under these rules."""
    texted: list[tuple[Call, datetime, datetime, int]] = []  # who, decided, leaves, episode
    held: list[datetime] = []
    episode: dict[str, int] = {}
    last: dict[str, datetime] = {}
    found = []
    for call in calls:
        fresh = call.caller in last and call.at - last[call.caller] >= DAY
        episode[call.caller] = episode.get(call.caller, 0) + fresh
        last[call.caller] = call.at
        now = call.at + timedelta(seconds=1)
        mine = [text for text in texted if text[0].caller == call.caller]
        last_minute = [decided for _, decided, _, _ in texted if decided > now - MINUTE]
        this_minute = len(last_minute) if policy.counts_minutes else 0
        this_hour = sum(decided >= tens(now - HOUR) for _, decided, _, _ in texted)
        today = sum(decided >= tens(now - DAY) for _, decided, _, _ in texted)
        blown = policy.blows(this_minute, this_hour, today)
        facts = replace(
            FACTS,
            now=now,
            missed_at=call.at,
            ring_seconds=call.ring_seconds,
            caller_gave_up=True,
            last_first_text_at=max((leaves for _, _, leaves, _ in mine if leaves <= now), default=None),
            text_waiting=any(leaves > now for _, _, leaves, _ in mine),
            texts_this_episode=sum(of == episode[call.caller] for _, _, _, of in mine),
            texts_exchanged=sum(decided >= now - HOUR for _, decided, _, _ in mine),
            first_texts_this_minute=this_minute,
            first_texts_this_hour=this_hour,
            first_texts_today=today,
            fuse_reported=blown and any(at >= now - HOUR for at in held),
            **spent(policy, now, [decided for _, decided, _, _ in texted]),
        )
        decision = decide(facts, policy)
        if isinstance(decision.verdict, Send):
            texted.append((call, now, decision.verdict.send_at, episode[call.caller]))
        if decision.verdict == Hold(Reason.FUSE):
            held.append(now)
        found.append((facts, decision))
    return found


def spent(policy: Policy, now: datetime, texted: Sequence[datetime]) -> dict[str, Any]:
    """The server asks only where money is limited."""
    if not policy.limits_money:
        return {}
    wall = now.astimezone(ZoneInfo(policy.time_zone))
    days = [at.astimezone(wall.tzinfo).date() for at in texted]
    return {
        "parts_today": sum(day == wall.date() for day in days),
        "parts_this_month": sum((day.year, day.month) == (wall.year, wall.month) for day in days),
    }


def tens(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 10 * 10, second=0, microsecond=0)


def replayed(calls: Sequence[Call], old: Policy, new: Policy) -> list[tuple[Facts, Decision]]:
    pasts = [
        past(str(place), call.caller, facts, old, new)
        for place, (call, (facts, _)) in enumerate(zip(calls, world(calls, old), strict=True))
    ]
    return [(found.facts, found.now) for found in redecide(pasts, heard(calls))]


def heard(calls: Sequence[Call]) -> Mapping[str, list[datetime]]:
    return {who: [c.at for c in calls if c.caller == who] for who in {c.caller for c in calls}}


gaps = st.sampled_from([2, 40, 110, 600, 3000, 4000, 8 * 3600, 20 * 3600, 26 * 3600])
several_calls = st.lists(
    st.tuples(st.sampled_from(["Dan", "Dan", "Dana", "Ed"]), gaps, st.sampled_from([2.0, 14.0])), max_size=25
).map(
    lambda steps: [
        Call(caller, MONDAY + timedelta(seconds=sum(gap for _, gap, _ in steps[: place + 1])), ring)
        for place, (caller, _, ring) in enumerate(steps)
    ]
)
policies = st.builds(
    Policy,
    time_zone=st.just("America/Chicago"),
    hours=st.sampled_from([POLICY.hours, None]),
    when=st.sampled_from([When.ALWAYS, When.OPEN]),
    delay_seconds=st.sampled_from([0, 5, 120]),
    cooldown=st.sampled_from([HOUR, DAY, 7 * DAY]),
    min_ring_seconds=st.sampled_from([0, 4]),
    repeat=st.sampled_from(list(Repeat)),
    most_per_minute=st.sampled_from([0, 1, 2]),
    most_per_hour=st.sampled_from([1, 2, 3, 60]),
    most_per_day=st.sampled_from([1, 2, 5, 300]),
    spend_per_day=st.sampled_from(["0", "0", "0.02"]).map(Decimal),
    spend_per_month=st.sampled_from(["0", "0", "0.05"]).map(Decimal),
    part_price=st.just(Decimal("0.01")),
)


@pytest.mark.slow
@given(several_calls, policies, policies)
@examples(200)
def test_changed_rules_see_what_they_themselves_would_have_done(
    calls: list[Call], old: Policy, new: Policy
) -> None:
    assert replayed(calls, old, new) == world(calls, new)


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(["", "Dan", "Dana"]), any_facts(), any_policy), max_size=8))
def test_under_the_rules_of_then_every_decision_is_the_same(
    decided: list[tuple[str, Facts, Policy]],
) -> None:
    in_order = sorted(decided, key=lambda one: one[1].now)
    pasts = [past(str(n), caller, facts, p, p) for n, (caller, facts, p) in enumerate(in_order)]
    again = [(found.facts, found.now) for found in redecide(pasts, {})]
    assert again == [(facts, decide(facts, policy)) for _, facts, policy in in_order]


def second_call(became: Became | None, new: Policy, *, later: timedelta = timedelta(hours=2)) -> Decision:
    """Dan called and was texted, which came to this; then he called again."""
    first = replace(past("1", "Dan", FACTS, POLICY, new), then=then(FACTS, POLICY, became))
    again = replace(FACTS, now=FACTS.now + later, missed_at=FACTS.missed_at + later)
    if became is None or became.left:
        again = replace(again, last_first_text_at=FACTS.missed_at, texts_this_episode=1)
    return list(redecide([first, past("2", "Dan", again, POLICY, new)], {}))[1].now


def test_a_text_that_was_called_off_then_would_have_been_called_off_now() -> None:
    called_off = Became(FACTS.now, FACTS.now, left=False, bounced=False)
    assert isinstance(second_call(called_off, POLICY).verdict, Send)
    later = replace(POLICY, delay_seconds=60)
    assert isinstance(second_call(called_off, later).verdict, Send)
    assert second_call(None, later).verdict == CallBack(Reason.REPEAT)


def test_who_starts_to_watch_only_would_have_texted_as_often() -> None:
    watching = replace(POLICY, shadow=True)
    assert second_call(None, watching).verdict == CallBack(Reason.REPEAT)
    pasts = [past("1", "Dan", FACTS, watching, POLICY), past("2", "Dan", later_by(HOUR), watching, POLICY)]
    assert [type(found.now.verdict) for found in redecide(pasts, {})] == [Send, CallBack]


def later_by(time: timedelta) -> Facts:
    """What a watching server wrote down of a second call: the text it would have sent counts."""
    return replace(
        FACTS,
        now=FACTS.now + time,
        missed_at=FACTS.missed_at + time,
        last_first_text_at=FACTS.now,
        texts_this_episode=1,
    )


def test_a_held_text_that_a_person_let_go_would_have_been_let_go() -> None:
    robocall = replace(FACTS, attestation="failed", hang_ups=1)
    let_go = Became(FACTS.now + HOUR, FACTS.now + HOUR, left=True, bounced=False)
    first = Past("1", "Dan", "", "", "", robocall, POLICY, then(robocall, POLICY, let_go))
    again = replace(later_by(3 * HOUR), last_first_text_at=FACTS.now + HOUR)
    found = list(redecide([first, past("2", "Dan", again, POLICY, POLICY)], {}))
    assert [one.now.verdict for one in found] == [Hold(Reason.ROBOCALL), CallBack(Reason.REPEAT)]
    sooner = replace(POLICY, hold_robocalls=False)
    found = list(redecide([replace(first, rules=sooner), past("2", "Dan", again, POLICY, sooner)], {}))
    assert [type(one.now.verdict) for one in found] == [Send, CallBack]


def test_a_caller_on_another_list_is_decided_by_that_list() -> None:
    listed = replace(past("1", "Dan", FACTS, POLICY, POLICY), listed=Listed.NEVER_TEXT)
    (found,) = redecide([listed], {})
    assert found.now.verdict == Skip(Reason.NEVER_TEXT)
