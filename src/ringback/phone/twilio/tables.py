"""Twilio's words, and ours. Each table can be read against Twilio's page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState
from ringback.phone.markup_calls import Dialect
from ringback.phone.markup_rest import House

# "TwiML Voice: <Dial>", DialCallStatus. How it ended for all phones together.
DIAL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.CONNECTED),
    "answered": (Outcome.COMPLETED, Proof.CONNECTED),  # conferences only, says the page
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "failed": (Outcome.FAILED, Proof.NOBODY),
    "canceled": (Outcome.HUNG_UP, Proof.NOBODY),
}

# "Call Resource", CallStatus of the caller's own call in the callback of the number. An inbound call that was
# only ever dialled on, with answerOnBridge, ends as no-answer, busy or canceled; "completed" may be a
# conversation as well as a greeting.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.UNCLEAR),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "failed": (Outcome.FAILED, Proof.NOBODY),
    "canceled": (Outcome.HUNG_UP, Proof.NOBODY),
}
CALL_GOES_ON: Final = frozenset({"queued", "initiated", "ringing", "in-progress"})

# "TwiML Voice: <Number>", statusCallback. A phone is "canceled" when another one was faster or when the
# caller gave up; either way nobody answered this one.
LEG_ENDED: Final[Mapping[str, Outcome]] = {
    "completed": Outcome.COMPLETED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.FAILED,
    "canceled": Outcome.NO_ANSWER,
}

# "TwiML Voice: <Record>", RecordingStatus and TranscriptionStatus. None: there is a voicemail, else why not.
RECORDING: Final[Mapping[str, str | None]] = {
    "completed": None,
    "in-progress": "the voicemail is still being recorded",
    "absent": "the caller left no voicemail",
    "failed": "the voicemail could not be recorded",
}
TRANSCRIPT: Final[Mapping[str, str | None]] = {
    "completed": None,
    "failed": "the voicemail could not be written out",
}

# "SHAKEN/STIR", StirVerstat, without the suffixes -Diverted and -Passthrough.
ATTESTATION: Final[Mapping[str, str]] = {
    "TN-Validation-Passed-A": "A",
    "TN-Validation-Passed-B": "B",
    "TN-Validation-Passed-C": "C",
    "TN-Validation-Failed-A": "failed",
    "TN-Validation-Failed-B": "failed",
    "TN-Validation-Failed-C": "failed",
    "TN-Validation-Failed": "failed",
    "No-TN-Validation": "",
    "NULL": "",
}

# "Message Resource", MessageStatus.
TEXT_STATE: Final[Mapping[str, TextState | None]] = {
    "accepted": TextState.ACCEPTED,
    "scheduled": TextState.ACCEPTED,
    "queued": TextState.ACCEPTED,
    "sending": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "canceled": TextState.UNDELIVERED,
}

# "Twilio support for opt-out keywords": the only word of a text, in any case. Twilio answers these itself.
# YES is not among them although it opts in again: it does so only for someone who was opted out, and from
# everybody else it is the most common answer to our own questions, which must not be met with silence.
OWN_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
    | {"START", "UNSTOP"}
    | {"HELP", "INFO"}
)
DIALECT: Final = Dialect(
    dial_ended=DIAL_ENDED,
    call_ended=CALL_ENDED,
    call_goes_on=CALL_GOES_ON,
    leg_ended=LEG_ENDED,
    recording=RECORDING,
    transcript=TRANSCRIPT,
    attestation=ATTESTATION,
    added_ring_seconds=5,  # each phone rings five seconds longer than <Dial timeout> says
    rings_in_turn=True,
)

_NO = Problem.REFUSED
_BLOCKED = Problem.BLOCKED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_BUSY = Problem.BUSY
_OURS = Problem.MISCONFIGURED

# "Error and Warning Dictionary". Below 30000 they come as the answer to our request, from there on mostly
# with the delivery report. BUSY is only what was certainly not sent; 30003 and 30008 are final, because the
# carrier has been trying already and the text may even have arrived. 21408 is about one person's country, so
# the line goes on with the others.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "14107": (_NO, "Two machines seem to be answering each other, so Twilio stopped it."),
    "20003": (_OURS, "Twilio does not accept the account SID and auth token."),
    "20404": (_OURS, "Twilio does not know this account SID."),
    "20429": (_BUSY, "Twilio is getting too many requests from this account at once."),
    "21211": (_BAD, "This is not a valid phone number."),
    "21212": (_OURS, "Twilio does not accept the line's own number as the sender."),
    "21266": (_NO, "The line cannot text itself."),
    "21408": (_NO, "Texts to this country are not switched on in the Twilio account."),
    "21601": (_OURS, "The line's number cannot send texts."),
    "21602": (_NO, "The text was empty."),
    "21606": (_OURS, "The line's number cannot send texts from this Twilio account."),
    "21608": (_OURS, "A Twilio trial account can only text numbers that were verified there."),
    "21610": (_STOP, "This person has texted STOP to this line."),
    "21611": (_BUSY, "Too many texts of this line are waiting at Twilio."),
    "21612": (_BAD, "This number cannot be reached by text from this line."),
    "21614": (_BAD, "This number is not a mobile number and cannot get texts."),
    "21617": (_NO, "The text is longer than 1,600 characters."),
    "21659": (_OURS, "The line's number does not belong to this Twilio account."),
    "21703": (_OURS, "The messaging service has no number that can send this text."),
    "21704": (_OURS, "The messaging service has no numbers."),
    "21705": (_OURS, "Twilio does not know the messaging service."),
    "30001": (_BUSY, "Too many texts of this line were waiting at Twilio."),
    "30002": (_OURS, "The Twilio account is suspended."),
    "30003": (_NO, "The phone was switched off or had no signal."),
    "30004": (_BLOCKED, "This person or their carrier blocks texts from this line."),
    "30005": (_BAD, "This number is not in service."),
    "30006": (_BAD, "This number is a landline, or its carrier takes no texts."),
    "30007": (_SPAM, "The carrier took the text for spam."),
    "30008": (_NO, "The carrier did not deliver the text and gave no reason."),
    "30017": (_BUSY, "The carrier's network was overloaded."),
    "30022": (_BUSY, "The line sent more texts than its registration allows at once."),
    "30023": (_BUSY, "The line has used up the texts its registration allows in a day."),
    "30024": (_OURS, "The carriers do not know this line's number yet."),
    "30027": (_BUSY, "T-Mobile takes no more texts of this business until midnight, Pacific time."),
    "30032": (_OURS, "The toll-free number has not been verified yet."),
    "30033": (_OURS, "The texting campaign of this line is suspended."),
    "30034": (_OURS, "This line's number is not registered for texting (10DLC)."),
    "30035": (_BUSY, "The line's number is still being set up for texting (10DLC)."),
    "30450": (_BUSY, "Twilio holds back texts to this range of numbers for half an hour."),
    "63038": (_BUSY, "The Twilio account has used up its texts for today."),
}


# "Lookup v2", line_type_intelligence.type. "" where texts may or may not arrive.
LINE_TYPE: Final[Mapping[str, str]] = {
    "mobile": "mobile",
    "landline": "landline",
    "fixedVoip": "voip",
    "nonFixedVoip": "voip",
    "tollFree": "toll_free",
    "personal": "",
    "premium": "",
    "sharedCost": "",
    "uan": "",
    "voicemail": "",
    "pager": "",
    "unknown": "",
}

# "Usa2p", campaign_status. "" is well.
CAMPAIGN: Final[Mapping[str, str]] = {
    "VERIFIED": "",
    "PENDING": "The texting campaign (10DLC) is not approved yet.",
    "IN_PROGRESS": "The texting campaign (10DLC) is not approved yet.",
    "FAILED": "The texting campaign (10DLC) was refused.",
}

# "Toll-free verification", status.
VERIFICATION: Final[Mapping[str, str]] = {
    "TWILIO_APPROVED": "",
    "PENDING_REVIEW": "The toll-free number is not verified yet.",
    "IN_REVIEW": "The toll-free number is not verified yet.",
    "TWILIO_REJECTED": "The verification of the toll-free number was refused.",
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What Twilio's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)


HOUSE: Final = House(
    title="Twilio",
    credentials="account SID and auth token",
    problem=problem,
    call_ended=CALL_ENDED,
    suffix=".json",
)
