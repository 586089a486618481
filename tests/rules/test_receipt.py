import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.checks import rules_of
from ringback.rules.decide import decide, judge
from ringback.rules.decision import FORMAT
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy
from ringback.rules.receipt import made_of, receipt, replay, same_again
from ringback.rules.written import version_of
from tests.quick import examples
from tests.rules.cases import FACTS, MISSED, POLICY, any_facts, any_policy

KEPT = Path(__file__).with_name("kept")  # one file for each format, written by the Ringback of its time


def kept(form: int) -> list[str]:
    return (KEPT / f"format_{form}.jsonl").read_text("utf-8").splitlines()


EVERY_KEPT = [pytest.param(form, stored) for form in range(1, FORMAT + 1) for stored in kept(form)]


@pytest.mark.parametrize(("form", "stored"), EVERY_KEPT)
def test_receipts_of_every_format_and_check_replay_to_the_same_bytes(form: int, stored: str) -> None:
    """Written once and never again: a change of a word in a sentence is a change of what was decided. When
    this fails, no receipt in the field replays either: raise FORMAT and let `former.py` make the old one."""
    assert json.loads(stored)["format"] == form
    assert same_again(stored), json.loads(stored)["sentence"]


@pytest.mark.parametrize(("form", "stored"), EVERY_KEPT)
def test_a_kept_receipt_says_what_it_said(form: int, stored: str) -> None:
    read, decision = json.loads(stored), replay(stored)
    assert (decision.sentence, decision.deciding and decision.deciding.name) == (
        read["sentence"],
        read["deciding"],
    )
    assert [check.name for check in decision.checks] == [check["name"] for check in read["checks"]]


@pytest.mark.parametrize("form", range(1, FORMAT + 1))
def test_each_check_of_a_format_has_decided_one_of_its_receipts(form: int) -> None:
    decided = {json.loads(stored)["deciding"] for stored in kept(form)}
    assert decided == {None, *(rule.name for rule in rules_of(form))}


@pytest.mark.parametrize("form", range(1, FORMAT))
def test_a_changed_receipt_of_a_former_format_is_found(form: int) -> None:
    for stored in kept(form):
        read = json.loads(stored)
        changed = {**read, "sentence": f"{read['sentence']} Honestly."}
        assert not same_again(json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


@given(form=st.integers(1, FORMAT), facts=any_facts(), policy=any_policy)
@examples(150)
def test_what_a_former_format_says_is_read_back_whole(form: int, facts: Facts, policy: Policy) -> None:
    """Of any facts: what that format does not hold is as if it had never been."""
    opening = decide(facts, policy).opening
    stored = receipt(facts, policy, judge(facts, policy, opening, form), form)
    known_facts, known_policy, _ = made_of(stored)
    again = receipt(known_facts, known_policy, judge(known_facts, known_policy, opening, form), form)
    assert same_again(again)


def test_former_formats_told_days_in_hours() -> None:
    """The rounded wait of the sentence aside: that was in days always."""
    week = replace(POLICY, cooldown=timedelta(days=7))
    facts = replace(FACTS, last_first_text_at=FACTS.now - timedelta(days=3, hours=1))
    opening = decide(facts, week).opening
    told = {form: judge(facts, week, opening, form) for form in (FORMAT, 5)}
    lasts = {form: next(c for c in one.checks if c.name == "last text") for form, one in told.items()}
    assert {form: (last.value, last.needed) for form, last in lasts.items()} == {
        FORMAT: ("3 days 1 hour ago", "at least 7 days ago"),
        5: ("73 hours ago", "at least 168 hours ago"),
    }
    wait = "Please call back: the caller was texted 3 days ago, and you allow one text in"
    assert {form: one.sentence for form, one in told.items()} == {
        FORMAT: f"{wait} 7 days.",
        5: f"{wait} 168 hours.",
    }


@given(facts=any_facts(), policy=any_policy)
@examples(150)
def test_a_receipt_replays_to_the_same_decision_and_the_same_bytes(facts: Facts, policy: Policy) -> None:
    decision = decide(facts, policy)
    stored = receipt(facts, policy, decision)
    assert replay(stored) == decision
    kept_facts, kept_policy, _ = made_of(stored)
    assert (kept_facts, kept_policy) == (facts, policy)
    assert receipt(kept_facts, kept_policy, replay(stored)) == stored


def test_it_is_canonical_and_says_which_check_decided() -> None:
    stored = receipt(replace(FACTS, opted_out=True), POLICY, decide(replace(FACTS, opted_out=True), POLICY))
    read = json.loads(stored)
    assert stored == json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert {key: read[key] for key in ("format", "deciding", "verdict", "policy_version", "otherwise")} == {
        "format": FORMAT,
        "deciding": "opted out",
        "verdict": {"do": "call_back", "reason": "opted_out"},
        "policy_version": version_of(POLICY),
        "otherwise": "The caller would have been texted if the caller had not opted out.",
    }


def test_the_instants_zone_does_not_matter() -> None:
    elsewhere = replace(
        FACTS, now=FACTS.now.astimezone(), missed_at=datetime.fromisoformat("2026-05-04T10:00:00-05:00")
    )
    assert receipt(elsewhere, POLICY, decide(elsewhere, POLICY)) == receipt(
        FACTS, POLICY, decide(FACTS, POLICY)
    )


def test_a_new_law_does_not_change_an_old_decision() -> None:
    """The shop was open by the clock of then. Today's zone data would say something else."""
    decision = decide(FACTS, POLICY)
    then = replace(decision.opening, open=False, why_closed="hours", opens=None)
    stored = receipt(FACTS, POLICY, judge(FACTS, POLICY, then))
    assert replay(stored) == judge(FACTS, POLICY, then) != decision


def test_what_is_no_receipt_is_refused() -> None:
    stored = json.loads(receipt(FACTS, POLICY, decide(FACTS, POLICY)))
    for broken in (
        "{}",
        "[]",
        "no",
        json.dumps({**stored, "format": FORMAT + 1}),
        json.dumps({**stored, "format": 0}),
        json.dumps({**stored, "format": True}),
        json.dumps({**stored, "format": 1}),
        json.dumps({key: value for key, value in stored.items() if key != "facts"}),
        json.dumps({**stored, "facts": {**stored["facts"], "mode": "telepathy"}}),
        json.dumps({**stored, "facts": {**stored["facts"], "extra": 1}}),
        json.dumps({**stored, "facts": []}),
        json.dumps({**stored, "opening": {**stored["opening"], "at": 5}}),
    ):
        with pytest.raises(ValueError, match=r"^."):
            replay(broken)


@given(st.integers(0, 10**12))
@examples(50)
def test_instants_keep_their_microseconds(microseconds: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    facts = replace(FACTS, now=at, missed_at=MISSED.replace(year=2025))
    assert made_of(receipt(facts, POLICY, decide(facts, POLICY)))[0] == facts
