"""What can happen at a phone company, in our words. Every provider turns its webhooks into these.

Events may come twice, late and out of order, and any of them may never come. So an event states only what it
knows; `calls/verdict.py` puts them together. Instants are in UTC. Numbers are given as the company sent them:
turning them into E.164 or "anonymous" is the caller's work (`lib/numbers.py`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Proof(StrEnum):
    """What the company's closing event proves about who took the call."""

    NOBODY = "nobody"  # the company says that no leg was connected
    CONNECTED = "connected"  # a leg was connected: a person, or a voicemail box
    PERSON = "person"  # the company itself knows that it was a person
    UNCLEAR = "unclear"  # the call is over, and that is all the event says


class Outcome(StrEnum):
    """How ringing, or the whole call, ended."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    FAILED = "failed"
    HUNG_UP = "hung_up"  # the caller gave up while it rang
    COMPLETED = "completed"
    BLOCKED = "blocked"  # the company turned the caller away: somebody there wants no calls from them


@dataclass(frozen=True, slots=True)
class CallStarted:
    call: str  # the company's id of the whole call, never of a leg
    caller: str
    dialled: str
    at: datetime
    forwarded_from: str = ""
    caller_name: str = ""
    attestation: str = ""  # "A", "B", "C", "failed" or "": what the network says about the caller's number


@dataclass(frozen=True, slots=True)
class LegRang:
    """One of the owner's phones rings."""

    call: str
    leg: str
    phone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """One of the owner's phones was picked up: by a person or by its voicemail."""

    call: str
    leg: str
    phone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegAccepted:
    """Someone pressed the key that says "I take this call". A voicemail never does."""

    call: str
    leg: str
    phone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallerPressed:
    """Nobody took the call, and the caller pressed the key that the greeting asks for: they may be texted."""

    call: str
    caller: str
    dialled: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LegEnded:
    call: str
    leg: str
    phone: str
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class RingingEnded:
    """The owner's phones have stopped ringing. The caller may still be on the line (greeting, voicemail)."""

    call: str
    caller: str
    dialled: str
    outcome: Outcome
    proof: Proof
    at: datetime


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The whole call is over."""

    call: str
    caller: str
    dialled: str
    outcome: Outcome
    proof: Proof
    at: datetime
    seconds: int | None = None  # how long it was connected, when the company says so


@dataclass(frozen=True, slots=True)
class VoicemailLeft:
    call: str  # "" where the company does not say; then it is the caller's latest call to the line
    recording: str  # the company's id or address of the recording; "" when only text is known
    seconds: int | None
    words: str  # the transcript; "" until it is known
    at: datetime
    caller: str = ""  # told where the call is not


@dataclass(frozen=True, slots=True)
class Media:
    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class TextReceived:
    id: str  # the company's id of this text
    sender: str
    to: str
    body: str
    at: datetime
    media: tuple[Media, ...] = ()
    keyword_answered: bool = False  # the company has already sent the STOP, START or HELP answer itself


class Step(StrEnum):
    """How far a call that we placed for a member has come, in order."""

    PICKED_UP = "picked_up"  # the member's own phone: by them, or by its voicemail
    CONNECTING = "connecting"  # they pressed the key, and the person's phone rings
    SPOKE = "spoke"  # the person's phone was picked up
    NOT_REACHED = "not_reached"  # it was not
    OVER = "over"  # the member's own phone has hung up, or was never picked up


@dataclass(frozen=True, slots=True)
class PlacedCall:
    """What is heard of a call that we placed; `placed` is our own id of it."""

    placed: str
    step: Step
    at: datetime
    seconds: int | None = None  # how long the two were connected, when the company says so


class TextState(StrEnum):
    """How far a text that we sent has come, in order: a report never moves a text backwards."""

    ACCEPTED = "accepted"  # the company took it
    SENT = "sent"  # the company handed it to the carrier
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"  # final: it did not arrive


@dataclass(frozen=True, slots=True)
class TextReport:
    """A delivery report. `text` is our own id when it came back with the report, else ""."""

    id: str  # the company's id of the text
    text: str
    state: TextState
    at: datetime
    error: "SendProblem | None" = None


@dataclass(frozen=True, slots=True)
class SendAsked:
    """Somebody has written a text in the company's own program, and we are to send it by another company."""

    id: str  # the company's id of it, for telling what became of it
    to: str
    body: str
    at: datetime
    has_media: bool = False


class Problem(StrEnum):
    """Why a text could not be sent, or did not arrive. The closed set that the sender acts on."""

    REFUSED = "refused"  # they said no, and would say it again
    BAD_NUMBER = "bad_number"  # this number cannot receive texts
    OPTED_OUT = "opted_out"  # they hold a STOP for this person
    BLOCKED = "blocked"  # the person or their carrier takes no texts from this line; perhaps a wish to stop
    FILTERED = "filtered"  # a carrier, or the company itself, took the text for spam
    BUSY = "busy"  # told to wait: certainly not sent
    DOWN = "down"  # not reached: certainly not sent
    MISCONFIGURED = "misconfigured"  # our key or number is wrong
    UNSURE = "unsure"  # the request was written and the answer never understood


@dataclass(frozen=True, slots=True)
class SendProblem:
    problem: Problem
    code: str = ""  # the company's own code
    said: str = ""  # one short sentence, for the owner; no number, no text, no secret


@dataclass(frozen=True, slots=True)
class Ignored:
    """A genuine event that means nothing to us, with the reason."""

    why: str
    is_new: bool = field(default=False, compare=False)  # it has a word that the company did not use before


LegEvent = LegRang | LegAnswered | LegAccepted | LegEnded
CallEvent = CallStarted | LegEvent | RingingEnded | CallEnded | VoicemailLeft | CallerPressed
Event = CallEvent | PlacedCall | TextReceived | TextReport | SendAsked | Ignored
