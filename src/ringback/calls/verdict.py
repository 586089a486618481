"""Was the call missed? One state machine for every phone company.

Its inputs come twice, late and out of order, and any of them may never come. So the state only collects
evidence (`hear`), and the verdict is computed from all of it (`verdict`): the same evidence in any order
gives the same verdict. Once a person is known to have taken the call, nothing makes it missed again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallEvent,
    CallStarted,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)

# 5 s that a company may add to the ringing, 30 s for a late closing event.
SWEEP_MARGIN = timedelta(seconds=35)
LONGEST_CALL = timedelta(hours=4)
# Of some calls we hear only that a phone rang. The company's log may tell who called, within this time.
WAIT_FOR_CALLER = timedelta(minutes=15)
LONGEST_RING = timedelta(seconds=75)  # of one phone whose end we were not told
# Several events may say how one call ended. The outcome that stands first here says the most, and counts.
TELLING = (
    *(Outcome.BLOCKED, Outcome.HUNG_UP, Outcome.DECLINED, Outcome.BUSY, Outcome.FAILED),
    *(Outcome.NO_ANSWER, Outcome.COMPLETED),
)


class Evidence(NamedTuple):  # and no dataclass: each event of each call makes a new one
    """All that is known about one call. Instants are in UTC; None means: not heard (yet)."""

    arrival_is_missed: bool  # forwarded line: the owner's phone has rung already
    press_needed: bool  # a leg that was picked up proves nothing without the key
    longest_ring: timedelta | None  # None: nobody rings, or another system rings and tells us
    started_at: datetime | None = None
    leg_answered_at: datetime | None = None
    accepted_at: datetime | None = None  # the key was pressed
    connected_at: datetime | None = None
    person_at: datetime | None = None
    nobody_at: datetime | None = None
    ringing_ended_at: datetime | None = None
    ringing_outcome: Outcome | None = None
    ended_at: datetime | None = None
    end_outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person took the call."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    at: datetime
    outcome: Outcome
    ring_seconds: float | None
    caller_gave_up: bool
    anomaly: bool = False  # connected to somebody, but nobody pressed the key: a voicemail, or a lost event


@dataclass(frozen=True, slots=True)
class Open:
    """Not decided: look again at this instant (None: nothing is under way), or when more is heard."""

    until: datetime | None


Verdict = Accepted | Missed | Open


def hear(known: Evidence, event: CallEvent) -> Evidence:
    """The evidence with this event added. An event heard twice changes nothing."""
    match event:
        case CallStarted():
            return known._replace(started_at=_earliest(known.started_at, event.at))
        case LegAnswered():
            return known._replace(leg_answered_at=_earliest(known.leg_answered_at, event.at))
        case LegAccepted():
            return known._replace(accepted_at=_earliest(known.accepted_at, event.at))
        case RingingEnded():
            ended = known._replace(
                ringing_ended_at=_earliest(known.ringing_ended_at, event.at),
                ringing_outcome=_more_telling(known.ringing_outcome, event.outcome),
            )
            return _with_proof(ended, event.proof, event.at)
        case CallEnded():
            ended = known._replace(
                ended_at=_earliest(known.ended_at, event.at),
                end_outcome=_more_telling(known.end_outcome, event.outcome),
            )
            return _with_proof(ended, event.proof, event.at)
        case LegRang() | LegEnded() | VoicemailLeft() | CallerPressed():
            return known


def verdict(
    known: Evidence,
    now: datetime,
    settle: timedelta,
    first_heard: datetime | None = None,
    *,
    late: datetime | None = None,
    rings: datetime | None = None,
) -> Verdict:
    """What the evidence says at `now`. After an unclear end, an event that contradicts it may come within
    `settle`.

    `first_heard` is when the first event of any kind came; it counts as the start while no start is known.
    `late` is when an event arrived that happened longer ago: others that belong to it may follow.
    `rings` is since when a phone has been ringing after an unclear end, which makes that end doubtful.

    In order: a person was there; a forwarded call arrived; the company says nobody was connected; the call is
    over, unclear; nothing closed it and its time has run out (the sweep).
    """
    if taken := _taken_at(known):
        return Accepted(taken)
    if known.arrival_is_missed:
        return _arrived(known)
    if known.nobody_at is not None:
        return _nobody(known, known.nobody_at, now, _latest(known.nobody_at, late) + settle)
    closed = _earliest(known.connected_at, known.ended_at)
    if closed is not None:
        settled = _latest(closed, late) + settle
        if rings is not None and known.connected_at is None:
            settled = max(settled, rings + LONGEST_RING)
        if now < settled:
            return Open(settled)
        return _missed(known, closed, anomaly=known.connected_at is not None)
    return _swept(known, now, first_heard, late)


def _taken_at(known: Evidence) -> datetime | None:
    """When a person took the call, or None. The company's own proof needs no key."""
    if known.person_at is not None:
        return known.person_at
    picked_up = (
        known.accepted_at if known.press_needed else _earliest(known.leg_answered_at, known.connected_at)
    )
    if picked_up is None:
        return None
    if known.connected_at is not None:
        return picked_up
    # The key was pressed, but the company says the two were never connected: the caller had hung up.
    if known.nobody_at is not None:
        return None
    return picked_up if known.ended_at is not None else None


def _arrived(known: Evidence) -> Verdict:
    at = _earliest(known.started_at, known.ended_at, known.nobody_at)
    if at is None:
        return Open(None)
    return Missed(at, Outcome.NO_ANSWER, ring_seconds=None, caller_gave_up=False)


def _nobody(known: Evidence, at: datetime, now: datetime, settled: datetime) -> Verdict:
    missed = _missed(known, at)
    # "The caller gave up early" is contradicted by the end of the ringing, which may be under way.
    if missed.caller_gave_up and now < settled:
        return Open(settled)
    return missed


def _swept(known: Evidence, now: datetime, first_heard: datetime | None, late: datetime | None) -> Verdict:
    begun = known.started_at or first_heard
    if begun is None:
        return Open(None)
    if known.accepted_at or known.leg_answered_at or known.longest_ring is None:
        gone_by = begun + LONGEST_CALL
    elif known.started_at is None:
        gone_by = begun + WAIT_FOR_CALLER
    else:
        gone_by = _latest(begun, late) + known.longest_ring + SWEEP_MARGIN
    if now < gone_by:
        return Open(gone_by)
    picked_up = known.accepted_at if known.press_needed else known.leg_answered_at
    if picked_up is not None:
        return Accepted(picked_up)
    # Not `now`: the sweep may look hours later, and then it is too late for a text.
    return _missed(known, begun + (known.longest_ring or timedelta()))


def _missed(known: Evidence, at: datetime, anomaly: bool = False) -> Missed:
    gave_up = known.ringing_ended_at is None and known.end_outcome in (Outcome.HUNG_UP, Outcome.NO_ANSWER)
    rang_until = known.ringing_ended_at or known.ended_at
    seconds = None
    if known.started_at is not None and rang_until is not None and rang_until >= known.started_at:
        seconds = (rang_until - known.started_at).total_seconds()
    outcome = known.ringing_outcome or known.end_outcome or Outcome.NO_ANSWER
    if known.end_outcome is Outcome.BLOCKED:
        outcome = Outcome.BLOCKED
    elif gave_up:
        outcome = Outcome.HUNG_UP
    elif outcome is Outcome.COMPLETED:
        outcome = Outcome.NO_ANSWER
    return Missed(at, outcome, seconds, gave_up, anomaly)


def _with_proof(known: Evidence, proof: Proof, at: datetime) -> Evidence:
    match proof:
        case Proof.NOBODY:
            return known._replace(nobody_at=_earliest(known.nobody_at, at))
        case Proof.CONNECTED:
            return known._replace(connected_at=_earliest(known.connected_at, at))
        case Proof.PERSON:
            return known._replace(person_at=_earliest(known.person_at, at))
        case Proof.UNCLEAR:
            return known


def _more_telling(known: Outcome | None, told: Outcome) -> Outcome:
    return told if known is None else min(known, told, key=TELLING.index)


def _latest(at: datetime, late: datetime | None) -> datetime:
    return at if late is None else max(at, late)


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
