"""Has this person opted out? The ledger of opt-outs and opt-ins holds for the whole business.

Each opt-out and opt-in is a row, and the latest one counts. So later rows can be added to a restored backup,
and years later it can be shown who said what, and when.
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
    """The latest change; START for somebody who never said anything about texts."""
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
    """Every opt-out and opt-in of this person, oldest first."""
    rows = tx.execute(_LEDGER, {"account_": account_id, "number_": number})
    return [Entry(Change(row.change), Source(row.source), row.evidence, row.at) for row in rows]


def opted_out(tx: Transaction, account_id: str, number: str) -> bool:
    """Are automatic texts forbidden? They are also while it is unclear whether the person meant stop."""
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
    changed = change is not now and not (change is Change.PAUSE and now is Change.STOP)
    if changed or _says_it_themselves(tx, account_id, number, now, change, source):
        tx.execute(
            sa.insert(permissions).values(
                account_id=account_id, number=number, change=change, source=source, evidence=evidence, at=at
            )
        )
    return changed


def _says_it_themselves(
    tx: Transaction, account_id: str, number: str, now: Change, change: Change, source: Source
) -> bool:
    """A stop that only a member had entered so far is the person's from now on, and no member's to undo."""
    if not (change is now is Change.STOP) or source is Source.STAFF:
        return False
    return ledger(tx, account_id, number)[-1].source is Source.STAFF


def on_never_text_list(tx: Transaction, account_id: str, number: str) -> bool:
    """Is the number on one of the two lists that forbid texts?"""
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
