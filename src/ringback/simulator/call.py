"""One call in the simulated world: the caller's side, and a leg for each phone that rings."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ringback.simulator.handset import Habit, Handset


class LegState(StrEnum):
    RINGING = "ringing"
    ASKED = "asked"  # picked up, and asked to press a key
    ACCEPTED = "accepted"
    OVER = "over"


@dataclass(slots=True, eq=False)
class Leg:
    id: str
    handset: Handset
    rings_until: datetime
    habit_at: datetime
    state: LegState = LegState.RINGING
    asked_until: datetime | None = None
    outcome: str = ""
    by_machine: bool = False  # it was a voicemail box that picked up
    # What the person at this phone has done since somebody looked.
    picked_up: bool = False
    pressed: str = ""
    declined: bool = False
    hung_up: bool = False

    @property
    def due(self) -> datetime | None:
        """When this leg moves by itself."""
        if self.state is LegState.RINGING:
            waits = self.handset.habit in (Habit.WAIT, Habit.RING_ON)
            return self.rings_until if waits else min(self.rings_until, self.habit_at)
        return self.asked_until if self.state is LegState.ASKED else None


@dataclass(slots=True, eq=False)
class Call:
    id: str
    caller: Handset
    dialled: str
    started_at: datetime
    legs: list[Leg] = field(default_factory=list)
    accepted: Leg | None = None
    talking_since: datetime | None = None
    caller_gone: bool = False
    pressed: str = ""  # the key that the caller has pressed during the greeting
    words: str = ""  # what the caller has said after the tone
    recording: str = ""  # the id of the sound of it
    ringing_outcome: str = ""  # "" when nobody's phone was rung
    outcome: str = ""  # of the whole call, once it is over
    ended_at: datetime | None = None
    acted: asyncio.Event = field(default_factory=asyncio.Event)  # somebody has done something

    @property
    def over(self) -> bool:
        return self.ended_at is not None


@dataclass(frozen=True, slots=True)
class Ring:
    """Whom to ring, as the line has answered."""

    phones: tuple[str, ...]
    length: timedelta
    in_turn: bool
    press: str  # "" asks for no key
    say: str

    @property
    def turns(self) -> list[tuple[str, ...]]:
        """Which phones ring together, turn by turn."""
        return [(phone,) for phone in self.phones] if self.in_turn else [self.phones]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with a call, as the line has answered."""

    ring: Ring | None
    say: str
    record_seconds: int
    press: str = ""  # the key that the greeting asks the caller for; "" asks for none
    press_length: timedelta = timedelta(0)  # how long it may take, after the greeting
    thanks: str = ""


def plan_from(said: Mapping[str, Any]) -> Plan:
    """Read the line's answer. Raises ValueError when it makes no sense."""
    try:
        ring, after = said.get("ring"), said.get("then") or {}
        return Plan(
            ring=_ring(ring) if ring else None,
            say=str(after.get("say", "")),
            record_seconds=int(after.get("record_seconds", 0)),
            press=str(after.get("press", "")),
            press_length=timedelta(seconds=float(after.get("press_seconds", 0))),
            thanks=str(after.get("thanks", "")),
        )
    except (AttributeError, KeyError, TypeError):
        raise ValueError("the line's answer cannot be read") from None


def _ring(said: Mapping[str, Any]) -> Ring:
    return Ring(
        phones=tuple(str(phone) for phone in said["phones"]),
        length=timedelta(seconds=float(said["seconds"])),
        in_turn=bool(said.get("in_turn")),
        press=str(said.get("press", "")),
        say=str(said.get("say", "")),
    )
