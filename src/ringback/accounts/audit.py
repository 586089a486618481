"""What members did in an account: who, what, when, from where. Written in the same transaction, never
changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, exact_text, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", exact_text(), primary_key=True),
    sa.Column("account_id", sa.Text, sa.ForeignKey("accounts.id", ondelete="CASCADE")),
    sa.Column("user_id", sa.Text),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_audit_account_id_at", "account_id", "at"),
    sa.Index("ix_audit_user_id_at", "user_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Deed:
    id: str
    account_id: str | None  # None: about the person, not about one business
    user_id: str | None
    who: str  # their name as it was; "command line" for the operator
    what: str  # a short sentence without its subject: "changed the hours"
    about: str  # whom or what it touched, in words; "" when that is clear
    address: str  # where it came from
    at: datetime


def note(
    tx: Transaction,
    *,
    account_id: str | None,
    user_id: str | None,
    who: str,
    what: str,
    about: str = "",
    address: str = "",
) -> None:
    tx.execute(
        sa.insert(audit).values(
            id=new_id("deed"), account_id=account_id, user_id=user_id, who=who, what=what, about=about,
            address=address, at=tx.now,
        )
    )  # fmt: skip


def of_account(tx: Transaction, account_id: str, *, before: str = "", limit: int = 100) -> list[Deed]:
    """Newest first; `before` is the id of the last one that was shown."""
    wanted = audit.c.account_id == account_id
    if before:
        wanted &= audit.c.id < before
    found = tx.all(sa.select(*_COLUMNS).where(wanted).order_by(audit.c.id.desc()).limit(limit))
    return [_deed(row) for row in found]


def of_user(tx: Transaction, user_id: str, limit: int = 50) -> list[Deed]:
    """What this person changed about their own sign-in, newest first."""
    wanted = (audit.c.user_id == user_id) & audit.c.account_id.is_(None)
    found = tx.all(sa.select(*_COLUMNS).where(wanted).order_by(audit.c.id.desc()).limit(limit))
    return [_deed(row) for row in found]


def _deed(row: Any) -> Deed:
    return read_as(Deed, row)


_COLUMNS: Final = columns_of(Deed, audit)
