"""Vonage's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState

# "Webhook reference", status, of the caller's own leg. A call that Vonage answered for us is "completed"
# whoever spoke in it.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.UNCLEAR),
    "disconnected": (Outcome.HUNG_UP, Proof.UNCLEAR),
    "cancelled": (Outcome.HUNG_UP, Proof.NOBODY),
    "unanswered": (Outcome.NO_ANSWER, Proof.NOBODY),
    "timeout": (Outcome.NO_ANSWER, Proof.NOBODY),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "rejected": (Outcome.FAILED, Proof.NOBODY),
    "failed": (Outcome.FAILED, Proof.NOBODY),
}
CALL_BEGINS: Final = frozenset({"started", "ringing"})
# What may be said of either leg, and means nothing here.
SAYS_NOTHING: Final[Mapping[str, str]] = {
    "answered": "the call was answered by our own orders",
    "human": "nobody asked whether it is a person",
    "machine": "nobody asked whether it is a machine",
    "transfer": "the call goes on, with other orders",
    "record": "this is about a recording, and comes to its own address",
    "input": "this is about a key, and comes to its own address",
}

# The same, of a phone that we ring.
PHONE_ENDED: Final[Mapping[str, Outcome]] = {
    "completed": Outcome.COMPLETED,
    "disconnected": Outcome.FAILED,
    "cancelled": Outcome.HUNG_UP,
    "unanswered": Outcome.NO_ANSWER,
    "timeout": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "rejected": Outcome.FAILED,
    "failed": Outcome.FAILED,
}
# "NCCO reference", connect: after these Vonage asks us what to do with the caller, who is still there.
GIVES_BACK: Final = frozenset({"timeout", "unanswered", "busy", "failed", "rejected"})
# `detail`, where it says more than the status.
DETAIL: Final[Mapping[str, Outcome]] = {
    "declined": Outcome.DECLINED,
    "unavailable": Outcome.NO_ANSWER,
    "timeout": Outcome.NO_ANSWER,
}

# "Messages API status callbacks". `undeliverable` and `rejected` come with an error.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "submitted": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "rejected": TextState.UNDELIVERED,
    "undeliverable": TextState.UNDELIVERED,
}

# "Inbound message", message_type. None: no text, only files.
HOLDS: Final[Mapping[str, str | None]] = {
    "text": None,
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "vcard": "vcard",
}
OUR_CHANNELS: Final = frozenset({"sms", "mms"})

# "Number Insight", network_type.
LINE_TYPE: Final[Mapping[str, str]] = {
    "mobile": "mobile",
    "landline": "landline",
    "landline_premium": "landline",
    "landline_tollfree": "toll_free",
    "toll-free": "toll_free",
    "virtual": "voip",
}

_NO = Problem.REFUSED
_BLOCKED = Problem.BLOCKED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_OURS = Problem.MISCONFIGURED

# "Messages API errors": what a report means, which is final, and what a refusal means.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "1000": (_NO, "Vonage was getting too many texts at once and gave this one up."),
    "1010": (_NO, "Vonage could not read the request for this text."),
    "1020": (_NO, "Vonage could not read the request for this text."),
    "1021": (_NO, "Vonage could not read the request for this text."),
    "1022": (_NO, "Vonage could not read the request for this text."),
    "1030": (_NO, "Vonage had a disturbance and gave the text up."),
    "1040": (_NO, "Vonage could not read the request for this text."),
    "1050": (_BAD, "Vonage has barred this number."),
    "1060": (_OURS, "The Vonage account is barred."),
    "1070": (_OURS, "The Vonage account has no money left."),
    "1080": (_OURS, "The Vonage account may not send texts this way."),
    "1090": (_NO, "Vonage could not read the request for this text."),
    "1100": (_NO, "Vonage could not reach the carrier."),
    "1110": (_OURS, "Vonage does not accept how the request was signed."),
    "1120": (_OURS, "The line's number may not send texts at Vonage."),
    "1130": (_NO, "Vonage could not read the request for this text."),
    "1140": (_OURS, "The line's number may not send texts to this country."),
    "1150": (_NO, "Vonage could not read the request for this text."),
    "1160": (_OURS, "A Vonage trial account texts only the numbers on its list."),
    "1170": (_BAD, "This is no number that can be texted."),
    "1180": (_NO, "The phone was switched off or had no signal."),
    "1190": (_BAD, "This number is not in service."),
    "1200": (_NO, "The carrier does not find this number since it moved to another one."),
    "1210": (_SPAM, "The carrier took the text for spam."),
    "1220": (_NO, "The phone was busy and could not take the text."),
    "1230": (_NO, "The carrier's network had a disturbance."),
    "1240": (_STOP, "This person has texted STOP to this line."),
    "1241": (_NO, "Vonage stopped the text: too many to this number."),
    "1250": (_BAD, "No text can be brought to this number."),
    "1260": (_NO, "The phone cannot be reached."),
    "1280": (_BLOCKED, "The carrier blocks texts to this number."),
    "1290": (_BLOCKED, "The carrier blocks texts to this number."),
    "1300": (_NO, "This person's carrier does not take texts for them: no credit."),
    "1330": (_NO, "The carrier did not deliver the text and gave no reason."),
    "1360": (_NO, "The text waited too long and was given up."),
}
ALREADY_SENT: Final = "1320"  # of a text that was sent before: no failure
# Of a request that was refused at once, these are said to pass.
PASSES: Final = frozenset({"1000", "1030", "1100", "1230", "1241"})

# Refusals that come without a code, by their status.
REFUSALS: Final[Mapping[int, tuple[Problem, str]]] = {
    401: (_OURS, "Vonage does not accept the API key and API secret."),
    402: (_OURS, "The Vonage account has no money left."),
    403: (_OURS, "The Vonage account may not send texts this way."),
    404: (_OURS, "Vonage does not know this account or this way of sending."),
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What Vonage's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)
