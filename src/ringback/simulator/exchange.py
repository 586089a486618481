"""Carries out one call, from the line's answer to the last webhook, as the line has asked.

1. Ask the line what to do. If it does not answer, the caller hears that the call cannot be completed.
2. Ring the phones, together or in turn. Whoever picks up is asked to press the key; a voicemail never does.
3. If somebody presses it, the two talk until one hangs up.
4. If nobody does, the caller hears the greeting and may leave a voicemail, if the line has one. Where the
   greeting asks the caller for a key, a caller who presses it is thanked, and the call ends.

The caller may hang up at any moment. The line is told about everything as it happens.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from ringback.lib.clock import Clock
from ringback.lib.ids import new_id
from ringback.simulator.call import Call, Leg, LegState, Plan, Ring, plan_from
from ringback.simulator.courier import Courier
from ringback.simulator.directory import Subscriber
from ringback.simulator.handset import Doing, Habit
from ringback.simulator.sound import sound_address
from ringback.simulator.tempo import Tempo
from ringback.simulator.world import World

ASKED_FOR: Final = timedelta(seconds=8)  # how long whoever picked up may take to press the key
LONGEST_TALK: Final = timedelta(minutes=10)
BOX_LISTENS_FOR: Final = timedelta(seconds=20)
WORDS_IN_A_SECOND: Final = 3.0
NOT_REACHED: Final = {Habit.BUSY: "busy", Habit.OFF: "failed"}


class Exchange:
    def __init__(self, clock: Clock, tempo: Tempo, courier: Courier, world: World) -> None:
        self._clock = clock
        self._tempo = tempo
        self._courier = courier
        self._world = world

    async def put_through(self, call: Call, line: Subscriber) -> None:
        about = {"call": call.id, "from": call.caller.number, "to": call.dialled}
        said = await self._courier.ask(self._courier.hook(line.voice, line.key, "call.arrived", **about))
        try:
            plan = plan_from(said) if said is not None else None
        except ValueError:
            plan = None
        if plan is None:
            self._world.note("carrier", "no_plan", "The shop's line does not answer the carrier.")
            self._end(call, line, "failed")
            return
        await self._follow(call, line, plan)

    async def _follow(self, call: Call, line: Subscriber, plan: Plan) -> None:
        if plan.ring is not None and not call.caller_gone:
            await self._ring(call, line, plan.ring)
        if call.accepted is not None:
            await self._talk(call, call.accepted)
            self._end(call, line, "completed")
        elif call.caller_gone:
            self._end(call, line, "hung_up")
        else:
            await self._greet(call, line, plan)
            self._end(call, line, call.ringing_outcome or "no_answer")

    # --- Ringing ---

    async def _ring(self, call: Call, line: Subscriber, ring: Ring) -> None:
        for phones in ring.turns:
            legs = [self._start_leg(call, line, phone, ring.length) for phone in phones]
            await self._ring_together(call, line, ring, legs)
            if call.accepted is not None or call.caller_gone:
                break
        self._stop_ringing(call, line)
        if call.caller_gone and call.accepted is None:
            return  # then the end of the call is all that is told
        call.ringing_outcome = "completed" if call.accepted else _outcome_of(call.legs)
        proof = "connected" if call.accepted else "nobody"
        self._tell(call, line, "ringing.ended", outcome=call.ringing_outcome, proof=proof)

    def _start_leg(self, call: Call, line: Subscriber, phone: str, length: timedelta) -> Leg:
        now = self._clock.now()
        handset = self._world.handset(phone)
        leg = Leg(new_id("leg"), handset, now + length, now + handset.after)
        call.legs.append(leg)
        outcome = "busy" if handset.in_use else NOT_REACHED.get(handset.habit, "")
        if outcome:
            self._end_leg(call, line, leg, outcome)
        else:
            self._world.does(handset, Doing.RINGING)
            self._world.note(handset.name, "rings", f"{handset.name}'s phone rings.")
            self._tell_leg(call, line, leg, "leg.rang")
        return leg

    async def _ring_together(self, call: Call, line: Subscriber, ring: Ring, legs: Sequence[Leg]) -> None:
        while True:
            call.acted.clear()
            for leg in legs:
                self._advance(call, line, leg, ring)
            due = [leg.due for leg in legs if leg.due is not None]
            if call.accepted is not None or call.caller_gone or not due:
                return
            await self._tempo.rest(min(due), call.acted)

    def _advance(self, call: Call, line: Subscriber, leg: Leg, ring: Ring) -> None:
        """Let the leg do what its time, its habit or its person wants."""
        now = self._clock.now()
        if leg.state is LegState.RINGING and now >= leg.habit_at:
            show_habit(leg)
        if leg.state is LegState.RINGING:
            if leg.declined:
                self._end_leg(call, line, leg, "declined")
            elif leg.picked_up:
                self._pick_up(call, line, leg, ring, now)
            elif now >= leg.rings_until:
                self._end_leg(call, line, leg, "no_answer")
        if leg.state is LegState.ASKED and leg.asked_until is not None:
            if leg.pressed == ring.press:
                self._accept(call, line, leg, told=True)
            elif leg.pressed or leg.hung_up:
                self._end_leg(call, line, leg, "declined")
            elif now >= leg.asked_until:
                self._end_leg(call, line, leg, "no_answer")

    def _pick_up(self, call: Call, line: Subscriber, leg: Leg, ring: Ring, now: datetime) -> None:
        name = leg.handset.name
        who = f"{name}'s voicemail picks up." if leg.by_machine else f"{name} picks up."
        self._world.note(name, "picks_up", who)
        self._tell_leg(call, line, leg, "leg.answered")
        if not ring.press:
            self._accept(call, line, leg, told=False)
            return
        leg.state, leg.asked_until = LegState.ASKED, now + ASKED_FOR
        self._world.does(leg.handset, Doing.ASKED, hears=ring.say)
        if leg.handset.habit is Habit.ANSWER and not leg.by_machine:
            leg.pressed = ring.press

    def _accept(self, call: Call, line: Subscriber, leg: Leg, *, told: bool) -> None:
        if call.accepted is not None or call.caller_gone:
            return  # somebody was quicker
        call.accepted, leg.state = leg, LegState.ACCEPTED
        call.talking_since = self._clock.now()
        if told:
            self._world.note(leg.handset.name, "presses", f"{leg.handset.name} presses {leg.pressed}.")
            self._tell_leg(call, line, leg, "leg.accepted")

    def _stop_ringing(self, call: Call, line: Subscriber) -> None:
        for leg in call.legs:
            if leg.state in (LegState.RINGING, LegState.ASKED):
                self._end_leg(call, line, leg, "no_answer")

    def _end_leg(self, call: Call, line: Subscriber, leg: Leg, outcome: str) -> None:
        if leg.handset.doing in (Doing.RINGING, Doing.ASKED) and outcome not in NOT_REACHED.values():
            self._world.does(leg.handset, Doing.NOTHING)
        leg.state, leg.outcome = LegState.OVER, outcome
        self._world.note(leg.handset.name, f"leg_{outcome}", _LEG_WORDS[outcome].format(leg.handset.name))
        self._tell_leg(call, line, leg, "leg.ended", outcome=outcome)

    # --- What comes after ---

    async def _talk(self, call: Call, leg: Leg) -> None:
        self._world.does(call.caller, Doing.TALKING)
        self._world.does(leg.handset, Doing.TALKING)
        who = f"{leg.handset.name}'s voicemail" if leg.by_machine else leg.handset.name
        self._world.note("carrier", "connected", f"{call.caller.name} is connected with {who}.")
        ends = [LONGEST_TALK, BOX_LISTENS_FOR if leg.by_machine else None]
        ends += [call.caller.talks_for, leg.handset.talks_for]
        until = self._clock.now() + min(end for end in ends if end is not None)
        while not (call.caller_gone or leg.hung_up or self._clock.now() >= until):
            call.acted.clear()
            await self._tempo.rest(until, call.acted)
        self._world.does(leg.handset, Doing.NOTHING)

    async def _greet(self, call: Call, line: Subscriber, plan: Plan) -> None:
        if plan.say:
            self._world.does(call.caller, Doing.LISTENING, hears=plan.say)
            self._world.note("carrier", "greets", f"{call.caller.name} hears: “{plan.say}”")
            listens = _time_to_say(plan.say) + plan.press_length
            await self._while_on_the_line(call, listens, until_key=plan.press)
        if plan.press and call.pressed == plan.press and not call.caller_gone:
            await self._thank(call, line, plan)
            return
        if plan.record_seconds and not call.caller_gone:
            await self._record(call, line, plan.record_seconds)

    async def _thank(self, call: Call, line: Subscriber, plan: Plan) -> None:
        self._world.note(call.caller.name, "presses", f"{call.caller.name} presses {call.pressed}.")
        self._tell(call, line, "caller.pressed")
        self._world.does(call.caller, Doing.LISTENING, hears=plan.thanks)
        await self._while_on_the_line(call, _time_to_say(plan.thanks))

    async def _record(self, call: Call, line: Subscriber, longest: int) -> None:
        began = self._clock.now()
        self._world.does(call.caller, Doing.RECORDING, hears="Beep.")
        if call.caller.words:
            call.words = call.caller.words
            await self._while_on_the_line(call, _time_to_say(call.words))
        else:
            await self._while_on_the_line(call, timedelta(seconds=longest))
        seconds = int((self._clock.now() - began).total_seconds())
        if call.words:
            self._world.note(
                call.caller.name, "voicemail", f"{call.caller.name} leaves a message: “{call.words}”"
            )
            call.recording = new_id("recording")
            about: dict[str, Any] = {"recording": call.recording, "seconds": seconds, "words": call.words}
            self._tell(call, line, "voicemail.left", sound=sound_address(line, call.recording), **about)

    async def _while_on_the_line(self, call: Call, length: timedelta, *, until_key: str = "") -> None:
        until = self._clock.now() + length
        while not call.caller_gone and self._clock.now() < until:
            if until_key and call.pressed:
                return
            call.acted.clear()
            await self._tempo.rest(until, call.acted)

    def _end(self, call: Call, line: Subscriber, outcome: str) -> None:
        call.outcome, call.ended_at = outcome, self._clock.now()
        self._world.does(call.caller, Doing.NOTHING)
        talked = call.talking_since
        seconds = int((call.ended_at - talked).total_seconds()) if talked else 0
        self._world.note("carrier", "call_over", _END_WORDS[outcome].format(call.caller.name))
        proof = "connected" if talked else "nobody"
        self._tell(call, line, "call.ended", last=True, outcome=outcome, proof=proof, seconds=seconds)

    # --- Telling the line ---

    def _tell(self, call: Call, line: Subscriber, name: str, *, last: bool = False, **about: Any) -> None:
        whole = {"call": call.id, "from": call.caller.number, "to": call.dialled, **about}
        self._courier.send(call.id, self._courier.hook(line.call, line.key, name, **whole), last=last)

    def _tell_leg(self, call: Call, line: Subscriber, leg: Leg, name: str, **about: Any) -> None:
        whole = {"call": call.id, "leg": leg.id, "phone": leg.handset.number, **about}
        self._courier.send(call.id, self._courier.hook(line.call, line.key, name, **whole))


def show_habit(leg: Leg) -> None:
    match leg.handset.habit:
        case Habit.ANSWER | Habit.NO_KEY:
            leg.picked_up = True
        case Habit.VOICEMAIL:
            leg.picked_up = leg.by_machine = True
        case Habit.DECLINE:
            leg.declined = True
        case _:
            pass


def _outcome_of(legs: Sequence[Leg]) -> str:
    """What the ringing came to when nobody took the call: what every phone says, else the kindest."""
    outcomes = {leg.outcome for leg in legs}
    if len(outcomes) == 1:
        return outcomes.pop()
    return next((word for word in ("declined", "no_answer", "busy") if word in outcomes), "failed")


def _time_to_say(words: str) -> timedelta:
    return timedelta(seconds=max(2.0, round(len(words.split()) / WORDS_IN_A_SECOND)))


_LEG_WORDS: Final = {
    "declined": "{} declines the call.",
    "no_answer": "{}'s phone stops ringing.",
    "busy": "{}'s phone is busy.",
    "failed": "{}'s phone cannot be reached.",
}
_END_WORDS: Final = {
    "completed": "The call is over.",
    "hung_up": "{} hangs up before anybody has answered.",
    "no_answer": "The call is over; nobody took it.",
    "busy": "The call is over; nobody took it.",
    "declined": "The call is over; nobody took it.",
    "failed": "The call is over; nobody could be reached.",
}
