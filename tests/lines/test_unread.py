"""What has arrived and is not worked on yet holds up the texts to whom it may be about."""

from pathlib import Path

import pytest

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.phone.provider import Request
from tests.cast import DAN, DANA, ROSAS_LINE
from tests.flows.test_observed_calls import NUMBER, observed


def _arrives(tx: Transaction, line: Line, peer: str) -> list[bool]:
    """Whether it is unread for Dan and for Dana, before it is worked on."""
    request = Request("POST", "https://ringback.example.com/in", "event", {}, b"{}", tx.now)
    webhooks.store(tx, line, "event-1", peer, "call-1", request)
    found = [webhooks.unread_about(tx, line.account_id, number) for number in (DAN, DANA)]
    tx.connection.exec_driver_sql("DELETE FROM jobs")
    return found


@pytest.mark.parametrize(
    ("number", "peer", "unread"),
    [
        (ROSAS_LINE, DAN, [True, False]),
        (NUMBER, DAN, [True, False]),
        (NUMBER, "", [True, True]),  # that somebody picked up may be told by the id of the call alone
        (ROSAS_LINE, "", [False, False]),  # a delivery report
    ],
)
async def test_on_any_line_of_the_business(
    tmp_path: Path, number: str, peer: str, unread: list[bool]
) -> None:
    async with observed(tmp_path, "aircall") as (rosas, _):
        db = rosas.ringback.db
        every = await db.run(lines.of_account, rosas.line.account_id)
        line = next(each for each in every if each.number == number)
        assert await db.run(_arrives, line, peer) == unread
