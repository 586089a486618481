"""Read a recording of a switch: what it says of each call, as a running server would have heard it.

A recording is what the manager interface sent in one session, byte for byte, or the events of the REST
interface, one JSON object a line. It may begin and end anywhere.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.asterisk import ami, ari
from ringback.phone.asterisk.calls import Direction, Heard
from ringback.phone.asterisk.frames import Frames
from ringback.phone.asterisk.provider import PROVIDER, AsteriskSettings
from ringback.phone.asterisk.sightings import Sighting
from ringback.phone.asterisk.switchboard import Switchboard
from ringback.phone.asterisk.tables import leg_outcome
from ringback.phone.events import Event, Outcome

START = datetime(2026, 1, 1, tzinfo=UTC)  # where a recording does not tell the time
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)  # what is later is rubbish, and cannot be reckoned with
STEP = timedelta(milliseconds=1)
INBOUND = ("from-trunk",)
_OF_THE_MANAGER = re.compile(rb"^(?:Event|Response):|^Asterisk Call Manager/", re.MULTILINE)
# What became of a phone that rang, for people.
TOLD: Mapping[Outcome | None, str] = {
    Outcome.BUSY: "busy",
    Outcome.COMPLETED: "picked up and hung up again",
    Outcome.DECLINED: "picked up and not accepted",
    Outcome.FAILED: "could not be reached",
    Outcome.NO_ANSWER: "nobody picked up",
}
NO_SETTINGS = AsteriskSettings("", Secret(""))  # what was heard is read the same on every line


@dataclass(slots=True)
class RecordedCall:
    call: str
    caller: str
    dialled: str
    direction: str
    connected: bool  # somebody answered, whoever called whom
    why: str
    voicemail_left: bool
    events: list[Event] = field(default_factory=list)  # of an inbound call, as in a running server


def calls(content: bytes, inbound: Sequence[str]) -> list[RecordedCall]:
    """In the order in which they began. `inbound`: the contexts that calls from outside come to."""
    board = Switchboard(inbound or INBOUND)
    found: dict[str, RecordedCall] = {}
    for seen, event, at in read(content):
        for heard in board.hear(seen, at):
            call = _noted(found, heard)
            request = stored.request(heard, event, "recording", Secret(""), at)
            call.events += PROVIDER.parse(request, NO_SETTINGS)
            if not heard.known:
                call.events = call.events[:1]
    for going_on in board.calls():
        call = found[going_on.id]
        if not call.connected:
            call.why = "The recording ends before the call does."
    return [call for call in found.values() if not _calls_nobody(call)]


def _calls_nobody(call: RecordedCall) -> bool:
    """The switch itself has rung a phone, to connect it with a call that is going on already, or to tell it
    something.
    """
    return call.direction == Direction.INTERNAL and not call.dialled


def _noted(found: dict[str, RecordedCall], heard: Heard) -> RecordedCall:
    known = found.get(heard.call)
    found[heard.call] = RecordedCall(
        call=heard.call,
        caller=heard.caller,
        dialled=heard.dialled,
        direction=heard.direction.value,
        connected=heard.person,
        why=why(heard),
        voicemail_left=bool(heard.voicemail),
        events=known.events if known else [],
    )
    return found[heard.call]


def why(heard: Heard) -> str:
    if not heard.known:
        return "The recording begins in the middle of the call; whether somebody had taken it is not known."
    if heard.person:
        return f"{heard.taken_by} was connected with the caller."
    rang = f"{heard.rang} {'phone' if heard.rang == 1 else 'phones'} rang"
    if heard.voicemail:
        return f"{rang if heard.rang else 'No phone rang'}, and voicemail took a message."
    if not heard.rang:
        return (
            "No phone rang: none could be reached, or the caller met an announcement, a menu, a queue or "
            "voicemail."
        )
    if heard.hung_up:
        return f"{rang}, and the caller hung up before anybody took the call."
    told = dict.fromkeys(_told_of(status) for status in heard.statuses)
    return f"{rang}, and nobody was connected with the caller{': ' if told else ''}{', '.join(told)}."


def _told_of(status: str) -> str:
    return TOLD.get(leg_outcome(status), f"the switch says {status}")


def read(content: bytes) -> Iterator[tuple[Sighting, Any, datetime]]:
    """Each sighting with the event that shows it, and when; a recording without times goes by in no time."""
    at = START
    for event in _events(content):
        if not isinstance(event, dict):
            continue
        at = max(at + STEP, _told(event))
        is_frame = "Event" in event
        seen = ami.sighting(event) if is_frame else ari.sighting(event)
        if seen is not None:
            yield seen, event, at


def _events(content: bytes) -> Iterator[Any]:
    if _OF_THE_MANAGER.search(content):
        frames = Frames()
        yield from frames.feed(content)
        yield from frames.ended()
        return
    for line in content.splitlines():
        said = _parsed(line)
        yield from said if isinstance(said, list) else [said]  # a program may have kept them as one list


def _parsed(line: bytes) -> Any:
    """None for a line that is cut off, or not one of theirs."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _told(event: Mapping[str, Any]) -> datetime:
    """When it happened, if the event says so: seconds in one interface, an ISO time in the other."""
    seconds, said = event.get("Timestamp"), event.get("timestamp")
    try:
        told = datetime.fromtimestamp(float(seconds), UTC) if seconds else datetime.fromisoformat(str(said))
    except (TypeError, ValueError, OverflowError, OSError):
        return START
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return told if told < END_OF_TIME else START
