"""Whoever looks after many businesses: where somebody is needed, and how to find one."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ringback.accounts import members
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP
from tests.web.pages import Visitor, plain_site, sign_in
from tests.world import open_line, shop

NAMES = [f"Shop {n}" for n in range(8)]


@pytest.fixture
async def iris(tmp_path: Path) -> AsyncIterator[Visitor]:
    """Iris runs an agency; Carol's shop is none of hers."""
    async with shop(tmp_path) as there:
        there.ringback.closing.set()
        site = plain_site(there.ringback)
        iris = await sign_in(there.ringback, there.line.account_id, app=site, name="Iris")
        await there.ringback.db.run(_add_shops, iris.user)
        yield iris


def _add_shops(tx: Transaction, iris: str) -> None:
    for name in NAMES:
        account = accounts.save(
            tx, name=name, time_zone="America/Chicago", country="US", notice="website", policy="{}"
        )
        members.put(tx, account.id, iris, Role.OWNER)
        if name == "Shop 3":
            tasks.add(tx, account.id, TaskKind.CALL_BACK, "call_1", "Call Dan.")
        if name == "Shop 5":
            tasks.add(tx, account.id, TaskKind.URGENT, "text_1", "Water is pouring.")
    carol = open_line(tx, "http://localhost", {}, name=CAROLS_SHOP, number=CAROLS_LINE).account_id
    tasks.add(tx, carol, TaskKind.URGENT, "text_1", "Water is pouring.")


async def test_where_somebody_is_needed_comes_first(iris: Visitor) -> None:
    body = (await iris.get("/")).body
    listed = re.findall(r'<b class="clip">(.+?)</b>', body)
    assert (listed[:3], len(listed), CAROLS_SHOP in listed) == (
        ["Shop 5", "Shop 3", "Rosa&#39;s Plumbing"],
        9,
        False,
    )
    assert body.count("1 to do") == 2


async def test_one_of_many_is_found_by_its_name(iris: Visitor) -> None:
    found = re.findall(r'<b class="clip">(.+?)</b>', (await iris.get("/?q=shop 7")).body)
    assert found == ["Shop 7"]
    assert "None of your businesses is called so." in (await iris.get(f"/?q={CAROLS_SHOP}")).body


async def test_a_page_of_one_business_does_not_list_all_of_many(iris: Visitor) -> None:
    for path in ("today", "more"):
        body = (await iris.get(path)).body
        assert ("All businesses" in body, "Shop 7" in body) == (True, False)
