"""Telnyx's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState

# "Call hangup" event, hangup_cause, on the caller's side. A cancelled call was never answered; after a
# greeting the cause is the same as after a conversation.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "originator_cancel": (Outcome.HUNG_UP, Proof.NOBODY),
    "normal_clearing": (Outcome.COMPLETED, Proof.UNCLEAR),
    "time_limit": (Outcome.COMPLETED, Proof.UNCLEAR),
    "unspecified": (Outcome.COMPLETED, Proof.UNCLEAR),
    "timeout": (Outcome.NO_ANSWER, Proof.NOBODY),
    "no_answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "call_rejected": (Outcome.DECLINED, Proof.NOBODY),
    "user_busy": (Outcome.BUSY, Proof.NOBODY),
    "not_found": (Outcome.FAILED, Proof.NOBODY),
}

# The same on a phone that we rang. "timeout" and "no_answer" are one thing, named after a setting; a
# cancelled phone was stopped by us, because another one was faster or the caller gave up.
LEG_ENDED: Final[Mapping[str, Outcome]] = {
    "originator_cancel": Outcome.NO_ANSWER,
    "normal_clearing": Outcome.COMPLETED,
    "time_limit": Outcome.COMPLETED,
    "unspecified": Outcome.FAILED,
    "timeout": Outcome.NO_ANSWER,
    "no_answer": Outcome.NO_ANSWER,
    "call_rejected": Outcome.DECLINED,
    "user_busy": Outcome.BUSY,
    "not_found": Outcome.FAILED,
}
RANG_OUT: Final = frozenset({"timeout", "no_answer"})

# "Call gather ended" event, status, when the key was not pressed. None: the end of the phone is told by its
# own event, else we hang up.
GATHER_ENDED: Final[Mapping[str, Outcome | None]] = {
    "valid": Outcome.DECLINED,
    "invalid": Outcome.DECLINED,
    "timeout": Outcome.DECLINED,
    "cancelled": Outcome.DECLINED,
    "cancelled_amd": Outcome.DECLINED,
    "call_hangup": None,
}

# Events that decide nothing about a call, and that come anyway.
SILENT: Final = frozenset(
    {
        "call.cost",
        "call.dtmf.received",
        "call.hold",
        "call.unhold",
        "call.machine.detection.ended",
        "call.machine.greeting.ended",
        "call.machine.premium.detection.ended",
        "call.machine.premium.greeting.ended",
        "call.playback.ended",
        "call.playback.started",
        "call.speak.ended",
        "call.speak.started",
    }
)

# "Call initiated" event, shaken_stir_attestation.
ATTESTATION: Final = frozenset({"A", "B", "C"})

# "Receive message delivery webhooks", to[].status. "delivery_unconfirmed" is the end of the story, too, but
# the carrier only never said that it arrived.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "queued": TextState.ACCEPTED,
    "sending": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivery_unconfirmed": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "expired": TextState.UNDELIVERED,
    "sending_failed": TextState.UNDELIVERED,
    "delivery_failed": TextState.UNDELIVERED,
}

# "Number lookup", carrier.type.
LINE_TYPE: Final[Mapping[str, str]] = {
    "mobile": "mobile",
    "fixed line": "landline",
    "voip": "voip",
    "toll free": "toll_free",
}

# "Phone number campaigns", assignmentStatus, and "Toll-free verification", verificationStatus; "" is all
# well.
ASSIGNMENT: Final[Mapping[str, str]] = {
    "ASSIGNED": "",
    "PENDING_ASSIGNMENT": "The number is being added to its texting campaign (10DLC); that takes some days.",
    "FAILED_ASSIGNMENT": "The number could not be added to its texting campaign (10DLC).",
    "PENDING_UNASSIGNMENT": "The number is being taken out of its texting campaign (10DLC).",
    "FAILED_UNASSIGNMENT": "",
}
VERIFICATION: Final[Mapping[str, str]] = {
    "Verified": "",
    "Rejected": "The verification of the toll-free number was rejected.",
    "Waiting For Vendor": "The toll-free number waits to be verified by the carriers.",
    "Waiting For Customer": "The verification of the toll-free number waits for an answer of yours.",
    "Waiting For Telnyx": "The toll-free number waits to be verified by Telnyx.",
    "In Progress": "The toll-free number is being verified.",
}

_NO = Problem.REFUSED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_BUSY = Problem.BUSY
_OURS = Problem.MISCONFIGURED

STOPPED: Final = "40300"
BLOCKED: Final = "Telnyx has blocked this text."

# "Messaging error codes" and "API error codes". BUSY is only what was certainly not sent; 40006 is final,
# because the carrier has been trying already.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "10009": (_OURS, "Telnyx does not accept the API key."),
    "10010": (_OURS, "The API key may not do this at Telnyx."),
    "10011": (_BUSY, "Telnyx is getting too many requests from this account at once."),
    "20012": (_OURS, "The Telnyx account is not active."),
    "20100": (_OURS, "The Telnyx account has no money left."),
    "40001": (_BAD, "This number is a landline, or its carrier takes no texts."),
    "40002": (_SPAM, "The carrier took the text for spam."),
    "40003": (_SPAM, "The carrier blocks this text as spam."),
    "40004": (_NO, "The carrier rejected the text."),
    "40005": (_NO, "The text could not be delivered in time."),
    "40006": (_NO, "The carrier of this person could not be reached."),
    "40008": (_BAD, "This number cannot be reached by text."),
    "40009": (_NO, "Telnyx could not read the text."),
    "40010": (_OURS, "This line's number is not registered for texting (10DLC)."),
    "40011": (_BUSY, "The carrier takes no more texts of this line at the moment."),
    "40012": (_BAD, "This is not a number that can be texted."),
    "40013": (_OURS, "Telnyx does not accept the line's own number as the sender."),
    "40014": (_NO, "The text waited too long at Telnyx and was given up."),
    "40015": (_SPAM, "Telnyx took the text for spam."),
    "40016": (_BUSY, "T-Mobile takes no more texts of this business today."),
    "40017": (_SPAM, "AT&T took the text for spam."),
    "40018": (_BUSY, "AT&T takes no more texts of this line this minute."),
    "40100": (_OURS, "Texting is not switched on for the line's number at Telnyx."),
    "40150": (_OURS, "The toll-free number has not been verified yet."),
    STOPPED: (_STOP, "This person has texted STOP to this line."),
    "40301": (_BAD, "This number takes no texts of this kind."),
    "40302": (_NO, "The text is too long."),
    "40305": (_OURS, "The line's number is not in this Telnyx account."),
    "40308": (_OURS, "The line's number cannot send texts at Telnyx."),
    "40309": (_NO, "Texts to this country are not switched on in the messaging profile."),
    "40310": (_BAD, "This is not a valid phone number."),
    "40312": (_OURS, "The messaging profile is switched off at Telnyx."),
    "40313": (_OURS, "The line's number has no messaging profile at Telnyx."),
    "40318": (_BUSY, "Too many texts of this line are waiting at Telnyx."),
    "40319": (_BAD, "This number cannot take this text from this line."),
    "40320": (_OURS, "The line's number cannot be used as the sender at Telnyx."),
    "40321": (_OURS, "The messaging profile has no number that can send this text."),
    "40322": (_SPAM, "Telnyx does not let this text through because of its words."),
    "40328": (_NO, "The text has more than ten parts."),
    "40329": (_OURS, "The toll-free number has not been verified yet."),
}


def problem(code: str, words: str, otherwise: SendProblem) -> SendProblem:
    """What Telnyx's code means; `otherwise` where the code is in no row. `words` are its title and detail.

    Telnyx's pages do not agree on 40300: it says STOP on one and "rejected" on another. It is taken for a
    STOP only where its own words say so.
    """
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    if code == STOPPED and "STOP" not in words.upper():
        return SendProblem(Problem.REFUSED, code, BLOCKED)
    return SendProblem(kind, code, said)
