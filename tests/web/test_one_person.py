"""Somebody with two numbers is called by their name on every page, also where the other number is shown."""

from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.flows import same_person
from tests.cast import DAN, DANA
from tests.web.test_inbox import ben, talk
from tests.web.test_tasks import calls
from tests.world import Shop, shop

WORK, FROM_WORK = DANA, "(512) 555-0112"


async def calls_from_work(rosas: Shop) -> None:
    """Twice from work, so that somebody has to call back there; nobody has named that number."""
    await calls(rosas, "CA0", caller=DAN)
    await calls(rosas, "CB0", "CB1", caller=WORK)
    account = rosas.line.account_id
    home = (await talk(rosas)).removeprefix("inbox/")
    await rosas.ringback.db.run(_named, account, DAN)
    await rosas.ringback.db.run(same_person.join, account, home, "ben", WORK)


def _named(tx: Transaction, account_id: str, number: str) -> None:
    person = contacts.by_number(tx, account_id, number)
    assert person is not None
    contacts.rename(tx, account_id, person.id, "Dan Miller")


@pytest.mark.parametrize(("page", "times"), [("people", 2), ("calls", 3), ("tasks", 1), ("today", 4)])
async def test_every_list_shows_the_name_and_the_number(tmp_path: Path, page: str, times: int) -> None:
    async with shop(tmp_path) as rosas:
        await calls_from_work(rosas)
        shown = (await (await ben(rosas)).get(page)).body
        assert (shown.count(">Dan Miller</b>"), FROM_WORK in shown) == (times, True)


async def test_the_call_itself_tells_both(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await calls_from_work(rosas)
        newest = next(call for call in await rosas.calls() if call.caller == WORK)
        page = (await (await ben(rosas)).get(f"calls/{newest.id}")).body
        assert ("<h1>Dan Miller</h1>" in page, FROM_WORK in page) == (True, True)
