"""Ben and Rosa, or Ben and the sender, act at the same moment, on two nodes of a server."""

from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.flows.answered import Answer, answer
from ringback.flows.text_taken_back import take_back
from ringback.flows.text_written import Refusal, Written
from ringback.messages import attempts
from ringback.messages import store as texts
from ringback.messages.holding import hold_with_person
from ringback.messages.store import State
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


async def test_what_is_claimed_just_then_is_not_taken_back(postgres_url: str, tmp_path: Path) -> None:
    db = open_database(read_settings({"RINGBACK_DATABASE_URL": postgres_url, "RINGBACK_DATA": str(tmp_path)}))
    account, conversation, question = db.run_now(_dan_asks)
    given = Answer("Yes, we do.", "key1", question)
    written = db.run_now(answer, account, conversation, BEN, "Ben", given)
    assert isinstance(written, Written)

    def sender(tx: Transaction) -> None:
        held = hold_with_person(tx, written.text_id)
        assert held is not None
        attempts.start(tx, held[0])

    def bens(tx: Transaction) -> bool:
        return take_back(tx, account, conversation, BEN, "Ben", "key1")

    try:
        assert await meet(db, postgres_url, sender, bens) == [None, False]
        text = db.run_now(texts.get, written.text_id)
    finally:
        db.close()
    assert text is not None
    assert text.state is State.SENDING


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
