"""An open page hears of every change, once, and of nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from ringback.db.transaction import StoreAway
from ringback.web.live import Parts, stream


class Source:
    """Something that changes."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[], None]] = []

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(changed)
        return lambda: self.listeners.remove(changed)

    def change(self) -> None:
        for changed in self.listeners:
            changed()


async def heard(events: AsyncIterator[str | bytes | memoryview]) -> Parts:
    said = await anext(events)
    assert isinstance(said, str)
    parts: Parts = json.loads(said.removeprefix("data: "))
    return parts


async def test_first_everything_then_what_has_changed() -> None:
    shown, source = {"caller": "idle", "story": "nothing"}, Source()

    async def draw() -> Parts:
        return dict(shown)

    events = aiter(stream(draw, [source.listen], asyncio.Event()).body_iterator)
    assert await heard(events) == {"caller": "idle", "story": "nothing"}
    shown["caller"] = "calling"
    source.change()
    assert await heard(events) == {"caller": "calling"}


async def test_changes_at_the_same_moment_are_told_together() -> None:
    shown, source = {"caller": "idle", "owner": "idle"}, Source()

    async def draw() -> Parts:
        return dict(shown)

    events = aiter(stream(draw, [source.listen], asyncio.Event()).body_iterator)
    await heard(events)
    for name in shown:
        shown[name] = "talking"
        source.change()
    assert await heard(events) == {"caller": "talking", "owner": "talking"}


async def test_when_the_server_ends_the_stream_ends_and_nobody_listens_any_more() -> None:
    source, end = Source(), asyncio.Event()

    async def draw() -> Parts:
        return {"story": "nothing"}

    events = aiter(stream(draw, [source.listen], end).body_iterator)
    await heard(events)
    end.set()
    assert [event async for event in events] == []
    assert source.listeners == []


async def test_while_the_database_is_away_the_stream_ends_and_the_browser_comes_back() -> None:
    async def draw() -> Parts:
        raise StoreAway("disk full")

    assert [event async for event in stream(draw, [], asyncio.Event()).body_iterator] == []
