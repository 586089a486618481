"""Dialpad: what each fixture says, for the battery in tests/contract."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Sent
from ringback.phone.dialpad import tables
from ringback.phone.dialpad.provider import PROVIDER, DialpadSettings
from ringback.phone.dialpad.wire import read
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

SECRET, API_KEY = "test-dialpad-secret-0123456789abcdef", "test-api-key"
OFFICE = "2000000000000001"
SETTINGS = DialpadSettings(Secret(API_KEY), Secret(SECRET), target_type="office", target_id=OFFICE)
ROTATED = replace(SETTINGS, webhook_secret=Secret("new secret"), previous_webhook_secret=Secret(SECRET))
LINE, BEN, DAN = "+15125550142", "+15125550144", "+15125550178"
CALL, LEG, OTHER_LEG = "1000000000000001", "1000000000000002", "1000000000000003"
TEXT_ID, RECORDING = "4000000000000001", "3000000000000001"
LINK = "https://dialpad.com/v/1"
UNCLEAR = Proof.UNCLEAR


# --- What each webhook says ---


def started(**changes: Any) -> CallStarted:
    return replace(CallStarted(CALL, DAN, LINE, AT, caller_name="Dan Miller"), **changes)


def ended(outcome: Outcome, seconds: int | None = None) -> CallEnded:
    return CallEnded(CALL, DAN, LINE, outcome, UNCLEAR, AT, seconds)


def received(body: str = "My sink is leaking", answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived(TEXT_ID, DAN, LINE, body, AT, keyword_answered=answered), **changes)]


def reported(state: TextState, problem: Problem | None = None, code: str = "", said: str = "") -> list[Event]:
    error = SendProblem(problem, code, said or tables.ERRORS[code][1]) if problem else None
    return [TextReport(TEXT_ID, "", state, AT, error)]


OUR_RING = LegRang(CALL, CALL, LINE, AT)
VOICEMAIL = VoicemailLeft(CALL, LINK, None, "", AT)
FROM_INSIDE: list[Event] = [Ignored("this call did not come from outside")]

CALLS: dict[str, list[Event]] = {
    "call_started__calling": [started()],
    "call_started__preanswer": [started()],
    "call_started__queued": [started()],
    "call_started__ringing": [started(), OUR_RING],
    "call_started__hidden": [started(caller="", caller_name=""), OUR_RING],
    "call_started__blocked_number": [started(caller="blocked"), OUR_RING],
    "call_started__no_targets": [started(), replace(OUR_RING, phone="")],
    "leg__ringing": [started(), LegRang(CALL, LEG, BEN, AT)],
    "leg__ringing_for_master": [started(), LegRang(CALL, LEG, BEN, AT)],
    "leg__connected": [LegAnswered(CALL, LEG, BEN, AT)],
    "leg__missed": [LegEnded(CALL, LEG, BEN, Outcome.NO_ANSWER, AT)],
    "leg__hangup_connected": [
        LegAnswered(CALL, LEG, BEN, AT),
        LegEnded(CALL, LEG, BEN, Outcome.COMPLETED, AT),
    ],
    "leg__hangup_elsewhere": [LegEnded(CALL, OTHER_LEG, BEN, Outcome.HUNG_UP, AT)],
    "leg__of_the_entry_point": [ended(Outcome.NO_ANSWER)],
    "call_ended__missed": [ended(Outcome.NO_ANSWER)],
    "call_ended__hung_up": [ended(Outcome.HUNG_UP)],
    "call_ended__connected": [LegAnswered(CALL, CALL, LINE, AT), ended(Outcome.COMPLETED, 4)],
    "call_ended__own_entry_point": [ended(Outcome.HUNG_UP)],
    "call_ended__blocked": [replace(ended(Outcome.BLOCKED), proof=Proof.NOBODY)],
    "call_ended__voicemail": [ended(Outcome.HUNG_UP)],
    "voicemail__begins": [RingingEnded(CALL, DAN, LINE, Outcome.NO_ANSWER, UNCLEAR, AT)],
    "voicemail__uploaded": [VOICEMAIL, ended(Outcome.NO_ANSWER)],
    "voicemail__only_link": [VOICEMAIL, ended(Outcome.NO_ANSWER)],
    "transcript__written": [replace(VOICEMAIL, words="My sink is leaking.")],
    "transcript__nothing": [Ignored("nothing of a voicemail was written out")],
    "call__outbound": FROM_INSIDE,
    "call__internal": FROM_INSIDE,
    "call__new_status": [Ignored("state says levitating, which is new to us")],
    "call__new_direction": [Ignored("direction says sideways, which is new to us")],
}
IGNORED: dict[str, list[Event]] = {
    f"call__{state}": [Ignored(why)] for state, why in tables.STATES.items() if why
}
CALLS |= IGNORED

TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received(),
    "text_received__one_number": received(),
    "text_received__without_the_words": received(""),
    "text_received__picture": received("", media=(Media("https://dialpad.com/mms/1", "image/*"),)),
    "text_received__stop": received("STOP", answered=True),
    "text_received__unstop": received("unstop", answered=True),
    "text_received__help": received("Help", answered=True),
    "text_received__stop_and_blank": received("STOP "),
    "text_received__toll_free_stop": received("STOP", answered=True, to="+18885550142"),
    "text_received__toll_free_help": received("HELP", to="+18885550142"),
    "text__new_direction": [Ignored("direction says sideways, which is new to us")],
}
REPORTS: dict[str, list[Event]] = {
    "delivery__pending": reported(TextState.ACCEPTED),
    "delivery__success": reported(TextState.SENT),
    "delivery__failed_new_result": reported(
        TextState.UNDELIVERED,
        Problem.REFUSED,
        said="The text did not arrive, for a reason Ringback does not know.",
    ),
    "delivery__new_status": [Ignored("message_status says parked, which is new to us")],
}
LATE = {
    "internal_error": Problem.BUSY,
    "invalid_destination": Problem.BAD_NUMBER,
    "invalid_source": Problem.MISCONFIGURED,
    "no_route": Problem.BAD_NUMBER,
    "not_supported": Problem.BAD_NUMBER,
    "rejected": Problem.REFUSED,
    "rejected_spam": Problem.FILTERED,
    "time_out": Problem.REFUSED,
}
REPORTS |= {
    f"delivery__failed_{code}": reported(TextState.UNDELIVERED, kind, code) for code, kind in LATE.items()
}


def found(call: str, caller: str = DAN) -> FoundCall:
    return FoundCall(call, caller, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended=True)


# --- Whole calls ---

TAKEN = [
    "leg__ringing leg__connected leg__hangup_elsewhere call_ended__hung_up",
    "call_started__ringing leg__missed leg__hangup_connected call_ended__connected",
]
MISSED = [
    "call_started__ringing leg__ringing leg__missed call_ended__missed",
    "call_started__ringing voicemail__begins call_ended__voicemail voicemail__uploaded",
    "call_started__calling call_ended__missed call_ended__hung_up",
    "call_started__ringing call_ended__blocked call_ended__hung_up",
]


# --- For the battery ---


def said(field: str) -> Any:
    def reached(fixture: Fixture) -> Iterable[str]:
        try:
            return [] if fixture.is_answer else [str(read(fixture.request(AT)).fields.get(field))]
        except Unreadable:
            return []

    return reached


def words(fixture: Fixture) -> list[str]:
    return [body.upper() for body in said("text")(fixture)]


NEW = [name for name in CALLS | TEXTS | REPORTS if name.endswith(("__new_status", "__new_direction"))]

CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    recorded="voicemail__only_link",
    recordings={"": LINK},
    events=CALLS | TEXTS | REPORTS,
    new_words=NEW,
    dated={"call_ended__missed": "2026-11-20T17:03:10.500Z"},
    unreadable={
        "call__no_state": "state",
        "call__no_id": "call_id",
        "call__odd_number": "external_number",
        "call__no_token": "body",
        "text_received__no_id": "id",
        "text_received__no_line": "to_number",
    },
    signs_url=False,
    sends={
        "send__accepted": Sent("4000000000000002"),
        "send__accepted_as_number": Sent("4000000000000002"),
        "send__accepted_without_id": SendProblem(
            Problem.UNSURE, said="Dialpad answered with something else than expected (HTTP 200)."
        ),
        "send__failed_at_once": SendProblem(
            Problem.BAD_NUMBER, "invalid_destination", "This number cannot get texts."
        ),
        "send__failed_without_result": SendProblem(
            Problem.REFUSED, said="Dialpad did not send the text and gives no reason."
        ),
        "send__refused": SendProblem(Problem.REFUSED, said="Dialpad refused the text."),
    },
    calls={"calls__listed": [found(CALL), found("1000000000000004", caller="")]},
    checks={"check__good_key": None},
)
