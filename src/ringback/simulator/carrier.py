"""The simulated phone company: calls between handsets and lines, texts both ways, faults on demand.

What people do at their handsets are the plain methods here. What a line asks for comes over HTTP (`api.py`),
and what the line is told goes over HTTP (`courier.py`).
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lib.ids import new_id
from ringback.simulator.call import Call, Leg, LegState
from ringback.simulator.courier import Courier
from ringback.simulator.directory import Directory, Subscriber
from ringback.simulator.exchange import Exchange
from ringback.simulator.faults import Faults
from ringback.simulator.handset import Doing, Habit, Handset, Message
from ringback.simulator.people import DAN
from ringback.simulator.pictures import Pictures
from ringback.simulator.placing import Placing, Wanted
from ringback.simulator.tempo import Tempo
from ringback.simulator.world import World

KEPT: Final = 1000  # calls and texts
ON_THE_AIR: Final = timedelta(milliseconds=300)  # from taking a text to its arrival
LONGEST_TEXT: Final = 1600


class NotPossible(Exception):
    """Somebody wants what their phone cannot do now; the message says so in words."""


@dataclass(frozen=True, slots=True)
class TakenText:
    """A text that a line has handed in."""

    id: str
    sender: str
    to: str
    body: str
    reference: str
    status_url: str
    taken_at: datetime
    picture: str = ""  # the path of our own server where it is; "" without one


class Carrier:
    def __init__(self, clock: Clock, directory: Directory, at: str = "") -> None:
        """`at`: its own address, where it is no part of the server that it calls."""
        self.faults = Faults()
        self.directory = directory
        self.tempo = Tempo(clock)
        self.world = World(clock)
        self.pictures = Pictures()
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.texts: deque[TakenText] = deque(maxlen=KEPT)
        self.caller = DAN  # whose phone is the left one on the page
        self.closing = asyncio.Event()  # whoever follows what happens here should stop now
        self._at = at
        self._clock = clock
        self._http = Http()
        self._courier = Courier(clock, self.tempo, self._http, self.faults)
        self._exchange = Exchange(clock, self.tempo, self._courier, self.world)
        self._placing = Placing(clock, self.tempo, self._courier, self.world)

    def handset(self, number: str) -> Handset:
        return self.world.handset(number)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self.world.listen(listener)

    async def close(self) -> None:
        self.closing.set()
        await self.tempo.close()
        await self._http.close()

    async def subscriber(self, number: str) -> Subscriber | None:
        return next((line for line in await self.directory() if line.number == number), None)

    # --- What people do at their handsets ---

    async def dial(self, caller: str, number: str) -> Call:
        """Raises NotPossible."""
        handset = self.handset(caller)
        line = await self.subscriber(number)
        if line is None:
            raise NotPossible(f"There is nobody at {number}.")
        if handset.in_use:
            raise NotPossible(f"{handset.name}'s phone is in use.")
        call = Call(new_id("call"), handset, number, self._clock.now())
        self.calls.append(call)
        self.world.note(handset.name, "dials", f"{handset.name} calls the shop.")
        self.world.does(handset, Doing.CALLING)
        self.tempo.start(self._exchange.put_through(call, line))
        return call

    def hang_up(self, number: str) -> None:
        """The caller, or whoever picked up, puts the phone down. Raises NotPossible."""
        for call in self._calls_under_way():
            if call.caller.number == number:
                self.world.note(call.caller.name, "hangs_up", f"{call.caller.name} hangs up.")
                call.caller_gone = True
                call.acted.set()
                return
            for leg in call.legs:
                if leg.handset.number == number and leg.state in (LegState.ASKED, LegState.ACCEPTED):
                    self.world.note(leg.handset.name, "hangs_up", f"{leg.handset.name} hangs up.")
                    leg.hung_up = True
                    call.acted.set()
                    return
        raise NotPossible("There is no call to hang up.")

    def pick_up(self, number: str, *, key: str = "") -> None:
        """Take the ringing phone off the hook and, with `key`, press it when asked. Raises NotPossible."""
        call, leg = self._leg(number, LegState.RINGING)
        leg.picked_up, leg.pressed = True, key
        call.acted.set()

    def press(self, number: str, key: str) -> None:
        """Whoever picked up, or a caller who hears the greeting. Raises NotPossible."""
        for call in self._calls_under_way():
            if call.caller.number == number and call.caller.doing is Doing.LISTENING:
                call.pressed = key
                call.acted.set()
                return
        call, leg = self._leg(number, LegState.ASKED)
        leg.pressed = key
        call.acted.set()

    def decline(self, number: str) -> None:
        """Raises NotPossible."""
        call, leg = self._leg(number, LegState.RINGING)
        leg.declined = True
        call.acted.set()

    def voicemail_picks_up(self, number: str) -> None:
        """The phone's own voicemail box takes the ringing call. Raises NotPossible."""
        call, leg = self._leg(number, LegState.RINGING)
        leg.picked_up = leg.by_machine = True
        call.acted.set()

    def choose(self, number: str, habit: Habit) -> None:
        """Do this with the phone that rings now, or else when it rings next."""
        handset = self.handset(number)
        if handset.doing is not Doing.RINGING:
            handset.habit = habit
            self.world.changed()
        elif habit is Habit.DECLINE:
            self.decline(number)
        elif habit is Habit.VOICEMAIL:
            self.voicemail_picks_up(number)
        elif habit in (Habit.ANSWER, Habit.NO_KEY):
            self.pick_up(number, key="1" if habit is Habit.ANSWER else "")

    def say(self, number: str, words: str) -> None:
        """Speak after the tone of a voicemail. Raises NotPossible."""
        for call in self._calls_under_way():
            if call.caller.number == number and call.caller.doing is Doing.RECORDING and words:
                call.words = f"{call.words} {words}".strip()
                self.world.note(call.caller.name, "says", f"{call.caller.name} says: “{words}”")
                return
        raise NotPossible("There is no tone to speak after.")

    async def text(self, sender: str, to: str, body: str, picture: bytes = b"") -> None:
        """Write from a handset to a line, or send a picture, or both. Raises NotPossible."""
        line = await self.subscriber(to)
        if line is None:
            raise NotPossible(f"There is nobody at {to}.")
        kept = self.pictures.keep(picture) if picture else None
        if picture and kept is None:
            raise NotPossible("This is no picture that a phone sends: choose a JPEG, PNG or GIF.")
        handset, id = self.handset(sender), new_id("text")
        self.world.show(handset, Message(id, to, True, body, self._clock.now(), kept.path if kept else ""))
        self.world.note(handset.name, "texts", f"{handset.name} texts: “{body or 'a picture'}”")
        about: dict[str, Any] = {"text": id, "from": sender, "to": to, "body": body}
        if kept is not None:
            about["media"] = [{"url": kept.address(line, self._at), "content_type": kept.kind}]
        self._courier.send(id, self._courier.hook(line.text, line.key, "text.received", **about), last=True)

    # --- What a line asks for ---

    def take_text(
        self, line: Subscriber, to: str, body: str, reference: str, status_url: str, picture: str = ""
    ) -> TakenText:
        """Take a text, and see to it that it arrives. The same text handed in twice arrives twice."""
        now = self._clock.now()
        text = TakenText(new_id("text"), line.number, to, body, reference, status_url, now, picture)
        self.texts.append(text)
        self.tempo.start(self._deliver(text, line))
        return text

    def place_call(self, line: Subscriber, wanted: Wanted) -> Call:
        """Ring the member's own phone, and then the person's."""
        call = Call(new_id("call"), Handset(line.number, "The shop"), wanted.to, self._clock.now())
        self.calls.append(call)
        self.tempo.start(self._placing.put_through(call, line, wanted))
        return call

    async def dawdle(self) -> None:
        """Take as long before an answer as the fault says."""
        if self.faults.slow:
            await self._clock.wait(self._clock.now() + self.faults.slow, asyncio.Event())

    async def _deliver(self, text: TakenText, line: Subscriber) -> None:
        self._report(text, line, "sent")
        await self.tempo.pause(ON_THE_AIR)
        handset = self.handset(text.to)
        if text.to in self.faults.landlines:
            self.world.note("carrier", "text_lost", f"{handset.name}'s phone is a landline: no text arrives.")
            self._report(text, line, "undelivered", error="landline")
            return
        now = self._clock.now()
        self.world.show(handset, Message(text.id, text.sender, False, text.body, now, text.picture))
        self.world.note(
            handset.name, "text_arrives", f"A text arrives on {handset.name}'s phone: “{text.body}”"
        )
        self._report(text, line, "delivered")

    def _report(self, text: TakenText, line: Subscriber, status: str, **about: str) -> None:
        if not text.status_url:
            return
        whole = {"text": text.id, "reference": text.reference, "status": status, **about}
        hook = self._courier.hook(text.status_url, line.key, "text.status", **whole)
        self._courier.send(text.id, hook, last=status != "sent")

    # ---

    def _calls_under_way(self) -> list[Call]:
        return [call for call in self.calls if not call.over]

    def _leg(self, number: str, state: LegState) -> tuple[Call, Leg]:
        for call in self._calls_under_way():
            for leg in call.legs:
                if leg.handset.number == number and leg.state is state:
                    return call, leg
        name = self.handset(number).name
        raise NotPossible(
            f"{name}'s phone does not {'ring' if state is LegState.RINGING else 'ask for a key'}."
        )
