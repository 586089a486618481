from datetime import timedelta
from pathlib import Path

import pytest

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.forwarding_silence import ForwardingSilence
from tests.world import Shop, shop


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The running server would look too, at a time of its own, perhaps between a look here and its tick."""

    async def never(_self: ForwardingSilence) -> None:
        return

    monkeypatch.setattr(ForwardingSilence, "run", never)


def _forward(tx: Transaction, line: Line, mode: Mode) -> None:
    lines.save(
        tx,
        account_id=line.account_id,
        number=line.number,
        provider=line.provider,
        mode=mode,
        plan=RingPlan(),
        settings=dict(line.settings),
    )


async def _asked_in(rosas: Shop, days: int) -> list[int]:
    """On which of these days a test was asked for anew; whatever is asked is ticked off at once."""
    silence = ForwardingSilence(rosas.ringback.db, rosas.clock)
    asked = []
    for day in range(1, days + 1):
        await rosas.after(24 * 3600)
        await silence.look_at_all()
        if await _open(rosas):
            asked.append(day)
            await rosas.ringback.db.run(
                tasks.finish, rosas.line.account_id, TaskKind.TEST_FORWARDING, rosas.line.id
            )
    return asked


async def _open(rosas: Shop) -> bool:
    return TaskKind.TEST_FORWARDING in [task.kind for task in await rosas.tasks() if task.done_at is None]


async def test_a_test_is_asked_for_once_in_each_week_of_silence(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(_forward, rosas.line, Mode.FORWARDED)
        await rosas.rings()
        assert await _asked_in(rosas, 22) == [7, 14, 21]


async def test_the_next_call_ticks_it_off(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(_forward, rosas.line, Mode.FORWARDED)
        await rosas.rings("CA1")
        silence = ForwardingSilence(rosas.ringback.db, rosas.clock)
        await rosas.after(timedelta(days=7, hours=1).total_seconds())
        await silence.look_at_all()
        assert await _open(rosas)
        await rosas.rings("CA2")
        await rosas.after(1)
        await silence.look_at_all()
        assert not await _open(rosas)


async def test_of_other_lines_nothing_is_asked(tmp_path: Path) -> None:
    """Nor of one that never had its test call: its set-up asks for that."""
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        assert await _asked_in(rosas, 8) == []
    async with shop(tmp_path / "other") as rosas:
        await rosas.ringback.db.run(_forward, rosas.line, Mode.FORWARDED)
        assert await _asked_in(rosas, 8) == []
