"""What a caller did before. Asked for every missed call, so it must not grow with the business."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from ringback.calls import history, receipts
from ringback.calls.history import Behaviour, behaviour, last_spoken_at
from ringback.contacts import people
from ringback.db.migrate import migrate
from ringback.db.prepared import Prepared
from ringback.messages import fuse
from ringback.messages import history as past_texts
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA
from tests.world import Shop, open_line, shop


async def seen(rosas: Shop) -> Behaviour:
    call = (await rosas.calls())[0]
    return await rosas.ringback.db.run(behaviour, call)


async def test_calls_within_the_hour_are_counted_with_this_one(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(4000)
        for call in ("CA2", "CA3"):
            await rosas.misses(call)
            await rosas.after(60)
        await rosas.misses("CA4", DANA)
        await rosas.misses("CA5")
        await rosas.after(5)
        assert await seen(rosas) == Behaviour(calls_this_hour=3, other_businesses=0, hang_ups=0)


async def test_other_businesses_are_counted_and_not_named(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        carols = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
        )
        said = {
            "CallSid": "CX1",
            "AccountSid": "AC00000000000000000000000000000000",
            "From": DAN,
            "To": CAROLS_LINE,
        }
        await rosas.webhook("voice", line=carols.id, CallStatus="ringing", Direction="inbound", **said)
        await rosas.misses()
        await rosas.after(5)
        assert await seen(rosas) == Behaviour(calls_this_hour=1, other_businesses=1, hang_ups=0)


@pytest.mark.parametrize(("seconds", "hang_ups"), [(1, 1), (3, 0)])
async def test_only_who_hangs_up_at_once_is_a_sign(tmp_path: Path, seconds: int, hang_ups: int) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings("CA1")
        await rosas.after(seconds)
        await rosas.call("voice_status", "CA1", CallStatus="canceled", CallDuration="0")
        await rosas.after(60)
        assert (await seen(rosas)).hang_ups == 0  # the call in question does not count
        await rosas.misses("CA2")
        await rosas.after(5)
        assert (await seen(rosas)).hang_ups == hang_ups


async def test_last_spoken_is_the_end_of_the_last_answered_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for call in ("CA1", "CA2"):
            await rosas.rings(call)
            await rosas.leg("screen_key", call, CallStatus="in-progress", Digits="1")
            await rosas.after(60)
            await rosas.call("dial_done", call, DialCallStatus="completed", DialBridged="true")
            await rosas.call("voice_status", call, CallStatus="completed", CallDuration="60")
        ended = rosas.clock.now()
        await rosas.misses("CA3")
        await rosas.after(5)
        contact = (await rosas.calls())[0].contact_id
        assert contact is not None
        spoken = await rosas.ringback.db.run(last_spoken_at, rosas.line.account_id, contact)
        assert spoken is not None
        assert abs(spoken - ended) < timedelta(seconds=1)
        assert await rosas.ringback.db.run(last_spoken_at, "account_carols", contact) is None


STATEMENTS = [
    (history._OTHERS_OF_CALLER, "caller=?"),
    (history._LAST_SPOKEN, "contact_id=?"),
    (history._VOICEMAIL, "call_id=?"),
    (past_texts._THREAD, "contact_id=?"),
    (fuse._SUM, "begins>?"),
    (receipts._LAST, "account_id=?"),
    (people._NAMESAKES, "searched=?"),
    (receipts._LAST_FOR_CONTACT, "call_id=?"),
]


@pytest.mark.parametrize(("statement", "by"), STATEMENTS, ids=[by for _, by in STATEMENTS])
def test_no_question_walks_through_the_whole_business(tmp_path: Path, statement: Prepared, by: str) -> None:
    migrate(tmp_path / "r.sqlite")
    asked = str(statement._statement.compile(dialect=sqlite.dialect()))  # type: ignore[attr-defined]  # a clause
    with sqlite3.connect(tmp_path / "r.sqlite") as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {asked}", [None] * asked.count("?"))]
    db.close()
    assert by in plan[0]
    assert not any("SCAN" in step for step in plan)
