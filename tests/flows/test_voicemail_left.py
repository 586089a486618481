from pathlib import Path

import pytest

from ringback.contacts import permission
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.world import Shop, shop


async def _leaves(rosas: Shop, words: str) -> None:
    await rosas.misses()
    await rosas.call(
        "voicemail", RecordingUrl="https://api.example.com/RE1", RecordingSid="RE1", RecordingDuration="8"
    )
    await rosas.call(
        "transcript",
        RecordingSid="RE1",
        TranscriptionStatus="completed",
        TranscriptionText=words,
        TranscriptionSid="TR1",
    )
    await rosas.after(1)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Hi, I would like a quote for a water heater", {TaskKind.LISTEN}),
        ("There is water everywhere, please hurry", {TaskKind.LISTEN, TaskKind.URGENT}),
    ],
)
async def test_voicemail_is_for_somebody_to_hear_and_danger_at_once(
    tmp_path: Path, words: str, kinds: set[TaskKind]
) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, words)
        assert {task.kind for task in await rosas.tasks()} >= kinds


async def test_spoken_opt_out_counts(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "Please do not text me ever again, thanks")
        await rosas.after(600)
        out = await rosas.ringback.db.read(permission.opted_out, rosas.line.account_id, DAN)
        assert (out, rosas.sent) == (True, [])
