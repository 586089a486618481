"""The events of the REST interface (ARI), as sightings: for recordings. They do not tell a call's id.

A program that has not asked for everything hears of the channels alone that it is given: of a caller's from
StasisStart to StasisEnd.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from ringback.phone.asterisk.ami import CALLED, CALLS, HOLDING
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
    MessageKept,
    NumberKnown,
    Sighting,
    WantsToHangUp,
    Went,
)

Said = Mapping[str, Any]  # parsed JSON, of which nothing is believed yet
NOT_OVER: Final = frozenset({"", "RINGING", "PROGRESS", "PROCEEDING"})


def sighting(event: Said) -> Sighting | None:
    """What this event shows; None for one that says nothing about a call."""
    reader = ON.get(_text(event, "type"))
    return reader(event) if reader else None


def _channel(event: Said, name: str = "channel") -> Channel:
    said = _object(event, name)
    caller, dialplan = _object(said, "caller"), _object(said, "dialplan")
    exten, state = _text(dialplan, "exten"), _text(said, "state")
    return Channel(
        id=_text(said, "id"),
        name=_text(said, "name"),
        incoming=not (state in CALLED and exten in ("", "s")),
        up=state == "Up",
        number=_text(caller, "number"),
        caller_name=_text(caller, "name"),
        context=_text(dialplan, "context"),
        exten=exten,
    )


def _given(event: Said) -> Sighting:
    """What a program has called comes to it, too, and then has no number to go to, or "s"."""
    channel = _channel(event)
    return Appeared(replace(channel, incoming=channel.exten not in ("", "s")))


def _state(event: Said) -> Sighting | None:
    return Calls(_channel(event)) if _text(_object(event, "channel"), "state") == CALLS else None


def _dial(event: Said) -> Sighting | None:
    caller = _channel(event, "caller") if "caller" in event else None
    status = _text(event, "dialstatus")
    if not status:
        return Dialled(caller, _channel(event, "peer"), _text(event, "dialstring"))
    return None if status in NOT_OVER else DialOver(caller, _channel(event, "peer"), status)


def _joined(event: Said) -> Sighting:
    bridge = _object(event, "bridge")
    return Joined(_channel(event), _text(bridge, "id"), _text(bridge, "technology") == HOLDING)


def _variable(event: Said) -> Sighting | None:
    kept = (_text(event, "variable"), _text(event, "value")) == ("VMSTATUS", "SUCCESS")
    return MessageKept(_channel(event)) if kept and "channel" in event else None


def _object(said: Said, name: str) -> Said:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def _text(said: Said, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


ON: Final[Mapping[str, Callable[[Said], Sighting | None]]] = {
    "ChannelCreated": lambda event: Appeared(_channel(event)),
    "ChannelStateChange": _state,
    "StasisStart": _given,
    "StasisEnd": lambda event: LeftProgram(_channel(event)),
    "ChannelDialplan": lambda event: Went(
        _channel(event), _text(event, "dialplan_app"), _text(event, "dialplan_app_data")
    ),
    "ChannelCallerId": lambda event: NumberKnown(_channel(event)),
    "Dial": _dial,
    "ChannelEnteredBridge": _joined,
    "ChannelLeftBridge": lambda event: LeftBridge(_channel(event), _text(_object(event, "bridge"), "id")),
    "ChannelHangupRequest": lambda event: WantsToHangUp(_channel(event)),
    "ChannelVarset": _variable,
    "ChannelDestroyed": lambda event: Gone(_channel(event)),
}
