"""What can be seen of the channels of a switch, whichever interface tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """One leg of a call, as it was when the switch spoke of it."""

    id: str  # Uniqueid
    name: str  # "PJSIP/trunk-00000001"; the half of a Local channel ends in ;1 or ;2
    call: str = ""  # Linkedid: the id of the first channel of the call; "" where it is not told
    incoming: bool = False  # it came to the switch, and was not called by it
    up: bool = False  # somebody has answered it, or the switch itself has
    number: str = ""
    caller_name: str = ""
    context: str = ""
    exten: str = ""


@dataclass(frozen=True, slots=True)
class Appeared:
    channel: Channel


@dataclass(frozen=True, slots=True)
class Calls:
    """It calls the switch. An old driver (chan_sip) makes a channel before it says that."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Went:
    """It has come to a step of the dialplan."""

    channel: Channel
    application: str
    data: str = ""  # what the step was given


@dataclass(frozen=True, slots=True)
class LeftProgram:
    """No program has it any more: it goes on in the dialplan, or its caller has hung up."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class NumberKnown:
    """The caller's number came after the call did, as on analogue lines."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Dialled:
    """`phone` is being called; `caller` is None when the switch itself calls."""

    caller: Channel | None
    phone: Channel
    number: str  # "101", "trunk/+15125550177", "+15125550177@trunk"


@dataclass(frozen=True, slots=True)
class DialOver:
    caller: Channel | None
    phone: Channel
    status: str  # ANSWER, NOANSWER, BUSY, CANCEL ...


@dataclass(frozen=True, slots=True)
class Joined:
    """It can now hear the others in the bridge, unless that only holds them (parking, music)."""

    channel: Channel
    bridge: str
    holding: bool


@dataclass(frozen=True, slots=True)
class LeftBridge:
    channel: Channel
    bridge: str  # "": whichever it was in


@dataclass(frozen=True, slots=True)
class WantsToHangUp:
    """Its other side has hung up."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class MailboxCounted:
    """Voicemail has counted a box again, because of this channel."""

    channel: Channel
    mailbox: str
    new: int
    old: int


@dataclass(frozen=True, slots=True)
class MessageKept:
    """Voicemail has kept what this channel said."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class Gone:
    channel: Channel


OfAChannel = (
    Appeared
    | Calls
    | Went
    | LeftProgram
    | NumberKnown
    | Joined
    | LeftBridge
    | WantsToHangUp
    | MailboxCounted
    | MessageKept
    | Gone
)
Sighting = OfAChannel | Dialled | DialOver
