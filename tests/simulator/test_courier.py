"""How the carrier tells a line what happens, also on its bad days."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringback.lib.clock import VirtualClock
from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.simulator.courier import Courier, Hook
from ringback.simulator.faults import Faults
from ringback.simulator.tempo import Tempo
from tests.contract.standin import CUT, StandIn, http, nowhere, standin

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
KEY = Secret("key")
TAKEN, AWAY = http("200 OK", "{}", "application/json"), http("503 Service Unavailable")


@dataclass
class Round:
    """A courier on its way to one line."""

    line: StandIn
    courier: Courier
    tempo: Tempo
    clock: VirtualClock
    faults: Faults
    hooks: dict[str, Hook] = field(default_factory=dict)

    def hook(self, name: str, url: str = "") -> Hook:
        return self.courier.hook(url or f"{self.line.base}/in/ln_1/call", KEY, name, call="call_1")

    async def passes(self, seconds: float) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        await self.tempo.settled()
        while (due := self.tempo.next_due()) is not None and due <= until:
            self.clock.advance_to(due)
            await self.tempo.settled()
        self.clock.advance_to(until)
        await self.tempo.settled()

    @property
    def told(self) -> list[str]:
        return [json.loads(seen.body)["event"] for seen in self.line.seen]


@asynccontextmanager
async def a_round(*answers: bytes) -> AsyncIterator[Round]:
    clock, faults, client = VirtualClock(NOON), Faults(), Http(total_seconds=5)
    tempo = Tempo(clock)
    async with standin(*(answers or (TAKEN,))) as line:
        yield Round(line, Courier(clock, tempo, client, faults), tempo, clock, faults)
        await tempo.close()
    await client.close()


async def test_every_webhook_is_signed_over_its_time_and_the_very_bytes() -> None:
    async with a_round() as on:
        on.courier.send("call_1", on.hook("leg.rang"), last=True)
        await on.passes(0)
        [seen] = on.line.seen
        time = str(int(NOON.timestamp()))
        digest = hmac.new(b"key", time.encode() + b"." + seen.body, hashlib.sha256).hexdigest()
        assert seen.headers["simulator-time"] == time
        assert seen.headers["simulator-signature"] == f"v1={digest}"
        said = json.loads(seen.body)
        assert {**said, "id": ""} == {
            "id": "",
            "event": "leg.rang",
            "at": "2026-11-20T18:00:00.000+00:00",
            "call": "call_1",
        }


async def test_what_happens_in_one_call_is_told_in_turn() -> None:
    async with a_round() as on:
        for name in ("leg.rang", "leg.answered", "leg.ended"):
            on.courier.send("call_1", on.hook(name))
        await on.passes(0)
        assert on.told == ["leg.rang", "leg.answered", "leg.ended"]


async def test_what_is_not_taken_is_told_again_with_the_same_id_and_a_new_signature() -> None:
    async with a_round(AWAY, CUT, TAKEN) as on:
        on.courier.send("call_1", on.hook("leg.rang"), last=True)
        await on.passes(0)
        await on.passes(60)
        ids = {json.loads(seen.body)["id"] for seen in on.line.seen}
        times = [int(seen.headers["simulator-time"]) - int(NOON.timestamp()) for seen in on.line.seen]
        assert (len(ids), times) == (1, [0, 1, 6])


async def test_after_five_times_the_carrier_gives_up() -> None:
    async with a_round(AWAY) as on:
        on.courier.send("call_1", on.hook("leg.rang"), last=True)
        await on.passes(3600)
        assert len(on.line.seen) == 5


async def test_a_line_that_takes_nothing_holds_up_no_other_call() -> None:
    async with a_round() as on:
        on.courier.send("call_1", on.hook("leg.rang", f"{nowhere()}/in"))
        on.courier.send("call_2", on.hook("leg.rang"))
        await on.passes(0)
        assert on.told == ["leg.rang"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"copies": 3}, ["leg.rang"] * 3 + ["leg.ended"] * 3 + ["call.ended"] * 3),
        ({"shuffled": True}, ["call.ended", "leg.ended", "leg.rang"]),
        ({"lost": frozenset({"leg.ended"})}, ["leg.rang", "call.ended"]),
        ({"shuffled": True, "lost": frozenset({"call.ended"})}, ["leg.ended", "leg.rang"]),
    ],
    ids=["copies", "shuffled", "lost", "shuffled and lost"],
)
async def test_faults(fault: dict[str, Any], told: list[str]) -> None:
    async with a_round() as on:
        for name, value in fault.items():
            setattr(on.faults, name, value)
        on.courier.send("call_1", on.hook("leg.rang"))
        on.courier.send("call_1", on.hook("leg.ended"))
        on.courier.send("call_1", on.hook("call.ended"), last=True)
        await on.passes(0)
        assert on.told == told


async def test_late_webhooks_come_later() -> None:
    async with a_round() as on:
        on.faults.late = timedelta(seconds=30)
        on.courier.send("call_1", on.hook("leg.rang"))
        await on.passes(29)
        assert on.told == []
        await on.passes(1)
        assert on.told == ["leg.rang"]


async def test_a_line_that_cannot_be_asked_is_asked_once_more_and_then_there_is_no_plan() -> None:
    async with a_round(AWAY) as on:
        heard: list[object] = []

        async def ask() -> None:
            heard.append(await on.courier.ask(on.hook("call.arrived")))

        on.tempo.start(ask())
        await on.passes(5)
        assert (heard, len(on.line.seen)) == ([None], 2)
