"""Ben and Rosa press at the same moment, on two nodes of a server."""

import asyncio
import threading
from pathlib import Path

import psycopg
import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.batches import lane
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.flows.answered import Answer, answer
from ringback.flows.text_written import Refusal, Written
from ringback.messages import store as texts
from ringback.settings import read_settings
from tests.cast import DAN
from tests.conversations.make import BEN, ROSA
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # it says itself which database it runs on

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def test_the_second_is_told_of_the_first(postgres_url: str, tmp_path: Path) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    account, conversation, question = db.run_now(_dan_asks)
    first_has_answered, second_waits = threading.Event(), threading.Event()

    def first(tx: Transaction) -> Written | Refusal:
        written = answer(tx, account, conversation, BEN, "Ben", Answer("Yes, we do.", "key1", question))
        first_has_answered.set()
        assert second_waits.wait(20)
        return written

    def second(tx: Transaction) -> Written | Refusal:
        return answer(tx, account, conversation, ROSA, "Rosa", Answer("Sure!", "key2", question))

    async def in_lane(name: str, flow: object) -> Written | Refusal:
        lane.set(name)  # else they would share a transaction
        return await db.run(flow)  # type: ignore[arg-type]  # one of the two above

    try:
        bens = asyncio.create_task(in_lane("one", first))
        await asyncio.to_thread(first_has_answered.wait, 20)
        rosas = asyncio.create_task(in_lane("other", second))
        await asyncio.to_thread(_until_somebody_waits, postgres_url)
        second_waits.set()
        assert isinstance(await bens, Written)
        assert isinstance(await rosas, Refusal)
    finally:
        second_waits.set()
        db.close()


def _dan_asks(tx: Transaction) -> tuple[str, str, str]:
    line = open_line(tx, "https://carrier.example.com", {})
    dan = contacts.heard_from(tx, line.account_id, DAN, tx.now)
    conversation = conversations.touch(tx, line.account_id, dan.id, unread=True)
    question = texts.receive(
        tx,
        account_id=line.account_id,
        line_id=line.id,
        contact_id=dan.id,
        conversation_id=conversation,
        provider_text="SM1",
        body="Do you paint?",
        media=[],
        at=tx.now,
    )
    assert question is not None
    return line.account_id, conversation, question


def _until_somebody_waits(url: str) -> None:
    """For a lock of another transaction: asked of the server, for some seconds at most."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(2_000):
            row = connection.execute(_WAITING).fetchone()
            if row is not None and row[0]:
                return
    raise AssertionError("the second answer waits for nobody")
