"""One call through a switch, and what is new about it."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ringback.phone.asterisk.legs import Leg
from ringback.phone.asterisk.sightings import Channel, NumberKnown, WantsToHangUp, Went

OUTSIDE_NUMBER = 7  # digits at least; extensions have fewer
START = ("", "s")  # where a call begins that has dialled no number
NO_STEPS = ("AppDial", "AppDial2")  # how the switch names what a channel does that it calls itself


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class News(StrEnum):
    STARTED = "started"
    RANG = "rang"
    LEG_OVER = "leg_over"
    TAKEN = "taken"
    ENDED = "ended"
    VOICEMAIL = "voicemail"  # known only after the end


@dataclass(frozen=True, slots=True)
class Heard:
    """What is stored: all that `parse` needs, so that it can be read again at any time."""

    news: News
    call: str
    direction: Direction
    caller: str
    dialled: str
    caller_name: str = ""
    leg: str = ""
    phone: str = ""
    taken_by: str = ""  # the phone whose owner the caller was connected with
    status: str = ""  # how the ringing of a phone ended, in the switch's word
    person: bool = False  # somebody has taken the call
    known: bool = True  # False: it ended while nobody listened
    rang: int = 0  # phones
    statuses: tuple[str, ...] = ()  # of all the phones that rang, each word once
    hung_up: bool = False  # by the caller
    rang_until: datetime | None = None
    seconds: int | None = None  # that the caller spoke with a person
    voicemail: str = ""  # the box; "" when nothing was left


class OneCall:
    """A call from its first channel on."""

    def __init__(
        self,
        first: Channel,
        direction: Direction,
        at: datetime,
        *,
        dialled: str,
        placed_by_switch: bool = False,
        late: bool = False,
    ) -> None:
        self.id = first.call or first.id
        self.caller_leg = first.id
        self.direction = direction
        self.caller = first.number
        self.caller_name = first.caller_name
        self.dialled = "" if dialled in START else dialled
        self._own_exten = first.exten
        self.started_at = at
        self.taken_at: datetime | None = None
        self._taken_by = ""
        self.ended = False
        self.answered_by: Leg | None = None  # a telephone that was picked up, by whomever
        self.own_phone: Leg | None = None  # picked up behind the caller's own Local channel
        self.perhaps: dict[Leg, datetime] = {}  # what may stand for a telephone, and since when it was heard
        self.joined = False  # a bridge
        self._late = late  # we did not see it begin, so somebody whom we do not know may be in that bridge
        self.caller_hung_up = False
        self.voicemail = ""
        self._placed_by_switch = placed_by_switch
        self._in_dialplan = False
        self._phones: set[str] = set()
        self._statuses: dict[str, str] = {}  # by phone, in the order in which they stopped
        self._rang_until: datetime | None = None
        self._last_status = ""

    def learn(self, seen: Went | NumberKnown | WantsToHangUp, *, comes_in: bool) -> list[Heard]:
        """Of its caller's channel."""
        match seen:
            case Went(application=application) if application in NO_STEPS:
                pass
            case Went(channel):
                return self._went(channel, comes_in)
            case NumberKnown(channel):
                # Later, the dialplan may write what it likes into the caller's number.
                if not self.caller and not self._in_dialplan:
                    self.caller, self.caller_name = channel.number, channel.caller_name
            case WantsToHangUp():
                self.caller_hung_up = True
        return []

    def _went(self, channel: Channel, comes_in: bool) -> list[Heard]:
        """The first number that a call without one comes to is the number that was dialled.

        Whom the switch has called, and sends into the dialplan where calls from outside enter it, is an
        outside caller: played for a test, or called back by a program.
        """
        first, self._in_dialplan = not self._in_dialplan, True
        goes_on = self._placed_by_switch and channel.exten != self._own_exten
        if not self.dialled and channel.exten not in START and (comes_in or goes_on):
            self.dialled = channel.exten
        if not self.caller and self._placed_by_switch:
            self.caller, self.caller_name = channel.number, channel.caller_name
        if first and goes_on and comes_in and self.direction is not Direction.INBOUND:
            self.direction = Direction.INBOUND
            return [self.heard(News.STARTED)]
        return []

    def message_left(self, mailbox: str) -> list[Heard]:
        known, self.voicemail = self.voicemail, self.voicemail or mailbox
        return [self.heard(News.VOICEMAIL)] if self.ended and not known else []

    def rang(self, phone: str, *, outside: bool) -> None:
        if outside and self.direction is Direction.INTERNAL:
            self.direction = Direction.OUTBOUND
        self._phones.add(phone)

    def stopped_ringing(self, phone: str, status: str, at: datetime) -> None:
        """What is said first of a phone counts: a queue cancels once more what has rung long enough."""
        if phone not in self._statuses:
            self._statuses[phone] = self._last_status = status
            self._rang_until = at

    def taken(self, phone: str, at: datetime) -> None:
        self.taken_at, self._taken_by = at, phone

    def end(self, at: datetime, *, known: bool = True) -> Heard:
        self.ended = True
        if self._placed_by_switch and not self._in_dialplan:
            self._was_all_there_is(at)
        if self.direction is Direction.INTERNAL and len(re.findall(r"\d", self.dialled)) >= OUTSIDE_NUMBER:
            self.direction = Direction.OUTBOUND  # through a trunk that never got as far as a channel
        seconds = int((at - self.taken_at).total_seconds()) if self.taken_at else None
        gave_up = self.caller_hung_up and (self._last_status == "CANCEL" or not self._phones)
        return self.heard(
            News.ENDED,
            known=known and not (self._late and self.joined and self.taken_at is None),
            hung_up=gave_up and self.taken_at is None,
            rang_until=self._rang_until or at,
            seconds=seconds,
        )

    def _was_all_there_is(self, at: datetime) -> None:
        """The switch has called a number by a Local channel, and then let a machine have it: that number is
        the one that was dialled, and not a phone that was to dial.
        """
        if not self.dialled and self._own_exten not in (*START, self.caller):
            self.dialled = self._own_exten
            if self.own_phone is not None:
                self.taken(self.own_phone.label, at)

    def heard(
        self,
        news: News,
        *,
        leg: str = "",
        phone: str = "",
        status: str = "",
        known: bool = True,
        hung_up: bool = False,
        rang_until: datetime | None = None,
        seconds: int | None = None,
    ) -> Heard:
        return Heard(
            news=news,
            call=self.id,
            direction=self.direction,
            caller=self.caller,
            dialled=self.dialled,
            caller_name=self.caller_name,
            leg=leg,
            phone=phone or self._taken_by,
            taken_by=self._taken_by,
            status=status,
            person=self.taken_at is not None,
            known=known,
            rang=len(self._phones),
            statuses=tuple(dict.fromkeys(self._statuses.values())),
            hung_up=hung_up,
            rang_until=rang_until,
            seconds=seconds,
            voicemail=self.voicemail,
        )
