"""RingCentral's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, SendProblem

# "Account telephony sessions event", status code, in lower case: the events write VoiceMail, the samples
# Voicemail. None: `calls.py` makes something of it, else why it means nothing.
STATUSES: Final[Mapping[str, str | None]] = {
    "setup": None,
    "proceeding": None,
    "answered": None,
    "faxreceive": None,
    "voicemail": None,
    "vmscreening": None,
    "voicemailscreening": None,
    "disconnected": None,
    "hold": "the call goes on",
    "parked": "the call goes on",
    "gone": None,
}

# The same page, status reason of whoever is disconnected. With these the call goes on elsewhere.
MOVED: Final = frozenset(
    {"Pickup", "Supervising", "TakeOver", "BlindTransfer", "RccTransfer", "AttendedTransfer"}
    | {"CallerInputRedirect", "CallFlip", "ParkLocation", "DtmfTransfer", "CallPark", "CallRedirected"}
    | {"CallSwitch", "AgentAnswered", "AgentDropped"}
)
# A time-out is the end of a call that was missed, and otherwise of a wait (such as parking) within it.
TIMEOUT: Final = "Timeout"
ENDED: Final[Mapping[str, Outcome]] = {
    "NoAnswer": Outcome.NO_ANSWER,
    "Voicemail": Outcome.NO_ANSWER,
    "TargetBusy": Outcome.BUSY,
    "Rejected": Outcome.DECLINED,
    "CallReplied": Outcome.DECLINED,  # with a ready-made sentence, by somebody who did not take the call
    "Cancelled": Outcome.HUNG_UP,
    "CallFinished": Outcome.COMPLETED,
    "CallDropped": Outcome.FAILED,
    "InternalError": Outcome.FAILED,
    "InvalidNumber": Outcome.FAILED,
    "InternationalDisabled": Outcome.FAILED,
    "DestinationBlocked": Outcome.FAILED,
    "NotEnoughFunds": Outcome.FAILED,
    "NoSuchUser": Outcome.FAILED,
}

# "SMS opt-out": the only word of a text, in any case.
OWN_WORDS: Final = frozenset({"STOP", "UNSUBSCRIBE", "QUIT", "CANCEL", "END", "START", "UNSTOP"})

_NUMBER = (Problem.BAD_NUMBER, "This number is no valid number, or a landline.")
_STOP = (Problem.OPTED_OUT, "This person has texted STOP to this line.")
_SPAM = (Problem.FILTERED, "The carrier took the text for spam.")
_SENDER = (Problem.MISCONFIGURED, "The line's number is not switched on for texting.")
_LONG = (Problem.REFUSED, "The text is too long.")
_LATER = (Problem.BUSY, "RingCentral or the carrier had a disturbance.")
_VOLUME = (Problem.BUSY, "The line sent more texts than its registration allows.")
_UNKNOWN = (Problem.REFUSED, "The carrier did not take the text and gave no reason.")

# "SMS error codes".
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "SMS-RC-403": (Problem.BUSY, "The account has used up its texts for today or this month."),
    "SMS-RC-410": _NUMBER,
    "SMS-UP-410": _NUMBER,
    "SMS-CAR-411": _NUMBER,
    "SMS-RC-413": _STOP,
    "SMS-UP-413": _STOP,
    "SMS-CAR-413": _STOP,
    "SMS-UP-414": _SENDER,
    "SMS-CAR-414": _SENDER,
    "SMS-RC-430": _SPAM,
    "SMS-UP-430": _SPAM,
    "SMS-CAR-430": _SPAM,
    "SMS-UP-431": (Problem.MISCONFIGURED, "The line's number is blocked for spam."),
    "SMS-UP-432": _LONG,
    "SMS-CAR-432": _LONG,
    "SMS-CAR-435": (Problem.FILTERED, "The carrier does not let shortened links through."),
    "SMS-CAR-450": _VOLUME,
    "SMS-CAR-451": _VOLUME,
    "SMS-CAR-452": _VOLUME,
    "SMS-CAR-461": (Problem.MISCONFIGURED, "The toll-free number has not been verified yet."),
    "SMS-RC-500": _LATER,
    "SMS-UP-500": _LATER,
    "SMS-CAR-410": _LATER,
    "SMS-CAR-431": _LATER,
    "SMS-CAR-500": _LATER,
    "SMS-CAR-104": _UNKNOWN,
    "SMS-CAR-199": _UNKNOWN,
}
NOT_SENT: Final = frozenset({"DeliveryFailed", "SendingFailed"})  # messageStatus


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What RingCentral's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)
