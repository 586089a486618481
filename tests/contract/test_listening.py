"""The battery, on switches that we listen to: coming back, a refused login, half a frame, a busy minute."""

import asyncio
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from ringback.calls.store import CallState
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone.events import CallEnded, Event, Ignored, Problem, Proof
from ringback.phone.provider import Capability, Mode, Request, SendFailed
from ringback.tasks.store import TaskKind
from tests.contract.case import ContractCase, Listening, Plays, every_case, stored
from tests.intake.test_listener import LONG_ENOUGH, in_time, parked, passes
from tests.world import Shop, shop

pytestmark = pytest.mark.sqlite  # once: what differs from switch to switch is not the database

Case = ContractCase[Any]
CASES = every_case(Capability.LISTEN)
MANY = 10_000  # events within a minute


@pytest.mark.parametrize("case", CASES)
async def test_a_whole_call_is_heard(case: Case) -> None:
    async with switch_of(case)(call_of(case, 1)) as switch:
        requests = await heard(case, switch.base)
    for request in requests:
        case.provider.verify(request, case.at_switch(switch.base))
    assert [over.proof for over in ends(case, requests)] == [Proof.NOBODY]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [1, 7, 1460])
async def test_frames_may_come_in_any_pieces(case: Case, size: int) -> None:
    said = call_of(case, 1)
    async with switch_of(case)(*(said[at : at + size] for at in range(0, len(said), size))) as switch:
        assert len(ends(case, await heard(case, switch.base))) == 1


@pytest.mark.parametrize("case", CASES)
async def test_half_a_frame_before_the_cut_says_nothing(case: Case) -> None:
    async with switch_of(case)(call_of(case, 1)[:-10]) as switch:
        events = read(case, await heard(case, switch.base))
    assert events
    assert [event for event in events if isinstance(event, CallEnded)] == []


@pytest.mark.parametrize("case", CASES)
async def test_after_coming_back_a_call_that_is_gone_has_ended_and_a_new_one_is_heard(case: Case) -> None:
    async with switch_of(case)(call_of(case, 1)[:-10], then=[call_of(case, 2)]) as switch:
        assert ends(case, await heard(case, switch.base)) == []
        gone, new = ends(case, await heard(case, switch.base))
    assert (gone.proof, new.proof) == (Proof.UNCLEAR, Proof.NOBODY)
    assert gone.call != new.call


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("moments", range(4))
async def test_who_stops_listening_at_the_moment_of_the_cut_has_stopped(case: Case, moments: int) -> None:
    """Else the server would listen on while it ends, and never end."""
    reader = asyncio.StreamReader()
    connection = import_module(f"ringback.phone.{case.name}.session").Connection(reader, None, 60.0)
    listening = asyncio.create_task(connection.next())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    reader.feed_eof()
    for _ in range(moments):
        await asyncio.sleep(0)
    if listening.cancel():
        with pytest.raises(asyncio.CancelledError):
            await listening


@pytest.mark.parametrize("case", CASES)
async def test_a_refused_login_is_our_configuration_and_tells_no_secret(case: Case) -> None:
    async with switch_of(case)(password="another") as switch:
        with pytest.raises(SendFailed) as refused:
            await heard(case, switch.base)
    assert refused.value.problem.problem is Problem.MISCONFIGURED
    assert refused.value.problem.said.endswith(".")
    shown = "".join(traceback.format_exception(refused.value)) + repr(refused.value.problem)
    assert [word for word in case.must_stay_quiet() if word in shown] == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
async def test_a_busy_minute_is_heard_and_nothing_of_it_remains(case: Case) -> None:
    """What would remain is told as ended when the switch is asked again what is going on."""
    calls = MANY // listens(case).events(call_of(case, 1)) + 1
    async with switch_of(case)(*(call_of(case, number) for number in range(calls)), then=[b""]) as switch:
        over = ends(case, await heard(case, switch.base))
        after = read(case, await heard(case, switch.base))
    assert len({end.call for end in over}) == len(over) == calls
    assert after == []


# --- With the whole server behind it ---


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
async def test_the_server_comes_back_and_misses_no_call(case: Case, tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, switch_of(case)(call_of(case, 1), then=[call_of(case, 2)]) as switch:
        await connect(rosas, case, switch.base)
        async with asyncio.timeout(LONG_ENOUGH):
            while [call.state for call in await rosas.calls()] != [CallState.MISSED, CallState.MISSED]:
                await passes(rosas, 1)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
async def test_a_refused_login_parks_the_line_and_tells_the_owner_once(case: Case, tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, switch_of(case)(then=[b"", b""], password="another") as switch:
        line = await connect(rosas, case, switch.base)
        await in_time(rosas, lambda: connected(line) == 0)
        await parked(rosas)
        for _ in range(4):
            await passes(rosas, 60)
        [task] = await rosas.tasks()
        kept = await rosas.ringback.db.read(lines.get, line.id)
        assert switch.connections == 1
    assert (task.kind, task.about) == (TaskKind.FIX_LINE, line.id)
    assert kept is not None
    assert kept.parked_reason
    assert [word for word in case.must_stay_quiet() if word in task.sentence] == []


def listens(case: Case) -> Listening:
    assert case.listens is not None
    return case.listens


def switch_of(case: Case) -> Plays:
    return listens(case).switch


def call_of(case: Case, number: int) -> bytes:
    return listens(case).call(number)


async def connect(rosas: Shop, case: Case, base: str) -> Line:
    return await rosas.ringback.db.run(_add_line, rosas.line.account_id, case, base)


def _add_line(tx: Transaction, account_id: str, case: Case, base: str) -> Line:
    return lines.save(
        tx,
        account_id=account_id,
        number="+15125550155",
        provider=case.name,
        mode=Mode.OBSERVE,
        plan=RingPlan(),
        settings=stored(case.at_switch(base)),
    )


def connected(line: Line) -> float | None:
    labels = {"provider": line.provider, "line": line.id}
    return REGISTRY.get_sample_value("ringback_listener_connected", labels)


async def heard(case: Case, base: str) -> list[Request]:
    """What is yielded until the connection is lost."""
    found: list[Request] = []
    try:
        async for request in case.provider.listen(case.at_switch(base)):
            found.append(request)
    except OSError:
        pass
    return found


def read(case: Case, requests: list[Request]) -> list[Event]:
    events = [event for one in requests for event in case.provider.parse(one, case.settings)]
    return [event for event in events if not isinstance(event, Ignored)]


def ends(case: Case, requests: list[Request]) -> list[CallEnded]:
    return [event for event in read(case, requests) if isinstance(event, CallEnded)]
