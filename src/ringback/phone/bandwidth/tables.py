"""Bandwidth's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState

# "Transfer complete", cause. "hangup" may also follow a key that was never pressed: only the key tells a
# person from a voicemail.
RINGING_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "hangup": (Outcome.COMPLETED, Proof.CONNECTED),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "timeout": (Outcome.NO_ANSWER, Proof.NOBODY),
    "cancel": (Outcome.NO_ANSWER, Proof.NOBODY),
    "rejected": (Outcome.DECLINED, Proof.NOBODY),
    "callback-error": (Outcome.FAILED, Proof.NOBODY),
    "invalid-bxml": (Outcome.FAILED, Proof.NOBODY),
    "application-error": (Outcome.FAILED, Proof.NOBODY),
    "account-limit": (Outcome.FAILED, Proof.NOBODY),
    "node-capacity-exceeded": (Outcome.FAILED, Proof.NOBODY),
    "error": (Outcome.FAILED, Proof.NOBODY),
    "unknown": (Outcome.FAILED, Proof.UNCLEAR),
}

# "Disconnect", cause, for the caller's own call: how it ended says nothing of a person.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "hangup": (Outcome.COMPLETED, Proof.UNCLEAR),
    "busy": (Outcome.BUSY, Proof.UNCLEAR),
    "timeout": (Outcome.NO_ANSWER, Proof.UNCLEAR),
    "cancel": (Outcome.HUNG_UP, Proof.NOBODY),
    "rejected": (Outcome.DECLINED, Proof.UNCLEAR),
    "callback-error": (Outcome.FAILED, Proof.UNCLEAR),
    "invalid-bxml": (Outcome.FAILED, Proof.UNCLEAR),
    "application-error": (Outcome.FAILED, Proof.UNCLEAR),
    "account-limit": (Outcome.FAILED, Proof.UNCLEAR),
    "node-capacity-exceeded": (Outcome.FAILED, Proof.UNCLEAR),
    "error": (Outcome.FAILED, Proof.UNCLEAR),
    "unknown": (Outcome.FAILED, Proof.UNCLEAR),
}

# "Transfer disconnect", cause, for one of the owner's phones.
LEG_ENDED: Final[Mapping[str, Outcome]] = {
    "hangup": Outcome.COMPLETED,
    "busy": Outcome.BUSY,
    "timeout": Outcome.NO_ANSWER,
    "cancel": Outcome.NO_ANSWER,  # another phone was quicker, or the caller gave up
    "rejected": Outcome.DECLINED,
    "callback-error": Outcome.FAILED,
    "invalid-bxml": Outcome.FAILED,
    "application-error": Outcome.FAILED,
    "account-limit": Outcome.FAILED,
    "node-capacity-exceeded": Outcome.FAILED,
    "error": Outcome.FAILED,
    "unknown": Outcome.FAILED,
}

# "Recording available", status. A partial one has gaps, but can be heard. None: there is nothing to hear.
RECORDING: Final[Mapping[str, bool]] = {"complete": True, "partial": True, "error": False}

# "Initiate", stirShaken.
ATTESTATION: Final = frozenset({"A", "B", "C"})
NOT_ATTESTED: Final = "TN-Validation-Failed"

# "Message callbacks", type.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "message-sending": TextState.ACCEPTED,
    "message-sent": TextState.SENT,
    "message-delivered": TextState.DELIVERED,
    "message-read": TextState.DELIVERED,
    "message-failed": TextState.UNDELIVERED,
}
# "No delivery receipt": the carrier never said what became of the text, which mostly arrived.
NO_RECEIPT: Final = "9902"

# What an account would answer whose owner has seen Bandwidth answer.
OWN_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP", "HELP"}
)

_NO = Problem.REFUSED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_OURS = Problem.MISCONFIGURED
_WAIT = Problem.BUSY

# "Messaging errors and codes", errorCode of a message-failed.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "4303": (_BAD, "This is no number that can be texted."),
    "4360": (_NO, "The text waited too long and was given up."),
    "4403": (_OURS, "The line's number may not be used by this Bandwidth account."),
    "4404": (_BAD, "This number cannot receive texts."),
    "4405": (_OURS, "The line's number cannot send texts, or not through this application."),
    "4406": (_BAD, "This number cannot receive texts."),
    "4432": (_NO, "Texts to this country are not switched on in the Bandwidth account."),
    "4433": (_NO, "Texts from toll-free numbers are not switched on for this country."),
    "4434": (_BAD, "This toll-free number cannot receive texts."),
    "4452": (_OURS, "The Bandwidth application is not allowed to send from this number."),
    "4470": (_SPAM, "Bandwidth took the text for spam."),
    "4482": (_NO, "Bandwidth has blocked this number, or texts to it."),
    "4493": (_OURS, "The Bandwidth account or application may not send this kind of text."),
    "4701": (_NO, "The phone or its carrier could not be reached."),
    "4702": (_NO, "The phone was switched off or had no signal."),
    "4720": (_BAD, "This is no number that can be texted."),
    "4721": (_BAD, "This number is not in service."),
    "4750": (_NO, "The carrier refused the text and gave no reason."),
    "4753": (_NO, "The phone refused the text."),
    "4770": (_SPAM, "The carrier took the text for spam."),
    "4771": (_SPAM, "The carrier blocked the text because of a shortened link."),
    "4772": (_NO, "The carrier has blocked the line's number."),
    "4773": (_OURS, "The number's campaign is not active, so carriers block its texts."),
    "4774": (_OURS, "The number is not yet set up for its campaign at the carrier."),
    "4775": (_STOP, "This person has texted STOP to this line."),
    "4780": (_WAIT, "The carrier's limit of texts is reached for now."),
    "4781": (_WAIT, "The carrier's limit of texts is reached for now."),
    "4785": (_WAIT, "The carrier's limit of texts for today is reached."),
    "4795": (_OURS, "The toll-free number is not verified, so carriers block its texts."),
    "9999": (_NO, "The text did not arrive, and the carrier gave no reason."),
}
# Whole families of codes for a disturbance that passes.
TEMPORARY: Final = ("51", "52", "56")

# What Bandwidth says at once has no codes, only the status of the answer.
REFUSALS: Final[Mapping[int, tuple[Problem, str]]] = {
    401: (_OURS, "Bandwidth does not accept the user name and password of the interface."),
    403: (_OURS, "The Bandwidth user may not do this in this account."),
    404: (_OURS, "Bandwidth does not know this account ID."),
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What Bandwidth's code means; `otherwise` where the code is in no row."""
    if code in ERRORS:
        kind, said = ERRORS[code]
        return SendProblem(kind, code, said)
    if len(code) == 4 and code.startswith(TEMPORARY):
        return SendProblem(_WAIT, code, "The carrier has a disturbance that should pass.")
    return otherwise


# "Phone number lookup", lineType.
LINE_TYPE: Final[Mapping[str, str]] = {
    "MOBILE": "mobile",
    "FIXED": "landline",
    "VOIP": "voip",
    "VOIP-FIXED": "voip",
}

# "Toll-free verification", status; "" is all well.
VERIFICATION: Final[Mapping[str, str]] = {
    "VERIFIED": "",
    "PARTIALLY_VERIFIED": "The toll-free number is verified in part: carriers may still hold texts back.",
    "PENDING": "The toll-free verification is still being examined.",
    "UNVERIFIED": "The toll-free number is not verified; the reason is in the Bandwidth app.",
    "INVALID_STATUS": "Bandwidth cannot say how the toll-free verification stands.",
}
