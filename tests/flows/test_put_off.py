"""Ben puts Dan off until later: Dan comes back at his time, where Ben cannot overlook him."""

from datetime import timedelta
from pathlib import Path

from ringback.conversations import listing, notes
from ringback.conversations import store as conversations
from ringback.conversations.boxes import Box
from ringback.conversations.listing import Listed
from ringback.conversations.notes import Kind
from ringback.flows import looked_after
from tests.conversations.make import BEN, ROSA
from tests.world import Shop, shop

AN_HOUR = timedelta(hours=1)


async def listed(rosas: Shop, box: Box = Box.OPEN, member: str = BEN) -> list[Listed]:
    found = await rosas.ringback.db.read(listing.page, rosas.line.account_id, member, box)
    return list(found.rows)


async def dans(rosas: Shop) -> str:
    """His conversation, in which he has just written."""
    await rosas.texts_in("Do you paint?")
    await rosas.after(5)
    (only,) = await listed(rosas)
    return only.conversation.id


async def put_off(rosas: Shop, conversation_id: str, time: timedelta) -> None:
    until = rosas.clock.now() + time
    await rosas.ringback.db.run(looked_after.snooze, rosas.line.account_id, conversation_id, BEN, until=until)


async def read(rosas: Shop, conversation_id: str) -> None:
    for member in (BEN, ROSA):
        await rosas.ringback.db.run(conversations.read, rosas.line.account_id, conversation_id, member)


async def said(rosas: Shop, conversation_id: str) -> list[Kind]:
    place = (rosas.line.account_id, conversation_id)
    found = await rosas.ringback.db.read(notes.of_conversation, *place, before=None, limit=9)
    return [note.kind for note in reversed(found)]


async def test_what_was_put_off_comes_back_on_top_and_unread(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        dan = await dans(rosas)
        await read(rosas, dan)
        await put_off(rosas, dan, AN_HOUR)
        await rosas.after(60)
        await rosas.texts_in("And roofs?", "SM2", sender="+15125550199")
        assert dan not in [row.conversation.id for row in await listed(rosas)]

        await rosas.after(3600)
        first, _ = await listed(rosas)
        assert (first.conversation.id, first.unread, first.conversation.snoozed_until) == (dan, True, None)
        assert await said(rosas, dan) == [Kind.SNOOZED, Kind.BACK]


async def test_it_is_unread_only_for_whom_it_belongs_to(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        dan = await dans(rosas)
        await rosas.ringback.db.run(looked_after.assign, rosas.line.account_id, dan, BEN, ROSA)
        await read(rosas, dan)
        await put_off(rosas, dan, AN_HOUR)
        await rosas.after(3700)
        unread = {
            member: [row.unread for row in await listed(rosas, member=member)] for member in (BEN, ROSA)
        }
        assert unread == {BEN: [False], ROSA: [True]}


async def test_who_put_it_off_anew_is_not_disturbed_at_the_first_time(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        dan = await dans(rosas)
        await put_off(rosas, dan, AN_HOUR)
        await put_off(rosas, dan, 3 * AN_HOUR)
        await rosas.after(2 * 3600)
        assert await listed(rosas) == []
        await rosas.after(2 * 3600)
        assert len(await listed(rosas)) == 1
        assert await said(rosas, dan) == [Kind.SNOOZED, Kind.SNOOZED, Kind.BACK]


async def test_who_got_in_touch_before_is_not_brought_back_once_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        dan = await dans(rosas)
        await put_off(rosas, dan, AN_HOUR)
        await rosas.after(60)
        await rosas.texts_in("Hello?", "SM2")
        await rosas.after(2 * 3600)
        assert await said(rosas, dan) == [Kind.SNOOZED]
