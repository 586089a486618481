from dataclasses import replace
from datetime import timedelta

from ringback.rules.decide import decide
from ringback.rules.policy import Policy, Repeat
from ringback.timemachine.difference import Kind, Report, compare
from ringback.timemachine.redecide import Past, Then, redecide
from tests.cast import DAN, ROSAS_LINE, ROSAS_SHOP
from tests.rules.cases import FACTS, POLICY

LONG = "{business}: " + "sorry " * 30 + "{stop}"


def compared(old: Policy, new: Policy, name: str = "Dan Miller") -> Report:
    """Dan called at 10 AM and at 2 PM, and hung up at once at 3 PM."""
    calls = []
    for place, (hours, rang) in enumerate([(0, 14.0), (4, 14.0), (5, 1.0)]):
        later = timedelta(hours=hours)
        facts = replace(FACTS, now=FACTS.now + later, missed_at=FACTS.missed_at + later, ring_seconds=rang)
        facts = replace(facts, caller_gave_up=rang < 4)
        if place:
            facts = replace(facts, last_first_text_at=FACTS.now, texts_this_episode=1)
        decision = decide(facts, old)
        then = Then(decision.verdict, old, decision.opening, decision.sentence)
        calls.append(Past(str(place), "Dan", DAN, name, ROSAS_LINE, facts, new, then))
    return compare(redecide(calls, {}), ROSAS_SHOP)


def test_the_same_rules_differ_in_nothing() -> None:
    report = compared(POLICY, POLICY)
    assert (report.calls, report.differences) == (3, [])
    assert (report.texts, report.segments) == ({"was": 1, "would": 1}, {"was": 1, "would": 1})
    assert report.by_verdict == {"text": 1, "call_back:repeat": 1, "skip:hung_up_early": 1}


def test_more_fewer_and_otherwise_are_told_with_time_and_cost() -> None:
    new = replace(POLICY, repeat=Repeat.TEXT, cooldown=timedelta(hours=1), min_ring_seconds=0)
    more = compared(POLICY, new)
    assert [(one.kind, one.call, one.what, one.segments) for one in more.differences] == [
        (Kind.MORE, "1", "text instead of a call back (repeat)", 1),
        (Kind.OTHERWISE, "2", "a call back (cooldown) instead of nothing (hung up early)", 0),
    ]
    assert f"{more.differences[0].at:%Y-%m-%d %H:%M}" == "2026-05-04 14:00"
    assert compared(new, POLICY).of(Kind.FEWER)[0].what == "a call back (repeat) instead of text"
    dear = compared(POLICY, replace(POLICY, templates={"missed": LONG}))
    assert [(one.kind, one.what, one.segments) for one in dear.of(Kind.OTHERWISE)] == [
        (Kind.OTHERWISE, "other words", 1)
    ]
    assert dear.segments == {"was": 1, "would": 2}
