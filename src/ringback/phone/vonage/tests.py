"""Vonage: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
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
from ringback.phone.vonage import tables
from ringback.phone.vonage.provider import PROVIDER, VonageSettings
from ringback.phone.words import NO_KEY

# Nobody's: it is made anew in each run.
PRIVATE_KEY = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    .decode()
)
SECRET = "vonage-signature-secret-0123456789ab"
SETTINGS = VonageSettings(
    api_key="abcd1234",
    api_secret=Secret("an API secret"),
    signature_secret=Secret(SECRET),
    application_id="00000000-0000-4000-8000-0000000000f1",
    private_key=Secret(PRIVATE_KEY),
    keyword_replies="vonage",
)
ROTATED = replace(SETTINGS, signature_secret=Secret("a new secret"), previous_signature_secret=Secret(SECRET))

TAIL = "-0000-4000-8000-0000000000"
CALL, PHONE, TEXT_ID = f"CON-00000000{TAIL}a1", f"00000000{TAIL}c1", f"00000000{TAIL}d1"
RECORDING = f"https://api.nexmo.com/v1/files/00000000{TAIL}e1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"


# --- What each webhook says ---


def started(**changes: Any) -> list[Event]:
    return [replace(CallStarted(CALL, DAN, LINE, AT), **changes)]


def ended(outcome: Outcome, proof: Proof, seconds: int | None = None) -> list[Event]:
    return [CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)]


def leg_ended(outcome: Outcome) -> list[Event]:
    return [LegEnded(CALL, PHONE, ROSA, outcome, AT)]


def last_leg(outcome: Outcome, ringing: Outcome | None = None) -> list[Event]:
    over = RingingEnded(CALL, DAN, LINE, ringing or outcome, Proof.NOBODY, AT)
    return [*leg_ended(outcome), over]


def received(body: str, answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, code: str | None = None) -> list[Event]:
    unknown = "The text did not arrive, for a reason Ringback does not know."
    error = None
    if code is not None:
        error = tables.problem(code, SendProblem(Problem.REFUSED, code, unknown))
    return [TextReport(TEXT_ID, "text_1", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


NOBODY, UNCLEAR = Proof.NOBODY, Proof.UNCLEAR
NO_VOICEMAIL = ignored("the caller left no voicemail")

CALLS: dict[str, list[Event]] = {
    "call_started__plain": started(),
    "call_started__post": started(),
    "call_started__with_plus": started(),
    "call_started__anonymous": started(caller="anonymous"),
    "call_started__unknown": started(caller="Unknown"),
    "call_started__no_caller": started(caller=""),
    "call_started__app_user": started(caller="dan"),
    "call__started": started(),
    "call__ringing": started(),
    "call__answered_get": ignored("the call was answered by our own orders"),
    "call__error": ignored("Vonage could not follow our orders; its reason is kept with the request"),
    "call__new_status": ignored("status says parked, which is new to us"),
    "call_ended__completed": ended(Outcome.COMPLETED, UNCLEAR, 42),
    "call_ended__disconnected": ended(Outcome.HUNG_UP, UNCLEAR),
    "call_ended__cancelled": ended(Outcome.HUNG_UP, NOBODY),
    "call_ended__unanswered": ended(Outcome.NO_ANSWER, NOBODY),
    "call_ended__timeout": ended(Outcome.NO_ANSWER, NOBODY),
    "call_ended__busy": ended(Outcome.BUSY, NOBODY),
    "call_ended__rejected": ended(Outcome.FAILED, NOBODY),
    "call_ended__failed": ended(Outcome.FAILED, NOBODY),
    "leg__started": ignored("a phone is about to ring"),
    "leg__ringing": [LegRang(CALL, PHONE, ROSA, AT)],
    "leg__answered": [LegAnswered(CALL, PHONE, ROSA, AT)],
    "leg__answered_at_events": [LegAnswered(CALL, PHONE, ROSA, AT)],
    "leg__new_status": ignored("status says parked, which is new to us"),
    "leg_ended__completed": leg_ended(Outcome.COMPLETED),
    "leg_ended__disconnected": leg_ended(Outcome.FAILED),
    "leg_ended__cancelled": last_leg(Outcome.HUNG_UP),
    "leg_ended__cancelled_in_turn": last_leg(Outcome.HUNG_UP),
    "leg_ended__unanswered": last_leg(Outcome.NO_ANSWER),
    "leg_ended__timeout": last_leg(Outcome.NO_ANSWER),
    "leg_ended__busy": last_leg(Outcome.BUSY),
    "leg_ended__odd_turn": last_leg(Outcome.BUSY),
    "leg_ended__rejected": last_leg(Outcome.FAILED),
    "leg_ended__failed": last_leg(Outcome.FAILED),
    "leg_ended__rejected_declined": leg_ended(Outcome.DECLINED),
    "leg_ended__rejected_invalid_number": leg_ended(Outcome.FAILED),
    "leg_ended__rejected_restricted": leg_ended(Outcome.FAILED),
    "leg_ended__unanswered_unavailable": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__unanswered_timeout": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__failed_cannot_route": leg_ended(Outcome.FAILED),
    "leg_ended__failed_number_out_of_service": leg_ended(Outcome.FAILED),
    "leg_ended__first_in_turn": leg_ended(Outcome.NO_ANSWER),
    "leg_ended__at_events": leg_ended(Outcome.NO_ANSWER),
    "screen__asked": ignored("a phone was picked up, and hears what the call is about"),
    "caller_key__pressed_1": [CallerPressed(CALL, DAN, LINE, AT)],
    "caller_key__pressed_2": [NO_KEY],
    "caller_key__none": [NO_KEY],
    "key__one": [LegAccepted(CALL, PHONE, ROSA, AT)],
    "key__older": [LegAccepted(CALL, PHONE, "", AT)],
    "key__five": last_leg(Outcome.DECLINED, Outcome.NO_ANSWER),
    "key__none": last_leg(Outcome.DECLINED, Outcome.NO_ANSWER),
    "key__none_in_turn": leg_ended(Outcome.DECLINED),
    "voicemail__left": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail__at_bare_address": [VoicemailLeft(CALL, RECORDING, 12, "", AT)],
    "voicemail__length_unknown": [VoicemailLeft(CALL, RECORDING, None, "", AT)],
    "voicemail__empty": NO_VOICEMAIL,
    "voicemail__no_bytes": NO_VOICEMAIL,
}
CALLS |= {f"call__{status}": ignored(why) for status, why in tables.SAYS_NOTHING.items()}

FILE = (Media("https://api.nexmo.com/v3/media/made-up", ""),)
LOST = TextState.UNDELIVERED
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 100% 👍"),
    "text_received__stop": received("Stop", True),
    "text_received__start": received("Start", True),
    "text_received__help": received("Help", True),
    "text_received__stop_sentence": received("stop please"),
    "text_received__stop_toll_free": received("stop", True, to="+18005550142"),
    "text_received__picture": received("Look", media=FILE),
    "text_received__new_kind": ignored("message_type says hologram, which is new to us"),
    "text_received__older_form": received("Hi"),
    "text_received__other_channel": ignored("this came by another way than text"),
    "delivery__submitted": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__rejected": reported(LOST, ""),
    "delivery__undeliverable": reported(LOST, ""),
    "delivery__new_status": ignored("status says parked, which is new to us"),
    "delivery__by_reference": reported(TextState.DELIVERED),
    "delivery__older_form": reported(TextState.DELIVERED),
    "delivery__of_unknown_text": [TextReport(TEXT_ID, "", TextState.SENT, AT)],
    "delivery__other_channel": ignored("this is about another way than text"),
    "delivery__already_sent": reported(TextState.ACCEPTED),
    "delivery__new_code": reported(LOST, "9999"),
    "delivery__code_in_address": reported(LOST, "1240"),
}
TEXTS |= {f"text_received__{kind}": received("", media=FILE) for kind in ("audio", "video", "file", "vcard")}
OPTED_OUT, BAD = {"1240"}, {"1050", "1170", "1190", "1250"}
OURS = {"1060", "1070", "1080", "1110", "1120", "1140", "1160"}
TEXTS |= {f"delivery__{code}": reported(LOST, code) for code in tables.ERRORS}


def problem_of(code: str) -> Problem:
    """The classes of the company's page, written down a second time."""
    if code in OPTED_OUT:
        return Problem.OPTED_OUT
    if code == "1210":
        return Problem.FILTERED
    if code in {"1280", "1290"}:
        return Problem.BLOCKED
    return Problem.BAD_NUMBER if code in BAD else Problem.MISCONFIGURED if code in OURS else Problem.REFUSED


SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent(TEXT_ID),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, "", "Vonage answered with something else than expected (HTTP 202)."
    ),
    "send__busy": SendProblem(Problem.BUSY, "", "Vonage asks us to wait."),
    "send__refused_1000": SendProblem(Problem.BUSY, "1000", "Vonage asks us to wait."),
    "send__refused_1120": SendProblem(Problem.MISCONFIGURED, "1120", tables.ERRORS["1120"][1]),
    "send__refused_1150": SendProblem(Problem.REFUSED, "1150", tables.ERRORS["1150"][1]),
    "send__refused_1240": SendProblem(Problem.OPTED_OUT, "1240", tables.ERRORS["1240"][1]),
    "send__refused_9999": SendProblem(Problem.REFUSED, "9999", "Vonage refused the text."),
}
SENDS |= {
    f"send__refused_{status}": SendProblem(kind, "", said) for status, (kind, said) in tables.REFUSALS.items()
}


def found_call(last: int, caller: str, ended: bool = True) -> FoundCall:
    at = datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC)
    return FoundCall(f"CON-00000000{TAIL}0{last}", caller, LINE, at, ended)


# --- A call that we place ---

OWN = ignored("this is about the member's own phone, and comes to its own address")
THEIRS = ignored("this is about the other phone, and comes to its own address")
NOT_YET = ignored("the phone is not picked up yet")


def placed(step: Step, seconds: int | None = None) -> list[Event]:
    return [PlacedCall("placed_1", step, AT, seconds)]


PLACED: dict[str, list[Event]] = {
    "placed__picked_up": placed(Step.PICKED_UP),
    "placed__without_whom": ignored("this call is none of ours"),
    "placed_key__pressed_one": placed(Step.CONNECTING),
    "placed_key__pressed_two": placed(Step.OVER),
    "placed_key__pressed_nothing": placed(Step.OVER),
    **{f"placed_leg__{status}": placed(Step.NOT_REACHED) for status in tables.PHONE_ENDED},
    **{f"placed_status__{status}": placed(Step.OVER) for status in tables.PHONE_ENDED},
    **{f"placed_{of}__{status}": NOT_YET for of in ("leg", "status") for status in tables.CALL_BEGINS},
    **{f"placed_{of}__new_status": CALLS["call__new_status"] for of in ("leg", "status")},
    "placed_leg__answered": placed(Step.SPOKE),
    "placed_leg__completed": placed(Step.SPOKE, 61),
    "placed_status__answered": ignored("they are asked for the key"),
    "placed_leg__of_the_own_phone": OWN,
    "placed_status__of_their_phone": THEIRS,
}
PLACES: dict[str, Placed | SendProblem] = {
    "place__started": Placed(f"00000000{TAIL}b1"),
    "place__refused": SendProblem(Problem.REFUSED, said="Vonage refused the call."),
}


# --- Whole calls ---

# Rosa pressed the key: the ordinary course, and with one event lost each.
TAKEN = [
    "call_started__plain leg__answered screen__asked key__one leg_ended__completed call_ended__completed",
    "call_started__plain key__one call_ended__completed",
    "leg__ringing leg__answered key__one call_ended__completed",
    # The first phone in turn did not answer, the second did.
    "call_started__plain leg_ended__first_in_turn leg__answered key__one call_ended__completed",
]
MISSED = [
    # Nobody picked up; the caller heard the greeting, or hung up while it rang.
    "call_started__plain leg__ringing leg_ended__timeout call_ended__completed",
    "call_started__plain leg_ended__cancelled call_ended__completed",
    "call_started__plain call_ended__completed",
    "call_started__plain leg_ended__timeout",
    # A voicemail picked up and pressed no key.
    "call_started__plain leg__answered screen__asked key__none leg_ended__completed call_ended__completed",
    "call_started__plain leg__answered leg_ended__completed call_ended__completed",
    # Both phones, one after the other; the second event comes only at the application's address.
    "call_started__plain leg_ended__first_in_turn leg_ended__rejected call_ended__completed",
    "call_started__plain leg_ended__at_events call_ended__completed",
]
TAKEN_WITHOUT_KEY = ["call_started__plain leg__answered leg_ended__completed call_ended__completed"]


# --- For the battery ---


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    recorded="voicemail__left",
    recordings={"": RECORDING},
    events=CALLS | TEXTS | PLACED,
    places=PLACES,
    new_words=[
        "call__new_status",
        "leg__new_status",
        "text_received__new_kind",
        "delivery__new_status",
        "placed_leg__new_status",
        "placed_status__new_status",
    ],
    unreadable={
        "call_started__no_call": "conversation_uuid",
        "call__no_status": "status",
        "leg__no_uuid": "uuid",
        "voicemail__no_recording": "recording_url",
        "text_received__no_id": "message_uuid",
    },
    signature_headers=["authorization"],
    signs_url=False,
    window_seconds=300,
    sends=SENDS,
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None, "find__of_another": None},
    calls={"calls__listed": [found_call(1, DAN), found_call(4, "anonymous", ended=False)], "calls__none": []},
    checks={
        "check__good_key": None,
        "check__bad_key": Problem.MISCONFIGURED,
        "check__unknown_application": Problem.MISCONFIGURED,
    },
)


def test_every_code_is_of_the_class_that_the_page_says() -> None:
    assert {code: kind for code, (kind, _) in tables.ERRORS.items()} == {
        code: problem_of(code) for code in tables.ERRORS
    }
