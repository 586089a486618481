from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ringback.db.transaction import Transaction
from ringback.messages import spending
from ringback.messages.spending import Parts
from tests.cast import CAROLS_LINE, CAROLS_SHOP
from tests.world import open_line, shop

NOON = datetime(2026, 11, 20, 18, tzinfo=UTC).astimezone(ZoneInfo("America/Chicago"))


async def test_what_carol_sends_is_not_rosas(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(60)
        carols = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
        )

        def counts(tx: Transaction) -> tuple[Parts, Parts]:
            return (
                spending.sent(tx, rosas.line.account_id, NOON),
                spending.sent(tx, carols.account_id, NOON),
            )

        assert await rosas.ringback.db.read(counts) == (Parts(1, 1), Parts(0, 0))


def test_a_picture_alone_is_a_part_and_a_long_text_several() -> None:
    assert [spending.parts_of(body) for body in ("", "Hello", "x" * 161, "ж" * 71)] == [1, 1, 2, 2]
