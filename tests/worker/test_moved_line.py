"""What arrived before a line was moved to another phone company is read as the old one wrote it."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from ringback.db.transaction import Transaction
from ringback.intake.journal import Entry, Journal
from ringback.intake.webhooks import replay_journal
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.webhooks import HookState
from ringback.phone.provider import Request
from ringback.worker.webhook import MOVED, work_on
from tests.cast import DAN, ROSAS_LINE
from tests.company import SID
from tests.world import Shop, shop

WORDS = "Can you come on Monday? My sink is leaking"
TELNYX = {"api_key": "sealed:a", "public_key": "sealed:b"}


def text_from_dan(rosas: Shop) -> Request:
    said = {
        "MessageSid": "SM1",
        "AccountSid": SID,
        "From": DAN,
        "To": ROSAS_LINE,
        "Body": WORDS,
        "NumMedia": "0",
    }
    form = {"content-type": "application/x-www-form-urlencoded"}
    now = rosas.clock.now()
    return Request("POST", "https://r.example/in/x/text", "text", form, urlencode(said).encode(), now, {})


def move(tx: Transaction, rosas: Shop, provider: str) -> None:
    line = lines.get(tx, rosas.line.id)
    assert line is not None
    settings = {"twilio": rosas.line.settings, "telnyx": TELNYX}.get(provider, {})
    lines.save(
        tx, account_id=line.account_id, number=line.number, provider=provider, mode=line.mode, plan=line.plan,
        settings=settings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moves", "state", "note", "bodies"),
    [
        (["telnyx"], HookState.DONE, "", [WORDS]),
        (["telnyx", "twilio"], HookState.DONE, "", [WORDS]),
        (["telnyx", "plivo"], HookState.UNREADABLE, MOVED, []),
    ],
)
async def test_a_waiting_text_is_read_by_the_company_that_sent_it(
    tmp_path: Path, moves: list[str], state: HookState, note: str, bodies: list[str]
) -> None:
    async with shop(tmp_path) as rosas:

        def arrive_move_and_work(tx: Transaction) -> tuple[str, str]:
            webhooks.store(tx, rosas.line, "event", DAN, DAN, text_from_dan(rosas))
            for provider in moves:
                move(tx, rosas, provider)
            hook_id = tx.execute(sa.select(webhooks.webhooks.c.id)).scalar_one()
            work_on(tx, hook_id, rosas.ringback.vault)
            row = tx.execute(sa.select(webhooks.webhooks.c.state, webhooks.webhooks.c.note)).one()
            return row.state, row.note

        assert await rosas.ringback.db.run(arrive_move_and_work) == (state, note)
        assert [text.body for text in await rosas.texts() if text.body == WORDS] == bodies


async def test_so_is_one_that_waited_in_the_journal(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        journal = Journal(tmp_path / "elsewhere")
        (tmp_path / "elsewhere").mkdir()
        journal.append(Entry(rosas.line.id, "event", DAN, DAN, text_from_dan(rosas), "twilio"))
        await rosas.ringback.db.run(move, rosas, "telnyx")
        await replay_journal(rosas.ringback.db, journal, lines.get)
        await rosas.after(1)
        assert [text.body for text in await rosas.texts()] == [WORDS]
