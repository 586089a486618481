"""Which calls there are in a switch, and whether a person has taken each.

A channel that is "up" proves nothing: announcements, menus, queues and voicemail answer a channel, too. And
an answered phone proves nothing while its owner is still asked to press a key. So a call was taken when its
caller can be heard by a telephone: both are in one bridge, directly or through the two halves of Local
channels, and the bridge does more than hold (as parking does). That is how the switch itself connects people,
whatever dialplan, queue or application has led there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from ringback.phone.asterisk.calls import START, Direction, Heard, News, OneCall
from ringback.phone.asterisk.legs import MACHINES, Leg, is_half, technology
from ringback.phone.asterisk.sightings import (
    Appeared,
    Calls,
    Channel,
    Dialled,
    DialOver,
    Gone,
    Joined,
    LeftBridge,
    LeftProgram,
    MailboxCounted,
    MessageKept,
    NumberKnown,
    OfAChannel,
    Sighting,
    WantsToHangUp,
    Went,
)
from ringback.phone.asterisk.wiring import Wiring

TAKES_MESSAGES, LISTENS_TO_MESSAGES = "VoiceMail", "VoiceMailMain"
_LEAVES = (LeftProgram, LeftBridge, WantsToHangUp, Gone)


class Switchboard:
    """Hears every sighting in order and says what is new. `inbound`: contexts, of which "*" may end one."""

    def __init__(self, inbound: Sequence[str]) -> None:
        self._inbound = inbound
        self._calls: dict[str, OneCall] = {}
        self._wiring = Wiring(self._comes_in)
        self._tells_bridges = False  # a manager may be told to keep them to itself
        self._mailboxes: dict[str, int] = {}  # how many messages there are in each

    def hear(self, seen: Sighting, at: datetime) -> list[Heard]:
        match seen:
            case Dialled(phone=Channel(id="")) | DialOver(phone=Channel(id="")):
                return []  # not a whole event
            case Dialled(caller, phone, number):
                started = self._calls_from_there(caller, at, seen) if caller else []
                return started + self._dialled(caller, phone, number, at)
            case DialOver(caller, phone, status):
                return self._dial_over(caller, phone, status, at)
            case _ if seen.channel.id:
                return self._see(seen.channel, at, seen) + self._happened(seen, at)
            case _:
                return []

    def channels(self) -> frozenset[str]:
        """The ids of those that are known."""
        return frozenset(self._wiring.legs)

    def lost_sight(self, gone: frozenset[str], since: datetime) -> list[Heard]:
        """These channels went while nobody listened: their calls have ended, and nobody knows how."""
        heard: list[Heard] = []
        for leg in [self._wiring.legs[id] for id in gone if id in self._wiring.legs]:
            call = self._calls.get(leg.call)
            if call is not None and not call.ended and call.caller_leg == leg.channel.id:
                heard.append(call.end(since, known=False))
            self._wiring.forget(leg)
        self._calls = {id: call for id, call in self._calls.items() if not call.ended}
        return heard

    def calls(self) -> Iterator[OneCall]:
        """Those that are still going on."""
        return (call for call in self._calls.values() if not call.ended)

    def _happened(self, seen: OfAChannel, at: datetime) -> list[Heard]:
        call = self._call_of(seen.channel)
        if isinstance(seen, WantsToHangUp):
            self._leg(seen.channel).hung_up = True
        match seen:
            case Joined(channel, bridge, holding):
                return self._joined(channel, bridge, holding, at)
            case Gone(channel):
                return self._gone(channel, call, at)
            case LeftProgram(channel) if call and call.caller_leg == channel.id and call.caller_hung_up:
                return self._gone(channel, call, at)
            case LeftBridge(channel, bridge):
                self._wiring.leave(self._leg(channel), bridge)
            case MessageKept(channel) if call is not None:
                return call.message_left("voicemail")
            case MailboxCounted() if call is not None:
                return self._counted(seen, call)
            case Went() | NumberKnown() | WantsToHangUp() if call and call.caller_leg == seen.channel.id:
                return call.learn(seen, comes_in=self._comes_in(seen.channel.context))
            case _:
                pass
        return []

    def _calls_from_there(self, caller: Channel, at: datetime, seen: Dialled) -> list[Heard]:
        """That it has come to a step which calls a phone is told even to who may not hear of the steps."""
        return self._see(caller, at, seen) + self._happened(Went(caller, ""), at)

    def _see(self, channel: Channel, at: datetime, seen: Sighting) -> list[Heard]:
        """Note the channel as it is now. The first of its call, seen for the first time, is a new call.

        Where the id of the call is not told, only a channel's very first event shows that.
        """
        if isinstance(seen, Appeared):
            self._wiring.note_trunk(channel)
        leg = self._leg(channel)
        awaited = leg.appeared  # its next event
        leg.appeared |= isinstance(seen, Appeared)
        if isinstance(seen, Went):
            leg.went(seen.application, seen.data)
        if leg.weighed or self._wiring.is_gone(channel) or _may_yet_call(seen, leg):
            return []
        leg.weighed = True
        if awaited and not isinstance(seen, Calls):
            leg.channel = channel = replace(channel, incoming=False)
        if isinstance(seen, _LEAVES) or technology(channel) in MACHINES or _too_late(seen, channel):
            return []
        half = self._wiring.half_of(channel) if self._plays_a_caller(channel) else None
        if half is not None:
            first = channel.call == half.channel.id
        elif channel.call:
            first = channel.id == channel.call and not self._plays_a_caller(channel)
        else:
            first = leg.appeared and channel.incoming and not is_half(channel)
        return [self._begun(leg, at, late=not leg.appeared).heard(News.STARTED)] if first else []

    def _begun(self, leg: Leg, at: datetime, *, late: bool) -> OneCall:
        channel = leg.channel
        if self._plays_a_caller(channel):
            return self._played(channel, channel.exten, at)
        if leg.trunk and channel.incoming and not is_half(channel):
            dialled = channel.exten if self._comes_in(channel.context) else ""  # it has moved on since
            return self._add(OneCall(channel, Direction.INBOUND, at, dialled=dialled, late=late))
        return self._placed(channel, at, by_switch=not channel.incoming or is_half(channel))

    def _placed(self, channel: Channel, at: datetime, *, by_switch: bool) -> OneCall:
        """From inside. When the switch calls a phone first, the number comes when that has answered."""
        dialled = "" if by_switch else channel.exten
        return self._add(
            OneCall(channel, Direction.INTERNAL, at, dialled=dialled, placed_by_switch=by_switch)
        )

    def _add(self, call: OneCall) -> OneCall:
        self._calls[call.id] = call
        self._wiring.legs[call.caller_leg].call = call.id
        return call

    def _dialled(self, caller: Channel | None, phone: Channel, number: str, at: datetime) -> list[Heard]:
        if self._wiring.is_gone(phone):
            return []
        leg = self._leg(phone)
        called_first = leg.appeared and not leg.weighed  # before it was known whether it calls
        leg.weighed |= called_first
        leg.phone = number.rpartition("/")[2].partition("@")[0]
        call = (self._call_of(caller) if caller else None) or self._call_of(phone)
        half = self._wiring.half_of(phone)
        if call is None and caller is None and half and self._plays_a_caller(phone):
            return [self._played(half.channel, phone.exten, at).heard(News.STARTED)]
        if call is None and caller is None and (called_first or not phone.call):
            return [self._placed(phone, at, by_switch=True).heard(News.STARTED)]
        if call is None:
            return []
        for one in (leg, half):
            if one is not None:
                one.call = one.call or call.id
        if phone.id == call.caller_leg or is_half(phone):
            return []
        call.rang(phone.id, outside=leg.trunk or self._comes_in(phone.context))
        return [call.heard(News.RANG, leg=phone.id, phone=leg.label)]

    def _plays_a_caller(self, channel: Channel) -> bool:
        """A Local channel into the dialplan of calls from outside. Where no call has led to it, the switch
        plays an outside caller: to test the dialplan, or because it was told of a call in another way.
        """
        return is_half(channel) and self._comes_in(channel.context) and channel.exten not in START

    def _played(self, channel: Channel, dialled: str, at: datetime) -> OneCall:
        """The second half goes through the dialplan, as the channel of a carrier does."""
        return self._add(OneCall(channel, Direction.INBOUND, at, dialled=dialled, placed_by_switch=True))

    def _dial_over(self, caller: Channel | None, phone: Channel, status: str, at: datetime) -> list[Heard]:
        call = (self._call_of(caller) if caller else None) or self._call_of(phone)
        if call is None or is_half(phone) or phone.id == call.caller_leg:
            return []
        leg = self._leg(phone)
        if self._own_half(call, caller):
            call.own_phone = leg if status == "ANSWER" else call.own_phone
            return []
        call.stopped_ringing(phone.id, status, at)
        if status == "ANSWER":  # perhaps it is asked to press a key first: only a bridge tells
            call.answered_by = leg
            return []
        if call.answered_by is leg:  # it has hung up while a queue still told it who is calling
            call.answered_by = None
        return [call.heard(News.LEG_OVER, leg=phone.id, phone=leg.label, status=status)]

    def _counted(self, seen: MailboxCounted, call: OneCall) -> list[Heard]:
        """More in the box than before, unless somebody is just listening to it.

        Of a box whose messages are sent as mail and deleted at once, the count alone tells.
        """
        more = seen.new + seen.old > self._mailboxes.get(seen.mailbox, 0)
        self._mailboxes[seen.mailbox] = seen.new + seen.old
        application = self._leg(seen.channel).application
        left = application == TAKES_MESSAGES or (seen.new and more and application != LISTENS_TO_MESSAGES)
        return call.message_left(seen.mailbox) if left else []

    def _joined(self, channel: Channel, bridge: str, holding: bool, at: datetime) -> list[Heard]:
        self._tells_bridges = True
        if holding or not bridge or self._wiring.is_gone(channel):
            return []
        self._wiring.join(self._leg(channel), bridge)
        heard = []
        for call in self._calls.values():
            call.joined |= call.caller_leg == channel.id
            if call.taken_at is None:
                heard += self._reached(call, at)
        return heard

    def _reached(self, call: OneCall, at: datetime) -> list[Heard]:
        if call.caller_hung_up:  # the switch connects all the same what it has begun to connect
            return []
        for leg in self._who_hears(call):
            if not is_half(leg.channel):
                call.taken(leg.label, at)
                return [call.heard(News.TAKEN, leg=leg.channel.id)]
            call.perhaps.setdefault(leg, at)
        return []

    def _gone(self, channel: Channel, call: OneCall | None, at: datetime) -> list[Heard]:
        leg = self._leg(channel)
        self._wiring.forget(leg)
        if call is None:
            return []
        over = channel.id == call.caller_leg or not self._has_legs(call)
        answered = call.answered_by
        if call.taken_at is None and answered and not self._tells_bridges and (over or answered is leg):
            call.taken(answered.label, at)
        if call.taken_at is None:
            _heard_a_played_phone(call, [leg for leg in call.perhaps if over or leg.channel.id == channel.id])
        heard = [call.end(at)] if over and not call.ended else []
        if call.ended and not self._has_legs(call):
            self._calls.pop(call.id, None)
        return heard

    # --- who is connected with whom ---

    def _who_hears(self, call: OneCall) -> Iterator[Leg]:
        """The telephones that the caller is connected with, and the halves behind which there is nobody."""
        for leg in self._wiring.hears(call.caller_leg):
            if not leg.bridge if is_half(leg.channel) else self._is_telephone(leg, call):
                yield leg

    def _own_half(self, call: OneCall, channel: Channel | None) -> bool:
        """Behind the other half of a caller's Local channel is the caller's own phone."""
        own = self._wiring.legs.get(call.caller_leg)
        half = self._wiring.half_of(own.channel) if own else None
        return half is not None and channel is not None and half.channel.id == channel.id

    def _is_telephone(self, leg: Leg, call: OneCall) -> bool:
        """Two outside callers who meet in a conference have found nobody of the business. And nobody is at a
        phone that was hung up before it was connected.
        """
        other = self._calls.get(leg.channel.id)
        both_outside = other is not None and other.direction is call.direction is Direction.INBOUND
        return not both_outside and not leg.hung_up and technology(leg.channel) not in MACHINES

    # --- what is kept ---

    def _leg(self, channel: Channel) -> Leg:
        """The channel as it is now. A caller whose line is moved to another channel keeps its name."""
        before = self._wiring.id_of(channel.name)
        leg = self._wiring.leg(channel)
        if before and before != self._wiring.id_of(channel.name):
            for call in self._calls.values():
                if call.caller_leg == before:
                    call.caller_leg = channel.id
        return leg

    def _call_of(self, channel: Channel) -> OneCall | None:
        leg = self._wiring.legs.get(channel.id)
        half = self._wiring.half_of(channel)
        for id in (channel.id, channel.call, leg.call if leg else "", half.call if half else ""):
            if id in self._calls:
                return self._calls[id]
        return None

    def _has_legs(self, call: OneCall) -> bool:
        return any(call.id in (leg.call, leg.channel.call) for leg in self._wiring.legs.values())

    def _comes_in(self, context: str) -> bool:
        return any(fnmatchcase(context, pattern) for pattern in self._inbound)


def _heard_a_played_phone(call: OneCall, ended: Iterable[Leg]) -> None:
    """Only at the end it is known that a half has done nothing else."""
    for leg in ended:
        if leg.plays_a_phone and call.taken_at is None:
            call.taken(leg.label, call.perhaps[leg])


def _may_yet_call(seen: Sighting, leg: Leg) -> bool:
    """Made by chan_sip for a line that names no number: only its next event tells whether it calls, or is to
    be called.
    """
    channel = leg.channel
    return isinstance(seen, Appeared) and leg.trunk and not channel.incoming and technology(channel) == "SIP"


def _too_late(seen: Sighting, channel: Channel) -> bool:
    """An answered channel that is seen for the first time, and not while it joins anybody: a person may have
    spoken with it before, and have parked it.
    """
    joins = isinstance(seen, Joined) and not seen.holding
    return channel.up and not joins and not isinstance(seen, Appeared)
