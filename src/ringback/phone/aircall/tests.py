"""Aircall: what each fixture says, for the battery in tests/contract."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.aircall import tables
from ringback.phone.aircall.provider import PROVIDER, AircallSettings
from ringback.phone.aircall.rest import BAD_NUMBER
from ringback.phone.aircall.texts import NOT_DELIVERED
from ringback.phone.aircall.wire import read
from ringback.phone.asked import FoundCall, Sent
from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    LegEnded,
    LegRang,
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
from ringback.phone.provider import Unreadable

TOKEN, API_ID, API_TOKEN = "test-aircall-webhook-token", "test-api-id", "test-api-token"
SETTINGS = AircallSettings(API_ID, Secret(API_TOKEN), "4242", Secret(TOKEN))
ROTATED = replace(SETTINGS, webhook_token=Secret("new token"), previous_webhook_token=Secret(TOKEN))
LINE, DAN, DAN_AS_WRITTEN = "+15125550142", "+15125550178", "+1 512-555-0178"
CALL, TEXT_ID = "1000001", "b0000000-0000-4000-8000-000000000001"
SENT_ID = "b0000000-0000-4000-8000-000000000002"
RECORDING = "https://assets.example.com/voicemail.mp3"


# --- What each webhook says ---


def ended(outcome: Outcome, proof: Proof = Proof.NOBODY, seconds: int | None = None) -> CallEnded:
    return CallEnded(CALL, DAN_AS_WRITTEN, LINE, outcome, proof, AT, seconds)


STARTED = CallStarted(CALL, DAN_AS_WRITTEN, LINE, AT, caller_name="Dan Miller")
BEN_TOOK_IT = LegAnswered(CALL, "77", "Ben", AT)
AGENT_TOOK_IT = LegAnswered(CALL, "ai_voice_agent", "ai_voice_agent", AT)
ANSWERED: list[Event] = [BEN_TOOK_IT, ended(Outcome.COMPLETED, Proof.UNCLEAR, 5)]
UNCLEAR: list[Event] = [ended(Outcome.NO_ANSWER, Proof.UNCLEAR)]
HUNG_UP: list[Event] = [ended(Outcome.HUNG_UP)]
RANG_OUT: list[Event] = [
    RingingEnded(CALL, DAN_AS_WRITTEN, LINE, Outcome.NO_ANSWER, Proof.NOBODY, AT),
    ended(Outcome.NO_ANSWER),
]
VOICEMAIL: list[Event] = [VoicemailLeft(CALL, RECORDING, None, "", AT), *RANG_OUT]

CALLS: dict[str, list[Event]] = {
    "call_started__created": [STARTED],
    "call_started__anonymous": [replace(STARTED, caller="anonymous", caller_name="")],
    "call_started__number_for_people": [replace(STARTED, dialled="+1 512-555-0142")],
    "leg__ringing": [STARTED, LegRang(CALL, "77", "Ben", AT)],
    "leg__declined": [LegEnded(CALL, "77", "Ben", Outcome.DECLINED, AT)],
    "leg__answered": [BEN_TOOK_IT],
    "call_hungup__unanswered": UNCLEAR,
    "call_hungup__answered": ANSWERED,
    "call_hungup__reason": HUNG_UP,
    "call_ended__unanswered": UNCLEAR,
    "call_ended__answered": ANSWERED,
    "call_ended__answered_without_times": [BEN_TOOK_IT, ended(Outcome.COMPLETED, Proof.UNCLEAR)],
    "call_ended__voicemail": VOICEMAIL,
    "call_ended__out_of_opening_hours": RANG_OUT,
    "call_ended__no_available_agent": RANG_OUT,
    "call_ended__agents_did_not_answer": RANG_OUT,
    "call_ended__short_abandoned": HUNG_UP,
    "call_ended__abandoned_in_ivr": HUNG_UP,
    "call_ended__abandonned_in_ivr": HUNG_UP,
    "call_ended__abandoned_in_classic": HUNG_UP,
    "call_ended__reason_unknown": [ended(Outcome.NO_ANSWER)],
    "voicemail__left": VOICEMAIL,
    "voicemail__address_not_yet": [VoicemailLeft(CALL, "", None, "", AT), *RANG_OUT],
    "call__outbound": [Ignored("this call did not come from outside")],
    "call__other_number": [Ignored("this is about another number of the company")],
    "call__new_event": [Ignored("event says call.levitated, which is new to us")],
    "call__new_direction": [Ignored("direction says sideways, which is new to us")],
    "agent__started": [AGENT_TOOK_IT],
    "agent__started_call_inside": [AGENT_TOOK_IT],
    "agent__started_no_call": [Ignored("Aircall's agent has answered, and it is not said which call")],
    "agent__escalated": [Ignored(tables.GOES_ON)],
    "agent__ended": [Ignored(tables.GOES_ON)],
    "agent__summary": [Ignored(tables.NOTE)],
    "note__summary_created": [Ignored(tables.NOTE)],
    "note__transcription_created": [Ignored(tables.NOTE)],
}
CALLS |= {
    f"call__{kind.removeprefix('call.')}": [Ignored(why)]
    for kind, why in tables.EVENTS.items()
    if why and kind.startswith("call.")
}


def received(body: str = "My sink is leaking", answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, error: SendProblem | None = None) -> list[Event]:
    return [TextReport(TEXT_ID, "", state, AT, error)]


PICTURE = Media("https://assets.example.com/1.jpg", "image/*")
WORDS = ("STOP", "stopall", "Unsubscribe", "CANCEL", "END", "QUIT", "START", "UNSTOP")
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received(),
    "text_received__without_channel": received(),
    "text_received__without_number": received(),
    "text_received__picture": received("", media=(PICTURE,)),
    "text_received__toll_free_stop": received("STOP", answered=True, to="+18885550142"),
    "text_received__whatsapp": [Ignored("this came through WhatsApp")],
    "text__new_channel": [Ignored("channel says pigeon, which is new to us")],
    "text__inbound_updated": [Ignored("this is about a text that we have already")],
    "delivery__event_sent": reported(TextState.SENT),
    "delivery__event_sent_pending": reported(TextState.ACCEPTED),
    "delivery__pending": reported(TextState.ACCEPTED),
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__undelivered": reported(TextState.UNDELIVERED, NOT_DELIVERED),
    "delivery__failed": reported(TextState.UNDELIVERED, NOT_DELIVERED),
    "delivery__new_status": [Ignored("status says parked, which is new to us")],
    "group__received": [Ignored(tables.GROUP)],
    "group__sent": [Ignored(tables.GROUP)],
    "group__status_updated": [Ignored(tables.GROUP)],
}
TEXTS |= {f"text_received__{word.lower()}": received(word) for word in WORDS}


# --- Whole calls ---

TAKEN = [
    "call_started__created leg__ringing leg__answered call_hungup__answered call_ended__answered",
    "call_started__created leg__declined leg__answered call_hungup__answered",
    "call_started__created call_hungup__unanswered leg__answered",
]
MISSED = [
    "call_started__created leg__ringing call_hungup__unanswered call_ended__agents_did_not_answer",
    "call_started__created call_hungup__unanswered voicemail__left call_ended__voicemail",
    "call_started__created leg__ringing leg__declined call_hungup__unanswered",
    "call_started__created call_ended__out_of_opening_hours",
    "call_started__created call_hungup__reason call_ended__short_abandoned",
]


# --- For the battery ---


def said(name: str) -> Any:
    def reached(fixture: Fixture) -> Iterable[str]:
        try:
            return [] if fixture.is_answer else [read(fixture.request(AT)).of.text(name)]
        except Unreadable:
            return []

    return reached


def found(call: str, caller: str = DAN_AS_WRITTEN, ended: bool = True) -> FoundCall:
    return FoundCall(call, caller, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended)


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    recorded="voicemail__left",
    recordings={
        "recording__found": "https://assets.example.com/voicemail.mp3?fresh=1",
        "recording__none": None,
        "recording__gone": None,
    },
    events=CALLS | TEXTS,
    new_words=["call__new_event", "call__new_direction", "text__new_channel", "delivery__new_status"],
    dated={"call_started__created": "2026-11-20T17:03:11Z", "call_ended__unanswered": "2026-11-20T17:03:10Z"},
    unreadable={
        "call__no_direction": "direction",
        "call__no_id": "id",
        "call__odd_caller": "raw_digits",
        "call__no_data": "data",
        "call__no_event": "event",
        "text_received__no_id": "id",
        "text_received__no_sender": "from",
        "text_received__no_line": "to",
        "delivery__no_status": "status",
    },
    signs_body=False,
    signs_url=False,
    sends={
        "send__accepted": Sent(SENT_ID),
        "send__accepted_inside": Sent(SENT_ID),
        "send__accepted_as_number": Sent("42"),
        "send__without_id": SendProblem(
            Problem.UNSURE, said="Aircall answered with something else than expected (HTTP 200)."
        ),
        "send__refused": SendProblem(Problem.REFUSED, said="Aircall refused the text."),
        "send__unknown_number": BAD_NUMBER,
    },
    calls={"calls__listed": [found(CALL), found("1000002", caller="anonymous", ended=False)]},
    checks={"check__good_key": None, "check__unknown_number": Problem.MISCONFIGURED},
)
