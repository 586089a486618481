"""Zoom's signature and challenge, and what its events amount to when they come late, mixed or not at all."""

import hashlib
import hmac
import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.contract.case import AT, plan

from ringback.calls.verdict import Accepted, Evidence, Missed, Open, Verdict, hear, verdict
from ringback.lib.secret import Secret
from ringback.phone.events import CallEvent, Outcome
from ringback.phone.provider import Answer, NotGenuine, Request
from ringback.phone.zoom import wire
from ringback.phone.zoom.provider import PROVIDER, ZoomSettings
from ringback.phone.zoom.replay import resign
from ringback.phone.zoom.tests import CASE, ROTATED, SECRET, SETTINGS

VECTORS = Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json"
VECTOR = json.loads(VECTORS.read_text())["zoom"]
SETTLE = timedelta(seconds=PROVIDER.settle_seconds)
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)


# --- Signatures ---


def test_the_published_signature_is_genuine_and_no_other_is() -> None:
    headers = {wire.TIME: VECTOR["timestamp"], wire.SIGNATURE: VECTOR["signature"]}
    at = datetime.fromtimestamp(int(VECTOR["timestamp"]), UTC)
    request = Request("POST", "https://x.example/", "events", headers, VECTOR["body"].encode(), at)
    secret = Secret(VECTOR["secret_token"])
    assert wire.signer(request, [Secret(""), Secret("other"), secret]) == secret
    assert wire.signer(request, [Secret("other"), Secret("")]) is None
    assert wire.signer(replace(request, body=request.body + b" "), [secret]) is None
    assert wire.signer(replace(request, at=at + timedelta(seconds=301)), [secret]) is None


# --- The challenge ---


def challenge(token: object) -> Request:
    said = {"event": "endpoint.url_validation", "event_ts": 1, "payload": {"plainToken": token}}
    return resign(replace(CASE.webhook("leg__ringing"), body=json.dumps(said).encode()), SETTINGS)


@pytest.mark.parametrize("settings", [SETTINGS, ROTATED])
def test_the_challenge_is_met_with_the_secret_that_it_was_signed_with(settings: ZoomSettings) -> None:
    request = challenge("qgg8vlvZRS6UYooatFL8Aw")
    PROVIDER.verify(request, settings)
    digest = hmac.new(SECRET.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    reply = json.dumps({"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": digest})
    assert PROVIDER.handshake(request, settings) == Answer(reply, "application/json", 200)


def test_a_challenge_that_nobody_signed_gets_no_reply() -> None:
    request = replace(challenge("a stranger's"), headers={})
    with pytest.raises(NotGenuine):
        PROVIDER.verify(request, SETTINGS)
    assert PROVIDER.handshake(request, SETTINGS) is None


@pytest.mark.parametrize("token", ["", None, [], {}])
def test_a_challenge_without_a_token_gets_no_reply(token: object) -> None:
    assert PROVIDER.handshake(challenge(token), SETTINGS) is None


def test_events_are_answered_with_200_and_nothing_else() -> None:
    assert PROVIDER.answer(CASE.webhook("leg__ringing"), plan()) == Answer()
    assert PROVIDER.handshake(CASE.webhook("leg__ringing"), SETTINGS) is None


def test_a_replay_has_new_ids_and_stays_one_call() -> None:
    calls = set()
    for name in ("leg__ringing", "leg__missed_in_queue"):
        again = resign(CASE.webhook(name), SETTINGS, "again")
        PROVIDER.verify(again, SETTINGS)
        calls |= {getattr(event, "call", "") for event in PROVIDER.parse(again, SETTINGS)}
    assert len(calls) == 1
    assert calls != {"7000000000000000001"}


# --- Verdicts ---


def after(*names: str, now: datetime = AT + SETTLE) -> Verdict:
    """What the state machine makes of these webhooks, in this order."""
    known = OBSERVED
    for event in [event for name in names for event in CASE.events[name]]:
        assert isinstance(event, CallEvent)
        known = hear(known, event)
    return verdict(known, now, SETTLE)


GAVE_UP = Missed(AT, Outcome.HUNG_UP, 0.0, caller_gave_up=True)
RANG_OUT = Missed(AT, Outcome.NO_ANSWER, 0.0, caller_gave_up=False)
GROUP = ["leg__ringing_in_queue", "leg__missed_in_queue", "leg__answered_in_queue", "history__busy"]


@pytest.mark.parametrize("order", list(itertools.permutations(GROUP)))
def test_one_of_a_group_answered_in_any_order_of_events(order: tuple[str, ...]) -> None:
    assert after(*order) == Accepted(AT)


@pytest.mark.parametrize("order", [["leg__missed", "leg__answered"], ["leg__answered", "leg__missed"]])
def test_the_desk_phone_rang_out_and_the_app_was_answered(order: list[str]) -> None:
    assert after("leg__ringing", *order) == Accepted(AT)


def test_nobody_answered_a_direct_call() -> None:
    assert after("leg__ringing", "leg__missed", now=AT) == Open(AT + SETTLE)
    assert after("leg__ringing", "leg__missed") == GAVE_UP


def test_one_phone_of_a_queue_that_stops_ringing_does_not_end_the_call() -> None:
    later = AT + timedelta(minutes=5)
    assert isinstance(after("leg__ringing_in_queue", "leg__missed_in_queue", now=later), Open)


def test_the_history_ends_a_call_in_a_queue() -> None:
    assert after("leg__ringing_in_queue", "leg__missed_in_queue", "history__overflowed") == GAVE_UP


def test_voicemail_is_no_person() -> None:
    assert (
        after("leg__ringing", "leg__ended_voicemail", "history__voicemail", "voicemail__received") == RANG_OUT
    )


def test_a_voicemail_closes_a_call_whose_end_never_came() -> None:
    assert after("leg__ringing", "voicemail__received") == GAVE_UP


@pytest.mark.parametrize("name", ["history__answered", "history__by_other", "leg__ended_after_answer"])
def test_only_the_last_event_came_and_somebody_had_answered(name: str) -> None:
    assert after(name) == Accepted(AT)


def test_who_is_blocked_is_turned_away_whatever_follows() -> None:
    for order in itertools.permutations(["leg__ringing", "leg__missed", "history__system_blocked"]):
        found = after(*order)
        assert isinstance(found, Missed)
        assert found.outcome is Outcome.BLOCKED


def test_an_answer_that_is_heard_of_late_still_counts() -> None:
    assert after("leg__missed", "history__no_answer", "history__answered") == Accepted(AT)
