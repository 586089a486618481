"""The events of the manager interface (AMI), as sightings. "AMI Event Documentation", Asterisk 16 and 22."""

from collections.abc import Callable, Mapping
from typing import Final

from ringback.phone.asterisk.frames import Frame
from ringback.phone.asterisk.sightings import (
    Appeared,
    Calls,
    Channel,
    Dialled,
    DialOver,
    Gone,
    Joined,
    LeftBridge,
    MailboxCounted,
    MessageKept,
    NumberKnown,
    Sighting,
    WantsToHangUp,
    Went,
)

NOBODY = "<unknown>"  # how the manager writes an empty number or name
HOLDING = "holding_bridge"
# What the switch calls is born so: a line of a telephone card (chan_dahdi) as taken by somebody.
CALLED = frozenset({"Down", "Rsrvd"})
CALLS = "Ring"  # the state of a channel that calls the switch; one that is called has "Ringing"


def sighting(frame: Frame) -> Sighting | None:
    """What this event shows; None for one that says nothing about a call."""
    reader = ON.get(frame.get("Event", ""))
    return reader(frame) if reader else None


def channel(frame: Frame, prefix: str = "") -> Channel:
    """The channel that an event is about, or with the prefix "Dest" the one that is called."""
    exten = frame.get(f"{prefix}Exten", "")
    state = frame.get(f"{prefix}ChannelStateDesc")
    return Channel(
        id=frame.get(f"{prefix}Uniqueid", ""),
        name=frame.get(f"{prefix}Channel", ""),
        call=frame.get(f"{prefix}Linkedid", ""),
        # What the switch calls has no number to go to, or "s".
        incoming=not (state in CALLED and exten in ("", "s")),
        up=state == "Up",
        number=_told(frame.get(f"{prefix}CallerIDNum", "")),
        caller_name=_told(frame.get(f"{prefix}CallerIDName", "")),
        context=frame.get(f"{prefix}Context", ""),
        exten=exten,
    )


def _told(value: str) -> str:
    return "" if value == NOBODY else value


def _state(frame: Frame) -> Sighting | None:
    return Calls(channel(frame)) if frame.get("ChannelStateDesc") == CALLS else None


def _caller(frame: Frame) -> Channel | None:
    return channel(frame) if frame.get("Uniqueid") else None


def _dial_over(frame: Frame) -> Sighting | None:
    status = frame.get("DialStatus", "")
    return DialOver(_caller(frame), channel(frame, "Dest"), status) if status else None


def _holds(frame: Frame) -> bool:
    return frame.get("BridgeTechnology") == HOLDING


def _counted(frame: Frame) -> Sighting | None:
    """Only with a channel in it has a caller caused it; at its start the switch counts every box."""
    new, old = (frame.get(name, "") for name in ("New", "Old"))
    if not frame.get("Uniqueid") or not new.isdecimal():
        return None
    return MailboxCounted(
        channel(frame), frame.get("Mailbox", ""), int(new), int(old) if old.isdecimal() else 0
    )


def _variable(frame: Frame) -> Sighting | None:
    kept = frame.get("Variable") == "VMSTATUS" and frame.get("Value") == "SUCCESS"
    return MessageKept(channel(frame)) if kept and frame.get("Uniqueid") else None


ON: Final[Mapping[str, Callable[[Frame], Sighting | None]]] = {
    "Newchannel": lambda frame: Appeared(channel(frame)),
    "Newstate": _state,
    "Newexten": lambda frame: Went(channel(frame), frame.get("Application", ""), frame.get("AppData", "")),
    "NewCallerid": lambda frame: NumberKnown(channel(frame)),
    "DialBegin": lambda frame: Dialled(_caller(frame), channel(frame, "Dest"), frame.get("DialString", "")),
    "DialEnd": _dial_over,
    "BridgeEnter": lambda frame: Joined(channel(frame), frame.get("BridgeUniqueid", ""), _holds(frame)),
    "BridgeLeave": lambda frame: LeftBridge(channel(frame), frame.get("BridgeUniqueid", "")),
    "HangupRequest": lambda frame: WantsToHangUp(channel(frame)),
    "MessageWaiting": _counted,
    "VarSet": _variable,
    "Hangup": lambda frame: Gone(channel(frame)),
}
