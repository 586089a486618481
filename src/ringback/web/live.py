"""Keeps an open page up to date: whenever something changes, the parts that look different are sent again."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from starlette.responses import StreamingResponse

from ringback.db.transaction import StoreAway

Parts = dict[str, str]  # the id of an element -> what is in it
Listen = Callable[[Callable[[], None]], Callable[[], None]]

AT_ONCE: Final = 0.03  # seconds in which changes are taken together
BREATH: Final = 15.0  # seconds after which a quiet stream shows that it is alive
SHORT_BREATH: Final = 1.0  # while something is under way: not every step of it is announced


def stream(
    draw: Callable[[], Awaitable[Parts]],
    sources: Sequence[Listen],
    end: asyncio.Event,
    under_way: Callable[[], bool] = lambda: False,
) -> StreamingResponse:
    """Server-sent events from any of the sources, until the browser goes away or `end` is set."""
    return StreamingResponse(
        _changes(draw, sources, end, under_way),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _changes(
    draw: Callable[[], Awaitable[Parts]],
    sources: Sequence[Listen],
    end: asyncio.Event,
    under_way: Callable[[], bool],
) -> AsyncIterator[str]:
    changed = asyncio.Event()
    ending = asyncio.ensure_future(_when(end, changed))
    with contextlib.ExitStack() as stack:
        stack.callback(ending.cancel)
        for listen in sources:
            stack.callback(listen(changed.set))
        shown: Parts = {}
        while not end.is_set():
            changed.clear()
            try:
                drawn = await draw()
            except StoreAway:
                return  # the browser comes back by itself
            fresh = {name: html for name, html in drawn.items() if shown.get(name) != html}
            shown = drawn
            yield f"data: {json.dumps(fresh)}\n\n" if fresh else ": nothing new\n\n"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), SHORT_BREATH if under_way() else BREATH)
                await asyncio.sleep(AT_ONCE)


async def _when(end: asyncio.Event, changed: asyncio.Event) -> None:
    await end.wait()
    changed.set()
