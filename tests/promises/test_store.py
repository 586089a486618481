from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db import jobs
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose
from ringback.phone.provider import Mode
from ringback.promises import store as promises
from ringback.promises.store import Promise, State
from ringback.settings import read_settings
from tests.cast import CAROLS_SHOP, DAN, ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def make(tx: Transaction, due: datetime, what: str = "reply_within") -> Promise:
    """Rosa promises Dan something, in one and the same text."""
    account = accounts.save(
        tx, name=ROSAS_SHOP, time_zone="America/Chicago", country="US", notice="", policy="{}"
    )
    line = lines.save(
        tx,
        account_id=account.id,
        number=ROSAS_LINE,
        provider="simulator",
        mode=Mode.FORWARDED,
        plan=RingPlan(),
        settings={},
    )
    contact = contacts.heard_from(tx, account.id, DAN, tx.now)
    conversation = conversations.touch(tx, account.id, contact.id)
    states_it = NewText(
        account_id=account.id,
        line_id=line.id,
        contact_id=contact.id,
        conversation_id=conversation,
        purpose=Purpose.MISSED_CALL,
        body="",
        once="1",
        due=tx.now,
        expires_at=tx.now,
    )
    queue.add(tx, states_it)
    (text,) = texts.newest(tx, account.id)
    promises.make(
        tx,
        account_id=account.id,
        contact_id=contact.id,
        conversation_id=conversation,
        text_id=text.id,
        what=what,
        due=due,
    )
    return promises.of_contact(tx, account.id, contact.id)[-1]


@pytest.mark.parametrize(
    ("minutes", "nudge"),
    [(120, 90), (60, 30), (20, 10), (0, 0)],
    ids=["2 hours", "1 hour", "short", "at once"],
)
def test_the_nudge_comes_half_an_hour_before_or_at_half_time(minutes: int, nudge: int) -> None:
    due = NOW + timedelta(minutes=minutes)
    promise = Promise("p", "a", "c", "v", "t", "reply_within", due, State.OPEN, NOW, None, None)
    assert promise.nudge_at == NOW + timedelta(minutes=nudge)


def test_a_promise_is_made_once_looked_at_in_time_and_kept_by_its_own_business(tmp_path: Path) -> None:
    empty_database(tmp_path)
    db = open_database(read_settings({"RINGBACK_DATA": str(tmp_path)}), VirtualClock(NOW))
    due = NOW + timedelta(hours=2)

    def story(tx: Transaction) -> None:
        late = make(tx, due)
        assert make(tx, due + timedelta(hours=1)) == late
        soon = make(tx, due - timedelta(hours=1), "next_open")
        assert soon == late  # the last in order of time
        carol = accounts.save(tx, name=CAROLS_SHOP, time_zone="UTC", country="US", notice="", policy="{}")
        promises.keep(tx, carol.id, late.contact_id)
        found = promises.of_contact(tx, late.account_id, late.contact_id)
        assert [promise.what for promise in found] == ["next_open", "reply_within"]
        assert jobs.next_due(tx) == NOW + timedelta(minutes=30)
        promises.keep(tx, late.account_id, late.contact_id)
        assert promises.of_contact(tx, late.account_id, late.contact_id) == []
        kept = promises.get(tx, late.id)
        assert kept is not None
        assert (kept.state, kept.settled_at) == (State.KEPT, NOW)

    try:
        db.run_now(story)
    finally:
        db.close()
