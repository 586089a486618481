"""Where callers are asked for a key, only who presses it is texted: once, and also when it is heard late."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from ringback.contacts import consents
from ringback.contacts.consents import Basis
from ringback.messages.store import State
from ringback.phone.provider import Mode
from tests.cast import DAN
from tests.world import Shop, shop

NO_KEY = "Not texted: this caller has not pressed the key that allows it. Please call them back."


@asynccontextmanager
async def asking_shop(tmp_path: Path, **plan: Any) -> AsyncIterator[Shop]:
    async with shop(tmp_path, notice="keypress", **plan) as rosas:
        yield rosas


async def _rings_out(rosas: Shop, call: str = "CA1") -> str:
    """What the caller hears then."""
    await rosas.rings(call)
    await rosas.after(14)
    return await rosas.nobody_answers(call)


async def _presses(rosas: Shop, key: str = "1", call: str = "CA1") -> str:
    return await rosas.call("caller_key", call, Digits=key, CallStatus="in-progress")


async def _hangs_up(rosas: Shop, call: str = "CA1") -> None:
    await rosas.call("voice_status", call, CallStatus="completed", CallDuration="31")


async def _grounds(rosas: Shop) -> list[tuple[Basis, str]]:
    found = await rosas.ringback.db.read(consents.of_person, rosas.line.account_id, DAN)
    return [(one.basis, one.evidence) for one in found]


async def test_the_greeting_asks_and_who_presses_is_thanked_and_texted(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        heard = await _rings_out(rosas)
        assert "Press 1 to get text messages about your call from Rosa's Plumbing." in heard
        assert "We may text you" not in heard
        await rosas.after(20)
        assert rosas.sent == []
        assert "You will get a text message in a moment" in await _presses(rosas)
        await rosas.after(6)
        assert [to for to, _ in rosas.sent] == [DAN]
        call = (await rosas.calls())[0]
        assert (Basis.PRESSED, call.id) in await _grounds(rosas)
        assert await rosas.tasks() == []


async def test_the_notice_that_the_ground_names_is_the_one_that_was_heard(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await _presses(rosas)
        await rosas.after(6)
        pressed = (await rosas.ringback.db.read(consents.of_person, rosas.line.account_id, DAN))[0]
        told = await rosas.ringback.db.read(consents.notices_of, rosas.line.account_id)
        words = {notice.version: notice.words["greeting"] for notice in told}
        assert "Press 1 to get text messages" in words[pressed.notice]


async def test_pressing_twice_is_one_text_and_one_ground(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await _presses(rosas)
        await rosas.after(6)
        await rosas.call("caller_key", Digits="1", CallStatus="in-progress", FinishedOnKey="#")
        await _hangs_up(rosas)
        await rosas.after(60)
        assert len(rosas.sent) == 1
        assert [basis for basis, _ in await _grounds(rosas)].count(Basis.PRESSED) == 1


async def test_another_key_is_none(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        assert "<Hangup" in await _presses(rosas, "2")
        await _hangs_up(rosas)
        await rosas.after(60)
        assert rosas.sent == []
        assert [task.sentence for task in await rosas.tasks()] == [NO_KEY]


async def test_who_hangs_up_before_the_key_is_called_back_and_not_texted(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await rosas.after(3)
        await _hangs_up(rosas)
        await rosas.after(60)
        assert (rosas.sent, [task.sentence for task in await rosas.tasks()]) == ([], [NO_KEY])


async def test_the_key_may_be_heard_of_before_the_end_of_the_ringing(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _presses(rosas)
        await rosas.rings()
        await rosas.after(14)
        await rosas.nobody_answers()
        await rosas.after(6)
        assert len(rosas.sent) == 1


async def test_the_key_that_is_heard_of_late_still_counts(tmp_path: Path) -> None:
    """Its webhook was held up until the call was over and the text called off."""
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await _hangs_up(rosas)
        await rosas.after(60)
        assert [text.reason for text in await rosas.texts()] == ["no_key"]
        await _presses(rosas)
        await rosas.after(6)
        assert [to for to, _ in rosas.sent] == [DAN]
        assert await rosas.tasks() == []
        assert sorted(text.state for text in await rosas.texts()) == [State.ACCEPTED, State.CANCELLED]


async def test_the_key_that_is_heard_of_much_too_late_changes_nothing(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await _hangs_up(rosas)
        await rosas.after(11 * 60)
        await _presses(rosas)
        await rosas.after(60)
        assert (rosas.sent, [task.sentence for task in await rosas.tasks()]) == ([], [NO_KEY])


async def test_the_key_of_another_call_does_not_count(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await _rings_out(rosas)
        await _presses(rosas)
        await _hangs_up(rosas)
        await rosas.after(26 * 3600)
        await rosas.misses("CA2")
        await rosas.after(60)
        assert len(rosas.sent) == 1
        assert [task.sentence for task in await rosas.tasks()] == [NO_KEY]


async def test_a_call_that_the_carrier_passed_on_asks_too(tmp_path: Path) -> None:
    async with asking_shop(tmp_path, mode=Mode.FORWARDED) as rosas:
        assert "Press 1 to get text messages" in await rosas.rings()
        await rosas.after(20)
        assert rosas.sent == []
        await _presses(rosas)
        await rosas.after(6)
        assert len(rosas.sent) == 1


async def test_who_leaves_a_voicemail_instead_is_listened_to_and_not_texted(tmp_path: Path) -> None:
    async with asking_shop(tmp_path, voicemail=True) as rosas:
        assert "<Record" in await _rings_out(rosas)
        await rosas.call("voicemail", RecordingSid="RE1", RecordingDuration="12", CallStatus="completed")
        await _hangs_up(rosas)
        await rosas.after(60)
        assert rosas.sent == []


async def test_stop_goes_before_the_key(tmp_path: Path) -> None:
    async with asking_shop(tmp_path) as rosas:
        await rosas.texts_in("STOP")
        await rosas.after(60)
        await _rings_out(rosas)
        await _presses(rosas)
        await _hangs_up(rosas)
        await rosas.after(60)
        assert [body for _, body in rosas.sent if "opted out" not in body] == []
