"""The handsets of the simulated world, and the record of everything that happens in it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.lib.clock import Clock
from ringback.lib.numbers import pretty
from ringback.simulator.handset import Doing, Handset, Message
from ringback.simulator.people import NAMES

KEPT: Final = 2000  # happenings
KEPT_ON_A_PHONE: Final = 100


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    who: str  # a person's name, or "carrier"
    what: str  # one word, for machines
    words: str  # for people


class World:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._listeners: list[Callable[[], None]] = []
        self.handsets: dict[str, Handset] = {}
        self.happenings: deque[Happening] = deque(maxlen=KEPT)

    def handset(self, number: str) -> Handset:
        """The phone with that number; it is there as soon as somebody asks for it."""
        if number not in self.handsets:
            self.handsets[number] = Handset(number, NAMES.get(number) or pretty(number))
        return self.handsets[number]

    def does(self, handset: Handset, doing: Doing, hears: str = "") -> None:
        handset.doing, handset.since, handset.hears = doing, self._clock.now(), hears
        self.changed()

    def show(self, handset: Handset, message: Message) -> None:
        handset.messages.append(message)
        del handset.messages[:-KEPT_ON_A_PHONE]
        self.changed()

    def note(self, who: str, what: str, words: str) -> None:
        self.happenings.append(Happening(self._clock.now(), who, what, words))
        self.changed()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever anything changes; returns how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed(self) -> None:
        for listener in list(self._listeners):
            listener()
