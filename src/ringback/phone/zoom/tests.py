"""Zoom: what each fixture says, for the battery in tests/contract."""

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
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.zoom import tables
from ringback.phone.zoom.provider import PROVIDER, ZoomSettings, login

SECRET, CLIENT_SECRET, TOKEN = "test-zoom-secret", "test-client-secret", "test-access-token"
SETTINGS = ZoomSettings("account_1", "client_1", Secret(CLIENT_SECRET), Secret(SECRET))
ROTATED = replace(SETTINGS, secret_token=Secret("new secret"), previous_secret_token=Secret(SECRET))
LINE, DAN = "+15125550142", "+15125550178"
CALL = "7000000000000000001"
UNCLEAR = Proof.UNCLEAR
ROSA, BEN = ("device_1", LINE), ("ext_ben", "801")


# --- What each webhook says ---


def started(**changes: Any) -> CallStarted:
    return replace(CallStarted(CALL, DAN, LINE, AT, caller_name="Dan Miller"), **changes)


def ended(outcome: Outcome, dialled: str = LINE) -> CallEnded:
    return CallEnded(CALL, DAN, dialled, outcome, UNCLEAR, AT)


def leg_ended(outcome: Outcome, phone: tuple[str, str] = ROSA) -> LegEnded:
    return LegEnded(CALL, *phone, outcome, AT)


def received(body: str = "My sink is leaking", answered: bool = False, **changes: Any) -> list[Event]:
    return [replace(TextReceived("message_1", DAN, LINE, body, AT, keyword_answered=answered), **changes)]


ANSWERED = LegAnswered(CALL, *ROSA, AT)
PERSON = CallEnded(CALL, DAN, LINE, Outcome.COMPLETED, Proof.PERSON, AT)
RANG_OUT = RingingEnded(CALL, DAN, LINE, Outcome.NO_ANSWER, UNCLEAR, AT)
VOICEMAIL = VoicemailLeft(CALL, "voicemail_1", 7, "", AT)
OPT_OUT = TextReceived(f"opt_out {DAN} {AT.isoformat()}", DAN, LINE, "STOP", AT, keyword_answered=True)


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


INTERNAL = ignored("this call did not come from outside")

CALLS: dict[str, list[Event]] = {
    "leg__ringing": [started(), LegRang(CALL, *ROSA, AT)],
    "leg__ringing_in_queue": [started(dialled=""), LegRang(CALL, *BEN, AT)],
    "leg__ringing_hidden": [started(caller="", caller_name=""), LegRang(CALL, *ROSA, AT)],
    "leg__ringing_untyped": [started(), LegRang(CALL, *ROSA, AT)],
    "leg__answered": [ANSWERED],
    "leg__answered_in_queue": [LegAnswered(CALL, *BEN, AT)],
    "leg__answered_by_receptionist": ignored("the auto receptionist has picked up"),
    "leg__rejected": [leg_ended(Outcome.DECLINED)],
    "leg__missed": [leg_ended(Outcome.NO_ANSWER), ended(Outcome.NO_ANSWER)],
    "leg__missed_in_queue": [leg_ended(Outcome.NO_ANSWER, BEN)],
    "leg__missed_after_redirect": [leg_ended(Outcome.NO_ANSWER)],
    "leg__ended_after_answer": [ANSWERED, ended(Outcome.COMPLETED)],
    "leg__ended_connected_without_time": [ANSWERED, ended(Outcome.COMPLETED)],
    "leg__ended_canceled": [leg_ended(Outcome.HUNG_UP), ended(Outcome.HUNG_UP)],
    "leg__ended_canceled_in_queue": [leg_ended(Outcome.HUNG_UP, BEN)],
    "leg__ended_voicemail": [RANG_OUT, leg_ended(Outcome.NO_ANSWER), ended(Outcome.NO_ANSWER)],
    "leg__ended_some_way": [leg_ended(Outcome.NO_ANSWER), ended(Outcome.NO_ANSWER)],
    "leg__ended_by_receptionist": ignored("the auto receptionist has done its part"),
    "voicemail__received": [VOICEMAIL, ended(Outcome.NO_ANSWER)],
    "voicemail__received_without_call": [replace(VOICEMAIL, call="", caller=DAN)],
    "voicemail__written": [replace(VOICEMAIL, words="My sink is leaking.")],
    "voicemail__not_written": ignored("the voicemail could not be written out"),
    "voicemail__written_without_call": [replace(VOICEMAIL, call="", caller=DAN, words="My sink is leaking.")],
    "other__to_voicemail": ignored("the call goes on"),
    "other__url_validation": ignored("Zoom asked whether this address is ours"),
    "other__new_event": ignored("event says phone.callee_levitated, which is new to us"),
}
for what in ("ringing_internal", "ringing_internal_untyped", "answered_internal", "rejected_internal"):
    CALLS[f"leg__{what}"] = INTERNAL
for what in ("missed_internal", "ended_internal"):
    CALLS[f"leg__{what}"] = INTERNAL
for what in ("hold", "unhold", "mute", "unmute"):
    CALLS[f"other__{what}"] = ignored("the call goes on")
for what in ("ringing", "connected", "ended", "call_history_completed", "call_log_completed"):
    CALLS[f"other__caller_{what}"] = ignored("this call was placed by somebody of the account")

HISTORY: dict[str, list[Event]] = {
    "voicemail": [RANG_OUT, ended(Outcome.NO_ANSWER)],
    "abandoned": [ended(Outcome.HUNG_UP)],
    "hang_up": [ended(Outcome.HUNG_UP)],
    "canceled": [ended(Outcome.HUNG_UP)],
    "system_blocked": [replace(ended(Outcome.BLOCKED), proof=Proof.NOBODY)],
    "call_failed": [ended(Outcome.FAILED)],
    "service_unavailable": [ended(Outcome.FAILED)],
    "invalid_number": [ended(Outcome.FAILED)],
    "talked": [replace(PERSON, seconds=42)],
    "by_other": [PERSON],
    "hung_up_after_answer": [replace(PERSON, seconds=5)],
    "one_of_two_answered": [replace(PERSON, seconds=42)],
    "rang_then_voicemail": [RANG_OUT, ended(Outcome.NO_ANSWER)],
    "hidden": [replace(ended(Outcome.NO_ANSWER), caller="anonymous")],
    "anonymous": [replace(ended(Outcome.NO_ANSWER), caller="anonymous")],
    "older_name": [ended(Outcome.NO_ANSWER)],
    "outbound": INTERNAL,
    "new_status": ignored("result says levitated, which is new to us"),
}
HISTORY |= {result: [PERSON] for result in ["answered", "accepted", "picked_up", "connected", "succeeded"]}
for result in ["no_answer", "ring_timeout", "rejected", "busy", "overflowed", "unconnected"]:
    HISTORY[result] = [ended(Outcome.NO_ANSWER)]
HISTORY = {f"history__{name}": events for name, events in HISTORY.items()}

REPORT = TextReport("message_1", "", TextState.UNDELIVERED, AT)
UNKNOWN = SendProblem(Problem.REFUSED, said="The text did not arrive, for a reason Ringback does not know.")
TEXTS: dict[str, list[Event]] = {
    "text_received__plain": received(),
    "text_received__stop": received("STOP", answered=True),
    "text_received__start": received("start", answered=True),
    "text_received__unstop": received("Unstop", answered=True),
    "text_received__help": received("HELP", answered=True),
    "text_received__stop_sentence": received("please stop texting me"),
    "text_received__toll_free_stop": received("STOP", answered=True, to="+18885550142"),
    "text_received__picture": received("", media=(Media("https://zoom.us/a/1", "image/jpeg"),)),
    "delivery__sent": [replace(REPORT, state=TextState.SENT)],
    "delivery__not_sent": [replace(REPORT, error=UNKNOWN)],
    "delivery__opted_out": [replace(REPORT, error=tables.OPTED_OUT)],
    "opt__out": [OPT_OUT],
    "opt__out_of_several": [OPT_OUT],
    "opt__in": ignored("only a text of this person can lift their stop"),
}

CODES = {
    "104": Problem.MISCONFIGURED,
    "124": Problem.MISCONFIGURED,
    "200": Problem.MISCONFIGURED,
    "300": Problem.REFUSED,
    "429": Problem.BUSY,
    "1001": Problem.MISCONFIGURED,
    "4711": Problem.MISCONFIGURED,
}
SENDS: dict[str, Sent | SendProblem] = {
    "send__accepted": Sent("message_2"),
    "send__accepted_without_id": SendProblem(
        Problem.UNSURE, said="Zoom answered with something else than expected (HTTP 201)."
    ),
    "send__refused_new_code": SendProblem(Problem.REFUSED, "99", "Zoom refused the text."),
    "send__forbidden": SendProblem(
        Problem.MISCONFIGURED, said="Zoom does not let this app send texts from this number."
    ),
}
SENDS |= {
    f"send__refused_{code}": SendProblem(kind, code, tables.ERRORS[code][1]) for code, kind in CODES.items()
}


def found(call: str, caller: str = DAN) -> FoundCall:
    return FoundCall(call, caller, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended=True)


# --- Whole calls ---

TAKEN = [
    "leg__ringing leg__answered leg__ended_after_answer history__answered",
    "leg__ringing leg__missed leg__answered history__by_other",
    "leg__ringing_in_queue leg__missed_in_queue leg__answered_in_queue history__busy",
]
MISSED = [
    "leg__ringing leg__missed history__no_answer",
    "leg__ringing_in_queue leg__missed_in_queue history__overflowed",
    "leg__ringing leg__ended_voicemail history__voicemail voicemail__received",
    "leg__ringing leg__ended_canceled history__abandoned",
    "leg__ringing leg__missed history__system_blocked",
]


# --- For the battery ---


class SignedIn(ContractCase[ZoomSettings]):
    """With an access token already fetched, so that each request of the battery is the one it is about."""

    def at(self, base: str) -> ZoomSettings:
        settings = replace(self.settings, api_base=base, token_base=base)
        tokens.keep(login(settings), Secret(TOKEN), 3600)
        return settings


CASE = SignedIn(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    recorded="voicemail__received",
    recordings={
        "recording__found": "https://zoom.us/v2/phone/voice_mails/download/voicemail_1",
        "recording__gone": None,
    },
    events=CALLS | HISTORY | TEXTS,
    new_words=["other__new_event", "history__new_status"],
    dated={"leg__missed": "2026-11-20T17:03:11.013Z"},
    unreadable={
        "leg__no_call": "call_id",
        "leg__odd_caller": "caller",
        "history__no_call": "call_id",
        "text_received__no_id": "message_id",
        "text_received__no_line": "to_members",
        "broken__no_json": "body",
        "broken__a_list": "body",
        "broken__no_event": "event",
    },
    signature_headers=["x-zm-signature", "x-zm-request-timestamp"],
    signs_url=False,
    window_seconds=300,
    sends=SENDS,
    finds={
        "find__found": Sent("message_2"),
        "find__found_without_names": Sent("message_2"),
        "find__not_there": None,
        "find__another_person": None,
    },
    calls={"calls__listed": [found(CALL), found("7000000000000000002", caller="anonymous")]},
    checks={"check__good_key": None, "check__no_scope": Problem.MISCONFIGURED},
)
