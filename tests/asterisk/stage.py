"""The people of the recordings: Dan and others call Rosa's shop, where four phones stand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import BasicAuth, ClientSession

from tests.asterisk.phones import Call, Phone, Picks, declines, rings_on
from tests.asterisk.switch import PHONES, Switch

DAN, DANA, DAVE = "+15125550161", "+15125550162", "+15125550163"
MOBILE = "+15125550177"
LOGIN = b"Action: Login\r\nUsername: recorder\r\nSecret: for the recorder\r\nEvents: off\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Expected:
    """What was played, in the terms of the verdict."""

    caller: str
    dialled: str
    direction: str = "inbound"
    accepted: bool = False
    voicemail_left: bool = False

    @property
    def missed(self) -> bool:
        return self.direction == "inbound" and not self.accepted


def shown(number: int) -> str:
    """The whole of one of the shop's numbers: 101 is in the first row of them, 201 the same in the second."""
    return f"+15125550{number}" if number < 200 else f"+17375550{number - 100}"


def answered(number: int, caller: str = DAN, *, voicemail: bool = False) -> Expected:
    return Expected(caller, shown(number), accepted=True, voicemail_left=voicemail)


def missed(number: int, caller: str = DAN, *, voicemail: bool = False) -> Expected:
    return Expected(caller, shown(number), voicemail_left=voicemail)


def outbound(caller: str, dialled: str, *, accepted: bool = False) -> Expected:
    return Expected(caller, dialled, "outbound", accepted)


def internal(caller: str, dialled: str, *, accepted: bool = False, voicemail: bool = False) -> Expected:
    return Expected(caller, dialled, "internal", accepted, voicemail)


Play = Callable[["Stage"], Awaitable[None]]
SCENES: "list[Scene]" = []


@dataclass(frozen=True)
class Scene:
    name: str
    play: Play
    expected: tuple[Expected, ...]
    told_by_steps: bool  # of the dialplan alone, for which a manager needs one more right


def scene(*expected: Expected, told_by_steps: bool = False) -> Callable[[Play], Play]:
    def add(play: Play) -> Play:
        SCENES.append(Scene(getattr(play, "__name__", ""), play, expected, told_by_steps))
        return play

    return add


@dataclass
class Stage:
    switch: Switch
    carrier: Phone
    second: Phone  # another carrier, whose calls come to a context of their own
    guest: Phone  # somebody whose address the switch was never told
    desks: dict[int, Phone]
    manager: asyncio.StreamWriter  # of a connection that only says what to do
    program_said: list[str] = field(default_factory=list)  # what a program has heard that was given calls

    def dial(self, number: int, *, caller: str = DAN, name: str = "Dan", hidden: bool = False) -> Call:
        """An outside caller dials one of the shop's numbers."""
        return self.carrier.call(shown(number), caller=caller, name=name, hidden=hidden)

    def command(self, **fields: str) -> None:
        lines = [f"{name}: {value}" for name, value in fields.items()]
        self.manager.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def channel(self, endpoint: str) -> str:
        """The name of the channel of this phone or trunk."""
        url = f"http://127.0.0.1:{self.switch.ports['http_port']}/ari/channels"
        async with ClientSession(auth=BasicAuth("recorder", "recorder")) as session, session.get(url) as said:
            names = [str(one["name"]) for one in await said.json()]
        return next(name for name in names if name.startswith(f"{self.switch.tech}/{endpoint}-"))

    @property
    def is_new(self) -> bool:
        return self.switch.tech == "PJSIP"

    @property
    def busy(self) -> Picks:
        return declines("486 Busy Here", 0)

    async def waits(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), seconds)

    def reset_picks(self) -> None:
        for phone in self.phones:
            phone.picks = rings_on

    def reset(self) -> None:
        self.reset_picks()
        self.program_said.clear()
        for phone in self.phones:
            phone.calls.clear()

    @property
    def phones(self) -> list[Phone]:
        return [self.carrier, self.second, self.guest, *self.desks.values()]


@asynccontextmanager
async def stage(switch: Switch) -> AsyncIterator[Stage]:
    ports = switch.ports
    carrier = Phone("carrier", "127.0.0.2", ports["trunk_port"], switch.address)
    second = Phone("second", "127.0.0.3", ports["trunk_port"], switch.address)
    guest = Phone("guest", "127.0.0.4", ports["trunk_port"], switch.address)
    desks = {
        number: Phone(str(number), "127.0.0.1", ports["phones_at"] + number - 100, switch.address)
        for number in PHONES
    }
    _, manager = await asyncio.open_connection("127.0.0.1", ports["ami_port"])
    manager.write(LOGIN)
    a_stage = Stage(switch, carrier, second, guest, desks, manager)
    for phone in a_stage.phones:
        await phone.switch_on()
    try:
        yield a_stage
    finally:
        for phone in a_stage.phones:
            phone.switch_off()
        manager.close()


async def talk(call: Call, seconds: float = 0.6) -> None:
    """Wait for an answer, talk, hang up."""
    await call.is_answered()
    await call.lasts(seconds)
    call.hang_up()
    await call.is_over()


async def give_up(call: Call, after: float) -> None:
    """Let it ring so long, then hang up before anybody answers."""
    await call.rings()
    await call.lasts(after)
    call.cancel()
    await call.is_over()


async def press(call: Call, keys: str, after: float) -> None:
    await call.is_answered()
    await call.lasts(after)
    call.press(keys)


async def leave_message(call: Call) -> None:
    """Hear the greeting, speak for two seconds after the beep, hang up."""
    await call.lasts(0.5)
    call.press("#")
    await call.lasts(3)
    call.hang_up()
    await call.is_over()


def desk_call(stage: Stage, number: int) -> Call:
    return next(iter(stage.desks[number].calls.values()))


async def keyed(call: Call, keys: str) -> None:
    for key in keys:
        call.press(key)
        await call.lasts(0.25)


async def together(*plays: Awaitable[None]) -> None:
    await asyncio.gather(*plays)
