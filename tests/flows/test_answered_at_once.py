"""Ben and Rosa press at the same moment, on two nodes of a server."""

from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.flows.answered import Answer, answer
from ringback.flows.text_written import Refusal, Written
from ringback.messages import store as texts
from ringback.settings import read_settings
from tests.at_once import meet
from tests.cast import DAN
from tests.conversations.make import BEN, ROSA
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # it says itself which database it runs on


async def test_the_second_is_told_of_the_first(postgres_url: str, tmp_path: Path) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    account, conversation, question = db.run_now(_dan_asks)

    def bens(tx: Transaction) -> Written | Refusal:
        return answer(tx, account, conversation, BEN, "Ben", Answer("Yes, we do.", "key1", question))

    def rosas(tx: Transaction) -> Written | Refusal:
        return answer(tx, account, conversation, ROSA, "Rosa", Answer("Sure!", "key2", question))

    try:
        first, second = await meet(db, postgres_url, bens, rosas)
    finally:
        db.close()
    assert isinstance(first, Written)
    assert isinstance(second, Refusal)


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
