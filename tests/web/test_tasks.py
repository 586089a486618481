"""Who called several times without a text is one row to call back, and ticked off as it was shown."""

import re
from dataclasses import dataclass
from pathlib import Path

from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import Task, TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA
from tests.web.pages import Answered, Visitor, sign_in
from tests.web.test_inbox import talk
from tests.world import Shop, open_line, shop

BEFORE = re.compile(r"and \d+ calls? before that")
FORM = re.compile(
    r'action="[^"]*/(tasks/task_[^"?]*?)(?:/done)?".*?name="earlier" value="([^"]*)"', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Button:
    """What the page would send."""

    path: str
    earlier: str


def buttons(page: Answered) -> list[Button]:
    return [Button(*found) for found in FORM.findall(page.body)]


async def calls(rosas: Shop, *ids: str, caller: str = DAN) -> None:
    for id in ids:
        await rosas.misses(id, caller)
        await rosas.after(1800)  # sooner they would look like a machine


async def calls_five_times(rosas: Shop) -> Visitor:
    """The first call is texted, and the five after it are not."""
    await calls(rosas, "CA0", "CA1", "CA2", "CA3", "CA4", "CA5")
    assert len(await rosas.tasks()) == 5
    return await sign_in(rosas.ringback, rosas.line.account_id)


async def test_five_calls_of_one_person_are_one_row_and_ticked_off_together(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await calls_five_times(rosas)
        page = await rosa.get("today")
        (button,) = buttons(page)
        assert (page.body.count('class="row todo'), BEFORE.findall(page.body)) == (
            1,
            ["and 4 calls before that"],
        )
        await rosa.post(f"{button.path}/done", earlier=button.earlier)
        assert await rosas.tasks() == []
        page = await rosa.get("tasks")
        assert (page.body.count('class="row todo ticked'), len(BEFORE.findall(page.body))) == (1, 1)
        await rosa.post(f"{button.path}/undone")
        assert len(await rosas.tasks()) == 5


async def test_a_call_that_the_page_did_not_show_still_waits(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await calls_five_times(rosas)
        (button,) = buttons(await rosa.get("today"))
        await calls(rosas, "CA6")
        await rosa.post(f"{button.path}/done", earlier=button.earlier)
        (left,) = await rosas.tasks()
        assert left.id not in (button.path, *button.earlier.split())
        await rosas.after(60)
        await rosa.post(f"tasks/{left.id}/done")
        await rosa.post(f"{button.path}/undone")
        assert left.id not in {task.id for task in await rosas.tasks()}, "it was ticked off by itself"


async def test_in_the_conversation_the_newest_call_asks_for_all(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosa = await calls_five_times(rosas)
        dans = await talk(rosas)
        page = await rosa.get(dans)
        of_the_panel, of_the_call = sorted(buttons(page), key=lambda each: each.path)[:2]
        assert of_the_panel == of_the_call
        assert (len(buttons(page)), len(BEFORE.findall(page.body))) == (2, 2)
        await calls(rosas, "CA6")
        done = await rosa.post(f"{dans}/{of_the_call.path}", earlier=of_the_call.earlier)
        assert (done.status, len(await rosas.tasks())) == (303, 1)
        ticked = BEFORE.findall((await rosa.get(dans)).body)
        assert ticked == ["and 4 calls before that"]
        await rosa.post(f"{dans}/{of_the_call.path}?done=no")
        assert len(await rosas.tasks()) == 6


async def test_other_tasks_and_people_stay_apart_whatever_a_form_says(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account = rosas.line.account_id
        rosa = await calls_five_times(rosas)
        await calls(rosas, "CB0", "CB1", caller=DANA)
        carol, carols = await rosas.ringback.db.run(_others, account)
        (dans, danas, urgent) = sorted(buttons(await rosa.get("today")), key=lambda each: len(each.earlier))[
            ::-1
        ]
        every = " ".join([*(task.id for task in await rosas.tasks()), carols.id])
        await rosa.post(f"{dans.path}/done", earlier=every)
        left = {f"tasks/{task.id}" for task in await rosas.tasks()}
        assert left == {danas.path, urgent.path}
        assert await rosas.ringback.db.read(tasks.open_tasks, carol) == [carols]


async def test_other_pages_count_the_same_rows(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await calls_five_times(rosas)
        await calls(rosas, "CB0", "CB1", caller=DANA)
        account = rosas.line.account_id
        assert await rosas.ringback.db.read(tasks.open_of_each, [account]) == {account: (2, False)}


def _others(tx: Transaction, account_id: str) -> tuple[str, Task]:
    """Something urgent about Dan, too; and a call of his to Carol, who has that task."""
    dan = contacts.by_number(tx, account_id, DAN)
    assert dan is not None
    tasks.add(tx, account_id, TaskKind.URGENT, "text_1", "Water is pouring.", dan.id)
    carol = open_line(tx, "http://localhost", {}, name=CAROLS_SHOP, number=CAROLS_LINE).account_id
    theirs = contacts.heard_from(tx, carol, DAN, tx.now)
    tasks.add(tx, carol, TaskKind.CALL_BACK, "call_1", "Call Dan.", theirs.id)
    return carol, tasks.open_tasks(tx, carol)[0]
