"""A switch on a socket: the whole server listens to it, on a clock of its own."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from ringback.calls.store import Call, CallState
from ringback.db.transaction import Transaction
from ringback.intake import listener
from ringback.intake.journal import FILE
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.asterisk.archive import recordings
from tests.asterisk.pbx import Line as Connection
from tests.asterisk.pbx import Pbx, Says, pbx, says
from tests.databases import database_away, impatient
from tests.world import Shop, shop

PBX_NUMBER = "+15125550101"
DAN = "+15125550161"
LONG_ENOUGH = 30.0  # seconds, on any machine


def played(scene: str) -> bytes:
    return next(one.manager for one in recordings() if (one.scene, one.driver) == (scene, "SIP"))


def add_line(tx: Transaction, account: str, switch: Pbx, password: str = "test-password") -> Line:
    return lines.save(
        tx,
        account_id=account,
        number=PBX_NUMBER,
        provider="asterisk",
        mode=Mode.OBSERVE,
        plan=RingPlan(),
        settings={"username": "ringback", "secret": password, "address": switch.base},
    )


async def connect(rosas: Shop, switch: Pbx, **changes: str) -> Line:
    """Rosa's shop gets a line on the switch, and the server has called there."""
    before = len(switch.lines)
    line = await rosas.ringback.db.run(add_line, rosas.line.account_id, switch, **changes)
    await in_time(rosas, lambda: len(switch.lines) > before)
    return line


async def passes(rosas: Shop, seconds: float) -> None:
    """Virtual time, and what becomes of it in the sockets."""
    await rosas.after(seconds)
    await asyncio.sleep(0.05)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_ENOUGH):
        while not true():  # noqa: ASYNC110  what a socket brings sets no event of ours
            await asyncio.sleep(0.01)


async def in_time(rosas: Shop, true: Callable[[], bool]) -> None:
    """Time passes meanwhile: what the server has just looked at it looks at again in three seconds."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not true():
            await passes(rosas, 1)


async def has_come(rosas: Shop, calls: int) -> None:
    async with asyncio.timeout(LONG_ENOUGH):
        while len(await rosas.calls()) < calls:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)


async def parked(rosas: Shop) -> None:
    """A login was refused, and somebody is asked to see to it."""
    async with asyncio.timeout(LONG_ENOUGH):
        while not await rosas.tasks():  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)


async def comes_to(rosas: Shop, state: CallState) -> Call:
    """The one call there is, once that is decided of it."""
    async with asyncio.timeout(LONG_ENOUGH):
        while [call.state for call in await rosas.calls()] != [state]:
            await passes(rosas, 0.5)
    [call] = await rosas.calls()
    return call


def connected(line: Line) -> float | None:
    return REGISTRY.get_sample_value("ringback_listener_connected", {"provider": "asterisk", "line": line.id})


def turned_away() -> float:
    """How often something was neither stored nor written into the journal."""
    labels = {"provider": "asterisk", "result": "turned_away"}
    return REGISTRY.get_sample_value("ringback_webhooks_total", labels) or 0.0


async def test_a_missed_call_is_heard_and_decided(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, pbx(says(played("group_not_answered"), then_stays=True)) as switch:
        line = await connect(rosas, switch)
        call = await comes_to(rosas, CallState.MISSED)
        assert (call.line_id, call.caller, connected(line)) == (line.id, DAN, 1)


async def test_an_answered_call_is_heard_and_decided(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, pbx(says(played("group_answered"), then_stays=True)) as switch:
        await connect(rosas, switch)
        await comes_to(rosas, CallState.ACCEPTED)


async def test_it_comes_back_after_the_connection_was_cut(tmp_path: Path) -> None:
    first, second = played("group_not_answered"), played("one_phone_not_answered")
    async with shop(tmp_path) as rosas, pbx(says(first), says(second, then_stays=True)) as switch:
        line = await connect(rosas, switch)
        await has_come(rosas, 1)
        await until(lambda: connected(line) == 0)
        await in_time(rosas, lambda: connected(line) == 1)
        await has_come(rosas, 2)


async def test_pauses_grow_while_nobody_answers(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, pbx() as switch:
        await connect(rosas, switch)
        began = rosas.clock.now()
        await in_time(rosas, lambda: len(switch.lines) == 5)
        assert rosas.clock.now() - began > 0.75 * timedelta(seconds=1 + 2 + 4 + 8)  # or longer, by chance


async def test_a_refused_login_parks_the_line_and_asks_its_people_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, pbx(says(), says(then_stays=True), password="right") as switch:
        line = await connect(rosas, switch, password="wrong")
        await parked(rosas)
        for _ in range(5):
            await passes(rosas, 60)
        assert len(switch.lines) == 1
        [task] = await rosas.tasks()
        assert (task.kind, task.about) == (TaskKind.FIX_LINE, line.id)
        assert "wrong" not in task.sentence

        await connect(rosas, switch, password="right")
        await until(lambda: connected(line) == 1)


async def test_a_login_refused_while_the_lines_are_read_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read says nothing of it, and some switches lock out whoever tries too often."""
    read, refuse, holds = asyncio.Event(), asyncio.Event(), threading.Event()
    loop, lines_with_a_socket = asyncio.get_running_loop(), listener._lines_with_a_socket

    def read_and_hold(tx: Transaction) -> list[Line]:
        found = lines_with_a_socket(tx)
        loop.call_soon_threadsafe(read.set)
        assert holds.wait(LONG_ENOUGH)
        return found

    async def refuses(connection: Connection) -> None:
        await refuse.wait()
        await connection.welcome()

    async with shop(tmp_path) as rosas, pbx(refuses, says(then_stays=True), password="right") as switch:
        await connect(rosas, switch, password="wrong")
        with monkeypatch.context() as patched:
            patched.setattr(listener, "_lines_with_a_socket", read_and_hold)
            await rosas.after(3)
            await asyncio.wait_for(read.wait(), LONG_ENOUGH)
            refuse.set()
            await parked(rosas)
            await asyncio.sleep(0.05)
            holds.set()
        for _ in range(3):
            await passes(rosas, 3)
        assert len(switch.lines) == 1


async def test_the_same_settings_applied_again_are_tried_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas, pbx(says(), says(then_stays=True)) as switch:
        switch.password = "of the switch"
        line = await connect(rosas, switch)
        await parked(rosas)
        switch.password = "test-password"  # mended at the switch, not here
        await passes(rosas, 60)
        assert len(switch.lines) == 1
        await connect(rosas, switch)
        await until(lambda: connected(line) == 1)


async def test_a_removed_line_is_hung_up(tmp_path: Path) -> None:
    over = asyncio.Event()

    async def stays(connection: Connection) -> None:
        await connection.welcome()
        await connection.lists()
        await connection.stays()
        over.set()

    async with shop(tmp_path) as rosas, pbx(stays) as switch:
        line = await connect(rosas, switch)
        await until(lambda: connected(line) == 1)
        await rosas.ringback.db.run(lines.remove, line)
        await in_time(rosas, over.is_set)
        assert connected(line) is None


async def test_a_changed_line_is_connected_anew(tmp_path: Path) -> None:
    stay = says(then_stays=True)
    async with shop(tmp_path) as rosas, pbx(stay) as old, pbx(stay) as new:
        await connect(rosas, old)
        line = await connect(rosas, new)
        await until(lambda: connected(line) == 1)


async def test_a_secret_that_is_not_there_yet_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path) as rosas, pbx(says(then_stays=True)) as switch:
        secret = "env:RINGBACK_TEST_PBX_SECRET"
        line = await rosas.ringback.db.run(add_line, rosas.line.account_id, switch, secret)
        await in_time(rosas, lambda: connected(line) == 0)
        await passes(rosas, 60)
        assert switch.lines == []
        monkeypatch.setenv("RINGBACK_TEST_PBX_SECRET", "test-password")
        await in_time(rosas, lambda: connected(line) == 1)


def when_told(speak: asyncio.Event) -> Says:
    """A call is missed at that moment, and not before."""

    async def play(connection: Connection) -> None:
        await connection.welcome()
        await connection.lists()
        await speak.wait()
        await connection.say(played("group_not_answered"))
        await connection.stays()

    return play


async def test_what_comes_while_the_database_is_away_goes_to_the_journal(tmp_path: Path) -> None:
    speak = asyncio.Event()
    async with shop(tmp_path) as rosas, pbx(when_told(speak)) as switch:
        line = await connect(rosas, switch)
        await until(lambda: connected(line) == 1)
        await impatient(rosas.ringback)
        with database_away(tmp_path):
            speak.set()
            await until(lambda: (tmp_path / FILE).exists())
            await asyncio.sleep(0.05)
        await rosas.ringback.replay_if_back()
        await has_come(rosas, 1)


@pytest.mark.sqlite
async def test_while_nothing_can_be_written_nothing_more_is_read_and_nothing_lost(tmp_path: Path) -> None:
    speak = asyncio.Event()
    async with shop(tmp_path) as rosas, pbx(when_told(speak)) as switch:
        line = await connect(rosas, switch)
        await until(lambda: connected(line) == 1)
        await impatient(rosas.ringback)
        before = turned_away()
        (tmp_path / FILE).mkdir()  # the journal cannot be written either
        with database_away(tmp_path):
            speak.set()
            await until(lambda: turned_away() > before)
        (tmp_path / FILE).rmdir()
        async with asyncio.timeout(LONG_ENOUGH):
            while not await rosas.calls():
                await passes(rosas, 1)
        await passes(rosas, 5)
        assert [call.line_id for call in await rosas.calls()] == [line.id]


async def test_the_server_stops_with_a_connection_open(tmp_path: Path) -> None:
    over = asyncio.Event()

    async def stays(connection: Connection) -> None:
        await connection.welcome()
        await connection.lists()
        await connection.stays()
        over.set()

    async with pbx(stays) as switch:
        async with shop(tmp_path) as rosas:
            line = await connect(rosas, switch)
            await until(lambda: connected(line) == 1)
        await asyncio.wait_for(over.wait(), LONG_ENOUGH)
        assert connected(line) is None
