"""Which calls there are in a switch, and whether a person has taken each.

"Answered" proves nothing: menus, queues and voicemail answer the caller's leg, too, and a phone that is asked
to confirm with a key is answered before its owner has decided. So a call was taken when its caller's leg was
bridged with a telephone: directly, or through the two legs of a loopback, which is no telephone itself. A
phone that is still ringing may be bridged, too, for the sound that its network plays meanwhile (early media).
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

from ringback.phone.freeswitch.calls import Heard, News, OneCall

Event = Mapping[str, str]

LOOPBACK = "loopback/"
ANSWERED = "Caller-Channel-Answered-Time"
NEVER = ("", "0")  # of an instant
PICKED_UP_ELSEWHERE = "PICKED_OFF"
GAVE_UP = "ORIGINATOR_CANCEL"
REMEMBERED = 200  # calls that are over: voicemail may be delivered a moment later


class Switchboard:
    """Hears every event in order and says what is new. `inbound`: contexts, of which "*" may end one."""

    def __init__(self, inbound: Sequence[str]) -> None:
        self._inbound = inbound
        self._calls: dict[str, OneCall] = {}
        self._over: deque[OneCall] = deque(maxlen=REMEMBERED)
        self._names: dict[str, str] = {}  # of each leg
        self._loops: dict[str, str] = {}  # the other leg of a loopback
        self._bridged: dict[str, str] = {}
        self._ringing: set[str] = set()  # legs that we have seen come into being and not seen answered

    def hear(self, event: Event, at: datetime) -> list[Heard]:
        match event.get("Event-Name"):
            case "CHANNEL_CREATE":
                return self._created(event)
            case "CHANNEL_ANSWER":
                return self._answered(self._note(event), at)
            case "CHANNEL_BRIDGE":
                return self._connected(event, at)
            case "CHANNEL_UNBRIDGE":
                self._parted(event.get("Unique-ID", ""))
                return []
            case "CHANNEL_HANGUP_COMPLETE":
                return self._hung_up(event, at)
            case "CUSTOM" if event.get("VM-Action") == "leave-message":
                return self._voicemail(event)
            case _:
                return []

    def calls(self) -> frozenset[str]:
        """The ids of those that are going on."""
        return frozenset(self._calls)

    def lost_sight(self, gone: frozenset[str], since: datetime) -> list[Heard]:
        """These calls went while nobody listened, and nobody knows how they ended. The others go on."""
        self._ringing.clear()  # any of them may have been answered meanwhile
        for call in self._calls.values():
            call.followed = False
        calls = [self._calls.pop(id) for id in gone if id in self._calls]
        return [call.heard(News.ENDED, known=False, rang_until=since) for call in calls]

    def _created(self, event: Event) -> list[Heard]:
        id = self._note(event)
        call = self._calls.get(event.get("Channel-Call-UUID", ""))
        if id in self._calls or not id:
            return []
        self._ringing.add(id)
        if event.get("Call-Direction") == "inbound" and self._comes_in(event):
            new = self._calls[id] = _call(id, event)
            return [new.heard(News.STARTED)]
        if call is None or event.get("Channel-Name", "").startswith(LOOPBACK):
            return []
        call.phones.add(id)
        return [call.heard(News.RANG, leg=id, phone=event.get("Caller-Destination-Number", ""))]

    def _connected(self, event: Event, at: datetime) -> list[Heard]:
        self._note(event)
        a = event.get("Bridge-A-Unique-ID") or event.get("Unique-ID", "")
        b = event.get("Bridge-B-Unique-ID") or event.get("Other-Leg-Unique-ID", "")
        other = event.get("Other-Leg-Unique-ID")
        if other and event.get("Other-Leg-Channel-Name"):
            self._names[other] = event["Other-Leg-Channel-Name"]
        self._parted(a)
        self._parted(b)
        self._bridged[a], self._bridged[b] = b, a
        return self._reached(at)

    def _answered(self, id: str, at: datetime) -> list[Heard]:
        self._ringing.discard(id)
        return self._reached(at)

    def _reached(self, at: datetime) -> list[Heard]:
        """Whose caller can be heard by a telephone now, and could not before."""
        heard = []
        for call in self._calls.values():
            if call.taken_at is None and (phone := self._who_hears(call.id)):
                call.taken_at = at
                heard.append(call.heard(News.TAKEN, leg=phone, phone=_label(self._names.get(phone, ""))))
        return heard

    def _hung_up(self, event: Event, at: datetime) -> list[Heard]:
        id, cause = self._note(event), event.get("Hangup-Cause", "")
        was_answered = event.get(ANSWERED, "") not in NEVER
        heard = self._answered(id, at) if was_answered else []
        call = self._calls.pop(id, None)
        if call is None and event.get("Call-Direction") == "inbound" and self._comes_in(event):
            call = _call(id, event)  # it began before we listened; its last event tells all the same
            call.followed = False
        self._forget(id)
        if call is not None:
            self._over.append(call)
            return [*heard, _ended(call, event, cause, at)]
        of = self._calls.get(event.get("Channel-Call-UUID", ""))
        if of is None or id not in of.phones:
            return heard
        of.rang_until, of.last_cause = at, cause
        phone = event.get("Caller-Destination-Number", "")
        return [*heard, of.heard(News.LEG_OVER, leg=id, phone=phone, cause=cause)]

    def _voicemail(self, event: Event) -> list[Heard]:
        """It names the leg, or only the caller: then it is the latest call of that caller."""
        ids = {event.get("Unique-ID"), event.get("VM-UUID")} - {None}
        calls = [*self._over, *self._calls.values()]
        caller = event.get("VM-Caller-ID-Number") or None
        found = [call for call in calls if call.id in ids]
        found = found or [call for call in calls if call.caller == caller]
        if not found:
            return []
        length, box = event.get("VM-Message-Len", ""), event.get("VM-User", "")
        seconds = int(length) if length.isdecimal() else None
        return [found[-1].heard(News.VOICEMAIL, leg=box, seconds=seconds, recording=_recording(event))]

    def _who_hears(self, caller: str) -> str:
        """The telephone that the caller is bridged with, or ""."""
        id, seen = caller, {caller}
        while (near := self._bridged.get(id, "")) and near not in seen:
            seen.add(near)
            name = self._names.get(near, "")
            if not name.startswith(LOOPBACK):
                nobody = near in self._calls or near in self._ringing  # two outside callers; early media
                return "" if nobody else near
            id = self._loops.get(near, "")
            seen.add(id)
        return ""

    def _note(self, event: Event) -> str:
        id, name = event.get("Unique-ID", ""), event.get("Channel-Name", "")
        if id and name:
            self._names[id] = name
        other = event.get("variable_other_loopback_leg_uuid", "")
        if other:
            self._loops[id], self._loops[other] = other, id
        return id

    def _parted(self, id: str) -> None:
        other = self._bridged.pop(id, "")
        if self._bridged.get(other) == id:
            del self._bridged[other]

    def _forget(self, id: str) -> None:
        self._parted(id)
        self._ringing.discard(id)
        self._names.pop(id, None)
        self._loops.pop(self._loops.pop(id, ""), None)

    def _comes_in(self, event: Event) -> bool:
        name, context = event.get("Channel-Name", ""), event.get("Caller-Context", "")
        return not name.startswith(LOOPBACK) and any(fnmatchcase(context, each) for each in self._inbound)


def _call(id: str, event: Event) -> OneCall:
    hidden = event.get("Caller-Privacy-Hide-Number") == "true"
    return OneCall(
        id=id,
        caller="anonymous" if hidden else event.get("Caller-Caller-ID-Number", ""),
        dialled=event.get("Caller-Destination-Number", ""),
        caller_name="" if hidden else event.get("Caller-Caller-ID-Name", ""),
        forwarded_from=event.get("variable_sip_h_Diversion", "").partition(";")[0],
        attestation=_attestation(event),
    )


def _attestation(event: Event) -> str:
    said = event.get("variable_sip_verstat_detailed") or event.get("variable_sip_verstat", "")
    if said.startswith("TN-Validation-Failed"):
        return "failed"
    level = said.removeprefix("TN-Validation-Passed-")
    return level if level in ("A", "B", "C") else ""


def _ended(call: OneCall, event: Event, cause: str, at: datetime) -> Heard:
    if call.taken_at is None and (cause == PICKED_UP_ELSEWHERE or _was_bridged(call, event)):
        call.taken_at = at
    said_bye = event.get("variable_sip_hangup_disposition") == "recv_bye"
    hung_up = cause == GAVE_UP or (not call.phones and said_bye)
    return call.heard(
        News.ENDED,
        cause=call.last_cause or event.get("variable_originate_disposition", "") or cause,
        hung_up=hung_up and call.taken_at is None,
        rang_until=call.rang_until or at,
        seconds=int((at - call.taken_at).total_seconds()) if call.taken_at else None,
    )


def _was_bridged(call: OneCall, event: Event) -> bool:
    """As the last event of the caller's leg tells it. It does not tell a telephone from a loopback, so it is
    asked only about a call of which we have not heard everything."""
    bridged = event.get("Caller-Channel-Bridged-Time", "") not in NEVER
    only_rang = event.get(ANSWERED) == "0"
    return not call.followed and not only_rang and (bridged or bool(event.get("variable_last_bridge_to")))


def _recording(event: Event) -> str:
    """The message's id: where its file lies is the switch's affair."""
    return event.get("VM-UUID", "") or event.get("VM-Timestamp", "")


def _label(name: str) -> str:
    """ "1002" of "sofia/internal/1002@pbx.example.com:5060"."""
    return name.rpartition("/")[2].partition("@")[0] or name
