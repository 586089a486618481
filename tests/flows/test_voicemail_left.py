from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ringback.calls import store as calls
from ringback.calls import voicemails
from ringback.contacts import permission
from ringback.contacts.permission import Change
from ringback.flows.voicemail_left import voicemail_left
from ringback.phone.events import VoicemailLeft
from ringback.phone.provider import Mode
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA
from tests.world import Shop, shop


async def _leaves(rosas: Shop, words: str) -> None:
    await rosas.misses()
    await _speaks(rosas, words)
    await rosas.after(1)


async def _speaks(rosas: Shop, words: str, **said: str) -> None:
    recorded = {"RecordingUrl": "https://api.example.com/RE1", "RecordingDuration": "8"}
    await rosas.call("voicemail", RecordingSid="RE1", **recorded, **said)
    written = {"TranscriptionStatus": "completed", "TranscriptionSid": "TR1"}
    await rosas.call("transcript", RecordingSid="RE1", TranscriptionText=words, **written, **said)
    await rosas.ringback.settled()


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
        (urgent,) = [task for task in await rosas.tasks() if task.kind is TaskKind.URGENT]
        assert urgent.sentence.startswith('Urgent, please call now: They said "')


async def test_spoken_opt_out_counts(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "Please do not text me ever again, thanks")
        await rosas.after(600)
        out = await rosas.ringback.db.read(permission.opted_out, rosas.line.account_id, DAN)
        assert (out, rosas.sent) == (True, [])


async def test_words_that_come_before_the_end_of_the_ringing_count_all_the_same(tmp_path: Path) -> None:
    """Webhooks overtake each other: of this call nobody knew yet that it was missed, nor whose it was."""
    async with shop(tmp_path, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(14)
        await _speaks(rosas, "Please do not text me ever again, thanks")
        await rosas.nobody_answers()
        await rosas.call("voice_status", CallStatus="completed", CallDuration="9")
        await rosas.after(600)
        out = await rosas.ringback.db.read(permission.opted_out, rosas.line.account_id, DAN)
        kinds = {task.kind for task in await rosas.tasks()}
        assert (out, rosas.sent, kinds) == (True, [], {TaskKind.LISTEN, TaskKind.CALL_BACK})
        assert (await rosas.receipt()).reason == "opted_out"


async def test_message_on_a_forwarded_line_may_be_the_first_thing_that_is_told(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True, mode=Mode.FORWARDED) as rosas:
        await _speaks(rosas, "Hi, I would like a quote for a water heater")
        await rosas.rings()
        await rosas.call("voice_status", CallStatus="completed", CallDuration="9")
        await rosas.after(10)
        assert TaskKind.LISTEN in {task.kind for task in await rosas.tasks()}


async def test_what_is_told_again_brings_nothing_back_that_was_ticked_off(tmp_path: Path) -> None:
    """The company delivers both once more, as it may."""
    async with shop(tmp_path, voicemail=True) as rosas:
        await _leaves(rosas, "There is water everywhere, please hurry")
        for task in await rosas.tasks():
            await rosas.ringback.db.run(tasks.tick, rosas.line.account_id, task)
        await _speaks(rosas, "There is water everywhere, please hurry", CallStatus="completed")
        await rosas.after(1)
        assert await rosas.tasks() == []


def _unnamed(at: datetime, caller: str) -> VoicemailLeft:
    return VoicemailLeft("", "", 8, "", at, caller)


@pytest.mark.parametrize(
    ("caller", "found"), [(DAN, True), ("(512) 555-0111", True), (DANA, False), ("", False)]
)
async def test_a_voicemail_of_a_call_that_is_not_named_belongs_to_their_latest_one(
    tmp_path: Path, caller: str, found: bool
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(1)
        await rosas.ringback.db.run(voicemail_left, rosas.line, _unnamed(rosas.clock.now(), caller))
        assert (TaskKind.LISTEN in {task.kind for task in await rosas.tasks()}) is found
        [call] = await rosas.ringback.db.read(calls.newest, rosas.line.account_id)
        kept = await rosas.ringback.db.read(voicemails.of_call, call.account_id, call.id)
        assert (kept is not None) is found


async def test_a_voicemail_of_long_ago_belongs_to_no_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        late = rosas.clock.now() + timedelta(minutes=20)
        await rosas.ringback.db.run(voicemail_left, rosas.line, _unnamed(late, DAN))
        assert TaskKind.LISTEN not in {task.kind for task in await rosas.tasks()}
