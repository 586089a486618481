"""SignalWire: what each fixture says, for the battery in tests/contract, and what only SignalWire has."""

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
from ringback.phone.signalwire import tables
from ringback.phone.signalwire.numbers import NEW, NONE
from ringback.phone.signalwire.provider import PROVIDER, SignalWireSettings
from ringback.phone.signalwire.replay import TEST_PROJECT
from ringback.phone.words import NO_KEY

KEY, TOKEN = "PSK_test_signing_key", "PTtest-api-token"
SETTINGS = SignalWireSettings("rosa", TEST_PROJECT, Secret(TOKEN), Secret(KEY))
ROTATED = replace(SETTINGS, signing_key=Secret("new key"), previous_signing_key=Secret(KEY))

CALL, LEG = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"
TEXT_ID, RECORDING = "00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000d1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"


# --- What each webhook says ---


def started(**changes: Any) -> list[Event]:
    return [replace(CallStarted(CALL, DAN, LINE, AT), **changes)]


def ended(outcome: Outcome, proof: Proof, seconds: int | None = None) -> list[Event]:
    return [CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)]


def rung(outcome: Outcome, proof: Proof = Proof.NOBODY) -> list[Event]:
    return [RingingEnded(CALL, DAN, LINE, outcome, proof, AT)]


def leg_ended(outcome: Outcome) -> list[Event]:
    return [LegEnded(CALL, LEG, ROSA, outcome, AT)]


def received(body: str, answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, problem: Problem | None = None, code: str = "", said: str = "") -> list[Event]:
    error = SendProblem(problem, code, said or tables.ERRORS[code][1]) if problem else None
    return [TextReport(TEXT_ID, "text_1", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


GOES_ON = ignored("the call is still going on")
NOT_OURS = ignored("this call was placed by the account itself")
NO_VOICEMAIL = ignored("the caller left no voicemail")
CONNECTED = Proof.CONNECTED

CALLS: dict[str, list[Event]] = {
    "call_started__plain": started(caller_name="DAN MILLER"),
    "call_started__get": started(),
    "call_started__forwarded": started(forwarded_from=ROSA),
    "call_started__anonymous": started(caller="anonymous"),
    "call_started__placed_by_us": NOT_OURS,
    "call_ended__completed": ended(Outcome.COMPLETED, Proof.UNCLEAR, 42),
    "call_ended__failed": ended(Outcome.FAILED, Proof.UNCLEAR),
    "call_ended__busy": ended(Outcome.BUSY, Proof.NOBODY),
    "call_ended__no_answer": ended(Outcome.NO_ANSWER, Proof.NOBODY),
    "call_ended__canceled": ended(Outcome.HUNG_UP, Proof.NOBODY),
    "call_ended__queued": GOES_ON,
    "call_ended__initiated": GOES_ON,
    "call_ended__ringing": GOES_ON,
    "call_ended__in_progress": GOES_ON,
    "call_ended__placed_by_us": NOT_OURS,
    "call_ended__new_status": ignored("CallStatus says parked, which is new to us"),
    "ringing_ended__no_answer": rung(Outcome.NO_ANSWER),
    "ringing_ended__busy": rung(Outcome.BUSY),
    "ringing_ended__failed": rung(Outcome.FAILED),
    "ringing_ended__canceled": rung(Outcome.HUNG_UP),
    "ringing_ended__answered": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__completed": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__new_status": ignored("DialCallStatus says parked, which is new to us"),
    "ringing_ended__first_in_turn": ignored("the next phone rings"),
    "ringing_ended__first_in_turn_answered": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__odd_turn": rung(Outcome.NO_ANSWER),
    "leg__queued": ignored("this phone does not ring yet"),
    "leg__initiated": ignored("this phone does not ring yet"),
    "leg__ringing": [LegRang(CALL, LEG, ROSA, AT)],
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
    "voicemail_status__new_status": ignored("RecordingStatus says parked, which is new to us"),
    "transcript__completed": [
        VoicemailLeft(CALL, RECORDING, None, "My sink is leaking, please call me back.", AT)
    ],
    "transcript__failed": ignored("the voicemail could not be written out"),
    "transcript__new_status": ignored("TranscriptionStatus says parked, which is new to us"),
}

UNKNOWN = "The text did not arrive, for a reason Ringback does not know."
LOST = TextState.UNDELIVERED
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍"),
    **{f"text_received__{word.lower()}": received(f" {word.title()} ") for word in tables.OWN_WORDS},
    "text_received__stop_sentence": received("stop please"),
    "text_received__stop_toll_free": received("stop", True, to="+18005550142"),
    "text_received__picture": received(
        "", media=(Media("https://files.example.com/made-up.jpg", "image/jpeg"),)
    ),
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__initiated": reported(TextState.ACCEPTED),
    "delivery__sending": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__undelivered": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_new_code": reported(LOST, Problem.REFUSED, "39999", UNKNOWN),
    "delivery__receiving": ignored("a report about a text that came in"),
    "delivery__received": ignored("a report about a text that came in"),
    "delivery__new_status": ignored("MessageStatus says parked, which is new to us"),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
}
LATE = {
    Problem.BUSY: "30022 30027 35125",
    Problem.MISCONFIGURED: "30002",
    Problem.BAD_NUMBER: "30005 30006",
    Problem.OPTED_OUT: "21610",
    Problem.BLOCKED: "30004",
    Problem.FILTERED: "30007",
    Problem.REFUSED: "30001 30003 30008 30009 30010 63011 63019",
}
TEXTS |= {
    f"delivery__failed_{code}": reported(LOST, problem, code)
    for problem, codes in LATE.items()
    for code in codes.split()
}

AT_ONCE = {
    Problem.BUSY: "20429 21611",
    Problem.MISCONFIGURED: """4001 10001 10004 20003 20010 20404 21210 21212 21219 21601 21701 21703 21705
                              21717""",
    Problem.BAD_NUMBER: "21211 21217 21606 21614",
    Problem.OPTED_OUT: "21610",
    Problem.REFUSED: "10000 11751 21602 21603 21604 21612 21617 21620 21623 21624",
}
SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__refused_new_code": SendProblem(Problem.REFUSED, "29999", "SignalWire refused the text."),
}
SENDS |= {
    f"send__refused_{code}": SendProblem(problem, code, tables.ERRORS[code][1])
    for problem, codes in AT_ONCE.items()
    for code in codes.split()
}


def found_call(last: int, ended: bool) -> FoundCall:
    at = datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC)
    return FoundCall(f"00000000-0000-4000-8000-0000000001a{last}", DAN, LINE, at, ended)


# --- Whole calls ---

# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain screen__picked_up screen_key__pressed_1 ringing_ended__completed",
    "call_started__plain screen_key__pressed_1 call_ended__completed leg__completed",
    "call_started__plain screen_key__pressed_1 ringing_ended__completed call_ended__failed",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg__ringing leg__no_answer ringing_ended__no_answer call_ended__completed",
    "call_started__plain leg__ringing ringing_ended__canceled",
    "call_started__plain leg__ringing call_ended__completed",
    # A voicemail picked up: the ringing is "completed", but nobody pressed the key.
    "call_started__plain leg__in_progress screen__picked_up ringing_ended__completed call_ended__completed",
    "call_started__plain screen__picked_up screen_key__pressed_nothing ringing_ended__completed",
    # The caller had hung up when Rosa pressed the key.
    "call_started__plain screen_key__pressed_1 ringing_ended__canceled",
    # Two phones in turn.
    "call_started__plain ringing_ended__first_in_turn ringing_ended__no_answer",
]
TAKEN_WITHOUT_KEY = ["call_started__plain leg__in_progress ringing_ended__completed call_ended__completed"]


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
    lookups={
        f"lookup__{theirs}": Lookup(ours, "DAN MILLER", "Example Mobile")
        for theirs, ours in (*tables.LINE_TYPE.items(), ("pager", ""))
    },
    registrations={
        **{f"registration__{state}": said for state, said in tables.CAMPAIGN.items()},
        **{f"registration__number_{state}": said for state, said in tables.ASSIGNMENT.items()},
        "registration__parked": NEW,
        "registration__number_parked": NEW,
        "registration__no_brand": NONE,
        "registration__another_number": NONE,
    },
    then={
        **{
            f"registration__{state}": f"first__campaign_{state} first__number_completed"
            for state in (*tables.CAMPAIGN, "parked")
        },
        **{
            f"registration__number_{state}": f"first__campaign_active first__number_{state}"
            for state in (*tables.ASSIGNMENT, "parked")
        },
        "registration__another_number": "first__campaign_active first__another_number",
    },
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    places={
        "place__started": Placed("00000000-0000-4000-8000-0000000000a9"),
        "place__refused": SendProblem(Problem.REFUSED, "21215", "SignalWire refused the call."),
    },
    recorded="voicemail__left",
    recordings={"": f"{{base}}/api/laml/2010-04-01/Accounts/{TEST_PROJECT}/Recordings/{RECORDING}.mp3"},
    events=CALLS | TEXTS | PLACED,
    new_words=[name for name in PLACED | CALLS | TEXTS if name.endswith("__new_status")],
    unreadable={
        "call_started__no_call": "CallSid",
        "call_started__no_caller": "From",
        "text_received__no_id": "MessageSid",
    },
    signature_headers=["x-signalwire-signature"],
    sends=SENDS,
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None},
    calls={"calls__listed": [found_call(0, ended=True), found_call(1, ended=False)]},
    checks={"check__good_key": None, "check__bad_key": Problem.MISCONFIGURED},
)
