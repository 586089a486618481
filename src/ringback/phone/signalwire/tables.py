"""SignalWire's words, and ours. Each table can be read against its page and has a fixture for every row.

Many numbers are those of the interface that it imitates, but not all of them mean the same here.
"""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem, Proof, SendProblem, TextState
from ringback.phone.markup_calls import Dialect
from ringback.phone.markup_rest import House

# "Dial", DialCallStatus. "completed" is also what follows a declined whisper, as far as the page says: only
# our own record of the key tells a person from a voicemail.
DIAL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.CONNECTED),
    "answered": (Outcome.COMPLETED, Proof.CONNECTED),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "failed": (Outcome.FAILED, Proof.NOBODY),
    "canceled": (Outcome.HUNG_UP, Proof.NOBODY),
}

# "Inbound call status callbacks", CallStatus. By default only "completed" and "failed" come, and neither says
# whether anybody spoke.
CALL_ENDED: Final[Mapping[str, tuple[Outcome, Proof]]] = {
    "completed": (Outcome.COMPLETED, Proof.UNCLEAR),
    "failed": (Outcome.FAILED, Proof.UNCLEAR),
    "busy": (Outcome.BUSY, Proof.NOBODY),
    "no-answer": (Outcome.NO_ANSWER, Proof.NOBODY),
    "canceled": (Outcome.HUNG_UP, Proof.NOBODY),
}
CALL_GOES_ON: Final = frozenset({"queued", "initiated", "ringing", "in-progress"})

# "Number", statusCallback.
LEG_ENDED: Final[Mapping[str, Outcome]] = {
    "completed": Outcome.COMPLETED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.NO_ANSWER,
    "failed": Outcome.FAILED,
    "canceled": Outcome.NO_ANSWER,
}

# "Record", RecordingStatus and TranscriptionStatus. None: there is a voicemail, else why not.
RECORDING: Final[Mapping[str, str | None]] = {
    "completed": None,
    "in-progress": "the voicemail is still being recorded",
    "absent": "the caller left no voicemail",
}
TRANSCRIPT: Final[Mapping[str, str | None]] = {
    "completed": None,
    "failed": "the voicemail could not be written out",
}

# The page knows no attestation of callers. A time limit is kept as it is "for most call flows"; for some five
# seconds are added, so phones may ring a little longer than the owner says.
DIALECT: Final = Dialect(
    dial_ended=DIAL_ENDED,
    call_ended=CALL_ENDED,
    call_goes_on=CALL_GOES_ON,
    leg_ended=LEG_ENDED,
    recording=RECORDING,
    transcript=TRANSCRIPT,
)

# "SMS status callback", MessageStatus, and "initiated" of the message itself. None: a text that came in.
TEXT_STATE: Final[Mapping[str, TextState | None]] = {
    "queued": TextState.ACCEPTED,
    "initiated": TextState.ACCEPTED,
    "sending": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "receiving": None,
    "received": None,
}

# No page says whether SignalWire answers these. Where the owner says that it does, it is these that we leave
# to it.
OWN_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"} | {"START", "UNSTOP", "HELP"}
)

_NO = Problem.REFUSED
_BLOCKED = Problem.BLOCKED
_SPAM = Problem.FILTERED
_BAD = Problem.BAD_NUMBER
_STOP = Problem.OPTED_OUT
_BUSY = Problem.BUSY
_OURS = Problem.MISCONFIGURED

# "Error codes" of the compatibility interface, those that can befall a text.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "4001": (_OURS, "The SignalWire account has no money left."),
    "10000": (_NO, "SignalWire could not read the text."),
    "10001": (_OURS, "Texting is not switched on in the SignalWire space."),
    "10004": (_OURS, "The API token does not belong to this SignalWire project."),
    "11751": (_NO, "The pictures of the text are too large."),
    "20003": (_OURS, "SignalWire does not accept the project ID and API token."),
    "20010": (_OURS, "Texting is switched off for this SignalWire account."),
    "20404": (_OURS, "SignalWire does not know this project ID."),
    "20429": (_BUSY, "SignalWire is getting too many requests from this account at once."),
    "21210": (_OURS, "The line's number was not bought in this SignalWire project."),
    "21211": (_BAD, "This is not a valid phone number."),
    "21212": (_OURS, "SignalWire does not accept the line's own number as the sender."),
    "21217": (_BAD, "This does not look like a phone number to SignalWire."),
    "21219": (_OURS, "A SignalWire trial account can only text numbers that were verified there."),
    "21601": (_OURS, "The line's number cannot send texts."),
    "21602": (_NO, "The text was empty."),
    "21603": (_NO, "SignalWire could not read the line's number or the person's."),
    "21604": (_NO, "The text was for nobody."),
    "21606": (_BAD, "This number is not a mobile number."),
    "21610": (_STOP, "This person has texted STOP to this line."),
    "21611": (_BUSY, "Too many texts of this line are waiting at SignalWire."),
    "21612": (_NO, "SignalWire cannot send pictures of this kind."),
    "21614": (_BAD, "This number is not a mobile number and cannot get texts."),
    "21617": (_NO, "The text is longer than SignalWire allows."),
    "21620": (_NO, "SignalWire could not fetch the pictures of the text."),
    "21623": (_NO, "The text has too many pictures."),
    "21624": (_NO, "SignalWire does not accept how long the text may wait."),
    "21701": (_OURS, "SignalWire does not know the number group."),
    "21703": (_OURS, "The number group has no number that can send this text."),
    "21705": (_OURS, "The text had no sender."),
    "21717": (_OURS, "This line's number is in no active texting campaign (10DLC)."),
    "30001": (_NO, "The text waited too long at SignalWire and was given up."),
    "30002": (_OURS, "The SignalWire account has no money left for texts."),
    "30003": (_NO, "The phone was switched off or had no signal."),
    "30004": (_BLOCKED, "The carrier of this person blocks texts from this line."),
    "30005": (_BAD, "This number is not in service."),
    "30006": (_BAD, "This number is a landline, or its carrier takes no texts."),
    "30007": (_SPAM, "The carrier took the text for spam."),
    "30008": (_NO, "The carrier did not deliver the text and gave no reason."),
    "30009": (_NO, "The text waited too long at the carrier and was given up."),
    "30010": (_NO, "The text would have cost more than the account allows."),
    "30022": (_BUSY, "The line sent more texts than its registration allows at once."),
    "30027": (_BUSY, "T-Mobile takes no more texts of this business until midnight, Pacific time."),
    "35125": (_BUSY, "The line has used up the texts its campaign allows in a day."),
    "63011": (_NO, "The text could not be handed to the carrier."),
    "63019": (_NO, "The pictures of the text could not be downloaded."),
}


def problem(code: str, otherwise: SendProblem) -> SendProblem:
    """What SignalWire's code means; `otherwise` where the code is in no row."""
    if code not in ERRORS:
        return otherwise
    kind, said = ERRORS[code]
    return SendProblem(kind, code, said)


HOUSE: Final = House(
    title="SignalWire",
    credentials="project ID and API token",
    problem=problem,
    call_ended=CALL_ENDED,
    # A token may be allowed to send texts and yet not to list numbers.
    tried_on=("Messages", "messages"),
)

# "Phone number lookup", carrier.linetype: "generally either wireless or landline".
LINE_TYPE: Final[Mapping[str, str]] = {"wireless": "mobile", "landline": "landline", "voip": "voip"}

# "Campaign registry", states of a number in its campaign, and of the campaign; "" is all well.
ASSIGNMENT: Final[Mapping[str, str]] = {
    "completed": "",
    "pending": "The number is being added to its texting campaign (10DLC); that takes some days.",
    "failed": "The number could not be added to its texting campaign (10DLC).",
}
CAMPAIGN: Final[Mapping[str, str]] = {
    "active": "",
    "pending": "The texting campaign (10DLC) is still being examined.",
    "inactive": "The texting campaign (10DLC) is no longer active.",
}
