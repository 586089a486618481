"""Does the forwarding of a line work? Only a call shows it: first the test call, then the calls of each week.

A new SIM card or another plan may switch forwarding off, and nobody notices, because only calls are missing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ringback.lines.store import Line
from ringback.phone.provider import Mode
from ringback.phone.registry import PROVIDERS, provider

QUIET = timedelta(days=7)


class Forwarding(StrEnum):
    UNPROVEN = "unproven"  # no call has come yet
    WORKS = "works"
    SILENT = "silent"  # it worked once


@dataclass(frozen=True, slots=True)
class ForwardingState:
    state: Forwarding
    last_call_at: datetime | None
    says: str  # one sentence
    todo: str = ""  # one sentence; "" when all is well

    @property
    def works(self) -> bool:
        return self.state is Forwarding.WORKS


def awaits_forwarded(line: Line) -> bool:
    """Do forwarded calls arrive here? Not at a company that only texts, whose lines have the same mode."""
    known = line.provider in PROVIDERS
    return line.mode is Mode.FORWARDED and known and bool(provider(line.provider).modes)


TEST = "Call the business from another phone, let it ring, and wait until this line has taken the call."


def forwarding_state(
    last_call_at: datetime | None,
    now: datetime,
    *,
    tested_since: datetime | None = None,
    quiet: timedelta = QUIET,
) -> ForwardingState:
    """`last_call_at` is when the line's last call arrived (`calls.of_line.last_on_line`).

    With `tested_since`, the beginning of a test, only a call that came after it counts.
    """
    if last_call_at is None or (tested_since is not None and last_call_at < tested_since):
        return ForwardingState(Forwarding.UNPROVEN, last_call_at, "No forwarded call has arrived yet.", TEST)
    ago = _ago(now - last_call_at)
    if now - last_call_at < quiet:
        return ForwardingState(Forwarding.WORKS, last_call_at, f"The last forwarded call came {ago}.")
    said = f"No call has been forwarded since {ago}; a new SIM card or plan may have switched it off."
    return ForwardingState(Forwarding.SILENT, last_call_at, said, TEST)


def _ago(passed: timedelta) -> str:
    for unit, name in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        if (count := passed // unit) >= 1:
            return f"{count} {name}{'' if count == 1 else 's'} ago"
    return "just now"
