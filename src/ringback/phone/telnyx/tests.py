"""Telnyx: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import Placed, Sent
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
from ringback.phone.telnyx import tables
from ringback.phone.telnyx.provider import PROVIDER, TelnyxSettings
from ringback.phone.telnyx.replay import TEST_PUBLIC_KEY
from ringback.phone.words import NO_KEY

API_KEY = "KEYtest-key-of-the-interface"
SETTINGS = TelnyxSettings(Secret(API_KEY), Secret(TEST_PUBLIC_KEY))
ROTATED = TelnyxSettings(
    Secret("new key"),
    Secret("bmV3IGtleSBuZXcga2V5IG5ldyBrZXkgbmV3IGtleSE="),
    previous_public_key=Secret(TEST_PUBLIC_KEY),
)

CALL = "00000000-0000-4000-8000-000000000001"
CALLER_LEG, LEG = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"
TEXT_ID, RECORDING = "00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000d1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"


# --- What each webhook says ---


def started(**changes: Any) -> list[Event]:
    return [replace(CallStarted(CALL, DAN, LINE, AT, caller_name="DAN MILLER"), **changes)]


def ended(outcome: Outcome, proof: Proof) -> list[Event]:
    return [CallEnded(CALL, DAN, LINE, outcome, proof, AT)]


def leg_ended(outcome: Outcome) -> list[Event]:
    return [LegEnded(CALL, LEG, ROSA, outcome, AT)]


def received(body: str, answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, problem: Problem | None = None, code: str = "", said: str = "") -> list[Event]:
    error = SendProblem(problem, code, said or tables.ERRORS[code][1]) if problem else None
    return [TextReport(TEXT_ID, "text_1", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


NOBODY, UNCLEAR = Proof.NOBODY, Proof.UNCLEAR
OPENED = ignored("the caller's line was opened")
SILENT = ignored("this decides nothing about the call")

CALLER: dict[str, list[Event]] = {
    "call_started__plain": started(),
    "call_started__anonymous": started(caller="anonymous"),
    "call_started__empty_caller": started(caller=""),
    "call_started__forwarded": started(forwarded_from=ROSA),
    "call_started__forwarded_oddly": started(forwarded_from="<sip:switchboard@x>"),
    "call_started__stir_a": started(attestation="A"),
    "call_started__stir_b": started(attestation="B"),
    "call_started__stir_c": started(attestation="C"),
    "call_started__stir_failed": started(attestation="failed"),
    "call_started__stir_new": started(),
    "call_started__placed_by_us": ignored("this call was placed by the account itself"),
    "call_started__new_direction": ignored("direction says internal, which is new to us"),
    "call_answered__taken": OPENED,
    "call_answered__arrived": OPENED,
    "call_answered__without_note": OPENED,
    "call_answered__unanswered": [RingingEnded(CALL, DAN, LINE, Outcome.NO_ANSWER, NOBODY, AT)],
    "call_bridged__caller": [RingingEnded(CALL, DAN, LINE, Outcome.COMPLETED, Proof.CONNECTED, AT)],
    "call_ended__originator_cancel": ended(Outcome.HUNG_UP, NOBODY),
    "call_ended__normal_clearing": ended(Outcome.COMPLETED, UNCLEAR),
    "call_ended__after_talk": ended(Outcome.COMPLETED, UNCLEAR),
    "call_ended__time_limit": ended(Outcome.COMPLETED, UNCLEAR),
    "call_ended__unspecified": ended(Outcome.COMPLETED, UNCLEAR),
    "call_ended__timeout": ended(Outcome.NO_ANSWER, NOBODY),
    "call_ended__no_answer": ended(Outcome.NO_ANSWER, NOBODY),
    "call_ended__call_rejected": ended(Outcome.DECLINED, NOBODY),
    "call_ended__user_busy": ended(Outcome.BUSY, NOBODY),
    "call_ended__not_found": ended(Outcome.FAILED, NOBODY),
    "call_ended__new_cause": ignored("hangup_cause says parked, which is new to us"),
    "call_ended__of_another_program": ignored("another program has this call in hand"),
    "speak_ended__completed": SILENT,
    "speak_ended__call_hangup": SILENT,
    **{
        f"silent__{type.removeprefix('call.').replace('.', '_')}": SILENT
        for type in tables.SILENT - {"call.speak.ended"}
    },
    "new_event": ignored("event_type says call.parked, which is new to us"),
}

PHONES: dict[str, list[Event]] = {
    "leg__initiated": ignored("this phone does not ring yet"),
    "leg__ringing": [LegRang(CALL, LEG, ROSA, AT)],
    "leg__answered": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__answered_among_others": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg__bridged": ignored("the caller's side says the same"),
    "leg__cost": SILENT,
    "leg_ended__originator_cancel": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__normal_clearing": leg_ended(Outcome.COMPLETED),
    "leg_ended__after_talk": leg_ended(Outcome.COMPLETED),
    "leg_ended__time_limit": leg_ended(Outcome.COMPLETED),
    "leg_ended__unspecified": leg_ended(Outcome.FAILED),
    "leg_ended__timeout": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__no_answer": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__rang_out_among_others": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__rang_out_first_in_turn": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__call_rejected": leg_ended(Outcome.DECLINED),
    "leg_ended__declined_among_others": leg_ended(Outcome.DECLINED),
    "leg_ended__user_busy": leg_ended(Outcome.BUSY),
    "leg_ended__not_found": leg_ended(Outcome.FAILED),
    "leg_ended__new_cause": ignored("hangup_cause says parked, which is new to us"),
    "caller_key__pressed_1": [CallerPressed(CALL, DAN, LINE, AT)],
    **{f"caller_key__{case}": [NO_KEY] for case in ("pressed_2", "timeout", "hung_up")},
    "speak_ended__thanked": ignored("this decides nothing about the call"),
    "key__pressed_1": [LegAccepted(CALL, LEG, ROSA, AT)],
    "key__pressed_1_among_others": [LegAccepted(CALL, LEG, ROSA, AT)],
    **{
        f"key__{case}": leg_ended(Outcome.DECLINED)
        for case in ("pressed_2", "invalid", "timeout", "cancelled", "cancelled_amd")
    },
    "key__hung_up": ignored("this phone hung up before a key was pressed"),
    "key__new_status": ignored("status says parked, which is new to us"),
}

NO_VOICEMAIL = ignored("the caller left no voicemail")
VOICEMAILS: dict[str, list[Event]] = {
    "voicemail__left": [VoicemailLeft(CALL, CALLER_LEG, 12, "", AT)],
    "voicemail__with_id": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail__odd_time": [VoicemailLeft(CALL, CALLER_LEG, None, "", AT)],
    "voicemail__empty": NO_VOICEMAIL,
    "voicemail__error": ignored("the voicemail could not be recorded"),
    "transcript__completed": [
        VoicemailLeft(CALL, RECORDING, None, "My sink is leaking, please call me back.", AT)
    ],
    "transcript__empty": NO_VOICEMAIL,
}

TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍"),
    **{f"text_received__{word.lower()}_answered": received(word, True) for word in ("STOP", "START", "HELP")},
    "text_received__stop_unanswered": received("STOP"),
    "text_received__stop_sentence": received("stop please"),
    "text_received__stop_toll_free": received("stop", True, to="+18005550142"),
    "text_received__pictures": received(
        "",
        media=(
            Media("https://media.example.com/made-up-1.jpg", "image/jpeg"),
            Media("https://media.example.com/made-up-2.mp4", "video/mp4"),
        ),
    ),
    "text__new_event": ignored("event_type says message.parked, which is new to us"),
}

UNKNOWN = "The text did not arrive, for a reason Ringback does not know."
LOST = TextState.UNDELIVERED
REPORTS: dict[str, list[Event]] = {
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sending": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivery_unconfirmed": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__delivered_by_name": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__expired": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__sending_failed": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__delivery_failed": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_by_name": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_odd_code": reported(LOST, Problem.REFUSED, "", UNKNOWN),
    "delivery__failed_new_code": reported(LOST, Problem.REFUSED, "49999", UNKNOWN),
    "delivery__failed_40300_without_stop": reported(LOST, Problem.REFUSED, "40300", tables.BLOCKED),
    "delivery__new_status": ignored("status says parked, which is new to us"),
    "delivery__of_incoming": ignored("a report about a text that came in"),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
}
LATE = {
    Problem.BUSY: "40011 40016 40018",
    Problem.MISCONFIGURED: "40010 40100 40150",
    Problem.BAD_NUMBER: "40001 40008",
    Problem.OPTED_OUT: "40300",
    Problem.FILTERED: "40002 40003 40015 40017 40322",
    Problem.REFUSED: "40004 40005 40006 40014",
}
REPORTS |= {
    f"delivery__failed_{code}": reported(LOST, problem, code)
    for problem, codes in LATE.items()
    for code in codes.split()
}

AT_ONCE = {
    Problem.BUSY: "10011 40318",
    Problem.MISCONFIGURED: "10009 10010 20012 20100 40013 40305 40308 40312 40313 40320 40321 40329",
    Problem.BAD_NUMBER: "40012 40301 40310 40319",
    Problem.OPTED_OUT: "40300",
    Problem.REFUSED: "40009 40302 40309 40328",
}
SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, "", "Telnyx answered with something else than expected (HTTP 200)."
    ),
    "send__refused_new_code": SendProblem(Problem.REFUSED, "49999", "Telnyx refused the text."),
}
SENDS |= {
    f"send__refused_{code}": SendProblem(problem, code, tables.ERRORS[code][1])
    for problem, codes in AT_ONCE.items()
    for code in codes.split()
}


# --- A call that we place ---


def placed(step: Step) -> list[Event]:
    return [PlacedCall("placed_1", step, AT)]


PLACED: dict[str, list[Event]] = {
    "placed__initiated": ignored("this phone does not ring yet"),
    "placed__picked_up": placed(Step.PICKED_UP),
    "placed__of_no_call": ignored("this call is none of ours"),
    "placed__of_another_kind": ignored("this call is none of ours"),
    "placed__speak_started": ignored("this decides nothing"),
    "placed__new_event": ignored("event_type says call.juggled, which is new to us"),
    "placed__connected": placed(Step.SPOKE),
    "placed_key__pressed_one": placed(Step.CONNECTING),
    "placed_key__new_status": ignored("status says parked, which is new to us"),
    **{f"placed_key__{case}": placed(Step.OVER) for case in ("pressed_two", "timeout", "call_hangup")},
    "placed_leg__initiated": ignored("this phone does not ring yet"),
    "placed_leg__answered": placed(Step.SPOKE),
    "placed_leg__bridged": placed(Step.SPOKE),
    **{f"placed_leg__{cause}": placed(Step.NOT_REACHED) for cause in tables.LEG_ENDED},
    **{f"placed_status__{cause}": placed(Step.OVER) for cause in tables.LEG_ENDED},
    **{
        f"placed_{of}__new_status": ignored("hangup_cause says parked, which is new to us")
        for of in ("leg", "status")
    },
}
PLACES: dict[str, Placed | SendProblem] = {
    "place__started": Placed("v3:made-up-phone"),
    "place__refused": SendProblem(Problem.REFUSED, said="Telnyx refused the call."),
}


# --- Whole calls ---

# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain leg__answered key__pressed_1 call_bridged__caller call_ended__after_talk",
    "call_started__plain leg__answered key__pressed_1 call_bridged__caller",
    "call_started__plain leg__answered key__pressed_1 call_ended__after_talk leg_ended__after_talk",
    "call_started__plain key__pressed_1 key__timeout leg_ended__normal_clearing call_bridged__caller",
    # She picked up while the greeting had begun.
    "call_started__plain call_answered__unanswered leg__answered key__pressed_1 call_bridged__caller",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg_ended__timeout call_answered__unanswered call_ended__normal_clearing",
    "call_started__plain leg_ended__timeout call_answered__unanswered",
    "call_started__plain leg_ended__originator_cancel call_ended__originator_cancel",
    # A voicemail picked up, and pressed nothing.
    "call_started__plain leg__answered key__timeout leg_ended__normal_clearing call_answered__unanswered",
    "call_started__plain leg__answered call_ended__normal_clearing",
    # The caller had hung up when Rosa pressed the key.
    "call_started__plain leg__answered key__pressed_1 call_ended__originator_cancel",
]
TAKEN_WITHOUT_KEY = ["call_started__plain leg__answered call_bridged__caller call_ended__after_talk"]


# --- For the battery ---


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    recorded="voicemail__left",
    recordings={
        "recording__found": "https://s3.example.com/recordings/voicemail.mp3?signed=1",
        "recording__only_wav": "https://s3.example.com/recordings/voicemail.wav?signed=1",
        "recording__none": None,
    },
    events=CALLER | PHONES | VOICEMAILS | TEXTS | REPORTS | PLACED,
    places=PLACES,
    places_first=("first__number",),
    places_by_command=True,
    new_words=[
        "call_started__new_direction",
        "call_ended__new_cause",
        "leg_ended__new_cause",
        "key__new_status",
        "new_event",
        "text__new_event",
        "delivery__new_status",
        *(name for name in PLACED if name.endswith(("__new_status", "__new_event"))),
    ],
    unreadable={
        "call_started__no_call": "call_session_id",
        "call_started__no_caller": "from",
        "call_ended__no_cause": "hangup_cause",
        "text_received__no_id": "id",
        "text_received__to_nobody": "to",
        "text_received__from_nobody": "from",
        "broken__a_list": "body",
        "broken__no_data": "data",
        "broken__no_type": "event_type",
        "broken__no_payload": "payload",
        "broken__list_for_text": "client_state",
    },
    signature_headers=["telnyx-signature-ed25519", "telnyx-timestamp"],
    signs_url=False,
    window_seconds=300,
    sends=SENDS,
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None, "find__another": None},
    checks={"check__good_key": None, "check__bad_key": Problem.MISCONFIGURED},
)
