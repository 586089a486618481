"""Plivo: what each fixture says, for the battery in tests/contract, and what only Plivo has."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Placed, Sent
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
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
from ringback.phone.plivo import tables
from ringback.phone.plivo.provider import PROVIDER, PlivoSettings
from ringback.phone.words import NO_KEY

TOKEN = "plivo_auth_token"
SETTINGS = PlivoSettings("MATEST0000000000TEST", Secret(TOKEN))
ROTATED = replace(SETTINGS, auth_token=Secret("new token"), previous_auth_token=Secret(TOKEN))

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
NOBODY, UNCLEAR, CONNECTED = Proof.NOBODY, Proof.UNCLEAR, Proof.CONNECTED

CALLS: dict[str, list[Event]] = {
    "call_started__plain": started(caller_name="DAN MILLER"),
    "call_started__get": started(),
    "call_started__forwarded": started(forwarded_from=ROSA),
    "call_started__anonymous": started(caller="anonymous"),
    "call_started__empty_caller": started(caller=""),
    "call_started__keypad_spelling": started(caller="+266696687"),
    "call_started__stir_a": started(attestation="A"),
    "call_started__stir_b": started(attestation="B"),
    "call_started__stir_c": started(attestation="C"),
    "call_started__stir_none": started(),
    "call_started__placed_by_us": NOT_OURS,
    "call_ended__completed": ended(Outcome.COMPLETED, UNCLEAR, 42),
    "call_ended__failed": ended(Outcome.FAILED, UNCLEAR),
    "call_ended__timeout": ended(Outcome.NO_ANSWER, UNCLEAR),
    "call_ended__busy": ended(Outcome.BUSY, NOBODY),
    "call_ended__no_answer": ended(Outcome.NO_ANSWER, NOBODY),
    "call_ended__cancel": ended(Outcome.HUNG_UP, NOBODY),
    "call_ended__ringing": GOES_ON,
    "call_ended__in_progress": GOES_ON,
    "call_ended__placed_by_us": NOT_OURS,
    "call_ended__new_status": ignored("CallStatus says parked, which is new to us"),
    "ringing_ended__busy": rung(Outcome.BUSY),
    "ringing_ended__failed": rung(Outcome.FAILED),
    "ringing_ended__cancel": rung(Outcome.HUNG_UP),
    "ringing_ended__timeout": rung(Outcome.NO_ANSWER),
    "ringing_ended__no_answer": rung(Outcome.NO_ANSWER),
    "ringing_ended__completed": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__first_in_turn": ignored("the next phone rings"),
    "ringing_ended__first_in_turn_answered": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__odd_turn": rung(Outcome.NO_ANSWER),
    "ringing_ended__new_status": ignored("DialStatus says parked, which is new to us"),
    "leg__answer": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__answer_at_bare_address": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__connected": [LegAccepted(CALL, LEG, ROSA, AT)],
    "leg__connected_without_key": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__digits": ignored("a key was pressed during the call"),
    "leg__new_status": ignored("DialAction says parked, which is new to us"),
    "leg_ended__0": leg_ended(Outcome.FAILED),
    "leg_ended__1000": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__2000": leg_ended(Outcome.FAILED),
    "leg_ended__2010": leg_ended(Outcome.FAILED),
    "leg_ended__3000": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__3010": leg_ended(Outcome.BUSY),
    "leg_ended__3020": leg_ended(Outcome.DECLINED),
    "leg_ended__4000": leg_ended(Outcome.COMPLETED),
    "leg_ended__4010": leg_ended(Outcome.COMPLETED),
    "leg_ended__6010": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__new_code": ignored("DialBLegHangupCauseCode says 9999, which is new to us"),
    "caller_key__pressed_1": [CallerPressed(CALL, DAN, LINE, AT)],
    "caller_key__pressed_2": [NO_KEY],
    "screen__asked": ignored("a phone was picked up, and hears what the call is about"),
    "voicemail__left": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail__length_unknown": [VoicemailLeft(CALL, RECORDING, None, "", AT)],
    "voicemail__empty": NO_VOICEMAIL,
    "voicemail__none": NO_VOICEMAIL,
    "voicemail_status__ready": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "transcript__written": [
        VoicemailLeft(CALL, RECORDING, None, "My sink is leaking, please call me back.", AT)
    ],
    "transcript__bare_address": [
        VoicemailLeft(CALL, RECORDING, None, "My sink is leaking, please call me back.", AT)
    ],
    "transcript__error": ignored("the voicemail could not be written out"),
}

FILES = "https://media.plivo.com/v1/Account/MA_TEST/Message/made-up/Media"
PICTURES = received("Look", media=(Media(f"{FILES}/1", ""), Media(f"{FILES}/2", "")))
UNKNOWN = "The text did not arrive, for a reason Ringback does not know."
LOST = TextState.UNDELIVERED
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍"),
    "text_received__optout": received("Stop", True),
    "text_received__optin": received("Start", True),
    "text_received__help": received("Help", True),
    "text_received__stop_sentence": received("stop please"),
    "text_received__stop_without_intent": received("STOP"),
    "text_received__stop_toll_free": received("stop", True, to="+18005550142"),
    "text_received__pictures": PICTURES,
    "text_received__pictures_from_zero": PICTURES,
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__failed": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__undelivered": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__rejected": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__odd_code": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__new_code": reported(LOST, Problem.REFUSED, "9999", UNKNOWN),
    "delivery__received": ignored("a report about a text that came in"),
    "delivery__new_status": ignored("Status says parked, which is new to us"),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
}
LATE = {
    Problem.MISCONFIGURED: "40 900 910",
    Problem.BAD_NUMBER: "50 70",
    Problem.OPTED_OUT: "200",
    Problem.FILTERED: "30",
    Problem.REFUSED: "10 20 60 80 90 100 110 201 300 420 450 1000",
}
TEXTS |= {
    f"delivery__{code}": reported(LOST, problem, code)
    for problem, codes in LATE.items()
    for code in codes.split()
}

SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, "", "Plivo answered with something else than expected (HTTP 202)."
    ),
    "send__refused_400": SendProblem(Problem.REFUSED, "", "Plivo refused the text."),
    "send__busy": SendProblem(
        Problem.BUSY, "", "Plivo is getting too many requests from this account at once."
    ),
}
SENDS |= {
    f"send__refused_{status}": SendProblem(problem, "", said)
    for status, (problem, said) in tables.REFUSALS.items()
}


def found_call(last: int, caller: str) -> FoundCall:
    at = datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC)
    return FoundCall(f"00000000-0000-4000-8000-0000000001a{last}", caller, LINE, at, ended=True)


# --- A call that we place ---

PLACED: dict[str, list[Event]] = {
    "placed__picked_up": [PlacedCall("placed_1", Step.PICKED_UP, AT)],
    "placed_key__pressed_one": [PlacedCall("placed_1", Step.CONNECTING, AT)],
    "placed_key__pressed_two": [PlacedCall("placed_1", Step.OVER, AT)],
    **{f"placed_leg__{said}": [PlacedCall("placed_1", Step.SPOKE, AT)] for said in ("answer", "connected")},
    "placed_leg__hangup": ignored("the end of their phone is told with the whole"),
    "placed_leg__digits": ignored("the end of their phone is told with the whole"),
    "placed_leg__new_status": ignored("DialAction says parked, which is new to us"),
    "placed_done__completed": [PlacedCall("placed_1", Step.SPOKE, AT)],
    "placed_done__new_status": ignored("DialStatus says parked, which is new to us"),
    "placed_status__new_status": ignored("CallStatus says parked, which is new to us"),
    "placed_status__of_no_call": ignored("this call is none of ours"),
    **{
        f"placed_done__{status}": [PlacedCall("placed_1", Step.NOT_REACHED, AT)]
        for status in ("busy", "failed", "cancel", "timeout", "no_answer")
    },
    **{
        f"placed_status__{status}": [PlacedCall("placed_1", Step.OVER, AT)]
        for status in ("completed", "busy", "failed", "cancel", "timeout", "no_answer")
    },
}
PLACES: dict[str, Placed | SendProblem] = {
    "place__started": Placed(LEG),
    "place__refused": SendProblem(Problem.REFUSED, said="Plivo refused the call."),
}


# --- Whole calls ---

# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain leg__answer screen__asked leg__connected ringing_ended__completed",
    "call_started__plain leg__connected leg_ended__4000 call_ended__completed",
    "call_started__plain leg__answer leg__connected ringing_ended__completed call_ended__completed",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg_ended__6010 ringing_ended__no_answer call_ended__completed",
    "call_started__plain ringing_ended__cancel call_ended__completed",
    "call_started__plain call_ended__completed",
    # A voicemail picked up: the ringing may be "completed", but nobody pressed the key.
    "call_started__plain leg__answer screen__asked ringing_ended__completed call_ended__completed",
    "call_started__plain leg__answer leg_ended__4000 ringing_ended__no_answer",
    # Two phones in turn.
    "call_started__plain ringing_ended__first_in_turn leg_ended__3020 ringing_ended__timeout",
]
TAKEN_WITHOUT_KEY = [
    "call_started__plain leg__connected_without_key ringing_ended__completed call_ended__completed"
]


# --- For the battery ---


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    registrations={
        **{f"registration__{status}": said for status, said in tables.REGISTRATION.items()},
        "registration__parked": "Plivo says something about the registration that is new to us.",
        "registration__null": tables.REGISTRATION["unregistered"],
        "registration__another_account": "The number is not in this Plivo account.",
    },
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    recorded="voicemail__left",
    recordings={
        "recording__found": f"https://media.plivo.com/v1/Account/MATEST0000000000TEST/Recording/{RECORDING}.mp3",
        "recording__gone": None,
    },
    events=CALLS | TEXTS | PLACED,
    places=PLACES,
    new_words=[
        *(name for name in CALLS | TEXTS | PLACED if name.endswith("__new_status")),
        "leg_ended__new_code",
    ],
    unreadable={
        "call_started__no_call": "CallUUID",
        "call_started__no_caller": "From",
        "leg__no_phone": "DialBLegUUID",
        "text_received__no_id": "MessageUUID",
    },
    signature_headers=["x-plivo-signature-v3", "x-plivo-signature-v3-nonce"],
    sends=SENDS,
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None, "find__to_another": None},
    calls={"calls__listed": [found_call(0, DAN), found_call(4, "anonymous")]},
    checks={"check__good_key": None, "check__bad_key": Problem.MISCONFIGURED},
)
