"""A line that takes voicemail: the text waits until the caller has spoken, and fits what they did."""

from pathlib import Path

import pytest

from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.world import Shop, shop

TEXTS = {
    "missed": "{business}: missed. {stop}",
    "voicemail": "{business}: got your message. {stop}",
    "voicemail_urgent": "{business}: we see it is urgent. {stop}",
}


def sent_as(situation: str) -> list[tuple[str, str]]:
    said = {"missed": "missed", "voicemail": "got your message", "voicemail_urgent": "we see it is urgent"}
    return [(DAN, f"Rosa's Plumbing: {said[situation]}. Reply STOP to opt out.")]


async def speaks(rosas: Shop, call: str = "CA1", seconds: int = 20) -> None:
    await rosas.call(
        "voicemail", call, RecordingUrl="https://api.example.com/RE1", RecordingSid="RE1",
        RecordingDuration=str(seconds), CallStatus="in-progress",
    )  # fmt: skip


async def hangs_up(rosas: Shop, call: str = "CA1") -> None:
    await rosas.call("voice_status", call, CallStatus="completed", CallDuration="40")


async def test_the_text_waits_until_the_caller_has_spoken(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(14)
        await rosas.nobody_answers()
        await rosas.after(60)
        assert rosas.sent == []
        await speaks(rosas)
        await hangs_up(rosas)
        await rosas.after(1)
        assert rosas.sent == sent_as("voicemail")
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.LISTEN]


async def test_who_hangs_up_at_the_greeting_is_texted_as_missed(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, voicemail=True) as rosas:
        await rosas.misses()
        await rosas.after(4)
        assert rosas.sent == []
        await rosas.after(2)
        assert rosas.sent == sent_as("missed")


async def test_recording_that_is_told_after_the_end_of_the_call_still_counts(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, voicemail=True) as rosas:
        await rosas.misses()
        await rosas.after(2)
        await speaks(rosas)
        await rosas.after(10)
        assert rosas.sent == sent_as("voicemail")


async def test_who_hangs_up_while_it_rings_cannot_have_left_anything(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS, "delay_seconds": 0}, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(9)
        await rosas.call("voice_status", CallStatus="no-answer", CallDuration="0")
        await rosas.after(2)
        assert rosas.sent == sent_as("missed")


async def test_forwarded_call_whose_end_is_never_told_is_texted_at_last(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, mode=Mode.FORWARDED, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(149)
        assert rosas.sent == []
        await rosas.after(2)
        assert rosas.sent == sent_as("missed")


async def test_the_timer_for_lost_endings_does_not_cut_the_voicemail_short(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(14)
        await rosas.nobody_answers()
        await rosas.after(149)
        assert rosas.sent == []
        await rosas.after(2)
        assert rosas.sent == sent_as("missed")


async def test_without_voicemail_nobody_waits(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, mode=Mode.FORWARDED) as rosas:
        await rosas.rings()
        await rosas.after(5)
        assert rosas.sent == sent_as("missed")


@pytest.mark.parametrize(
    ("words", "situation"),
    [("There is an emergency, water everywhere", "voicemail_urgent"), ("Call me", "voicemail")],
)
async def test_words_that_are_known_in_time_choose_the_text(
    tmp_path: Path, words: str, situation: str
) -> None:
    async with shop(tmp_path, policy={"templates": TEXTS}, voicemail=True) as rosas:
        await rosas.rings()
        await rosas.after(14)
        await rosas.nobody_answers()
        await rosas.call(
            "transcript", TranscriptionText=words, TranscriptionStatus="completed", RecordingSid="RE1",
            RecordingUrl="https://api.example.com/RE1",
        )  # fmt: skip
        await rosas.after(10)
        assert rosas.sent == sent_as(situation)
