from pathlib import Path

import pytest

from ringback.contacts import permission
from ringback.contacts.permission import Change
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


async def test_spoken_words_that_only_a_person_can_judge_pause_everything(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "You people are scammers and you will hear from my lawyer")
        await rosas.after(600)
        standing = await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)
        assert (standing, rosas.sent) == (Change.PAUSE, [])
        assert TaskKind.DECIDE in {task.kind for task in await rosas.tasks()}


async def test_spoken_opt_out_and_damage_both_count(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "My basement is flooding, call me, and stop texting me")
        standing = await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)
        assert standing is Change.STOP
        assert TaskKind.URGENT in {task.kind for task in await rosas.tasks()}


async def test_spoken_opt_out_counts(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "Please do not text me ever again, thanks")
        await rosas.after(600)
        out = await rosas.ringback.db.read(permission.opted_out, rosas.line.account_id, DAN)
        assert (out, rosas.sent) == (True, [])
