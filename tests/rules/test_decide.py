from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.decide import CallBack, Check, Decision, Reason, Send, Skip, Verdict, decide
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, When
from tests.rules.cases import FACTS, MISSED, POLICY, any_facts, any_policy

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_a_missed_call_in_full() -> None:
    assert decide(FACTS, POLICY) == Decision(
        verdict=Send("missed", MISSED + 5 * SECOND),
        checks=(
            Check("answered", "no", "no", True),
            Check("own number", "no", "no", True),
            Check("number shown", "yes", "yes", True),
            Check("number usable", "geographic", "one that can be called back", True),
            Check("ringing", "14 seconds, then given up by us", "at least 4 seconds", True),
            Check("never-text list", "no", "no", True),
            Check("opted out", "no", "no", True),
            Check("number textable", "geographic US", "ordinary number in US or CA", True),
            Check("cannot receive texts", "no", "no", True),
            Check("text waiting", "no", "no", True),
            Check("last text", "never", "at least 24 hours ago", True),
            Check("hours", "open", "either", True),
            Check("time since the call", "1 second ago", "at most 10 minutes ago", True),
        ),
        opening=Opening(True, MISSED.astimezone(decide(FACTS, POLICY).opening.at.tzinfo)),
        sentence="Text back after 5 seconds: nobody took the call.",
    )


def after(length: timedelta) -> dict[str, object]:
    """The same call, decided so much later."""
    return {"now": MISSED + length}


def texted_before(length: timedelta) -> dict[str, object]:
    return {"last_first_text_at": FACTS.now - length}


def rang(seconds: float | None, gave_up: bool = True) -> dict[str, object]:
    return {"ring_seconds": seconds, "caller_gave_up": gave_up}


def number(kind: NumberKind, country: str = "") -> dict[str, object]:
    return {"caller_kind": kind, "caller_country": country}


TEXT = Send("missed", MISSED + 5 * SECOND)

CASES: list[tuple[str, dict[str, object], Verdict]] = [
    ("answered", {"accepted": True}, Skip(Reason.ANSWERED)),
    ("own number", {"own_number": True}, Skip(Reason.OWN_NUMBER)),
    ("anonymous", number(NumberKind.ANONYMOUS), Skip(Reason.HIDDEN_NUMBER)),
    ("no number", number(NumberKind.EMPTY), Skip(Reason.HIDDEN_NUMBER)),
    ("invalid", number(NumberKind.INVALID), Skip(Reason.UNUSABLE_NUMBER)),
    ("911", number(NumberKind.N11), Skip(Reason.UNUSABLE_NUMBER)),
    ("short code", number(NumberKind.SHORT_CODE), Skip(Reason.UNUSABLE_NUMBER)),
    ("premium", number(NumberKind.PREMIUM, "US"), Skip(Reason.UNUSABLE_NUMBER)),
    ("personal", number(NumberKind.PERSONAL, "US"), Skip(Reason.UNUSABLE_NUMBER)),
    ("satellite", number(NumberKind.FOREIGN, "001"), Skip(Reason.UNUSABLE_NUMBER)),
    ("toll-free", number(NumberKind.TOLL_FREE, "US"), CallBack(Reason.NOT_TEXTABLE)),
    ("British", number(NumberKind.FOREIGN, "GB"), CallBack(Reason.NOT_TEXTABLE)),
    ("Jamaican", number(NumberKind.NANP_FOREIGN, "JM"), CallBack(Reason.NOT_TEXTABLE)),
    ("Canadian", number(NumberKind.GEOGRAPHIC, "CA"), TEXT),
    ("Puerto Rican", number(NumberKind.GEOGRAPHIC, "PR"), TEXT),
    ("hung up after 3.9 seconds", rang(3.9), Skip(Reason.HUNG_UP_EARLY)),
    ("hung up after 4 seconds", rang(4.0), TEXT),
    ("given up by us after 3.9 seconds", rang(3.9, gave_up=False), TEXT),
    ("ringing not seen", rang(None), TEXT),
    ("never-text list", {"never_text": True}, Skip(Reason.NEVER_TEXT)),
    ("opted out", {"opted_out": True}, CallBack(Reason.OPTED_OUT)),
    ("landline", {"cannot_receive_texts": True}, CallBack(Reason.CANNOT_RECEIVE)),
    ("text waiting", {"text_waiting": True}, Skip(Reason.SAME_EPISODE)),
    ("texted just now", texted_before(timedelta(0)), Skip(Reason.COOLDOWN)),
    ("text planned for later", texted_before(-5 * SECOND), Skip(Reason.COOLDOWN)),
    ("a second before the cool-down is over", texted_before(24 * HOUR - SECOND), Skip(Reason.COOLDOWN)),
    ("the cool-down is over", texted_before(24 * HOUR), TEXT),
    ("10 minutes late", after(10 * MINUTE), Send("missed", MISSED + 10 * MINUTE)),
    ("a moment more", after(10 * MINUTE + SECOND / 1000), CallBack(Reason.LATE)),
    ("decided before the delay is over", after(3 * SECOND), TEXT),
    ("decided after it", after(7 * SECOND), Send("missed", MISSED + 7 * SECOND)),
    ("decided by a clock that is behind", after(-3 * SECOND), TEXT),
    ("busy", {"outcome": Outcome.BUSY}, replace(TEXT, template="busy")),
    ("declined", {"outcome": Outcome.DECLINED}, replace(TEXT, template="busy")),
    ("phone not reached", {"outcome": Outcome.FAILED}, TEXT),
    ("forwarded by the carrier", {"mode": Mode.FORWARDED, **rang(None)}, TEXT),
    ("voicemail left", {"voicemail_left": True}, replace(TEXT, template="voicemail")),
    # Two at once: the first check decides.
    ("landline that was texted an hour ago", {"cannot_receive_texts": True, **texted_before(HOUR)},
     CallBack(Reason.CANNOT_RECEIVE)),
    ("opted out and hung up at once", {"opted_out": True, **rang(0.5)}, Skip(Reason.HUNG_UP_EARLY)),
    ("texted an hour ago and found late", {**after(HOUR), **texted_before(HOUR)}, Skip(Reason.COOLDOWN)),
    ("answered and opted out", {"accepted": True, "opted_out": True}, Skip(Reason.ANSWERED)),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "verdict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_who_is_texted(facts: dict[str, object], verdict: Verdict) -> None:
    assert decide(replace(FACTS, **facts), POLICY).verdict == verdict  # type: ignore[arg-type]  # a table of facts


@pytest.mark.parametrize(
    ("when", "hour", "verdict"),
    [
        (When.ALWAYS, 15, Send),
        (When.ALWAYS, 3, Send),
        (When.OPEN, 15, Send),
        (When.OPEN, 3, CallBack),
        (When.CLOSED, 15, CallBack),
        (When.CLOSED, 3, Send),
    ],
)
def test_outside_the_owners_times_a_person_calls_back(when: When, hour: int, verdict: type) -> None:
    called = MISSED.replace(hour=hour)
    decision = decide(replace(FACTS, missed_at=called, now=called), replace(POLICY, when=when))
    assert type(decision.verdict) is verdict
    assert decision.verdict == CallBack(Reason.HOURS) or verdict is Send


def test_the_hours_are_those_of_the_call_not_of_the_decision() -> None:
    before_closing = MISSED.replace(hour=22, minute=29)  # 5:29 PM
    facts = replace(FACTS, missed_at=before_closing, now=before_closing + 2 * MINUTE)
    assert decide(facts, POLICY).verdict == Send("missed", facts.now)


@pytest.mark.parametrize(
    ("own", "hour", "outcome", "template"),
    [
        ({"missed": "m"}, 3, Outcome.NO_ANSWER, "missed"),
        ({"missed": "m", "after_hours": "a"}, 3, Outcome.BUSY, "after_hours"),
        ({"missed": "m", "after_hours": "a"}, 15, Outcome.BUSY, "missed"),
        ({"missed": "m", "busy": "b"}, 15, Outcome.BUSY, "busy"),
    ],
)
def test_a_situation_without_a_text_of_its_own_uses_missed(
    own: dict[str, str], hour: int, outcome: Outcome, template: str
) -> None:
    called = MISSED.replace(hour=hour)
    facts = replace(FACTS, missed_at=called, now=called, outcome=outcome)
    assert decide(facts, replace(POLICY, templates=own)).verdict == Send(template, called + 5 * SECOND)


def test_all_checks_are_kept_and_the_first_that_fails_decides() -> None:
    decision = decide(replace(FACTS, opted_out=True, text_waiting=True), POLICY)
    assert [check.name for check in decision.checks if not check.passed] == ["opted out", "text waiting"]
    assert decision.deciding == Check("opted out", "yes", "no", False)
    assert decide(FACTS, POLICY).deciding is None


BLOCKS = ["accepted", "own_number", "opted_out", "never_text", "cannot_receive_texts", "text_waiting"]


@pytest.mark.parametrize("block", BLOCKS)
@given(facts=any_facts(), policy=any_policy)
@settings(max_examples=30)
def test_nothing_added_against_texting_ever_leads_to_a_text(block: str, facts: Facts, policy: Policy) -> None:
    blocked = replace(facts, **{block: True})  # type: ignore[arg-type]  # each block is a yes or no
    assert not isinstance(decide(blocked, policy).verdict, Send)


@given(facts=any_facts(), policy=any_policy)
@settings(max_examples=200)
def test_what_is_texted_is_always_in_time_and_known(facts: Facts, policy: Policy) -> None:
    decision = decide(facts, policy)
    assert (decision.deciding is None) == isinstance(decision.verdict, Send)
    if isinstance(decision.verdict, Send):
        assert decision.verdict.template in policy.templates
        assert facts.now <= decision.verdict.send_at <= facts.missed_at + policy.late_after
        assert facts.last_first_text_at is None or facts.now - facts.last_first_text_at >= policy.cooldown


@given(facts=any_facts(), policy=any_policy)
@settings(max_examples=100)
def test_sentences_are_for_people(facts: Facts, policy: Policy) -> None:
    sentence = decide(facts, policy).sentence
    assert sentence.startswith(("Text back ", "Not texted: ", "Please call back: "))
    assert sentence.endswith(".")
    assert not any(odd in sentence for odd in ("None", "  ", "..", "_", "+1", "timedelta", "()"))
