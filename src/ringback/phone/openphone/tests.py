"""Quo: what each fixture says, for the battery in tests/contract."""

import base64
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Sent
from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    Media,
    Outcome,
    Problem,
    Proof,
    RingingEnded,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.fixtures import Fixture
from ringback.phone.openphone import tables
from ringback.phone.openphone.provider import PROVIDER, OpenPhoneSettings
from ringback.phone.openphone.texts import NO_CODE, UNKNOWN_CODE
from ringback.phone.openphone.wire import read
from ringback.phone.provider import Unreadable

SECRET = "whsec_" + base64.b64encode(b"a made-up key of a Quo webhook").decode()
NEW_SECRET = "whsec_" + base64.b64encode(b"the next made-up key").decode()
API_KEY = "test-api-key"
LINE, OFFICE, DAN = "+15125550142", "+15125550143", "+15125550178"
CALL, TEXT_ID, BEN = "AC0000000000000001", "AC0000000000000002", "US0000000000000001"
NUMBER_ID = "PN0000000000000001"
RECORDING = "https://files.example.com/voicemail.mp3"
SETTINGS = OpenPhoneSettings(Secret(API_KEY), Secret(SECRET), number=LINE, phone_number_id=NUMBER_ID)
ROTATED = replace(SETTINGS, webhook_secret=Secret(NEW_SECRET), previous_webhook_secret=Secret(SECRET))


# --- What each webhook says ---


def ended(outcome: Outcome, proof: Proof = Proof.NOBODY, seconds: int | None = None) -> CallEnded:
    return CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)


def rang(outcome: Outcome, proof: Proof) -> RingingEnded:
    return RingingEnded(CALL, DAN, LINE, outcome, proof, AT)


def left(recording: str = RECORDING, words: str = "") -> VoicemailLeft:
    return VoicemailLeft(CALL, recording, 12, words, AT)


def picked_up(who: str = BEN) -> LegAnswered:
    return LegAnswered(CALL, who, LINE, AT)


STARTED = CallStarted(CALL, DAN, LINE, AT)
MISSED: list[Event] = [ended(Outcome.NO_ANSWER)]
HUNG_UP: list[Event] = [ended(Outcome.HUNG_UP)]
ELSEWHERE: list[Event] = [ended(Outcome.COMPLETED, Proof.CONNECTED, 10)]
TO_VOICEMAIL: list[Event] = [rang(Outcome.NO_ANSWER, Proof.NOBODY), ended(Outcome.NO_ANSWER)]
ANSWERED: list[Event] = [picked_up(), ended(Outcome.COMPLETED, Proof.UNCLEAR, 5)]
NOT_FROM_OUTSIDE: list[Event] = [Ignored("this call did not come from outside")]

CALLS: dict[str, list[Event]] = {
    "call_started__ringing": [STARTED],
    "call_started__nobody_known": [replace(STARTED, caller="", dialled="")],
    "call_answered__person": [picked_up()],
    "call_answered__nobody_named": [picked_up(CALL)],
    "call_answered__agent": [picked_up("SYU0000000000000001")],
    "call_forwarded__away": [rang(Outcome.COMPLETED, Proof.CONNECTED)],
    "call_forwarded__somewhere": [rang(Outcome.COMPLETED, Proof.CONNECTED)],
    "call_forwarded__to_a_person": [Ignored("the call goes on")],
    "call_ended__forwarded_to_a_person": MISSED,
    "call_missed__plain": MISSED,
    "call_missed__hung_up": HUNG_UP,
    "call_missed__status_lags": MISSED,
    "call_missed__status_unknown": MISSED,
    "call_missed__agent": ELSEWHERE,
    "call_missed__beside_data": MISSED,
    "call_ended__answered": ANSWERED,
    "call_ended__answered_by_status": ANSWERED,
    "call_ended__completed": MISSED,
    "call_ended__forwarded": ELSEWHERE,
    "call_ended__forwarded_to": ELSEWHERE,
    "call_ended__agent": ELSEWHERE,
    "call_ended__voicemail": TO_VOICEMAIL,
    "call_ended__without_status": MISSED,
    "call_ended__queued": MISSED,
    "call_ended__initiated": MISSED,
    "call_ended__ringing": MISSED,
    "call_ended__in_progress": MISSED,
    "call_ended__missed": MISSED,
    "call_ended__no_answer": MISSED,
    "call_ended__busy": [ended(Outcome.BUSY)],
    "call_ended__failed": [ended(Outcome.FAILED)],
    "call_ended__canceled": HUNG_UP,
    "call_ended__abandoned": HUNG_UP,
    "call__new_status": [Ignored("status says levitating, which is new to us")],
    "call__new_direction": [Ignored("direction says sideways, which is new to us")],
    "call__new_type": [Ignored("type says call.levitated, which is new to us")],
    "call__outgoing": NOT_FROM_OUTSIDE,
    "call__menu_selected": [Ignored("the call goes on")],
    "call__recording_completed": [Ignored("this is about a recording")],
    "call__summary_completed": [Ignored("this is a note about the call")],
    "call__transcript_completed": [Ignored("this is a note about the call")],
    "call__other_number": [Ignored("this is about another number of the workspace")],
    "voicemail__left": [left(words="My sink is leaking."), *TO_VOICEMAIL],
    "voicemail__without_words": [left("VM1"), *TO_VOICEMAIL],
    "voicemail__outgoing": NOT_FROM_OUTSIDE,
    "legacy_call_started__ringing": [STARTED],
    "legacy_call_ended__missed": MISSED,
    "legacy_call_ended__answered": [picked_up(), ended(Outcome.COMPLETED, Proof.UNCLEAR, 10)],
    "legacy_call_ended__one_participant": MISSED,
    "legacy_call_ended__voicemail": [left(), *TO_VOICEMAIL],
    "legacy_contact__updated": [Ignored("this is about a contact")],
    "legacy_contact__deleted": [Ignored("this is about a contact")],
}


def received(body: str, answered: bool = False, media: tuple[Media, ...] = ()) -> list[Event]:
    return [TextReceived(TEXT_ID, DAN, LINE, body, AT, media, answered)]


def not_delivered(code: str = "", said: str = UNKNOWN_CODE) -> list[Event]:
    return [TextReport(TEXT_ID, "", TextState.UNDELIVERED, AT, SendProblem(Problem.REFUSED, code, said))]


DELIVERED: list[Event] = [TextReport(TEXT_ID, "", TextState.DELIVERED, AT)]
WORDS = ("STOP", "stopall", "Unsubscribe", "CANCEL", "END", "QUIT", "START", "UNSTOP")
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("My sink is leaking"),
    "text_received__picture": received("", media=(Media("https://files.example.com/1.jpg", "image/jpeg"),)),
    "text_received__help": received("HELP"),
    "text_received__stop_please": received("stop please"),
    "legacy_text_received__plain": received("My sink is leaking"),
    "legacy_text_received__body": received("Leaking"),
    "delivery__delivered": DELIVERED,
    "legacy_delivery__delivered": DELIVERED,
    "delivery__undelivered": not_delivered(said=NO_CODE),
    "delivery__failed": not_delivered("30007"),
    "delivery__failed_number": not_delivered("30007"),
}
TEXTS |= {f"text_received__{word.lower()}": received(word, answered=True) for word in WORDS}


# --- Whole calls ---

TAKEN = [
    "call_started__ringing call_answered__person call_ended__answered",
]
NOBODY_TOOK = [
    "call_started__ringing call_missed__plain call_ended__completed",
    "call_started__ringing call_ended__voicemail voicemail__left call_missed__plain",
    "call_started__ringing call_missed__hung_up",
]


# --- For the battery ---


def said(name: str) -> Any:
    def reached(fixture: Fixture) -> Iterable[str]:
        try:
            return [] if fixture.is_answer else [read(fixture.request(AT)).of.text(name)]
        except Unreadable:
            return []

    return reached


def kinds(fixture: Fixture) -> Iterable[str]:
    try:
        return [] if fixture.is_answer else [read(fixture.request(AT)).type]
    except Unreadable:
        return []


def words(fixture: Fixture) -> list[str]:
    return [body.upper() for body in said("text")(fixture)]


def found(call: str, caller: str = DAN, ended: bool = True) -> FoundCall:
    return FoundCall(call, caller, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended)


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=NOBODY_TOOK,
    recorded="voicemail__left",
    recordings={"": RECORDING},
    events=CALLS | TEXTS,
    new_words=["call__new_status", "call__new_direction", "call__new_type"],
    dated={"call_missed__plain": "2026-11-20T17:03:10Z", "legacy_call_ended__missed": "2026-11-20T17:03:10Z"},
    unreadable={
        "call__no_direction": "direction",
        "call__no_id": "id",
        "call__no_json": "body",
        "call__no_resource": "resource",
        "call__no_type": "type",
        "legacy_call__group": "participants",
        "text_received__no_id": "id",
        "text_received__no_sender": "from",
        "text_received__no_line": "to",
    },
    signature_headers=(),  # two kinds with different ones: test_webhooks.py looks at both
    signs_url=False,
    window_seconds=300,
    sends={
        "send__accepted": Sent("AC0000000000000003"),
        "send__without_id": SendProblem(
            Problem.UNSURE, said="Quo answered with something else than expected (HTTP 202)."
        ),
        "send__not_registered": SendProblem(Problem.MISCONFIGURED, "0206400", tables.ERRORS["0206400"][1]),
        "send__daily_limit": SendProblem(Problem.BUSY, "0204403", tables.ERRORS["0204403"][1]),
        "send__refused": SendProblem(Problem.REFUSED, said="Quo refused the text."),
        "send__no_credit": SendProblem(Problem.MISCONFIGURED, said=tables.NO_CREDIT[1]),
    },
    finds={
        "find__there": Sent("AC0000000000000003"),
        "find__not_there": None,
        "find__twice": Sent("AC0000000000000003"),
        "find__by_their_clock": Sent("AC8"),
    },
    calls={"calls__listed": [found(CALL), found("AC4", caller="", ended=False)]},
    checks={"check__good_key": None},
)
