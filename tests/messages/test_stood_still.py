"""What happens between the last look and the request: the node is stopped for a minute, or a STOP comes."""

from datetime import datetime, timedelta
from pathlib import Path

from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.flows.last_look import last_look
from ringback.lib.clock import SystemClock
from ringback.messages.gate import Later, Never
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


async def test_stop_that_went_into_the_journal_while_the_claim_waited_is_obeyed(tmp_path: Path) -> None:
    """The database was locked: the webhook gave up on it and is answered, then the claim got through."""
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.ringback.settled()
        [text], ringback, journalled = await rosas.texts(), rosas.ringback, list[str]()

        def look(tx: Transaction, text: Text, contact: Contact) -> Later | Never | None:
            journalled.append("STOP")
            return last_look(tx, text, contact)

        means = (
            ringback.db,
            ringback.http,
            ringback.vault,
            PUBLIC,
            lambda: bool(journalled),
            look,
            rosas.clock,
        )
        finish = await Sender(*means).advance(text.id)
        assert finish is not None
        await ringback.db.run(finish)
        [text] = await rosas.texts()
        assert (text.state, text.reason, rosas.sent) == (State.WAITING, "heard_just_now", [])
        await rosas.texts_in("STOP")
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
