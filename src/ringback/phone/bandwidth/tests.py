"""Bandwidth: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import Lookup, Placed, Sent
from ringback.phone.bandwidth import tables
from ringback.phone.bandwidth.numbers import BLOCKED, NEW, NOT_HANDED_IN
from ringback.phone.bandwidth.provider import PROVIDER, BandwidthSettings
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
from ringback.phone.words import NO_KEY

USER, PASSWORD = "ringback", "bandwidth test password"
SETTINGS = BandwidthSettings(
    "9900000",
    "app-made-up",
    "api-user",
    Secret("bandwidth api password"),
    USER,
    Secret(PASSWORD),
    voice_application_id="voice-app-made-up",
)
ROTATED = replace(
    SETTINGS, webhook_password=Secret("new password"), previous_webhook_password=Secret(PASSWORD)
)

CALL, LEG = "c-00000000-0000-4000-8000-0000000000a1", "c-00000000-0000-4000-8000-0000000000b1"
TEXT_ID, RECORDING = "00000000-0000-4000-8000-0000000000c1", "r-00000000-0000-4000-8000-0000000000d1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"


# --- What each webhook says ---


def started(**changes: Any) -> list[Event]:
    return [replace(CallStarted(CALL, DAN, LINE, AT), **changes)]


def ended(outcome: Outcome, proof: Proof = Proof.UNCLEAR, seconds: int | None = 42) -> list[Event]:
    return [CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)]


def rung(outcome: Outcome, proof: Proof = Proof.NOBODY) -> list[Event]:
    return [RingingEnded(CALL, DAN, LINE, outcome, proof, AT)]


def leg_ended(outcome: Outcome) -> list[Event]:
    return [LegEnded(CALL, LEG, ROSA, outcome, AT)]


def voicemail(seconds: int | None) -> list[Event]:
    return [VoicemailLeft(CALL, RECORDING, seconds, "", AT)]


def received(body: str, answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, problem: Problem | None = None, code: str = "", said: str = "") -> list[Event]:
    error = SendProblem(problem, code, said or tables.ERRORS[code][1]) if problem else None
    return [TextReport(TEXT_ID, "text_1", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


FAILURES = [
    "callback_error",
    "invalid_bxml",
    "application_error",
    "account_limit",
    "node_capacity_exceeded",
    "error",
]
NOT_OURS = ignored("this call was placed by the account itself")
NO_VOICEMAIL = ignored("the caller left no voicemail")
NEW_CAUSE = ignored("cause says parked, which is new to us")
CONNECTED, NOBODY, UNCLEAR = Proof.CONNECTED, Proof.NOBODY, Proof.UNCLEAR

CALLS: dict[str, list[Event]] = {
    "call_started__plain": started(),
    "call_started__forwarded": started(forwarded_from=ROSA),
    "call_started__stir_a": started(attestation="A"),
    "call_started__stir_b": started(attestation="B"),
    "call_started__stir_c": started(attestation="C"),
    "call_started__stir_failed": started(attestation="failed"),
    "call_started__stir_none": started(),
    "call_started__anonymous": started(caller="Anonymous"),
    "call_started__no_caller": started(caller=""),
    "call_started__placed_by_us": NOT_OURS,
    "call__new_event": ignored("eventType says parked, which is new to us"),
    "call_ended__hangup": ended(Outcome.COMPLETED),
    "call_ended__unanswered": ended(Outcome.HUNG_UP, seconds=None),
    "call_ended__busy": ended(Outcome.BUSY),
    "call_ended__timeout": ended(Outcome.NO_ANSWER),
    "call_ended__cancel": ended(Outcome.HUNG_UP, NOBODY),
    "call_ended__rejected": ended(Outcome.DECLINED),
    **{f"call_ended__{cause}": ended(Outcome.FAILED) for cause in [*FAILURES, "unknown"]},
    "call_ended__new_cause": NEW_CAUSE,
    "call_ended__placed_by_us": NOT_OURS,
    "ringing_ended__hangup": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__busy": rung(Outcome.BUSY),
    "ringing_ended__timeout": rung(Outcome.NO_ANSWER),
    "ringing_ended__cancel": rung(Outcome.NO_ANSWER),
    "ringing_ended__rejected": rung(Outcome.DECLINED),
    **{f"ringing_ended__{cause}": rung(Outcome.FAILED) for cause in FAILURES},
    "ringing_ended__unknown": rung(Outcome.FAILED, UNCLEAR),
    "ringing_ended__new_cause": NEW_CAUSE,
    "ringing_ended__first_in_turn": ignored("the next phone rings"),
    "ringing_ended__first_in_turn_answered": rung(Outcome.COMPLETED, CONNECTED),
    "ringing_ended__odd_turn": rung(Outcome.NO_ANSWER),
    "screen__picked_up": [LegAnswered(CALL, LEG, ROSA, AT)],
    "screen__bare_address": [LegAnswered(CALL, LEG, ROSA, AT)],
    "caller_key__pressed_1": [CallerPressed(CALL, DAN, LINE, AT)],
    "caller_key__pressed_2": [NO_KEY],
    "caller_key__pressed_nothing": [NO_KEY],
    "screen_key__pressed_1": [LegAccepted(CALL, LEG, ROSA, AT)],
    "screen_key__pressed_2": leg_ended(Outcome.DECLINED),
    "screen_key__pressed_nothing": leg_ended(Outcome.DECLINED),
    "leg_ended__hangup": leg_ended(Outcome.COMPLETED),
    "leg_ended__busy": leg_ended(Outcome.BUSY),
    "leg_ended__timeout": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__cancel": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__rejected": leg_ended(Outcome.DECLINED),
    **{f"leg_ended__{cause}": leg_ended(Outcome.FAILED) for cause in [*FAILURES, "unknown"]},
    "leg_ended__new_cause": NEW_CAUSE,
    "voicemail__left": voicemail(12),
    "voicemail__long": voicemail(3723),
    "voicemail__length_unknown": voicemail(None),
    "voicemail__empty": NO_VOICEMAIL,
    "voicemail_status__complete": voicemail(12),
    "voicemail_status__partial": voicemail(12),
    "voicemail_status__error": NO_VOICEMAIL,
    "voicemail_status__new_status": ignored("status says parked, which is new to us"),
    "transcript__available": ignored("the words of a voicemail are not fetched"),
}

UNKNOWN = "The text did not arrive, for a reason Ringback does not know."
PASSES = "The carrier has a disturbance that should pass."
LOST = TextState.UNDELIVERED
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍"),
    "text_received__stop": received("Stop"),
    "text_received__stop_toll_free": received("stop", True, to="+18005550142"),
    "text_received__picture": received(
        "Look",
        media=(Media("https://messaging.bandwidth.com/api/v2/users/9900000/media/made-up/1/sink.jpg", ""),),
    ),
    "text_received__bare_object": received("Hi"),
    "text_received__two": received("One") + received("Two"),
    "delivery__sending": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__failed": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__9902": reported(TextState.SENT),
    "delivery__new_code": reported(LOST, Problem.REFUSED, "4999", UNKNOWN),
    "delivery__new_type": ignored("type says message-parked, which is new to us"),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
    "delivery__of_a_received_text": ignored("a report about a text that came in"),
}
LATE = {
    Problem.BUSY: "4780 4781 4785",
    Problem.MISCONFIGURED: "4403 4405 4452 4493 4773 4774 4795",
    Problem.BAD_NUMBER: "4303 4404 4406 4434 4720 4721",
    Problem.OPTED_OUT: "4775",
    Problem.FILTERED: "4470 4770 4771",
    Problem.REFUSED: "4360 4432 4433 4482 4701 4702 4750 4753 4772 9999",
}
TEXTS |= {
    f"delivery__{code}": reported(LOST, problem, code)
    for problem, codes in LATE.items()
    for code in codes.split()
}
TEXTS |= {
    f"delivery__{code}": reported(LOST, Problem.BUSY, code, PASSES) for code in ("5100", "5220", "5620")
}

SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, "", "Bandwidth answered with something else than expected (HTTP 202)."
    ),
    "send__refused_400": SendProblem(Problem.REFUSED, "", "Bandwidth refused the text."),
    "send__busy": SendProblem(
        Problem.BUSY, "", "Bandwidth asks us to wait: its queue for this account is full."
    ),
}
SENDS |= {
    f"send__refused_{status}": SendProblem(problem, "", said)
    for status, (problem, said) in tables.REFUSALS.items()
}


# --- A call that we place ---

PLACED: dict[str, list[Event]] = {
    "placed__picked_up": [PlacedCall("placed_1", Step.PICKED_UP, AT)],
    "placed_key__pressed_one": [PlacedCall("placed_1", Step.CONNECTING, AT)],
    "placed_key__pressed_two": [PlacedCall("placed_1", Step.OVER, AT)],
    "placed_key__pressed_nothing": [PlacedCall("placed_1", Step.OVER, AT)],
    "placed_leg__answered": [PlacedCall("placed_1", Step.SPOKE, AT)],
    "placed_done__new_status": ignored("cause says parked, which is new to us"),
    "placed_status__new_status": ignored("cause says parked, which is new to us"),
    "placed_status__new_event": ignored("eventType says parked, which is new to us"),
    "placed_status__of_no_call": ignored("this call is none of ours"),
    **{
        f"placed_done__{cause.replace('-', '_')}": [PlacedCall("placed_1", Step.NOT_REACHED, AT)]
        for cause in tables.RINGING_ENDED
    },
    "placed_done__hangup": [PlacedCall("placed_1", Step.SPOKE, AT)],
    **{
        f"placed_status__{cause.replace('-', '_')}": [PlacedCall("placed_1", Step.OVER, AT)]
        for cause in tables.CALL_ENDED
    },
}
PLACES: dict[str, Placed | SendProblem] = {
    "place__started": Placed(LEG),
    "place__refused": SendProblem(Problem.REFUSED, said="Bandwidth refused the call."),
}


# --- Whole calls ---

TAKEN = [
    # Rosa hung up first; then Dan did: only then is the end of the ringing left out.
    "call_started__plain screen__picked_up screen_key__pressed_1 leg_ended__hangup ringing_ended__hangup",
    "call_started__plain screen__picked_up screen_key__pressed_1 leg_ended__hangup call_ended__hangup",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or gave up while it rang.
    "call_started__plain leg_ended__timeout ringing_ended__timeout call_ended__hangup",
    "call_started__plain leg_ended__cancel call_ended__unanswered",
    "call_started__plain leg_ended__cancel call_ended__cancel",
    # A voicemail picked up and pressed nothing.
    "call_started__plain screen__picked_up screen_key__pressed_nothing ringing_ended__hangup",
    "call_started__plain screen__picked_up leg_ended__hangup ringing_ended__hangup call_ended__hangup",
    # Two phones in turn.
    "call_started__plain ringing_ended__first_in_turn leg_ended__rejected ringing_ended__timeout",
]
TAKEN_WITHOUT_KEY = ["call_started__plain screen__picked_up leg_ended__hangup call_ended__hangup"]


# --- For the battery ---


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    lookups={
        f"lookup__{theirs.lower().replace('-', '_')}": Lookup(ours, "", "Example Mobile")
        for theirs, ours in (*tables.LINE_TYPE.items(), ("pager", ""))
    },
    registers="+18885550142",
    registrations={
        **{f"registration__{status.lower()}": said for status, said in tables.VERIFICATION.items()},
        "registration__parked": NEW,
        "registration__none": NOT_HANDED_IN,
        "registration__blocked": BLOCKED,
    },
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    recorded="voicemail__left",
    recordings={"": f"{{base}}/api/v2/accounts/9900000/calls/{CALL}/recordings/{RECORDING}/media"},
    events=CALLS | TEXTS | PLACED,
    places=PLACES,
    new_words=[
        *(name for name in CALLS | TEXTS if name.endswith(("__new_status", "__new_cause", "__new_type"))),
        *(name for name in PLACED if name.endswith(("__new_status", "__new_event"))),
        "call__new_event",
    ],
    unreadable={
        "call_started__no_call": "callId",
        "screen__no_phone": "transferTo",
        "text_received__no_id": "message.id",
    },
    signature_headers=["authorization"],
    signs_body=False,
    signs_url=False,
    sends=SENDS,
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None, "find__to_another": None},
    checks={"check__good_key": None, "check__bad_key": Problem.MISCONFIGURED},
)
