"""The receipts of a business form a chain: none can be changed, moved or taken out unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.calls import receipts
from ringback.calls.receipts import Chain, check_chain, seal
from ringback.db.transaction import Transaction
from tests.cast import CAROLS_LINE, CAROLS_SHOP
from tests.world import open_line, shop


def keep(tx: Transaction, account: str, call: str, body: str = "{}") -> None:
    receipts.keep(tx, account, call, verdict="skip", reason="late", sentence="Too late.", body=body)


def three(tx: Transaction, account: str) -> None:
    for call in ("call_1", "call_2", "call_3"):
        keep(tx, account, call, f'{{"of":"{call}"}}')


async def test_each_account_has_a_chain_of_its_own(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        run = rosas.ringback.db.run
        carols = await run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await run(three, rosas.line.account_id)
        await run(keep, carols.account_id, "call_c")
        found = await run(lambda tx: list(receipts.in_order(tx, rosas.line.account_id)))
        assert [(r.sequence, r.call_id) for r in found] == [(1, "call_1"), (2, "call_2"), (3, "call_3")]
        assert found[0].previous == ""
        assert found[1].previous == found[0].seal == seal("", 1, "call_1", '{"of":"call_1"}')
        assert await run(check_chain, rosas.line.account_id) == Chain(3, (), 0)
        assert await run(check_chain, carols.account_id) == Chain(1, (), 0)


async def test_a_call_decided_twice_keeps_its_first_receipt_and_the_chain(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        run, account = rosas.ringback.db.run, rosas.line.account_id
        await run(three, account)
        await run(keep, account, "call_2", '{"of":"another"}')
        await run(keep, account, "call_4")
        assert await run(check_chain, account) == Chain(4, (), 0)
        kept = await run(receipts.of_call, account, "call_2")
        assert kept is not None
        assert kept.body == '{"of":"call_2"}'


Meddle = Callable[[sa.Table], sa.Executable]


@pytest.mark.parametrize(
    ("meddle", "found"),
    [
        (lambda t: sa.update(t).where(t.c.sequence == 2).values(body='{"of":"call 2"}'), Chain(3, (2,), 0)),
        (lambda t: sa.update(t).where(t.c.sequence == 2).values(call_id="call_9"), Chain(3, (2,), 0)),
        (lambda t: sa.update(t).where(t.c.sequence == 3).values(sequence=4), Chain(3, (4,), 1)),
        (
            lambda t: sa.update(t).where(t.c.sequence == 2).values(
                body="{}", seal=seal("", 2, "call_2", "{}")
            ),
            Chain(3, (2, 3), 0),
        ),
        (lambda t: sa.delete(t).where(t.c.sequence == 2), Chain(2, (), 1)),
        (lambda t: sa.delete(t).where(t.c.sequence == 1), Chain(2, (), 1)),
    ],
    ids=["words changed", "given to another call", "moved", "sealed again", "erased", "first erased"],
)  # fmt: skip
async def test_what_was_changed_afterwards_is_found(tmp_path: Path, meddle: Meddle, found: Chain) -> None:
    async with shop(tmp_path) as rosas:
        run, account = rosas.ringback.db.run, rosas.line.account_id
        await run(three, account)
        await run(lambda tx: tx.execute(meddle(receipts.receipts)).rowcount)
        assert await run(check_chain, account) == found


def test_a_seal_depends_on_everything_it_closes() -> None:
    seals = {
        seal("", 1, "call_1", "{}"),
        seal("a", 1, "call_1", "{}"),
        seal("", 2, "call_1", "{}"),
        seal("", 1, "call_2", "{}"),
        seal("", 1, "call_1", "{} "),
    }
    assert (len(seals), {len(each) for each in seals}) == (5, {64})
