"""A call that a line places: the member's own phone rings first, then the person's.

Whoever picks up the first is asked to press 1; nobody else makes the second ring. Told as it happens.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from ringback.lib.clock import Clock
from ringback.lib.ids import new_id
from ringback.simulator.call import Call, Leg, LegState
from ringback.simulator.courier import Courier
from ringback.simulator.directory import Subscriber
from ringback.simulator.exchange import ASKED_FOR, BOX_LISTENS_FOR, LONGEST_TALK, show_habit
from ringback.simulator.handset import Doing, Habit
from ringback.simulator.tempo import Tempo
from ringback.simulator.world import World

RINGS_FOR: Final = timedelta(seconds=25)
KEY: Final = "1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line has asked for."""

    phone: str
    to: str
    say: str
    reference: str
    status_url: str


class Placing:
    def __init__(self, clock: Clock, tempo: Tempo, courier: Courier, world: World) -> None:
        self._clock = clock
        self._tempo = tempo
        self._courier = courier
        self._world = world

    async def put_through(self, call: Call, line: Subscriber, wanted: Wanted) -> None:
        person = self._world.handset(wanted.to)
        own = self._leg(call, wanted.phone, f"The shop connects you with {person.name}.")
        if await self._is_taken(call, own, asks=wanted.say):
            self._tell(line, wanted, "connecting")
            self._world.does(own.handset, Doing.TALKING)
            await self._connect(call, line, wanted, own)
        self._tell(line, wanted, "over", last=True)
        call.ended_at = self._clock.now()
        for leg in call.legs:
            self._world.does(leg.handset, Doing.NOTHING)

    async def _connect(self, call: Call, line: Subscriber, wanted: Wanted, own: Leg) -> None:
        theirs = self._leg(call, wanted.to, "The shop is calling.")
        if not await self._is_taken(call, theirs, caller=own):
            self._tell(line, wanted, "not_reached")
            return
        began = self._clock.now()
        self._tell(line, wanted, "spoke")
        self._world.does(theirs.handset, Doing.TALKING)
        names = f"{own.handset.name} and {theirs.handset.name}"
        self._world.note("carrier", "connected", f"{names} are connected.")
        ends = [LONGEST_TALK, BOX_LISTENS_FOR if theirs.by_machine else None]
        ends += [own.handset.talks_for, theirs.handset.talks_for]
        until = began + min(end for end in ends if end is not None)
        while not (own.hung_up or theirs.hung_up or self._clock.now() >= until):
            call.acted.clear()
            await self._tempo.rest(until, call.acted)
        self._tell(line, wanted, "spoke", seconds=int((self._clock.now() - began).total_seconds()))

    def _leg(self, call: Call, number: str, hears: str) -> Leg:
        now, handset = self._clock.now(), self._world.handset(number)
        leg = Leg(new_id("leg"), handset, now + RINGS_FOR, now + handset.after)
        if handset.in_use or handset.habit in (Habit.BUSY, Habit.OFF):
            leg.state = LegState.OVER
            return leg
        call.legs.append(leg)
        self._world.does(handset, Doing.RINGING, hears=hears)
        self._world.note(handset.name, "rings", f"{handset.name}'s phone rings.")
        return leg

    async def _is_taken(self, call: Call, leg: Leg, *, asks: str = "", caller: Leg | None = None) -> bool:
        """Was it picked up and, where that is asked for, the key pressed? `caller` may give up meanwhile."""
        while leg.state in (LegState.RINGING, LegState.ASKED):
            call.acted.clear()
            self._advance(leg, asks)
            if caller is not None and caller.hung_up:
                leg.state = LegState.OVER
            if leg.due is not None:
                await self._tempo.rest(leg.due, call.acted)
        if leg.state is LegState.OVER and leg in call.legs:
            self._world.does(leg.handset, Doing.NOTHING)
        return leg.state is LegState.ACCEPTED

    def _advance(self, leg: Leg, asks: str) -> None:
        now = self._clock.now()
        if leg.state is LegState.RINGING and now >= leg.habit_at:
            show_habit(leg)
        if leg.state is LegState.RINGING:
            if leg.picked_up and asks:
                leg.state, leg.asked_until = LegState.ASKED, now + ASKED_FOR
                self._world.does(leg.handset, Doing.ASKED, hears=asks)
            elif leg.picked_up:
                leg.state = LegState.ACCEPTED
            elif leg.declined or now >= leg.rings_until:
                leg.state = LegState.OVER
        if leg.state is LegState.ASKED and leg.asked_until is not None:
            if leg.pressed == KEY or (leg.handset.habit is Habit.ANSWER and not leg.by_machine):
                leg.state = LegState.ACCEPTED
            elif leg.pressed or leg.hung_up or now >= leg.asked_until:
                leg.state = LegState.OVER

    def _tell(
        self, line: Subscriber, wanted: Wanted, step: str, *, seconds: int | None = None, last: bool = False
    ) -> None:
        about: dict[str, Any] = {"reference": wanted.reference, "step": step}
        about |= {} if seconds is None else {"seconds": seconds}
        hook = self._courier.hook(wanted.status_url, line.key, "placed.changed", **about)
        self._courier.send(wanted.reference, hook, last=last)
