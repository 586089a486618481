"""Rosa's text says when she answers. Somebody does, or is told in time, or is told that it is late."""

from pathlib import Path
from typing import Any

import pytest

from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose
from ringback.promises import store as promises
from ringback.promises.store import Promise, State
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.world import Shop, shop

HOURS = {"fri": ["08:00-18:00"], "sat": ["09:00-13:00"]}
PROMISING: dict[str, Any] = {
    "hours": HOURS,
    "reply_within": "2h",
    "templates": {"missed": "{business}: sorry! We answer {reply_within|soon}. {stop}"},
}
CLOSED: dict[str, Any] = {
    "hours": HOURS | {"fri": ["08:00-11:00"]},
    "templates": {"missed": "{business}: closed, we open {next_open|again soon}. {stop}"},
}
MINUTE, HOUR = 60, 3600


async def promised(rosas: Shop) -> list[tuple[str, State]]:
    """What was promised to Dan, and what became of it."""

    def found(tx: Transaction) -> list[Promise]:
        rows = tx.all(promises.promises.select().order_by(promises.promises.c.due))
        return [promise for row in rows if (promise := promises.get(tx, row.id))]

    return [(promise.what, promise.state) for promise in await rosas.ringback.db.read(found)]


async def asked(rosas: Shop) -> list[tuple[TaskKind, str]]:
    return [(task.kind, task.sentence) for task in await rosas.tasks()]


async def somebody_answers(rosas: Shop, call: str) -> None:
    await rosas.rings(call)
    await rosas.leg("screen_key", call, CallStatus="in-progress", Digits="1")
    await rosas.call(
        "dial_done", call, DialCallStatus="completed", DialBridged="true", CallStatus="completed"
    )
    await rosas.after(1)


async def ben_replies(rosas: Shop) -> None:
    def reply(tx: Transaction) -> None:
        first = texts.newest(tx, rosas.line.account_id)[-1]
        written = NewText(
            account_id=first.account_id,
            line_id=first.line_id,
            contact_id=first.contact_id,
            conversation_id=first.conversation_id,
            purpose=Purpose.REPLY,
            body="We are on our way.",
            once=new_id("reply"),
            due=tx.now,
            expires_at=tx.now,
        )
        queue.add(tx, written)
        sent = texts.newest(tx, rosas.line.account_id, limit=1)[0]
        texts.change(tx, sent, texts.State.ACCEPTED, accepted_at=tx.now)

    await rosas.ringback.db.run(reply)


async def test_nobody_answers_in_time(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=PROMISING) as rosas:
        await rosas.misses()
        await rosas.after(89 * MINUTE)
        assert rosas.sent == [
            (DAN, "Rosa's Plumbing: sorry! We answer within 2 hours. Reply STOP to opt out.")
        ]
        assert (await promised(rosas), await asked(rosas)) == ([("reply_within", State.OPEN)], [])
        await rosas.after(2 * MINUTE)
        assert await asked(rosas) == [(TaskKind.PROMISE, "You promised (512) 555-0111 an answer by 2 PM.")]
        await rosas.after(30 * MINUTE)
        late = "The answer that you promised (512) 555-0111 by 2 PM is late. Please answer now."
        assert await asked(rosas) == [(TaskKind.LATE_PROMISE, late)]
        assert await promised(rosas) == [("reply_within", State.LATE)]
        await somebody_answers(rosas, "CA2")
        assert (await promised(rosas), await asked(rosas)) == ([("reply_within", State.KEPT)], [])


async def test_an_opening_that_was_stated_is_kept_in_mind(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=CLOSED) as rosas:
        await rosas.misses()
        await rosas.after(20 * HOUR)
        assert [body for _, body in rosas.sent] == [
            "Rosa's Plumbing: closed, we open tomorrow at 9 AM. Reply STOP to opt out."
        ]
        assert (await promised(rosas), await asked(rosas)) == ([("next_open", State.OPEN)], [])
        await rosas.after(45 * MINUTE)
        assert await asked(rosas) == [(TaskKind.PROMISE, "You promised (512) 555-0111 an answer by 9 AM.")]
        await rosas.after(HOUR)
        assert await promised(rosas) == [("next_open", State.LATE)]


@pytest.mark.parametrize("minutes", [10, 100], ids=["before the nudge", "after it"])
async def test_whoever_speaks_with_the_caller_keeps_it(tmp_path: Path, minutes: int) -> None:
    async with shop(tmp_path, policy=PROMISING) as rosas:
        await rosas.misses()
        await rosas.after(minutes * MINUTE)
        await somebody_answers(rosas, "CA2")
        assert (await promised(rosas), await asked(rosas)) == ([("reply_within", State.KEPT)], [])
        await rosas.after(3 * HOUR)
        assert await asked(rosas) == []


async def test_whoever_writes_keeps_it(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=PROMISING) as rosas:
        await rosas.misses()
        await rosas.after(10 * MINUTE)
        await ben_replies(rosas)
        await rosas.after(3 * HOUR)
        assert (await promised(rosas), await asked(rosas)) == ([("reply_within", State.KEPT)], [])


async def test_whoever_ticks_the_task_off_has_answered(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=PROMISING) as rosas:
        await rosas.misses()
        await rosas.after(100 * MINUTE)
        (task,) = await rosas.tasks()
        await rosas.ringback.db.run(tasks.finish, rosas.line.account_id, task.kind, task.about)
        await rosas.after(HOUR)
        assert (await promised(rosas), await asked(rosas)) == ([("reply_within", State.KEPT)], [])


async def test_a_text_that_never_left_promised_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=PROMISING | {"delay_seconds": 120}) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.texts_in("STOP")
        await rosas.after(3 * HOUR)
        assert (rosas.sent, await promised(rosas), await asked(rosas)) == (
            [],
            [("reply_within", State.VOID)],
            [],
        )


async def test_who_wants_no_more_of_us_waits_for_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=PROMISING) as rosas:
        await rosas.misses()
        await rosas.after(10 * MINUTE)
        await rosas.texts_in("STOP")
        await rosas.after(3 * HOUR)
        assert await promised(rosas) == [("reply_within", State.VOID)]
        assert TaskKind.PROMISE not in {kind for kind, _ in await asked(rosas)}


async def test_a_text_without_a_time_promises_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"hours": HOURS, "reply_within": "2h"}) as rosas:
        await rosas.misses()
        await rosas.after(MINUTE)
        assert (len(rosas.sent), await promised(rosas)) == (1, [])
