"""What a voicemail sounds like, for whoever may hear it: whole or in parts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ringback.calls import recordings
from ringback.calls import store as calls
from ringback.calls.recordings import Sound
from ringback.cli.scenarios.stage import Stage, stage
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import looked_after
from ringback.lines import store as lines
from ringback.phone.events import CallStarted, VoicemailLeft
from ringback.phone.provider import Mode
from ringback.simulator.sound import hum
from ringback.web.recordings import part_of
from tests.cast import DAN
from tests.web.fine import Fine
from tests.web.pages import Visitor, sign_in, site
from tests.web.server import Served

pytestmark = pytest.mark.sqlite  # the database has no part in it

SOUND = hum("My sink is leaking, " * 20)
PLAYS = """() => new Promise((done, failed) => {
  const player = document.querySelector("audio");
  player.ontimeupdate = () => player.currentTime > 0 && done();
  setTimeout(failed, 30000, "it does not play");
  player.play().catch(failed);
})"""


def left(tx: Transaction, account_id: str, sound: bytes | None = SOUND) -> tuple[str, str]:
    """Dan has left a message; the call and the conversation."""
    line = lines.of_account(tx, account_id)[0]
    began = calls.record(tx, line, CallStarted(call="one", caller=DAN, dialled=line.number, at=tx.now))
    calls.record(tx, line, VoicemailLeft("one", "recording_1", 7, "My sink is leaking", tx.now))
    contact = contacts.heard_from(tx, account_id, DAN, tx.now)
    calls.decide(tx, began, calls.CallState.MISSED, None, contact.id)
    recordings.expect(tx, line, began, "recording_1")
    kept = recordings.get(tx, began.id)
    if sound is not None and kept is not None:
        recordings.settle(tx, kept, sound)
    return began.id, conversations.touch(tx, account_id, contact.id, unread=True)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, mode=Mode.FORWARDED) as there:
        yield there


async def rosa(world: Stage) -> Visitor:
    return await sign_in(world.ringback, world.line.account_id, app=site(world))


async def test_it_is_played_whole_or_in_parts(world: Stage) -> None:
    call, _ = await world.ringback.db.run(left, world.line.account_id)
    answered = await (await rosa(world)).get(f"calls/{call}/recording")
    assert (answered.status, answered.headers["content-type"]) == (200, "audio/wav")
    assert answered.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "attachment" not in answered.headers.get("content-disposition", "")


async def test_it_says_why_there_is_nothing_to_hear(world: Stage) -> None:
    _, talk = await world.ringback.db.run(left, world.line.account_id, None)
    visitor = await rosa(world)
    assert "The recording is being fetched" in (await visitor.get(f"inbox/{talk}")).body
    await world.ringback.db.run(gone)
    assert "did not hand out the recording" in (await visitor.get(f"inbox/{talk}")).body


def gone(tx: Transaction) -> None:
    tx.execute(recordings.recordings.update().values(state=Sound.GONE))


@pytest.mark.parametrize(
    ("wanted", "status", "came", "told"),
    [
        ("", 200, b"0123456789", ""),
        ("bytes=0-", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-2", 200, b"0123456789", ""),
        ("bytes=0-1,4-5", 200, b"0123456789", ""),
        ("bytes=-", 200, b"0123456789", ""),
        ("lines=1-2", 200, b"0123456789", ""),
    ],
)
def test_the_part_that_a_player_asks_for(wanted: str, status: int, came: bytes, told: str) -> None:
    answer = part_of(b"0123456789", "audio/wav", wanted)
    assert (answer.status_code, bytes(answer.body)) == (status, came)
    assert answer.headers.get("content-range", "") == told


@pytest.mark.slow
def test_whoever_listens_goes_on_listening_when_something_happens(
    page: Page, served: Served, fine: Fine
) -> None:
    _, talk = served.run(left, served.account)
    served.sign_in(page)
    fine.looks(served.url(f"inbox/{talk}"))
    page.evaluate(PLAYS)
    served.run(looked_after.write_note, served.account, talk, "nobody", "Dan has a dog")
    page.get_by_text("Dan has a dog").wait_for()
    assert page.evaluate("!document.querySelector('audio').paused")
