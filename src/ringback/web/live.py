"""Keeps an open page up to date: whenever something changes, the parts that look different are sent again."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

from starlette.responses import StreamingResponse

from ringback.accounts import members, sessions
from ringback.db.transaction import StoreAway, Transaction
from ringback.web.visit import Visit

Parts = dict[str, str]  # the id of an element -> what is in it
Listen = Callable[[Callable[[], None]], Callable[[], None]]

AT_ONCE: Final = 0.03  # seconds in which changes are taken together
BREATH: Final = 15.0  # seconds after which a quiet stream shows that it is alive
SHORT_BREATH: Final = 1.0  # while something is under way: not every step of it is announced


class Over(Exception):
    """Who looks at the page may not see it any more."""


def follow(
    visit: Visit,
    draw: Callable[[], Awaitable[Parts]],
    *more: Listen,
    under_way: Callable[[], bool] = lambda: False,
) -> StreamingResponse:
    """The parts of this page, drawn again whenever the account or one of `more` announces something.

    Ends when the visitor does not belong to the account any more, or is signed out.
    """

    def news(changed: Callable[[], None]) -> Callable[[], None]:
        topics = {visit.topic, sessions.topic(visit.user.id)}
        return visit.running.db.listen(lambda told: changed() if topics & told else None)

    async def drawn() -> Parts:
        if not await visit.read(_still_here, visit):
            raise Over
        return await draw()

    return stream(drawn, [news, *more], visit.running.closing, under_way)


def _still_here(tx: Transaction, visit: Visit) -> bool:
    known = sessions.of_token(tx, visit.key)
    return known is not None and members.role_of(tx, visit.account.id, visit.user.id) is not None


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
            except (StoreAway, Over):
                return  # the browser comes back by itself, and hears why it may not
            fresh = {name: html for name, html in drawn.items() if shown.get(name) != html}
            shown = drawn
            yield f"data: {json.dumps(fresh)}\n\n" if fresh else ": nothing new\n\n"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), SHORT_BREATH if under_way() else BREATH)
                await asyncio.sleep(AT_ONCE)


async def _when(end: asyncio.Event, changed: asyncio.Event) -> None:
    await end.wait()
    changed.set()
