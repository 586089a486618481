"""Quo's two signatures, and what its events amount to when they come late, mixed or not at all."""

import itertools
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Open, Verdict, hear, verdict
from ringback.lib.secret import Secret
from ringback.phone.events import CallEvent, Event, Ignored, Outcome, TextReceived
from ringback.phone.openphone import wire
from ringback.phone.openphone.provider import PROVIDER
from ringback.phone.openphone.replay import resign
from ringback.phone.openphone.tests import CASE, NEW_SECRET, SETTINGS
from ringback.phone.openphone.wire import NOT_HANDLED, Said
from ringback.phone.provider import Request, Unreadable

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "openphone"
]
KEY = Secret(VECTOR["key"])
SIGNED_AT = datetime.fromtimestamp(1700000000, UTC)
SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)


# --- Signatures ---


def request(headers: dict[str, str], at: datetime = SIGNED_AT) -> Request:
    return Request("POST", "https://x.example/event", "event", headers, VECTOR["body"].encode(), at)


DATED, LEGACY = request(VECTOR["dated"]), request(VECTOR["legacy"])


@pytest.mark.parametrize("genuine", [DATED, LEGACY], ids=["dated", "legacy"])
def test_the_vector_is_genuine_and_nothing_near_it(genuine: Request) -> None:
    assert wire.is_genuine(genuine, [Secret(NEW_SECRET), KEY])
    assert wire.is_genuine(genuine, [Secret("whsec_" + VECTOR["key"])])
    changed = [replace(genuine, body=genuine.body[:at] + b"?" + genuine.body[at + 1 :]) for at in range(9)]
    assert not any(wire.is_genuine(other, [KEY]) for other in changed)
    assert not wire.is_genuine(
        genuine, [Secret(""), Secret("no base64!"), Secret("whsec_"), Secret(NEW_SECRET)]
    )


@pytest.mark.parametrize("genuine", [DATED, LEGACY], ids=["dated", "legacy"])
def test_every_header_counts(genuine: Request) -> None:
    for name, value in genuine.headers.items():
        rest = {other: genuine.headers[other] for other in genuine.headers if other != name}
        for worse in (rest, rest | {name: ""}, rest | {name: value[:-1]}, rest | {name: f"x{value}"}):
            assert not wire.is_genuine(replace(genuine, headers=worse), [KEY])


@pytest.mark.parametrize(("late", "genuine"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_a_signature_grows_old(late: int, genuine: bool) -> None:
    at = SIGNED_AT + timedelta(seconds=late)
    assert [wire.is_genuine(replace(one, at=at), [KEY]) for one in (DATED, LEGACY)] == [genuine, genuine]


def test_one_of_several_signatures_is_enough() -> None:
    dated = {**DATED.headers, "webhook-signature": f"v1a,x v1,AAAA {DATED.headers['webhook-signature']}"}
    legacy = {"openphone-signature": f"hmac;1;1700000000000;AAAA,{LEGACY.headers['openphone-signature']}"}
    assert wire.is_genuine(request(dated), [KEY])
    assert wire.is_genuine(request(legacy), [KEY])


def test_a_legacy_time_may_be_in_seconds() -> None:
    given = wire.signature(wire.legacy_content("1700000000", LEGACY.body), KEY)
    assert wire.is_genuine(request({"openphone-signature": f"hmac;1;1700000000;{given}"}), [KEY])


@pytest.mark.parametrize("header", ["hmac;2;1700000000000;{}", "md5;1;1700000000000;{}", "{}", "hmac;1;{}"])
def test_another_legacy_scheme_is_not_genuine(header: str) -> None:
    given = LEGACY.headers["openphone-signature"].rpartition(";")[2]
    assert not wire.is_genuine(request({"openphone-signature": header.format(given)}), [KEY])


def test_the_second_webhook_has_its_own_secret() -> None:
    both = replace(SETTINGS, webhook_secret=Secret(NEW_SECRET), text_webhook_secret=SETTINGS.webhook_secret)
    PROVIDER.verify(CASE.webhook("legacy_text_received__plain"), both)


@pytest.mark.parametrize("name", ["call_missed__plain", "legacy_call_ended__missed"])
def test_we_sign_as_they_do(name: str) -> None:
    theirs = CASE.webhook(name)
    assert resign(theirs, SETTINGS) == theirs


@pytest.mark.parametrize("name", ["call_missed__plain", "legacy_call_ended__missed"])
def test_a_replay_is_another_delivery_about_another_call(name: str) -> None:
    theirs = CASE.webhook(name)
    ours = resign(theirs, SETTINGS, "again")
    PROVIDER.verify(ours, SETTINGS)
    assert PROVIDER.event_id(ours) != PROVIDER.event_id(theirs)
    assert PROVIDER.parse(ours, SETTINGS) != PROVIDER.parse(theirs, SETTINGS)


# --- Settings ---


def test_without_the_number_a_bare_list_of_two_cannot_be_told_apart() -> None:
    with pytest.raises(Unreadable, match="participants"):
        PROVIDER.parse(CASE.webhook("legacy_call_ended__missed"), replace(SETTINGS, number=""))


def test_without_the_id_of_the_number_every_number_counts() -> None:
    other = CASE.webhook("call__other_number")
    assert PROVIDER.parse(other, replace(SETTINGS, phone_number_id="")) == CASE.events["call_missed__plain"]


def test_a_call_of_the_agent_is_missed_if_the_owner_says_so() -> None:
    strict = replace(SETTINGS, ai_agent="missed")
    story = ["call_started__ringing", "call_answered__agent", "call_ended__agent"]
    heard = [event for name in story for event in PROVIDER.parse(CASE.webhook(name), strict)]
    assert isinstance(judged(heard), Missed)


def test_who_answers_stop_can_be_changed() -> None:
    stop = CASE.webhook("text_received__stop")
    [text] = PROVIDER.parse(stop, replace(SETTINGS, keyword_replies="ringback"))
    assert isinstance(text, TextReceived)
    assert not text.keyword_answered


# --- Verdicts ---


def judged(events: Iterable[Event], now: datetime = AT + SETTLE) -> Verdict:
    known = OBSERVED
    for event in events:
        if not isinstance(event, Ignored):
            assert isinstance(event, CallEvent)
            known = hear(known, event)
    return verdict(known, now, SETTLE)


def after(*names: str, now: datetime = AT + SETTLE) -> Verdict:
    """What the state machine makes of these webhooks, in this order."""
    return judged((event for name in names for event in CASE.events[name]), now)


def in_any_order(*names: str) -> set[Verdict]:
    return {after(*order) for order in itertools.permutations(names)}


GAVE_UP = Missed(AT, Outcome.HUNG_UP, 0.0, caller_gave_up=True)
RANG_OUT = Missed(AT, Outcome.NO_ANSWER, 0.0, caller_gave_up=False)


def test_answered_in_any_order_of_events() -> None:
    story = ("call_started__ringing", "call_answered__person", "call_ended__answered")
    assert in_any_order(*story) == {Accepted(AT)}


def test_missed_and_completed_are_one_missed_call_in_any_order() -> None:
    assert in_any_order("call_started__ringing", "call_missed__plain", "call_ended__completed") == {GAVE_UP}


def test_missed_waits_a_moment_for_a_contradiction() -> None:
    assert after("call_started__ringing", "call_missed__plain", now=AT) == Open(AT + SETTLE)


def test_a_voicemail_is_nobody_in_any_order_even_if_it_counts_as_answered() -> None:
    story = ("call_started__ringing", "call_ended__voicemail", "voicemail__left", "call_missed__plain")
    assert in_any_order(*story) == {RANG_OUT}
    assert in_any_order("call_started__ringing", "call_ended__answered", "voicemail__left") == {RANG_OUT}


def test_forwarded_is_not_missed_here_whatever_else_is_said() -> None:
    story = ("call_started__ringing", "call_forwarded__away", "call_missed__plain", "call_ended__completed")
    assert in_any_order(*story) == {Accepted(AT)}


def test_what_quos_agent_answered_is_not_missed() -> None:
    assert in_any_order("call_started__ringing", "call_missed__plain", "call_ended__agent") == {Accepted(AT)}


def test_a_call_whose_end_never_comes_waits_for_the_sweep() -> None:
    assert isinstance(after("call_started__ringing", now=AT + timedelta(hours=1)), Open)
    assert isinstance(
        after("call_started__ringing", "call_answered__person", now=AT + timedelta(days=1)), Accepted
    )


def test_only_the_older_end_came() -> None:
    assert after("legacy_call_ended__missed") == replace(GAVE_UP, ring_seconds=None)
    assert after("legacy_call_ended__answered") == Accepted(AT)


@pytest.mark.parametrize("word", sorted(NOT_HANDLED))
def test_a_word_for_no_does_not_mean_that_the_agent_took_the_call(word: str) -> None:
    assert not Said({"aiHandled": word.upper()}).flag("aiHandled")
    assert Said({"aiHandled": "ai-agent"}).flag("aiHandled")
