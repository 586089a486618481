"""Plivo's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState

# "Dial", DialStatus at the action URL. "completed" may also follow a key that was never pressed, as far as
# the page says: only the event "connected" tells a person from a voicemail.
DIAL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.CONNECTED),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "failed": (Outcome.FAILED, Proof.NOBODY),
    "cancel": (Outcome.HUNG_UP, Proof.NOBODY),
    "timeout": (Outcome.NO_ANSWER, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
}

# "XML overview", CallStatus at the hangup URL. A call in which phones were rung was answered by doing so, so
# "completed" says nothing of a person.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.UNCLEAR),
    "failed": (Outcome.FAILED, Proof.UNCLEAR),
    "timeout": (Outcome.NO_ANSWER, Proof.UNCLEAR),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "cancel": (Outcome.HUNG_UP, Proof.NOBODY),
}
CALL_GOES_ON: Final = frozenset({"ringing", "in-progress"})

# "Hangup causes", DialBLegHangupCauseCode: those that a phone can meet.
LEG_ENDED: Final[Mapping[str, Outcome]] = {
    "0": Outcome.FAILED,
    "1000": Outcome.NO_ANSWER,  # we stopped it
    "2000": Outcome.FAILED,
    "2010": Outcome.FAILED,
    "3000": Outcome.NO_ANSWER,
    "3010": Outcome.BUSY,
    "3020": Outcome.DECLINED,
    "4000": Outcome.COMPLETED,
    "4010": Outcome.COMPLETED,
    "6010": Outcome.NO_ANSWER,
}

# "Message object", message_state, and Status of the callbacks. None: a text that came in.
TEXT_STATE: Final[Mapping[str, TextState | None]] = {
    "queued": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "failed": TextState.UNDELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "rejected": TextState.UNDELIVERED,
    "received": None,
}

# "Handling incoming SMS", MessageIntent: Plivo has recognised the word and answers it.
INTENTS: Final = frozenset({"optout", "optin", "help"})

# "Lookup", carrier.type.
LINE_TYPE: Final[Mapping[str, str]] = {"mobile": "mobile", "fixed": "landline", "voip": "voip"}

# "Inbound call", STIRAttestation.
ATTESTATION: Final = frozenset({"A", "B", "C"})

_NO = Problem.REFUSED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_OURS = Problem.MISCONFIGURED

# "Error codes" of messaging, which come with the delivery report. All are final: the carrier has been trying.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "10": (_NO, "The carrier could not read the text."),
    "20": (_NO, "The carrier's network had a disturbance."),
    "30": (_SPAM, "The carrier took the text for spam."),
    "40": (_OURS, "The line's number cannot send texts, or is not in this Plivo account."),
    "50": (_BAD, "This number is a landline, or no number that can be texted."),
    "60": (_NO, "Two machines seem to be answering each other, so the carrier stopped it."),
    "70": (_BAD, "This number is not in service."),
    "80": (_NO, "The phone was switched off or had no signal."),
    "90": (_NO, "The carrier found no way to this number."),
    "100": (_NO, "The carrier does not let texts of this kind through."),
    "110": (_NO, "The text is too long."),
    "200": (_STOP, "This person has texted STOP to this line."),
    "201": (_NO, "A toll-free number of the United States cannot text Canada."),
    "300": (_NO, "Plivo could not hand the text to the carrier."),
    "420": (_NO, "The text waited too long and was given up."),
    "450": (_NO, "Texts to this country are not switched on in the Plivo account."),
    "900": (_OURS, "The Plivo account has no money left."),
    "910": (_OURS, "The Plivo account is switched off."),
    "1000": (_NO, "The carrier did not deliver the text and gave no reason."),
}

# What Plivo says at once has no codes, only the status of the answer.
REFUSALS: Final[Mapping[int, tuple[Problem, str]]] = {
    401: (_OURS, "Plivo does not accept the auth ID and auth token."),
    402: (_OURS, "The Plivo account has no money left."),
    403: (_OURS, "The Plivo account may not do this."),
    404: (_OURS, "Plivo does not know this auth ID."),
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What Plivo's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)


# "Account phone number", tendlc_registration_status and toll_free_sms_verification, in lower case. The filter
# of the list knows "registered" where an answer has been seen to say "COMPLETED". "" is all well.
_EXAMINED: Final = "The registration for texting is still being examined."
REGISTRATION: Final[Mapping[str, str]] = {
    "registered": "",
    "completed": "",
    "in_progress": _EXAMINED,
    "unregistered": "The number is in no texting campaign (10DLC) at Plivo.",
    "verified": "",
    "pending_verification": _EXAMINED,
    "unverified": "The toll-free number is not verified for texting at Plivo.",
}
