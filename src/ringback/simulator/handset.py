"""A telephone, and the person who holds it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Doing(StrEnum):
    NOTHING = "nothing"
    CALLING = "calling"  # it rings at the other end
    RINGING = "ringing"
    ASKED = "asked"  # picked up, and asked to press 1
    TALKING = "talking"
    LISTENING = "listening"  # to the greeting
    RECORDING = "recording"  # after the tone


class Habit(StrEnum):
    """What happens by itself when the phone rings."""

    WAIT = "wait"  # whoever holds it decides
    RING_ON = "ring_on"  # nobody hears it
    ANSWER = "answer"  # picked up, 1 is pressed
    NO_KEY = "no_key"  # picked up, no key is pressed
    DECLINE = "decline"
    VOICEMAIL = "voicemail"  # the box of that phone picks up
    BUSY = "busy"
    OFF = "off"  # cannot be reached at all


@dataclass(frozen=True, slots=True)
class Message:
    """A text on a handset."""

    id: str
    other: str  # the number at the other end
    mine: bool  # written on this handset
    body: str
    at: datetime
    picture: str = ""  # the path of our own server where it is; "" without one


@dataclass(slots=True)
class Handset:
    number: str
    name: str
    habit: Habit = Habit.WAIT
    after: timedelta = timedelta(seconds=2)  # how long it rings before the habit shows
    talks_for: timedelta | None = None  # hangs up by itself after so long
    words: str = ""  # what is said after the tone of a voicemail
    doing: Doing = Doing.NOTHING
    since: datetime | None = None  # when it began to do that
    hears: str = ""  # what the phone says: a greeting, a question
    messages: list[Message] = field(default_factory=list)

    @property
    def in_use(self) -> bool:
        return self.doing is not Doing.NOTHING
