"""What has arrived and is not worked on yet holds up the texts to whom it may be about."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line, RingPlan
from ringback.phone.events import TextReceived
from ringback.phone.provider import Mode, Request
from tests.cast import DAN, DANA, ROSAS_LINE
from tests.flows.test_observed_calls import NUMBER, observed
from tests.world import shop


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


@pytest.mark.parametrize("sender", ["020 7946 0019", "+442079460019", "0044 20 7946 0019"])
def test_a_number_is_found_however_the_company_of_the_line_writes_it(sender: str) -> None:
    """Else a STOP that has arrived would not hold up what is about to leave."""
    line = Line("ln_1", "account_1", "+442079460018", "android", Mode.FORWARDED, RingPlan(), {})
    stop = TextReceived("SM1", sender, line.number, "STOP", datetime(2026, 11, 20, 18, 0, tzinfo=UTC))
    assert webhooks.about([stop], line) == ("+442079460019", "+442079460019")


async def test_a_callers_and_a_senders_number_may_be_of_any_length(tmp_path: Path) -> None:
    """No number is so long; but who has a telephone exchange of their own may write there what they like."""
    letters = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=20_000))
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1", caller=f"sip:{letters}@example.com")
        await rosas.texts_in("Hello", sender=letters)
        await rosas.after(60)
        assert [call.state for call in await rosas.calls()] == ["missed"]
        assert [text.body for text in await rosas.texts()] == ["Hello"]


def _comes_unread(tx: Transaction, line: Line, event: str) -> None:
    request = Request("POST", "https://ringback.example.com/in", "event", {}, b"{}", tx.now)
    webhooks.store(tx, line, event, DAN, "call-1", request)
    tx.connection.exec_driver_sql("DELETE FROM jobs WHERE task = 'webhook'")


def _is_read(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("UPDATE webhooks SET state = 'done' WHERE state = 'waiting'")


@pytest.mark.parametrize(("unread_for", "at_most"), [(0.005, 0.01), (0.1, 0.1), (1.0, 0.2), (10.0, 0.2)])
async def test_a_text_leaves_soon_after_the_webhook_about_its_person_is_read(
    tmp_path: Path, unread_for: float, at_most: float
) -> None:
    """In seconds. Mostly it is read within milliseconds, and then the text must not have waited for long."""
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(1)
        (text,) = await rosas.texts()
        assert text.due is not None
        await rosas.ringback.db.run(_comes_unread, rosas.line, "event-1")
        await rosas.after((text.due - rosas.clock.now()).total_seconds() + unread_for)
        assert not rosas.sent
        await rosas.ringback.db.run(_is_read)
        await rosas.after(at_most)
        assert len(rosas.sent) == 1
