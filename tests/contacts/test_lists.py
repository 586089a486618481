"""Rosa's three lists. Carol's are hers alone."""

from pathlib import Path

import pytest

from ringback.contacts import lists, permission
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA
from tests.world import Shop, open_line, shop

Found = tuple[frozenset[str], ...]


def on_lists(tx: Transaction, account: str) -> Found:
    return tuple(lists.numbers_on(tx, account, which) for which in list(Listed)[1:])


async def seen(rosas: Shop) -> Found:
    return await rosas.ringback.db.read(on_lists, rosas.line.account_id)


async def test_a_number_is_on_one_list_at_most(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account, run = rosas.line.account_id, rosas.ringback.db.run
        assert await run(lists.put, account, {DAN: "Dan", DANA: ""}, Listed.NEVER_TEXT) == 2
        assert await run(lists.put, account, {DAN: ""}, Listed.VIP) == 1
        assert await run(lists.put, account, {DAN: ""}, Listed.VIP) == 0
        assert await seen(rosas) == ({DANA}, frozenset(), {DAN})
        assert await run(lists.put, account, {DAN: "", DANA: ""}, Listed.NO) == 2
        assert await seen(rosas) == (frozenset(),) * 3


async def test_a_list_is_made_exactly_what_the_owner_wrote(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account, run = rosas.line.account_id, rosas.ringback.db.run
        await run(lists.put, account, {DAN: ""}, Listed.TELL_ME)
        assert await run(lists.set_list, account, Listed.NEVER_TEXT, frozenset({DANA})) == (1, 0)
        assert await run(lists.set_list, account, Listed.NEVER_TEXT, frozenset()) == (0, 1)
        assert await seen(rosas) == (frozenset(), {DAN}, frozenset())


@pytest.mark.slow
async def test_list_that_is_longer_than_a_statement_has_places_is_emptied(tmp_path: Path) -> None:
    """An address book of 70,000 went onto it; a server takes 65,535 places."""
    book = {f"+1512{number}": "" for number in range(2_000_000, 2_070_000)}
    async with shop(tmp_path) as rosas:
        account, run = rosas.line.account_id, rosas.ringback.db.run
        assert await run(lists.put, account, book, Listed.VIP) == len(book)
        assert await run(lists.set_list, account, Listed.VIP, frozenset({DAN})) == (1, len(book))
        assert await run(lists.put, account, book | {DAN: ""}, Listed.NO) == 1


async def test_carols_lists_are_not_rosas(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        run = rosas.ringback.db.run
        carols = await run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await run(lists.put, carols.account_id, {DAN: ""}, Listed.NEVER_TEXT)
        await run(lists.set_list, rosas.line.account_id, Listed.NEVER_TEXT, frozenset())
        await run(lists.put, rosas.line.account_id, {DAN: ""}, Listed.NO)
        assert await run(lists.list_of, rosas.line.account_id, DAN) is Listed.NO
        assert await run(lists.list_of, carols.account_id, DAN) is Listed.NEVER_TEXT


@pytest.mark.parametrize(
    ("which", "forbidden"), [(Listed.NEVER_TEXT, True), (Listed.TELL_ME, True), (Listed.VIP, False)]
)
async def test_two_lists_forbid_texts(tmp_path: Path, which: Listed, forbidden: bool) -> None:
    async with shop(tmp_path) as rosas:
        account, run = rosas.line.account_id, rosas.ringback.db.run
        await run(lists.put, account, {DAN: ""}, which)
        assert await run(permission.on_never_text_list, account, DAN) is forbidden
