"""Zoom's words, and ours. Each table can be read against Zoom's page and has a fixture for every row."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from ringback.phone.events import Outcome, Problem, SendProblem


class Result(Enum):
    """What an entry of the call history says about the whole call."""

    ANSWERED = auto()
    VOICEMAIL = auto()
    MISSED = auto()
    GAVE_UP = auto()
    BLOCKED = auto()
    FAILED = auto()


# "Phone events", call history: `result`.
RESULTS: Final[Mapping[str, Result]] = {
    "answered": Result.ANSWERED,
    "accepted": Result.ANSWERED,
    "picked_up": Result.ANSWERED,
    "connected": Result.ANSWERED,
    "succeeded": Result.ANSWERED,
    "voicemail": Result.VOICEMAIL,
    "no_answer": Result.MISSED,
    "ring_timeout": Result.MISSED,
    "rejected": Result.MISSED,
    "busy": Result.MISSED,
    "overflowed": Result.MISSED,
    "unconnected": Result.MISSED,
    "abandoned": Result.GAVE_UP,
    "hang_up": Result.GAVE_UP,
    "canceled": Result.GAVE_UP,
    "system_blocked": Result.BLOCKED,
    "call_failed": Result.FAILED,
    "service_unavailable": Result.FAILED,
}
INVALID: Final = "invalid_"  # there are several of these, and all are failures
# How a missed call ended. What stands first wins where the phones of one call ended differently.
OUTCOMES: Final[Mapping[Result, Outcome]] = {
    Result.VOICEMAIL: Outcome.NO_ANSWER,
    Result.MISSED: Outcome.NO_ANSWER,
    Result.GAVE_UP: Outcome.HUNG_UP,
    Result.FAILED: Outcome.FAILED,
}
BY_OTHER: Final = "answered_by_other"  # `result_reason`

# "Phone events", the end of a phone's part of the call: `handup_result`, as Zoom spells it. It is text for
# people, and only what has been seen is here; anything else means no more than that it is over.
ENDINGS: Final[Mapping[str, Result]] = {
    "call connected": Result.ANSWERED,
    "call cancel": Result.GAVE_UP,
    "voicemail": Result.VOICEMAIL,
}

# Events that mean nothing to us, with the reason.
IGNORED: Final[Mapping[str, str]] = {
    "endpoint.url_validation": "Zoom asked whether this address is ours",
    "phone.caller_ringing": "this call was placed by somebody of the account",
    "phone.caller_connected": "this call was placed by somebody of the account",
    "phone.caller_ended": "this call was placed by somebody of the account",
    "phone.caller_call_history_completed": "this call was placed by somebody of the account",
    "phone.caller_call_log_completed": "this call was placed by somebody of the account",
    "phone.transfer_call_to_voicemail_initiated": "the call goes on",
    "phone.callee_hold": "the call goes on",
    "phone.callee_unhold": "the call goes on",
    "phone.callee_mute": "the call goes on",
    "phone.callee_unmute": "the call goes on",
    "phone.sms_campaign_number_opt_in": "only a text of this person can lift their stop",
}

# The standard words, which Zoom's own campaigns name. Whether Zoom answers them is not documented.
OWN_WORDS: Final = frozenset({"STOP", "START", "UNSTOP", "HELP"})
OPTED_OUT: Final = SendProblem(Problem.OPTED_OUT, "opt_out", "Zoom holds a STOP of this person.")

# "Error definitions". They come in the body, mostly with HTTP 400.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "104": (Problem.MISCONFIGURED, "The Zoom app lacks the permission (scope) to send texts."),
    "124": (Problem.MISCONFIGURED, "Zoom does not accept the access of this app."),
    "200": (Problem.MISCONFIGURED, "The Zoom app is not allowed to do this."),
    "300": (Problem.REFUSED, "Zoom found something wrong in the request."),
    "429": (Problem.BUSY, "Zoom asks us to wait."),
    "1001": (Problem.MISCONFIGURED, "Zoom does not know the user who has this line's number."),
    "4711": (Problem.MISCONFIGURED, "The Zoom app lacks the permission (scope) to send texts."),
}

# "List SMS campaigns", status. "": this one may text.
CAMPAIGNS: Final[Mapping[str, str]] = {
    "active": "",
    "pending": "The texting campaign (10DLC) is still being examined.",
    "draft": "The texting campaign (10DLC) has not been handed in at Zoom yet.",
    "declined": "The texting campaign (10DLC) was declined; the reason is in the Zoom portal.",
    "expired": "The texting campaign (10DLC) has expired.",
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What Zoom's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)
