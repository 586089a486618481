"""Rosa's and Carol's shop in a database, with a clock that stands still; people who call and write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ringback.accounts import store as accounts
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.store import CallState
from ringback.contacts import store as contacts
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lib.ids import new_id
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.messages import store as texts
from ringback.phone.events import CallEnded, CallStarted, LegEnded, LegRang, Outcome, Proof, VoicemailLeft
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, ROSAS_LINE, ROSAS_PHONE, ROSAS_SHOP
from tests.empty import empty_database

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
ROSA, BEN = "member_rosa", "member_ben"


@dataclass
class Desk:
    db: Database
    clock: VirtualClock
    rosas: Line
    carols: Line

    @property
    def account(self) -> str:
        return self.rosas.account_id

    def does(self, flow: Any, *args: Any, **named: Any) -> Any:
        """Run a flow for Rosa's shop, a minute after the last one."""
        self.clock.advance_to(self.clock.now() + timedelta(minutes=1))
        return self.db.run_now(flow, self.account, *args, **named)

    def asks(self, query: Any, *args: Any, **named: Any) -> Any:
        return self.db.run_now(query, self.account, *args, **named)

    def questions(self, query: Any, *args: Any) -> int:
        """How often this query asks the database."""
        asked: list[str] = []
        self.db.run_now(lambda tx: _count(tx, asked, query, self.account, *args))
        return len(asked)

    def written(self, body: str, number: str = DAN, *, name: str = "", waiting: bool = True) -> str:
        """Somebody texts Rosa's shop; returns the conversation's id."""
        return str(self.does(_written, self.rosas, number, body, name, waiting))

    def called(self, number: str = DAN, *, voicemail: str = "") -> str:
        """A missed call with all that belongs to one; returns its id."""
        return str(self.does(_called, self.rosas, number, voicemail))


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    empty_database(folder)
    clock = VirtualClock(NOW)
    db = open_database(read_settings({"RINGBACK_DATA": str(folder)}), clock)
    try:
        rosas = db.run_now(_line, ROSAS_SHOP, ROSAS_LINE)
        carols = db.run_now(_line, CAROLS_SHOP, CAROLS_LINE)
        yield Desk(db, clock, rosas, carols)
    finally:
        db.close()


def _count(tx: Transaction, asked: list[str], query: Any, *args: Any) -> None:
    driver = tx.connection.connection.dbapi_connection
    assert driver is not None
    driver.set_trace_callback(asked.append)
    query(tx, *args)
    driver.set_trace_callback(None)


def _line(tx: Transaction, name: str, number: str) -> Line:
    account = accounts.save(
        tx, name=name, time_zone="America/Chicago", country="US", notice="website", policy="{}"
    )
    return lines.save(
        tx,
        account_id=account.id,
        number=number,
        provider="simulator",
        mode=Mode.DIAL,
        plan=RingPlan(ring=(ROSAS_PHONE,)),
        settings={"signing_key": "k" * 32},
    )


def _written(
    tx: Transaction, account: str, line: Line, number: str, body: str, name: str, waiting: bool
) -> str:
    contact = contacts.heard_from(tx, account, number, tx.now, name)
    conversation = conversations.touch(tx, account, contact.id, unread=True, waiting=waiting)
    texts.receive(
        tx,
        account_id=account,
        line_id=line.id,
        contact_id=contact.id,
        conversation_id=conversation,
        provider_text=new_id("theirs"),
        body=body,
        media=[],
        at=tx.now,
    )
    search.remember(tx, account, conversation, body)
    return conversation


def _called(tx: Transaction, account: str, line: Line, number: str, voicemail: str) -> str:
    theirs, at = new_id("theirs"), tx.now
    ended = CallEnded(theirs, number, line.number, Outcome.NO_ANSWER, Proof.NOBODY, at)
    calls.record(tx, line, CallStarted(theirs, number, line.number, at))
    calls.record(tx, line, LegRang(theirs, "leg", ROSAS_PHONE, at))
    calls.record(tx, line, LegEnded(theirs, "leg", ROSAS_PHONE, Outcome.NO_ANSWER, at))
    call = calls.record(tx, line, ended)
    if voicemail:
        calls.record(tx, line, VoicemailLeft(theirs, "", 7, voicemail, at))
    contact = contacts.heard_from(tx, account, number, at)
    calls.decide(tx, call, CallState.MISSED, Outcome.NO_ANSWER, contact.id)
    conversations.touch(tx, account, contact.id, unread=True)
    receipts.keep(
        tx, account, call.id, verdict="skip", reason="loop", sentence="Not texted.", body='{"checks": []}'
    )
    return call.id
