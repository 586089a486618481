"""One call through a switch, and what is new about it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class News(StrEnum):
    STARTED = "started"
    RANG = "rang"
    LEG_OVER = "leg_over"
    TAKEN = "taken"
    ENDED = "ended"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Heard:
    """What is stored: all that `parse` needs, so that it can be read again at any time."""

    news: News
    call: str  # the id of the caller's leg
    caller: str
    dialled: str
    caller_name: str = ""
    forwarded_from: str = ""
    attestation: str = ""
    leg: str = ""
    phone: str = ""
    cause: str = ""  # why the leg, or the call, ended, in the switch's word
    person: bool = False  # somebody has taken the call
    known: bool = True  # False: it ended while nobody listened
    hung_up: bool = False  # by the caller, before anything was decided
    rang_until: datetime | None = None
    seconds: int | None = None  # with a person; of a voicemail: its length
    recording: str = ""


@dataclass(slots=True)
class OneCall:
    """A call from its caller's leg on."""

    id: str
    caller: str
    dialled: str
    caller_name: str = ""
    forwarded_from: str = ""
    attestation: str = ""
    taken_at: datetime | None = None
    rang_until: datetime | None = None
    phones: set[str] = field(default_factory=set)
    last_cause: str = ""
    followed: bool = True  # everything about it was heard

    def heard(
        self,
        news: News,
        *,
        leg: str = "",
        phone: str = "",
        cause: str = "",
        known: bool = True,
        hung_up: bool = False,
        rang_until: datetime | None = None,
        seconds: int | None = None,
        recording: str = "",
    ) -> Heard:
        return Heard(
            news=news,
            call=self.id,
            caller=self.caller,
            dialled=self.dialled,
            caller_name=self.caller_name,
            forwarded_from=self.forwarded_from,
            attestation=self.attestation,
            leg=leg,
            phone=phone,
            cause=cause,
            person=self.taken_at is not None,
            known=known,
            hung_up=hung_up,
            rang_until=rang_until,
            seconds=seconds,
            recording=recording,
        )
