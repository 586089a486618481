"""Rosa's lists: a missed call in; a text, a task, both, or nothing out."""

from pathlib import Path

import pytest

from ringback.contacts import lists
from ringback.contacts.listed import Listed
from ringback.flows.not_a_customer import not_a_customer
from ringback.messages.store import State
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN
from tests.world import Shop, open_line, shop


async def put(rosas: Shop, which: Listed) -> None:
    await rosas.ringback.db.run(lists.put, rosas.line.account_id, {DAN: ""}, which)


async def told(rosas: Shop) -> list[tuple[TaskKind, str]]:
    return [(task.kind, task.sentence) for task in await rosas.tasks()]


@pytest.mark.parametrize(
    ("which", "texts", "tasks"),
    [
        (Listed.NEVER_TEXT, 0, []),
        (
            Listed.TELL_ME,
            0,
            ["Please call back: nobody took the call, and the caller is on your tell-me list."],
        ),
        (
            Listed.VIP,
            1,
            ["Text back after 5 seconds: nobody took the call. Please call, too: this is a VIP of yours."],
        ),
    ],
)
async def test_each_list_has_its_own_ending(
    tmp_path: Path, which: Listed, texts: int, tasks: list[str]
) -> None:
    async with shop(tmp_path) as rosas:
        await put(rosas, which)
        await rosas.misses()
        await rosas.after(1)
        assert await told(rosas) == [(TaskKind.CALL_BACK, sentence) for sentence in tasks]
        await rosas.after(60)
        assert len(rosas.sent) == texts


async def test_a_vip_who_hangs_up_at_once_is_called_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await put(rosas, Listed.VIP)
        await rosas.rings()
        await rosas.after(1)
        await rosas.call("voice_status", CallStatus="canceled", CallDuration="0")
        await rosas.after(60)
        assert rosas.sent == []
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]


async def test_a_number_listed_while_its_text_waits_is_not_texted(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(1)
        await put(rosas, Listed.TELL_ME)
        await rosas.after(600)
        assert rosas.sent == []
        assert [(text.state, text.reason) for text in await rosas.texts()] == [
            (State.CANCELLED, "never_text")
        ]


async def test_not_a_customer_is_one_tap(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60, "when": "open", "hours": {}}) as rosas:
        await rosas.misses("CA1")
        await rosas.after(1)
        assert len(await rosas.tasks()) == 1
        account = rosas.line.account_id
        contact = (await rosas.calls())[0].contact_id
        assert contact is not None
        await rosas.ringback.db.run(not_a_customer, account, contact)
        await rosas.misses("CA2")
        await rosas.after(600)
        assert (rosas.sent, await rosas.tasks()) == ([], [])
        assert (await rosas.receipt()).reason == "never_text"


async def test_not_a_customer_calls_the_waiting_text_off(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(1)
        contact = (await rosas.calls())[0].contact_id
        assert contact is not None
        await rosas.ringback.db.run(not_a_customer, rosas.line.account_id, contact)
        assert [(text.state, text.sentence) for text in await rosas.texts()] == [
            (State.CANCELLED, "Not texted: you said that this is not a customer.")
        ]


async def test_carols_lists_do_not_touch_rosas_callers(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        run = rosas.ringback.db.run
        carols = await run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await run(lists.put, carols.account_id, {DAN: ""}, Listed.NEVER_TEXT)
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1
