from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.decide import CallBack, Check, Decision, Hold, Reason, Send, Skip, Verdict, decide
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, When
from ringback.rules.voicemail import Voicemail
from ringback.rules.written import policy_as_mapping, policy_from
from tests.quick import examples
from tests.rules.cases import FACTS, MISSED, POLICY, any_facts, any_policy

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_a_missed_call_in_full() -> None:
    assert decide(FACTS, POLICY) == Decision(
        verdict=Send("missed", MISSED + 5 * SECOND),
        task=False,
        checks=(
            Check("answered", "no", "no", True),
            Check("own number", "no", "no", True),
            Check("number shown", "yes", "yes", True),
            Check("number usable", "geographic", "one that can be called back", True),
            Check("ringing", "14 seconds, then given up by us", "at least 4 seconds", True),
            Check("never-text list", "no", "no", True),
            Check("tell-me list", "no", "no", True),
            Check("opted out", "no", "no", True),
            Check("number textable", "geographic US", "ordinary number in US or CA", True),
            Check("cannot receive texts", "no", "no", True),
            Check("loop", "calls 1, texts to and fro 0", "at most 6 and 20 within the hour", True),
            Check("robocall", "0 points", "under 6 points", True),
            Check("last spoke or wrote", "never", "at least 30 minutes ago", True),
            Check("texts this episode", "0", "0", True),
            Check("text waiting", "no", "no", True),
            Check("last text", "never", "at least 24 hours ago", True),
            Check("hours", "open", "either", True),
            Check("time since the call", "1 second ago", "at most 10 minutes ago", True),
            Check("like a robocall", "0 points", "under 3 points", True),
            Check("cost", "not limited", "any", True),
            Check("texts paused", "no", "no", True),
            Check("fuse of a minute", "not limited", "any", True),
            Check("fuse", "0 within the hour, 0 within the day", "under 60 and 300", True),
            Check("only watching", "no", "no", True),
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


def in_touch(length: timedelta) -> dict[str, object]:
    return {"last_human_at": FACTS.now - length}


TEXT = Send("missed", MISSED + 5 * SECOND)
ROBOCALL = Hold(Reason.ROBOCALL)

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
    ("never-text list", {"listed": Listed.NEVER_TEXT}, Skip(Reason.NEVER_TEXT)),
    ("tell-me list", {"listed": Listed.TELL_ME}, CallBack(Reason.TELL_ME)),
    ("VIP", {"listed": Listed.VIP}, TEXT),
    ("opted out", {"opted_out": True}, CallBack(Reason.OPTED_OUT)),
    ("landline", {"cannot_receive_texts": True}, CallBack(Reason.CANNOT_RECEIVE)),
    ("text waiting", {"text_waiting": True}, Skip(Reason.SAME_EPISODE)),
    ("texted just now", texted_before(timedelta(0)), CallBack(Reason.COOLDOWN)),
    ("text planned for later", texted_before(-5 * SECOND), CallBack(Reason.COOLDOWN)),
    ("a second before the cool-down is over", texted_before(24 * HOUR - SECOND), CallBack(Reason.COOLDOWN)),
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
    ("voicemail left", {"voicemail": Voicemail.LEFT}, replace(TEXT, template="voicemail")),
    ("urgent voicemail", {"voicemail": Voicemail.URGENT}, replace(TEXT, template="voicemail")),
    ("wrote with them 29 minutes ago", in_touch(29 * MINUTE), CallBack(Reason.IN_TOUCH)),
    ("wrote with them half an hour ago", in_touch(30 * MINUTE), TEXT),
    ("texted in this episode", {"texts_this_episode": 1, **texted_before(HOUR)}, CallBack(Reason.REPEAT)),
    ("called again before the text was out", {"texts_this_episode": 1, "text_waiting": True},
     CallBack(Reason.REPEAT)),
    ("sixth call within the hour", {"calls_this_hour": 6}, TEXT),
    ("seventh call within the hour", {"calls_this_hour": 7}, Skip(Reason.LOOP)),
    ("20 texts to and fro", {"texts_exchanged": 20}, TEXT),
    ("21 texts to and fro", {"texts_exchanged": 21}, Skip(Reason.LOOP)),
    ("neighbour", {"shared_digits": 8}, TEXT),
    ("neighbour whose number is not theirs", {"shared_digits": 8, "attestation": "failed"}, ROBOCALL),
    ("hung up at once three times before", {"hang_ups": 3}, ROBOCALL),
    ("a number beside it called, too", {"neighbours": 1}, TEXT),
    ("the third of numbers in a row", {"neighbours": 2}, ROBOCALL),
    ("the third in a row, but known", {"neighbours": 2, "known": True}, TEXT),
    ("the same, but known", {"hang_ups": 3, "known": True}, TEXT),
    ("called six others within the hour with a false number",
     {"other_businesses": 6, "attestation": "failed"}, Skip(Reason.ROBOCALL)),
    ("61st text within the hour", {"first_texts_this_hour": 60}, Hold(Reason.FUSE)),
    ("301st text within the day", {"first_texts_today": 300}, Hold(Reason.FUSE)),
    # Two at once: the first check decides.
    ("landline that was texted an hour ago", {"cannot_receive_texts": True, **texted_before(HOUR)},
     CallBack(Reason.CANNOT_RECEIVE)),
    ("opted out and hung up at once", {"opted_out": True, **rang(0.5)}, Skip(Reason.HUNG_UP_EARLY)),
    ("texted an hour ago and found late", {**after(HOUR), **texted_before(HOUR)}, CallBack(Reason.COOLDOWN)),
    ("opted out and like a robocall", {"opted_out": True, "hang_ups": 3}, CallBack(Reason.OPTED_OUT)),
    ("like a robocall, and late", {"hang_ups": 3, **after(HOUR)}, CallBack(Reason.LATE)),
    ("called again, and in touch", {"texts_this_episode": 1, **in_touch(MINUTE)}, CallBack(Reason.IN_TOUCH)),
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


VIP = {"listed": Listed.VIP}

VIPS: list[tuple[str, dict[str, object], Verdict, bool]] = [
    ("is texted, and a person is told", {}, TEXT, True),
    ("hung up at once", rang(0.5), CallBack(Reason.HUNG_UP_EARLY), True),
    ("calls all the time", {"calls_this_hour": 9}, CallBack(Reason.LOOP), True),
    ("looks like a robocall", {"hang_ups": 3}, ROBOCALL, True),
    ("held by a fuse that is known", {"first_texts_today": 300, "fuse_reported": True},
     Hold(Reason.FUSE), True),
    ("was answered", {"accepted": True}, Skip(Reason.ANSWERED), False),
    ("is one of us", {"own_number": True}, Skip(Reason.OWN_NUMBER), False),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "verdict", "task"), [v[1:] for v in VIPS], ids=[v[0] for v in VIPS])
def test_no_call_of_a_vip_is_left_alone(facts: dict[str, object], verdict: Verdict, task: bool) -> None:
    decision = decide(replace(FACTS, **VIP, **facts), POLICY)  # type: ignore[arg-type]  # a table of facts
    assert (decision.verdict, decision.task) == (verdict, task)


@pytest.mark.parametrize(
    ("facts", "rules", "verdict"),
    [
        ({"texts_this_episode": 1, **texted_before(HOUR)}, {"repeat": "text"}, CallBack(Reason.COOLDOWN)),
        ({"texts_this_episode": 1, **texted_before(HOUR)}, {"repeat": "text", "cooldown": "1h"}, TEXT),
        ({"texts_this_episode": 1, "text_waiting": True}, {"repeat": "text"}, Skip(Reason.SAME_EPISODE)),
        ({"hang_ups": 3}, {"hold_robocalls": False}, TEXT),
        (in_touch(timedelta(0)), {"in_touch": "0m"}, TEXT),
        ({"first_texts_this_minute": 4}, {"most_per_minute": 5}, TEXT),
        ({"first_texts_this_minute": 5}, {"most_per_minute": 5}, Hold(Reason.FUSE)),
        ({"first_texts_this_hour": 2}, {"most_per_hour": 3}, TEXT),
        ({"first_texts_this_hour": 3}, {"most_per_hour": 3}, Hold(Reason.FUSE)),
        ({}, {"shadow": True}, Skip(Reason.SHADOW)),
        ({"opted_out": True}, {"shadow": True}, CallBack(Reason.OPTED_OUT)),
    ],
)
def test_what_the_owner_sets(facts: dict[str, object], rules: dict[str, object], verdict: Verdict) -> None:
    policy = policy_from({**policy_as_mapping(POLICY), **rules})
    assert decide(replace(FACTS, **facts), policy).verdict == verdict  # type: ignore[arg-type]  # a table


def test_a_blown_fuse_is_told_once() -> None:
    blown = replace(FACTS, first_texts_this_hour=60)
    told = [decide(replace(blown, fuse_reported=known), POLICY).task for known in (False, True)]
    assert told == [True, False]


def test_a_known_customer_and_an_urgent_voicemail_have_texts_of_their_own() -> None:
    policy = replace(POLICY, templates={"missed": "m", "known_customer": "k", "voicemail_urgent": "u"})
    sent = [
        decide(replace(FACTS, known=True, voicemail=left), policy).verdict
        for left in (Voicemail.NONE, Voicemail.QUOTE, Voicemail.URGENT)
    ]
    at = MISSED + 5 * SECOND
    assert sent == [Send("known_customer", at), Send("known_customer", at), Send("voicemail_urgent", at)]


BLOCKS: list[dict[str, object]] = [
    {"accepted": True},
    {"own_number": True},
    {"opted_out": True},
    {"listed": Listed.NEVER_TEXT},
    {"listed": Listed.TELL_ME},
    {"cannot_receive_texts": True},
    {"calls_this_hour": 7},
    {"texts_exchanged": 21},
    {"first_texts_this_hour": 60},
    {"first_texts_today": 300},
]


@pytest.mark.parametrize("block", BLOCKS, ids=[str(block) for block in BLOCKS])
@given(facts=any_facts(), policy=any_policy)
@examples(30)
def test_nothing_added_against_texting_ever_leads_to_a_text(
    block: dict[str, object], facts: Facts, policy: Policy
) -> None:
    blocked = replace(facts, **block)  # type: ignore[arg-type]  # a table of facts
    assert not isinstance(decide(blocked, policy).verdict, Send)


def worse(facts: Facts) -> list[Facts]:
    """The same with more signs of a machine, more texts or more calls."""
    counts = ("calls_this_hour", "texts_exchanged", "other_businesses", "hang_ups", "neighbours", "bounces",
              "first_texts_this_minute", "first_texts_this_hour", "first_texts_today",
              "texts_this_episode")  # fmt: skip
    more = [replace(facts, **{name: getattr(facts, name) + 1}) for name in counts]
    return [*more, replace(facts, attestation="failed"), replace(facts, listed=Listed.NEVER_TEXT)]


@given(facts=any_facts(), policy=any_policy)
def test_more_against_texting_never_sends_more(facts: Facts, policy: Policy) -> None:
    if not isinstance(decide(facts, policy).verdict, Send):
        sent = [isinstance(decide(each, policy).verdict, Send) for each in worse(facts)]
        assert sent == [False] * len(sent)


@given(facts=any_facts(), policy=any_policy)
def test_nobody_is_texted_while_the_owner_only_watches(facts: Facts, policy: Policy) -> None:
    assert not isinstance(decide(facts, replace(policy, shadow=True)).verdict, Send)


@given(facts=any_facts(), policy=any_policy)
def test_every_call_ends_in_a_text_a_task_or_a_reason(facts: Facts, policy: Policy) -> None:
    decision = decide(facts, policy)
    alone = isinstance(decision.verdict, Skip) or decision.verdict == Hold(Reason.FUSE)
    assert decision.task or alone or isinstance(decision.verdict, Send)
    assert not (isinstance(decision.verdict, Skip) and decision.task)


@given(facts=any_facts(), policy=any_policy)
@examples(200)
def test_what_is_texted_is_always_in_time_and_known(facts: Facts, policy: Policy) -> None:
    decision = decide(facts, policy)
    assert (decision.deciding is None) == isinstance(decision.verdict, Send)
    if isinstance(decision.verdict, Send):
        assert decision.verdict.template in policy.templates
        assert facts.now <= decision.verdict.send_at <= facts.missed_at + policy.late_after
        assert facts.last_first_text_at is None or facts.now - facts.last_first_text_at >= policy.cooldown


@given(facts=any_facts(), policy=any_policy)
def test_sentences_are_for_people(facts: Facts, policy: Policy) -> None:
    sentence = decide(facts, policy).sentence
    assert sentence.startswith(("Text back ", "Not texted: ", "Please call back: ", "Held: "))
    assert sentence.endswith((".", "?"))
    assert not any(odd in sentence for odd in ("None", "  ", "..", "_", "+1", "timedelta", "()"))


@given(facts=any_facts(), policy=any_policy)
@examples(300)
def test_adding_a_suppression_never_sends_more(facts: Facts, policy: Policy) -> None:
    """Whatever else is so: with any of these, nobody is texted who was not, and whoever was texted is not."""
    for suppressed in (
        replace(facts, opted_out=True),
        replace(facts, cannot_receive_texts=True),
        replace(facts, listed=Listed.NEVER_TEXT),
        replace(facts, listed=Listed.TELL_ME),
    ):
        assert not isinstance(decide(suppressed, policy).verdict, Send | Hold)
