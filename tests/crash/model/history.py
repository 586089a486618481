"""One history: the town, the carrier and the machine in one loop, from the first call until all is quiet."""

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from ringback.flows.text_written import Refusal
from tests.crash.callers import Webhook
from tests.crash.model import oracle
from tests.crash.model.carrier import CALLS, REPORTS, Asked, Carrier, report, told_of_call
from tests.crash.model.desk import DOES, is_taken_in, small_parts
from tests.crash.model.disk import Disk, Trouble
from tests.crash.model.life import Hazard, make_task, outside
from tests.crash.model.loop import NOON, LoopClock, VirtualLoop, pause
from tests.crash.model.machine import Machine
from tests.crash.model.shop import FORWARDED, OBSERVED, PBX_NUMBER, shop
from tests.crash.model.town import Happened, Kind

QUIET_AFTER = 6 * 3600.0  # the longest call may last four hours, and is closed then
TELL_AGAIN_AFTER = (1.0, 5.0, 20.0, 60.0, 180.0)  # an answer that is no 2xx, or none at all
SWEEPS = (170.0, 790.0)  # after each call: as often as it may matter


@dataclass(frozen=True)
class Away:
    """Something is wrong with the disk."""

    at: float
    seconds: float
    trouble: Trouble


@dataclass
class Plan:
    """All that is decided before a history begins, or by the seed while it goes on."""

    happened: list[Happened]
    fate: Callable[[], str] = lambda: "takes it"
    reports: Callable[[], str] = lambda: "delivered"
    calls: Callable[[], str] = lambda: "they speak"
    lists: Callable[[], bool] = lambda: True
    hazard: Hazard = lambda _point: False
    away: list[Away] = field(default_factory=list)
    jumps: list[tuple[float, float]] = field(default_factory=list)  # when, and by how many seconds
    kills: list[float] = field(default_factory=list)
    gives_up: float = 0.0  # how often the company gives a webhook up that was not taken
    dice: random.Random = field(default_factory=lambda: random.Random(1))


@dataclass
class Record:
    """What the world saw. The oracle compares it with what the shop believes."""

    plan: Plan
    carrier: Carrier
    answered: dict[str, list[datetime]] = field(default_factory=dict)  # a happening's id: its 2xx answers
    sent: dict[str, set[str]] = field(default_factory=dict)  # which of its webhooks were sent to us
    kinds: dict[str, set[str]] = field(default_factory=dict)  # which of them we have answered
    accepted_at: dict[str, datetime] = field(default_factory=dict)  # when we knew that somebody answered whom
    spoke_at: dict[str, datetime] = field(default_factory=dict)  # a placed call's id: when we knew they speak
    taken_in_at: dict[str, datetime] = field(default_factory=dict)  # an address book's id
    deaths: int = 0
    failures: list[BaseException] = field(default_factory=list)

    def heard(self, id: str, webhook: Webhook, now: datetime) -> None:
        """A webhook was answered with a 2xx."""
        self.answered.setdefault(id, []).append(now)
        kinds = self.kinds.setdefault(id, set())
        kinds.add(webhook.kind)
        if webhook.kind == "placed_leg" or webhook.said.get("DialCallDuration"):
            self.spoke_at.setdefault(id, now)
        if webhook.line == OBSERVED:
            told = json.loads(webhook.said[""])
            # That somebody picked up is told by the id of the call alone; who called, by the others.
            kinds.add("whom" if told["event"] != "call.answered" else "that")
            if told["data"]["answered_at"]:
                kinds.add("that somebody answered")
        if {"whom", "that somebody answered"} <= kinds:
            self.accepted_at.setdefault(id, now)
        if webhook.line != FORWARDED and {"screen_key", "dial_done"} <= kinds:
            self.accepted_at.setdefault(id, now)


def play(plan: Plan, folder: Path) -> list[str]:
    """Every broken promise of this history, in words."""
    loop = VirtualLoop()
    loop.set_task_factory(make_task)
    try:
        # The sweep compares the lines that have ever heard a call: those of this history are enough.
        database, line_ids = shop(connected=frozenset(one.line for one in plan.happened))
        disk = Disk(folder, database)
        with small_parts():
            record = loop.run_until_complete(_History(loop, plan, disk, line_ids).play())
        return oracle.wrongs(record, disk.connection)
    finally:
        loop.run_until_complete(cancel_all())
        loop.close()


class _History:
    def __init__(self, loop: VirtualLoop, plan: Plan, disk: Disk, line_ids: Mapping[str, str]) -> None:
        self._plan = plan
        self._clock = LoopClock(loop)
        self._disk = disk
        carrier = Carrier(self._clock.true_now, plan.fate, self._taken, self._placed, plan.lists)
        self._record = Record(plan, carrier)
        self._carrier = carrier
        self._machine = Machine(disk, self._clock, carrier, plan.hazard, line_ids, plan.dice)
        self._telling = 0

    async def play(self) -> Record:
        plan = self._plan
        living = outside(self._machine.live())
        self._log_calls()
        for happened in plan.happened:
            for told in happened.told:
                self._tell(happened.id, told.webhook, told.at)
            if happened.is_bens:
                self._telling += 1
                outside(self._do(happened))
        for away in plan.away:
            outside(self._go_away(away))
        for at, seconds in plan.jumps:
            outside(self._jump(at, seconds))
        for at in plan.kills:
            asyncio.get_running_loop().call_at(at, self._machine.kill)
        last = max(
            [told.at for one in plan.happened for told in one.told] + [one.at for one in plan.happened]
        )
        for at in sorted({one.at + wait for one in plan.happened if one.is_call for wait in SWEEPS}):
            asyncio.get_running_loop().call_at(at, lambda: outside(self._machine.sweep()))
        await pause(last + SWEEPS[-1])
        self._carrier.lists = lambda: True  # at some time every company answers
        await self._machine.sweep()
        while self._telling:
            await pause(60.0)
        await pause(QUIET_AFTER)
        living.cancel()
        self._record.deaths, self._record.failures = self._machine.deaths, self._machine.failures
        return self._record

    def _log_calls(self) -> None:
        """The carrier knows every call, whatever becomes of its webhooks."""
        for one in self._plan.happened:
            if one.is_call:
                started = format_datetime(NOON + timedelta(seconds=one.at))
                row = {"sid": one.id, "from": one.caller, "to": one.line, "status": "completed"}
                row |= {"direction": "inbound", "start_time": started}
                asyncio.get_running_loop().call_at(one.at + 1.0, self._log_call, one, row)

    def _log_call(self, one: Happened, row: dict[str, str]) -> None:
        if one.line != OBSERVED:
            self._carrier.calls.append(row)
            return
        began = int((NOON + timedelta(seconds=one.at)).timestamp())
        said = {"id": int(one.id), "direction": "inbound", "raw_digits": one.caller, "status": "done"}
        self._carrier.pbx_calls.append({**said, "started_at": began, "number": {"id": PBX_NUMBER}})

    def _tell(self, id: str, webhook: Webhook, at: float) -> None:
        self._telling += 1
        outside(self._tell_until_taken(id, webhook, at))

    async def _tell_until_taken(self, id: str, webhook: Webhook, at: float) -> None:
        """As companies do: again, with growing pauses; some give up."""
        now = asyncio.get_running_loop().time()
        await pause(max(0.0, at - now))
        for wait in (*TELL_AGAIN_AFTER, *[600.0] * 50):
            self._record.sent.setdefault(id, set()).add(webhook.kind)
            status = await self._machine.take(webhook)
            if status is not None and 200 <= status < 300:
                self._record.heard(id, webhook, self._clock.true_now())
                break
            assert status in (None, 503), status
            if self._plan.dice.random() < self._plan.gives_up and webhook.kind != "text":
                break
            await pause(wait)
        self._telling -= 1

    def _taken(self, asked: Asked) -> None:
        """The reports about a text, which come late, twice, in the wrong order, or never."""
        seconds = 0.0
        for word in REPORTS[self._plan.reports()]:
            seconds += self._plan.dice.choice((0.0, 0.01, 1.0, 8.0, 90.0))
            said, query = report(asked, word)
            at = asyncio.get_running_loop().time() + seconds
            self._tell(asked.sid, Webhook("text_status", said, query, asked.sender), at)

    def _placed(self, asked: Asked) -> None:
        """What is told of a call that it places, in any order, or not at all."""
        came = self._plan.calls()
        seconds = 0.0
        for word in CALLS[came]:
            seconds += self._plan.dice.choice((0.0, 0.01, 1.0, 8.0, 90.0))
            said, query = told_of_call(asked, word, came)
            at = asyncio.get_running_loop().time() + seconds * self._plan.dice.random()
            self._tell(asked.sid, Webhook(word, said, query, asked.sender), at)

    async def _do(self, happened: Happened) -> None:
        """Ben presses the button until it is done. The same form twice is one text, or one call."""
        await pause(happened.at)
        while (answer := await self._machine.do(DOES[happened.kind], happened)) is None:
            await pause(20.0)
        if answer and not isinstance(answer, Refusal):
            self._record.answered[happened.id] = [self._clock.true_now()]
            if happened.kind is Kind.IMPORTED:
                await self._watch(happened)
        self._telling -= 1

    async def _watch(self, happened: Happened) -> None:
        while not is_taken_in(self._disk.connection):
            self._disk.end()
            await pause(5.0)
        self._disk.end()
        self._record.taken_in_at[happened.id] = self._clock.true_now()

    async def _go_away(self, away: Away) -> None:
        await pause(away.at)
        self._disk.trouble = away.trouble
        await pause(away.seconds)
        self._disk.trouble = Trouble.NONE

    async def _jump(self, at: float, seconds: float) -> None:
        await pause(at)
        self._clock.ahead += timedelta(seconds=seconds)


async def cancel_all() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
