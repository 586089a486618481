"""Dialpad's signature, and what its events amount to when they come late, mixed or not at all."""

import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.contract.case import AT

from ringback.calls.verdict import Accepted, Evidence, Missed, Open, Verdict, hear, verdict
from ringback.lib.secret import Secret
from ringback.phone.dialpad import wire
from ringback.phone.dialpad.provider import PROVIDER
from ringback.phone.dialpad.replay import resign
from ringback.phone.dialpad.tests import CASE, SETTINGS
from ringback.phone.events import CallEvent, CallStarted, Outcome
from ringback.phone.provider import Request

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "dialpad"
]
SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)


# --- Signatures ---


def test_the_published_token_is_genuine_and_no_other_is() -> None:
    body, secret = VECTOR["body"].encode(), Secret(VECTOR["secret"])
    assert wire.is_genuine(body, [secret])
    changed = [body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :] for at in range(len(body))]
    assert not any(wire.is_genuine(other, [secret]) for other in changed)
    assert not wire.is_genuine(body, [Secret(VECTOR["secret"] + "x"), Secret("")])


def test_what_the_token_says_is_read() -> None:
    request = Request("POST", "https://x.example/call", "call", {}, VECTOR["body"].encode(), AT)
    assert wire.read(request).fields == {"call_id": 1, "state": "missed"}


def test_a_token_in_quotes_is_the_same_token() -> None:
    body, secret = b' "' + VECTOR["body"].encode() + b'"\n', Secret(VECTOR["secret"])
    assert wire.is_genuine(body, [secret])


@pytest.mark.parametrize("algorithm", ["none", "RS256", "HS512", "hs256", ""])
def test_another_algorithm_is_not_genuine_even_with_our_secret(algorithm: str) -> None:
    parts = [json.dumps({"alg": algorithm}).encode(), b'{"call_id":1}']
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    key = VECTOR["secret"].encode()
    given = base64.urlsafe_b64encode(hmac.digest(key, signed, hashlib.sha256)).rstrip(b"=")
    assert not wire.is_genuine(signed + b"." + given, [Secret(VECTOR["secret"])])
    assert not wire.is_genuine(signed + b".", [Secret(VECTOR["secret"])])


def test_a_repetition_with_a_later_time_in_its_token_is_the_same_event() -> None:
    ringing = CASE.webhook("call_started__ringing")
    said = wire.read(ringing).fields
    later = [_signed(ringing, said | dict.fromkeys(sorted(wire.TOKEN_TIMES), time)) for time in (1, 2)]
    assert {PROVIDER.event_id(request) for request in later} == {PROVIDER.event_id(ringing)}


@pytest.mark.parametrize("nothing", [*sorted(wire.ABSENT), None])
def test_an_id_that_is_absent_in_any_way_joins_no_calls(nothing: str | None) -> None:
    ringing = CASE.webhook("call_started__ringing")
    ids = {"master_call_id": nothing, "entry_point_call_id": nothing}
    started, *_ = PROVIDER.parse(_signed(ringing, wire.read(ringing).fields | ids), SETTINGS)
    assert isinstance(started, CallStarted)
    assert started.call == wire.read(ringing).need("call_id")


def test_a_replay_has_new_ids_and_stays_one_call() -> None:
    leg = resign(CASE.webhook("leg__ringing"), SETTINGS, "again")
    call = resign(CASE.webhook("call_started__ringing"), SETTINGS, "again")
    PROVIDER.verify(leg, SETTINGS)
    of_leg, of_call = PROVIDER.parse(leg, SETTINGS)[0], PROVIDER.parse(call, SETTINGS)[0]
    assert of_leg == of_call
    assert PROVIDER.event_id(call) != PROVIDER.event_id(CASE.webhook("call_started__ringing"))


# --- Verdicts ---


def after(*names: str, now: datetime = AT + SETTLE) -> Verdict:
    """What the state machine makes of these webhooks, in this order."""
    known = OBSERVED
    for event in [event for name in names for event in CASE.events[name]]:
        assert isinstance(event, CallEvent)
        known = hear(known, event)
    return verdict(known, now, SETTLE)


def missed(outcome: Outcome = Outcome.HUNG_UP, gave_up: bool = True, seconds: float | None = 0.0) -> Missed:
    return Missed(AT, outcome, seconds, gave_up)


ANSWERED = [
    "leg__ringing",
    "leg__connected",
    "leg__hangup_elsewhere",
    "call_ended__hung_up",
]
BLOCKED = ["call_started__ringing", "call_ended__blocked", "call_ended__hung_up"]


@pytest.mark.parametrize("order", list(itertools.permutations(ANSWERED)))
def test_one_of_several_phones_answered_in_any_order_of_events(order: tuple[str, ...]) -> None:
    assert after(*order) == Accepted(AT)


def test_nobody_answered() -> None:
    assert after("call_started__ringing", "leg__ringing", "leg__missed", "call_ended__missed") == missed()


def test_one_phone_that_stops_ringing_does_not_end_the_call() -> None:
    assert isinstance(after("leg__ringing", "leg__missed", now=AT + timedelta(minutes=5)), Open)


def test_the_end_waits_for_a_contradiction() -> None:
    assert after("call_started__ringing", "call_ended__missed", now=AT) == Open(AT + SETTLE)


def test_voicemail_is_no_person_even_if_it_counts_as_connected() -> None:
    story = ["call_started__ringing", "voicemail__begins", "call_ended__voicemail", "voicemail__uploaded"]
    assert after(*story) == missed(Outcome.NO_ANSWER, gave_up=False)


def test_a_voicemail_closes_a_call_whose_end_never_came() -> None:
    assert after("call_started__ringing", "voicemail__uploaded") == missed()


@pytest.mark.parametrize("order", list(itertools.permutations(BLOCKED)))
def test_who_is_blocked_is_turned_away_whatever_follows(order: tuple[str, ...]) -> None:
    found = after(*order)
    assert isinstance(found, Missed)
    assert (found.outcome, found.caller_gave_up) == (Outcome.BLOCKED, False)


def test_only_the_last_event_came_and_somebody_had_been_connected() -> None:
    assert after("call_ended__connected") == Accepted(AT)


def _signed(request: Request, said: dict[str, object]) -> Request:
    header = base64.urlsafe_b64encode(b'{"alg":"HS256"}').rstrip(b"=")
    signed = header + b"." + base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")
    return resign(replace(request, body=signed + b"."), SETTINGS)
