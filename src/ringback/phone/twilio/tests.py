"""Twilio: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Lookup, Placed, Sent
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Media,
    Outcome,
    PlacedCall,
    Problem,
    Proof,
    RingingEnded,
    SendProblem,
    Step,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.twilio import tables
from ringback.phone.twilio.provider import PROVIDER, TwilioSettings
from ringback.phone.words import NETWORK_WORDS, NO_KEY

TOKEN, SHARED_KEY = "12345678901234567890123456789012", "test-shared-key"
ACCOUNT = "AC00000000000000000000000000000001"
SETTINGS = TwilioSettings(ACCOUNT, Secret(TOKEN), shared_key=Secret(SHARED_KEY))
ROTATED = replace(
    SETTINGS,
    auth_token=Secret("new token"),
    previous_auth_token=Secret(TOKEN),
    shared_key=Secret("new key"),
    previous_shared_key=Secret(SHARED_KEY),
)

CALL, LEG = "CA00000000000000000000000000000001", "CA00000000000000000000000000000002"
TEXT_ID, RECORDING = "SM00000000000000000000000000000001", "RE00000000000000000000000000000001"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"


# --- What each webhook says ---


def started(**changes: Any) -> list[Event]:
    return [replace(CallStarted(CALL, DAN, LINE, AT), **changes)]


def ended(outcome: Outcome, proof: Proof, seconds: int | None = 0) -> list[Event]:
    return [CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)]


def rung(outcome: Outcome, proof: Proof) -> list[Event]:
    return [RingingEnded(CALL, DAN, LINE, outcome, proof, AT)]


def leg_ended(outcome: Outcome) -> list[Event]:
    return [LegEnded(CALL, LEG, ROSA, outcome, AT)]


def received(body: str, answered: bool = True, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, problem: Problem | None = None, code: str = "", said: str = "") -> list[Event]:
    error = SendProblem(problem, code, said or tables.ERRORS[code][1]) if problem else None
    return [TextReport(TEXT_ID, "text_1", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


GOES_ON = ignored("the call is still going on")
NOT_OURS = ignored("this call was placed by the account itself")
NO_VOICEMAIL = ignored("the caller left no voicemail")

CALLS: dict[str, list[Event]] = {
    "call_started__plain": started(caller_name="DAN MILLER"),
    "call_started__get": started(),
    "call_started__shared_key": started(),
    "call_started__forwarded": started(forwarded_from=ROSA, attestation="A"),
    "call_started__anonymous": started(caller="anonymous"),
    "call_started__empty_caller": started(caller=""),
    "call_started__placed_by_us": NOT_OURS,
    "call_started__stir_passed_a": started(attestation="A"),
    "call_started__stir_passed_b": started(attestation="B"),
    "call_started__stir_passed_c": started(attestation="C"),
    "call_started__stir_failed_a": started(attestation="failed"),
    "call_started__stir_failed_b": started(attestation="failed"),
    "call_started__stir_failed_c": started(attestation="failed"),
    "call_started__stir_failed": started(attestation="failed"),
    "call_started__stir_none": started(),
    "call_started__stir_null": started(),
    "call_started__stir_new": started(),
    "call_ended__completed": ended(Outcome.COMPLETED, Proof.UNCLEAR, 42),
    "call_ended__odd_duration": ended(Outcome.COMPLETED, Proof.UNCLEAR, None),
    "call_ended__busy": ended(Outcome.BUSY, Proof.NOBODY),
    "call_ended__no_answer": ended(Outcome.NO_ANSWER, Proof.NOBODY),
    "call_ended__failed": ended(Outcome.FAILED, Proof.NOBODY),
    "call_ended__canceled": ended(Outcome.HUNG_UP, Proof.NOBODY),
    "call_ended__queued": GOES_ON,
    "call_ended__initiated": GOES_ON,
    "call_ended__ringing": GOES_ON,
    "call_ended__in_progress": GOES_ON,
    "call_ended__placed_by_us": NOT_OURS,
    "call_ended__new_status": ignored("CallStatus says parked, which is new to us"),
    "ringing_ended__no_answer": rung(Outcome.NO_ANSWER, Proof.NOBODY),
    "ringing_ended__no_answer_not_bridged": rung(Outcome.NO_ANSWER, Proof.NOBODY),
    "ringing_ended__busy": rung(Outcome.BUSY, Proof.NOBODY),
    "ringing_ended__failed": rung(Outcome.FAILED, Proof.NOBODY),
    "ringing_ended__canceled": rung(Outcome.HUNG_UP, Proof.NOBODY),
    "ringing_ended__answered": rung(Outcome.COMPLETED, Proof.CONNECTED),
    "ringing_ended__completed": rung(Outcome.COMPLETED, Proof.CONNECTED),
    "ringing_ended__bridged": rung(Outcome.COMPLETED, Proof.CONNECTED),
    "ringing_ended__not_bridged": rung(Outcome.DECLINED, Proof.NOBODY),
    "ringing_ended__new_status": ignored("DialCallStatus says parked, which is new to us"),
    "leg__queued": ignored("this phone does not ring yet"),
    "leg__initiated": ignored("this phone does not ring yet"),
    "leg__ringing": [LegRang(CALL, LEG, ROSA, AT)],
    "leg__only_parent": [LegRang(CALL, LEG, ROSA, AT)],
    "leg__in_progress": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__completed": leg_ended(Outcome.COMPLETED),
    "leg__busy": leg_ended(Outcome.BUSY),
    "leg__no_answer": leg_ended(Outcome.NO_ANSWER),
    "leg__failed": leg_ended(Outcome.FAILED),
    "leg__canceled": leg_ended(Outcome.NO_ANSWER),
    "leg__new_status": ignored("CallStatus says parked, which is new to us"),
    "screen__picked_up": [LegAnswered(CALL, LEG, ROSA, AT)],
    "caller_key__pressed_1": [CallerPressed(CALL, DAN, LINE, AT)],
    "caller_key__pressed_2": [NO_KEY],
    "screen_key__pressed_1": [LegAccepted(CALL, LEG, ROSA, AT)],
    "screen_key__pressed_2": leg_ended(Outcome.DECLINED),
    "screen_key__pressed_nothing": leg_ended(Outcome.DECLINED),
    "voicemail__left": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail__empty": NO_VOICEMAIL,
    "voicemail__none": NO_VOICEMAIL,
    "voicemail_status__completed": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail_status__in_progress": ignored("the voicemail is still being recorded"),
    "voicemail_status__absent": NO_VOICEMAIL,
    "voicemail_status__failed": ignored("the voicemail could not be recorded"),
    "voicemail_status__new_status": ignored("RecordingStatus says parked, which is new to us"),
    "transcript__completed": [
        VoicemailLeft(CALL, RECORDING, None, "My sink is leaking, please call me back.", AT)
    ],
    "transcript__failed": ignored("the voicemail could not be written out"),
    "transcript__new_status": ignored("TranscriptionStatus says parked, which is new to us"),
}

PICTURES = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{TEXT_ID}/Media/ME"
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍", answered=False),
    "text_received__yes": received("Yes", answered=False),
    "text_received__stop_sentence": received("stop please", answered=False),
    **{f"text_received__{word.lower()}": received(f" {word.title()} ") for word in tables.OWN_WORDS},
    **{f"text_received__opt_out_type_{kind}": received("basta") for kind in ("stop", "start", "help")},
    **{
        f"text_received__toll_free_{word.lower()}": received(word, to="+18005550142")
        for word in NETWORK_WORDS
    },
    "text_received__pictures": received(
        "",
        answered=False,
        media=(
            Media(f"{PICTURES}00000000000000000000000000000001", "image/jpeg"),
            Media(f"{PICTURES}00000000000000000000000000000002", "video/mp4"),
        ),
    ),
}

UNKNOWN = "The text did not arrive, for a reason Ringback does not know."
REPORTS: dict[str, list[Event]] = {
    "delivery__accepted": reported(TextState.ACCEPTED),
    "delivery__scheduled": reported(TextState.ACCEPTED),
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sending": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__canceled": reported(
        TextState.UNDELIVERED, Problem.REFUSED, "", "The text was cancelled before it left the phone company."
    ),
    "delivery__undelivered": reported(TextState.UNDELIVERED, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_odd_code": reported(TextState.UNDELIVERED, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_new_code": reported(TextState.UNDELIVERED, Problem.REFUSED, "39999", UNKNOWN),
    "delivery__new_status": ignored("MessageStatus says parked, which is new to us"),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
}
LATE = {
    Problem.BUSY: "30001 30017 30022 30023 30027 30035 30450 63038",
    Problem.MISCONFIGURED: "30002 30024 30032 30033 30034",
    Problem.BAD_NUMBER: "30005 30006",
    Problem.BLOCKED: "30004",
    Problem.FILTERED: "30007",
    Problem.REFUSED: "30003 30008",
}
REPORTS |= {
    f"delivery__failed_{code}": reported(TextState.UNDELIVERED, problem, code)
    for problem, codes in LATE.items()
    for code in codes.split()
}

AT_ONCE = {
    Problem.BUSY: "20429 21611",
    Problem.MISCONFIGURED: "20003 20404 21212 21601 21606 21608 21659 21703 21704 21705",
    Problem.BAD_NUMBER: "21211 21612 21614",
    Problem.OPTED_OUT: "21610",
    Problem.REFUSED: "14107 21266 21408 21602 21617",
}
SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__accepted_by_service": Sent(TEXT_ID),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, "", "Twilio answered with something else than expected (HTTP 201)."
    ),
    "send__busy_with_wait": SendProblem(Problem.BUSY, "20429", tables.ERRORS["20429"][1]),
    "send__forbidden": SendProblem(Problem.MISCONFIGURED, "", tables.ERRORS["20003"][1]),
    "send__refused_new_code": SendProblem(Problem.REFUSED, "29999", "Twilio refused the text."),
}
SENDS |= {
    f"send__refused_{code}": SendProblem(problem, code, tables.ERRORS[code][1])
    for problem, codes in AT_ONCE.items()
    for code in codes.split()
}

FIRST = Sent("SM00000000000000000000000000000011")


def found_call(last: int, ended: bool, caller: str = DAN, second: int = 10) -> FoundCall:
    at = datetime(2026, 11, 20, 17, 3, second, tzinfo=UTC)
    return FoundCall(f"CA0000000000000000000000000000001{last}", caller, LINE, at, ended)


# --- Whole calls ---

TAKEN = [
    "call_started__plain leg__ringing screen_key__pressed_1 ringing_ended__bridged call_ended__completed",
    "call_started__plain screen__picked_up screen_key__pressed_1 ringing_ended__completed leg__completed",
    "call_started__plain screen_key__pressed_1 ringing_ended__bridged",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg__ringing leg__no_answer ringing_ended__no_answer call_ended__completed",
    "call_started__plain leg__ringing leg__canceled ringing_ended__canceled",
    "call_started__plain leg__ringing call_ended__canceled",
    # A voicemail picked up: nobody pressed the key.
    "call_started__plain screen__picked_up screen_key__pressed_nothing ringing_ended__not_bridged",
    "call_started__plain leg__in_progress screen__picked_up ringing_ended__completed call_ended__completed",
    # The caller had hung up when Rosa pressed the key.
    "call_started__plain screen_key__pressed_1 ringing_ended__canceled",
]
TAKEN_WITHOUT_KEY = [
    "call_started__plain leg__in_progress ringing_ended__bridged call_ended__completed",
]


# --- For the battery ---


PLACED: dict[str, list[Event]] = {
    "placed__picked_up": [PlacedCall("placed_1", Step.PICKED_UP, AT)],
    "placed_key__pressed_one": [PlacedCall("placed_1", Step.CONNECTING, AT)],
    "placed_key__pressed_two": [PlacedCall("placed_1", Step.OVER, AT)],
    "placed_leg__answered": [PlacedCall("placed_1", Step.SPOKE, AT)],
    "placed_leg__completed": ignored("the end of their phone is told with the whole"),
    "placed_done__completed": [PlacedCall("placed_1", Step.SPOKE, AT, 61)],
    "placed_done__new_status": ignored("DialCallStatus says parked, which is new to us"),
    "placed_status__new_status": ignored("CallStatus says parked, which is new to us"),
    "placed_status__of_no_call": ignored("this call is none of ours"),
    **{
        f"placed_done__{status}": [PlacedCall("placed_1", Step.NOT_REACHED, AT)]
        for status in ("no_answer", "busy", "failed", "canceled")
    },
    **{
        f"placed_status__{status}": [PlacedCall("placed_1", Step.OVER, AT)]
        for status in ("completed", "busy", "no_answer", "failed", "canceled")
    },
}

CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    places={
        "place__started": Placed("CA00000000000000000000000000000009"),
        "place__refused": SendProblem(Problem.REFUSED, "21215", "Twilio refused the call."),
    },
    recorded="voicemail__left",
    recordings={"": f"{{base}}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.mp3"},
    events=CALLS | TEXTS | REPORTS | PLACED,
    new_words=[name for name in PLACED | CALLS | REPORTS if name.endswith("__new_status")],
    unreadable={
        "call_started__no_call": "CallSid",
        "call_started__no_caller": "From",
        "leg__of_no_call": "ParentCallSid",
        "text_received__no_id": "MessageSid",
    },
    signature_headers=["x-twilio-signature"],
    sends=SENDS,
    finds={
        "find__found": FIRST,
        "find__not_there": None,
        "find__by_service": FIRST,
        "find__twice": FIRST,
        "find__only_old": None,
    },
    calls={
        "calls__listed": [
            found_call(0, ended=True),
            found_call(1, ended=False),
            found_call(2, ended=False),
            found_call(6, ended=True, caller=""),
        ]
    },
    checks={"check__good_key": None},
    lookups={
        f"lookup__{theirs.lower()}": Lookup(ours, "DAN MILLER", "Example Mobile")
        for theirs, ours in tables.LINE_TYPE.items()
    },
    registers_with={"messaging_service_sid": "MG00000000000000000000000000000001"},
    registrations={
        **{f"registration__{status.lower()}": said for status, said in tables.CAMPAIGN.items()},
        "registration__parked": "Twilio says something about the registration that is new to us.",
        "registration__none": "This messaging service has no texting campaign (10DLC).",
    },
)
