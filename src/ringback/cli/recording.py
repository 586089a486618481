"""`ringback simulate PROVIDER FILE`: read a recording of a switch, and say what came of each call in it.

The company reads its own bytes; what came of the calls is decided where it is decided in a running server.
"""

import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from ringback.calls.verdict import Accepted, Evidence, Missed, hear, verdict
from ringback.cli.show import show_json, show_table
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.phone.events import CallEvent, Event
from ringback.phone.registry import PROVIDERS, provider

# Another system rings the phones and tells us, as on a line with mode "observe".
OBSERVED = Evidence(arrival_is_missed=False, press_needed=False, longest_ring=None)


class RecordedCall(Protocol):
    """What `recording.py` of a provider finds."""

    call: str
    caller: str
    dialled: str
    direction: str
    connected: bool
    why: str
    voicemail_left: bool
    events: list[Event]


class Reader(Protocol):
    """What `recording.py` of a provider offers as `calls`."""

    def __call__(self, content: bytes, inbound: Sequence[str]) -> Sequence[RecordedCall]: ...


def is_recording(company: str, name: str) -> bool:
    """Is this the name of a file rather than of a recorded webhook?"""
    return find_spec(_module(company)) is not None and ("/" in name or "." in name or Path(name).is_file())


def read_recording(company: str, name: str, inbound: Sequence[str], *, as_json: bool) -> None:
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise Stop(f"Cannot read {name}: {error.strerror}.", WRONG_USE) from None
    read = cast(Reader, import_module(_module(company)).calls)
    rows = [_row(company, call) for call in read(content, inbound)]
    if not rows:
        print(
            f"{name} holds no calls. Is it what the switch itself said, from before a call on?",
            file=sys.stderr,
        )
    if as_json:
        show_json(rows)
    else:
        columns = ("direction", "caller", "dialled", "accepted", "missed", "voicemail_left", "why")
        show_table(columns, ([_shown(row[name]) for name in columns] for row in rows))


def _row(company: str, call: RecordedCall) -> dict[str, object]:
    accepted, missed = judged(company, call)
    return {
        "call": call.call,
        "caller": call.caller,
        "dialled": call.dialled,
        "direction": call.direction,
        "accepted": accepted,
        "missed": missed,
        "voicemail_left": call.voicemail_left,
        "why": call.why,
    }


def judged(company: str, call: RecordedCall) -> tuple[bool, bool]:
    """Only calls that come in can be missed; of others it is only said whether somebody answered."""
    heard: list[CallEvent] = [event for event in call.events if isinstance(event, CallEvent)]
    if not heard:
        return call.connected, False
    settle = timedelta(seconds=provider(company).settle_seconds)
    until = max(event.at for event in heard) + settle
    known = verdict(reduce(hear, heard, OBSERVED), until, settle)
    return isinstance(known, Accepted), isinstance(known, Missed)


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _module(company: str) -> str:
    return PROVIDERS[company].rpartition(".")[0] + ".recording"
