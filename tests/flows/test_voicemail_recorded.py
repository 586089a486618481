"""Dan leaves a message. Its sound is fetched from the phone company, once it is there, and is kept."""

from pathlib import Path

import pytest

from ringback.calls import recordings
from ringback.calls.recordings import Sound, kind_of
from tests.world import Shop, shop

MP3 = b"ID3\x04\x00" + b"x" * 40
PAGE = b"<html>Please sign in</html>"


async def leaves(rosas: Shop, **said: str) -> None:
    await rosas.misses()
    place = f"{rosas.company.base}/2010-04-01/Accounts/AC0/Recordings/RE1"
    await rosas.call("voicemail", RecordingUrl=place, RecordingDuration="8", **said)
    await rosas.call(
        "voicemail_status", RecordingSid="RE1", RecordingStatus="completed", RecordingDuration="8"
    )


async def state(rosas: Shop) -> Sound | None:
    call = (await rosas.calls())[0]
    found = await rosas.ringback.db.read(recordings.get, call.id)
    return found.state if found else None


async def sound(rosas: Shop, account: str = "") -> tuple[str, bytes] | None:
    call = (await rosas.calls())[0]
    return await rosas.ringback.db.read(recordings.sound_of, account or call.account_id, call.id)


async def test_the_sound_is_fetched_with_our_key_and_kept_for_this_business(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        rosas.company.media = {"RE1.mp3": ("audio/mpeg", MP3)}
        await leaves(rosas)
        await rosas.after(1)
        assert (await state(rosas), await sound(rosas)) == (Sound.KEPT, ("audio/mpeg", MP3))
        assert await sound(rosas, "account_carols") is None


async def test_what_is_still_being_written_is_asked_for_again(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await leaves(rosas)
        await rosas.after(60)
        assert await state(rosas) is Sound.WAITING
        rosas.company.media = {"RE1.mp3": ("audio/mpeg", MP3)}
        await rosas.after(5 * 60)
        assert await state(rosas) is Sound.KEPT


async def test_what_never_comes_is_gone(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        await leaves(rosas)
        await rosas.after(3600)
        assert (await state(rosas), await sound(rosas)) == (Sound.GONE, None)


@pytest.mark.parametrize("content", [PAGE, b"", b"x" * 10_000_001], ids=["a page", "nothing", "too large"])
async def test_what_is_no_sound_is_not_kept(tmp_path: Path, content: bytes) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        rosas.company.media = {"RE1.mp3": ("audio/mpeg", content)}
        await leaves(rosas)
        await rosas.after(3600)
        assert (await state(rosas), await sound(rosas)) == (Sound.GONE, None)


async def test_a_webhook_that_comes_again_later_does_not_lose_it(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        rosas.company.media = {"RE1.mp3": ("audio/mpeg", MP3)}
        await leaves(rosas)
        await rosas.after(1)
        rosas.company.media = {}
        await rosas.call(
            "transcript", RecordingSid="RE1", TranscriptionStatus="completed", TranscriptionText="Hello"
        )
        await rosas.after(3600)
        assert await state(rosas) is Sound.KEPT


async def test_a_hidden_callers_message_is_kept_too(tmp_path: Path) -> None:
    async with shop(tmp_path, voicemail=True) as rosas:
        rosas.company.media = {"RE1.mp3": ("audio/mpeg", MP3)}
        await rosas.misses(caller="anonymous")
        await rosas.call(
            "voicemail", caller="anonymous", RecordingUrl="https://x.example/RE1", RecordingDuration="8"
        )
        await rosas.after(1)
        assert await state(rosas) is Sound.KEPT


def test_a_sound_is_one_by_its_content() -> None:
    assert kind_of(MP3) == "audio/mpeg"
    assert kind_of(b"\xff\xfb\x90\x00") == "audio/mpeg"
    assert kind_of(b"RIFF....WAVEfmt ") == "audio/wav"
    assert kind_of(b"OggS....") == "audio/ogg"
    assert kind_of(b"....ftypM4A ") == "audio/mp4"
    assert [kind_of(other) for other in (PAGE, b"", b"\xff", b"\xff\xd8\xff\xe0", b"RIFF....WEBP")] == [
        ""
    ] * 5
