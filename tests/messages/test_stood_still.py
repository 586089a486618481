"""A node that is stopped between the last look and the request, and goes on a minute later."""

from datetime import datetime, timedelta
from pathlib import Path

from ringback.flows.last_look import last_look
from ringback.lib.clock import SystemClock
from ringback.messages.sending import Sender
from ringback.messages.store import State, Text
from tests.world import PUBLIC, Shop, shop


class _Later(SystemClock):
    """What the clock says when the node goes on."""

    def __init__(self, rosas: Shop) -> None:
        self._clock = rosas.clock

    def now(self) -> datetime:
        return self._clock.now() + timedelta(minutes=1)


async def test_last_look_of_a_minute_ago_does_not_count(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        text = await _claimed_before_it_stood_still(rosas)
        assert (text.state, text.reason, rosas.sent) == (State.WAITING, "stood_still", [])
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def test_stop_that_came_meanwhile_is_obeyed(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await _claimed_before_it_stood_still(rosas, then_stops=True)
        await rosas.after(600)
        assert not any(body.startswith("Hi") for _, body in rosas.sent)


async def _claimed_before_it_stood_still(rosas: Shop, *, then_stops: bool = False) -> Text:
    await rosas.misses()
    await rosas.ringback.settled()
    text = (await rosas.texts())[0]
    ringback = rosas.ringback
    means = ringback.db, ringback.http, ringback.vault, PUBLIC, ringback.journal.pending, last_look
    finish = await Sender(*means, _Later(rosas)).advance(text.id)
    if then_stops:
        await rosas.texts_in("STOP")
    assert finish is not None
    await ringback.db.run(finish)
    return next(each for each in await rosas.texts() if each.id == text.id)
