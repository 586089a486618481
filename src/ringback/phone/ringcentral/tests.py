"""RingCentral: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone import tokens
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
    VoicemailLeft,
)
from ringback.phone.ringcentral import tables
from ringback.phone.ringcentral.provider import PROVIDER, RingCentralSettings, login

WEBHOOK_TOKEN, CLIENT_SECRET = "test-ringcentral-token", "test-client-secret"
JWT, TOKEN = "test-jwt-credential", "test-access-token"
SETTINGS = RingCentralSettings("client_1", Secret(CLIENT_SECRET), Secret(JWT), Secret(WEBHOOK_TOKEN))
ROTATED = replace(SETTINGS, webhook_token=Secret("new token"), previous_webhook_token=Secret(WEBHOOK_TOKEN))
LINE, BEN, DAN = "+15125550142", "+15125550144", "+15125550178"
CALL = "s-0000000000000001"
ROSA, AGENT = ("p-0000000000000001-1", LINE), ("p-0000000000000001-2", "102")
UNCLEAR = Proof.UNCLEAR


# --- What each webhook says ---


def started(**changes: Any) -> CallStarted:
    return replace(CallStarted(CALL, DAN, LINE, AT, caller_name="Dan Miller"), **changes)


def left(outcome: Outcome, ended: bool = True, leg: tuple[str, str] = ROSA) -> list[Event]:
    of_leg = LegEnded(CALL, *leg, outcome, AT)
    return [of_leg, CallEnded(CALL, DAN, LINE, outcome, UNCLEAR, AT)] if ended else [of_leg]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


def received(body: str = "My sink is leaking", answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived("400", DAN, LINE, body, AT, keyword_answered=answered), **changes)]


RINGS, ANSWERED = LegRang(CALL, *ROSA, AT), LegAnswered(CALL, *ROSA, AT)
RANG_OUT = RingingEnded(CALL, DAN, LINE, Outcome.NO_ANSWER, UNCLEAR, AT)
FROM_INSIDE = ignored("this call did not come from outside")
NEW_EVENT = ignored("event says levitation, which is new to us")

CALLS: dict[str, list[Event]] = {
    "setup": [started()],
    "proceeding": [started(), RINGS],
    "answered": [ANSWERED],
    "faxreceive": [ANSWERED],
    "voicemail": [RANG_OUT],
    "vmscreening": [RANG_OUT],
    "voicemailscreening": [RANG_OUT],
    "hold": ignored("the call goes on"),
    "parked": ignored("the call goes on"),
    "gone": [RINGS, CallEnded(CALL, DAN, LINE, Outcome.COMPLETED, UNCLEAR, AT)],
    "disconnected": left(Outcome.COMPLETED),
    "disconnected_missed": left(Outcome.NO_ANSWER),
    "disconnected_timeout": left(Outcome.NO_ANSWER, ended=False),
    "timeout_missed": left(Outcome.NO_ANSWER),
    "finished_missed": left(Outcome.NO_ANSWER),
    "busy_missed": left(Outcome.BUSY),
    "agent_rings": [started(dialled=""), LegRang(CALL, *AGENT, AT)],
    "agent_answers": [LegAnswered(CALL, *AGENT, AT)],
    "agent_misses": left(Outcome.NO_ANSWER, ended=False, leg=AGENT),
    "two_parties": [ANSWERED, *left(Outcome.NO_ANSWER, ended=False, leg=AGENT)],
    "hidden_caller": [started(caller="", caller_name=""), RINGS],
    "no_number_called": [started(dialled=""), LegRang(CALL, ROSA[0], "Rosa", AT)],
    "without_origin": [started()],
    "internal": FROM_INSIDE,
    "outbound": FROM_INSIDE,
    "ring_out": ignored("this is no call of a customer"),
    "nobody": ignored("nobody takes part in this call"),
    "new_status": ignored("status says Levitating, which is new to us"),
    "new_reason__new_status": ignored("reason says Levitated, which is new to us"),
    "new_reason_but_missed": left(Outcome.NO_ANSWER),
}
CALLS |= {
    f"disconnected_{reason.lower()}": left(Outcome.NO_ANSWER, ended=False) for reason in sorted(tables.MOVED)
}
CALLS |= {f"disconnected_{reason.lower()}": left(outcome) for reason, outcome in tables.ENDED.items()}
CALLS = {f"call__{name}": events for name, events in CALLS.items()}

TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received(),
    "text_received__number_as_id": received(),
    "text_received__stop_sentence": received("please stop texting me"),
    "text_received__toll_free_stop": received("STOP", answered=True, to="+18885550142"),
    "text_received__group": received(),
    "text_received__picture": received("", media=(Media("https://x.example/p", "image/jpeg"),)),
    "text_received__outbound": ignored("this text did not come from outside"),
    "text_received__new_status": ignored("type says Telepathy, which is new to us"),
    "voicemail__left": [VoicemailLeft("", "600", None, "", AT, DAN)],
    "other__reminder": ignored("RingCentral reminds us that the subscription will end"),
    "other__new_event": NEW_EVENT,
    "other__without_id": NEW_EVENT,
}
for word in ("STOP", "unsubscribe", "Quit", "CANCEL", "END", "START", "UNSTOP"):
    TEXTS[f"text_received__{word.lower()}"] = received(word, answered=True)

SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent("700"),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, said="RingCentral answered with something else than expected (HTTP 200)."
    ),
    "send__failed_at_once": SendProblem(
        Problem.OPTED_OUT, "SMS-RC-413", "This person has texted STOP to this line."
    ),
    "send__failed_without_code": SendProblem(
        Problem.REFUSED, said="RingCentral did not send the text and gives no reason."
    ),
    "send__refused_new_code": SendProblem(Problem.REFUSED, "MSG-000", "RingCentral refused the text."),
    "send__forbidden": SendProblem(
        Problem.MISCONFIGURED,
        "CMN-401",
        "RingCentral does not let this app send texts from this number.",
    ),
}
CODES = {
    Problem.BAD_NUMBER: "RC-410 UP-410 CAR-411",
    Problem.OPTED_OUT: "RC-413 UP-413 CAR-413",
    Problem.MISCONFIGURED: "UP-414 CAR-414 UP-431 CAR-461",
    Problem.FILTERED: "RC-430 UP-430 CAR-430 CAR-435",
    Problem.REFUSED: "UP-432 CAR-432 CAR-104 CAR-199",
    Problem.BUSY: "RC-403 CAR-450 CAR-451 CAR-452 RC-500 UP-500 CAR-410 CAR-431 CAR-500",
}
SENDS |= {
    f"send__refused_{code.lower().replace('-', '_')}": SendProblem(
        kind, f"SMS-{code}", tables.ERRORS[f"SMS-{code}"][1]
    )
    for kind, codes in CODES.items()
    for code in codes.split()
}


def found(call: str, caller: str = DAN, ended: bool = True) -> FoundCall:
    return FoundCall(call, caller, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended)


# --- Whole calls ---

TAKEN = [
    "call__setup call__proceeding call__answered call__disconnected",
    "call__proceeding call__agent_misses call__answered call__disconnected_missed",
    "call__answered call__disconnected_blindtransfer call__voicemail call__disconnected_missed",
    "call__proceeding call__answered call__gone",
]
MISSED = [
    "call__setup call__proceeding call__disconnected_missed",
    "call__proceeding call__voicemail call__disconnected",
    "call__agent_rings call__agent_misses call__disconnected_missed",
    "call__proceeding call__gone",
]


# --- For the battery ---


class SignedIn(ContractCase[RingCentralSettings]):
    """With an access token already fetched, so that each request of the battery is the one it is about."""

    def at(self, base: str) -> RingCentralSettings:
        settings = replace(self.settings, api_base=base)
        tokens.keep(login(settings), Secret(TOKEN), 3600)
        return settings


CASE = SignedIn(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    events=CALLS | TEXTS,
    new_words=[name for name in CALLS | TEXTS if name.endswith(("new_status", "new_event"))],
    dated={"call__proceeding": "2026-11-20T17:03:00Z"},
    unreadable={
        "call__no_call": "telephonySessionId",
        "call__no_status": "code",
        "call__no_party_id": "id",
        "call__odd_parties": "parties",
        "text_received__no_id": "id",
        "text_received__no_sender": "phoneNumber",
        "text_received__no_line": "to",
        "broken__no_json": "body",
        "broken__a_list": "body",
        "broken__no_event": "event",
    },
    signature_headers=["validation-token"],
    signs_body=False,
    signs_url=False,
    sends=SENDS,
    finds={"find__found": Sent("700"), "find__not_there": None},
    recorded="voicemail__left",
    recordings={
        "recording__found": "{base}/restapi/v1.0/account/~/extension/~/message-store/600/content/601",
        "recording__none": None,
        "recording__gone": None,
    },
    calls={"calls__listed": [found(CALL), found("s-2", caller="", ended=False)]},
    checks={"check__good_key": None},
)
