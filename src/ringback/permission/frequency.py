"""How often may somebody be texted who has not written? Hours are another question: `quiet_hours.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.permission.verdict import Allowed, Refused, Verdict

DAY = timedelta(hours=24)
MOST_A_DAY = (
    3  # texts that are no answer; the laws of Florida, Maryland, Oklahoma and Oregon have the same number
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What this business has sent to this person, or has on its way, on any line."""

    unasked: tuple[
        datetime, ...
    ] = ()  # everything but answers and confirmations, of the last 24 hours at least


def may_text_unasked(sent: Sent, at: datetime) -> Verdict:
    """The limit for every text that is no answer to the person's own text, also for the first one after a
    call."""
    recent = _within_a_day(sent.unasked, at)
    if len(recent) < MOST_A_DAY:
        return Allowed()
    sentence = f"This person has had {len(recent)} texts of yours in 24 hours without asking for them."
    return Refused("daily_ceiling", sentence, recent[-MOST_A_DAY] + DAY)


def _within_a_day(instants: Iterable[datetime], at: datetime) -> list[datetime]:
    return sorted(instant for instant in instants if at - instant < DAY)
