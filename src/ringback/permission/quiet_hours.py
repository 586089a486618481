"""May a text of this kind reach this number at this hour?

An answer to the person's own call or text may leave at any hour, as long as it still is an answer. Everything
else keeps to the legal hours in every zone and every state in which the number may be. Local times are
computed from UTC for each zone, so a clock change needs no special care; the zones are those of the tzdata
package.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from ringback.permission.places import Place, place_of
from ringback.permission.verdict import Allowed, Refused, Verdict
from ringback.permission.windows import FEDERAL, StateHours, rows_for, state_hours, why_shut, window_on

STILL_A_REPLY_TO_THE_CALL = timedelta(minutes=10)
STILL_AN_ANSWER = timedelta(minutes=60)
DAYS_AHEAD = 14


class AtNight(StrEnum):
    """What the owner wants with the reply to a call that comes outside 8 AM to 9 PM."""

    SEND = "send"
    HOLD = "hold"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class ReplyToCall:
    call_ended: datetime
    at_night: AtNight = AtNight.SEND


@dataclass(frozen=True, slots=True)
class Answer:
    """To the person's own text; `by_person`: written by somebody of the business."""

    their_last_text: datetime
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """Of something that the person booked. `zone`: where the appointment is, an IANA name."""

    zone: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Asking again, asking for a review, and whatever else nobody asked for."""


@dataclass(frozen=True, slots=True)
class Necessary:
    """The one confirmation of an opt-out, and safety texts."""


Kind = ReplyToCall | Answer | Reminder | FollowUp | Necessary


def may_send(kind: Kind, e164: str, at: datetime, place: Place | None = None) -> Verdict:
    """`place` is what is known better than the area code: the address that the person gave.

    `next_allowed` is the first instant that the hours allow; ask again then, the person may have opted out
    meanwhile. It is None when waiting does not help.
    """
    if at.tzinfo is None:
        raise ValueError("at is not an instant: it has no time zone")
    where = place or place_of(e164)
    match kind:
        case Necessary():
            return Allowed()
        case ReplyToCall():
            return _reply_to_call(kind, where, at)
        case Answer():
            return _answer(kind, where, at)
        case Reminder():
            return _within((state_hours()[FEDERAL],), tuple({*where.zones, kind.zone}), at)
        case FollowUp():
            return _within(rows_for(where), where.zones, at)


def unasked_from(e164: str, at: datetime) -> datetime:
    """The first instant from `at` on at which a text that nobody asked for may leave; `at` itself where no
    such instant is near."""
    verdict = may_send(FollowUp(), e164, at)
    return verdict.next_allowed if isinstance(verdict, Refused) and verdict.next_allowed else at


def _reply_to_call(kind: ReplyToCall, where: Place, at: datetime) -> Verdict:
    if at - kind.call_ended > STILL_A_REPLY_TO_THE_CALL:
        return Refused("late", "More than 10 minutes after the call a text is no reply to it any more.", None)
    if kind.at_night is AtNight.SEND:
        return Allowed()
    shut = _within((state_hours()[FEDERAL],), where.zones, at)
    if isinstance(shut, Refused) and kind.at_night is AtNight.DROP:
        return Refused(shut.reason, shut.sentence, None)
    return shut


def _answer(kind: Answer, where: Place, at: datetime) -> Verdict:
    if at - kind.their_last_text <= STILL_AN_ANSWER:
        return Allowed()
    shut = _within(rows_for(where), where.zones, at)
    if isinstance(shut, Refused) and kind.by_person:
        return Allowed(f"Their last text is more than an hour old. {shut.sentence}")
    return shut


def _within(rows: tuple[StateHours, ...], zones: tuple[str, ...], at: datetime) -> Verdict:
    shut = next(_shut(rows, zones, at), "")
    if not shut:
        return Allowed()
    return Refused("quiet_hours", shut, _next_open(rows, zones, at))


def _shut(rows: tuple[StateHours, ...], zones: tuple[str, ...], at: datetime) -> Iterator[str]:
    """Every reason against this instant, as a sentence."""
    for zone in sorted(zones):
        wall = at.astimezone(ZoneInfo(zone))
        city = zone.rpartition("/")[2].replace("_", " ")
        for row in rows:
            if why := why_shut(row, wall):
                yield f"{why} in {city} time, where this number may be."


def _next_open(rows: tuple[StateHours, ...], zones: tuple[str, ...], at: datetime) -> datetime | None:
    """The first instant at which all are open is one at which one of them opens: so only openings are
    tried."""
    openings = {
        opening
        for zone in zones
        for row in rows
        for opening in _openings(row.state, zone, at.astimezone(ZoneInfo(zone)).date())
        if opening > at
    }
    return next((opening for opening in sorted(openings) if not any(_shut(rows, zones, opening))), None)


@lru_cache(maxsize=1024)  # by night each text asks for them
def _openings(state: str, zone: str, today: date) -> tuple[datetime, ...]:
    row = state_hours()[state]
    days = [today + timedelta(ahead) for ahead in range(DAYS_AHEAD)]
    windows = [(day, window_on(row, day)) for day in days]
    return tuple(
        datetime.combine(day, window.opens, ZoneInfo(zone)).astimezone(UTC)
        for day, window in windows
        if window is not None
    )
