"""May this person be texted? The suppression list is the authority, for the whole business.

A ledger, not a flag: every stop and every start is a row, and the latest one counts. So a restored backup
can be merged forward, and years later it can be shown who said what, when.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.contacts.listed import Listed
from ringback.contacts.lists import list_of
from ringback.db.prepared import Prepared
from ringback.db.schema import Counted, Instant, account_id, metadata
from ringback.db.transaction import Transaction

permissions = sa.Table(
    "permissions",
    metadata,
    sa.Column("id", Counted, primary_key=True),
    account_id(),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("change", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False, server_default=""),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_permissions_account_id_number", "account_id", "number"),
)


class Change(StrEnum):
    STOP = "stop"
    PAUSE = "pause"  # it may have been a wish to stop: nothing automatic until a person has decided
    START = "start"


class Source(StrEnum):
    TEXT = "text"  # the person's own text
    PROVIDER = "provider"  # the phone company refused: it holds a STOP
    STAFF = "staff"
    VOICE = "voice"


def standing(tx: Transaction, account_id: str, number: str) -> Change:
    """What was said last; START for somebody who never said anything."""
    last = tx.execute(_LAST, {"account_": account_id, "number_": number}).scalar()
    return Change(last) if last is not None else Change.START


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger."""

    change: Change
    source: Source
    evidence: str
    at: datetime


def ledger(tx: Transaction, account_id: str, number: str) -> list[Entry]:
    """All that was ever said about texting this person, the first thing first."""
    rows = tx.execute(_LEDGER, {"account_": account_id, "number_": number})
    return [Entry(Change(row.change), Source(row.source), row.evidence, row.at) for row in rows]


def opted_out(tx: Transaction, account_id: str, number: str) -> bool:
    """Is everything automatic forbidden? Also while it is not yet clear whether the person meant stop."""
    return standing(tx, account_id, number) is not Change.START


def record(
    tx: Transaction,
    account_id: str,
    number: str,
    change: Change,
    source: Source,
    *,
    evidence: str,
    at: datetime,
) -> bool:
    """Add to the ledger; False when nothing changed. `evidence` is the id of the text or call."""
    now = standing(tx, account_id, number)
    if change is now or (change is Change.PAUSE and now is Change.STOP):
        return False
    tx.execute(
        sa.insert(permissions).values(
            account_id=account_id, number=number, change=change, source=source, evidence=evidence, at=at
        )
    )
    return True


def on_never_text_list(tx: Transaction, account_id: str, number: str) -> bool:
    """For the last look before a text leaves: both lists that forbid it."""
    return list_of(tx, account_id, number) in (Listed.NEVER_TEXT, Listed.TELL_ME)


_OF_NUMBER = (
    permissions.c.account_id == sa.bindparam("account_"),
    permissions.c.number == sa.bindparam("number_"),
)
_LEDGER = Prepared(
    sa.select(permissions.c.change, permissions.c.source, permissions.c.evidence, permissions.c.at)
    .where(*_OF_NUMBER)
    .order_by(permissions.c.id)
)
_LAST = Prepared(
    sa.select(permissions.c.change).where(*_OF_NUMBER).order_by(permissions.c.id.desc()).limit(1)
)
