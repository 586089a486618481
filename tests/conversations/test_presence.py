"""Ben sees that Rosa is typing an answer to the same person."""

import asyncio
from datetime import timedelta
from pathlib import Path

from ringback.conversations.presence import STAYS_FOR, TYPES_FOR, Presence, There
from tests.conversations.make import BEN, ROSA, desk

SECOND = timedelta(seconds=1)


async def test_who_types_is_seen_by_the_others_until_they_stop(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        presence = Presence(at.db, at.clock)
        assert presence.others(at.account, "conversation_1", BEN) == []
        await presence.says(at.account, "conversation_1", BEN, typing=False)
        await presence.says(at.account, "conversation_1", ROSA, typing=True)
        await asyncio.sleep(0)
        assert presence.others(at.account, "conversation_1", BEN) == [There(ROSA, True)]
        assert presence.others(at.account, "conversation_1", ROSA) == [There(BEN, False)]
        at.clock.advance_to(at.clock.now() + TYPES_FOR + SECOND)
        assert presence.others(at.account, "conversation_1", BEN) == [There(ROSA, False)]
        at.clock.advance_to(at.clock.now() + STAYS_FOR)
        assert presence.others(at.account, "conversation_1", BEN) == []


async def test_another_conversation_or_business_is_another_room(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        presence = Presence(at.db, at.clock)
        presence.others(at.account, "conversation_1", BEN)
        await presence.says(at.account, "conversation_1", ROSA, typing=True)
        await asyncio.sleep(0)
        assert presence.others(at.account, "conversation_2", BEN) == []
        assert presence.others(at.carols.account_id, "conversation_1", BEN) == []
