"""Links that let somebody in once: the first owner, an invitation, a forgotten password, the demo."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.accounts import users
from ringback.accounts.members import Role
from ringback.accounts.tokens import kept, new_token
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction


class Purpose(StrEnum):
    FIRST = "first"  # whoever opens it becomes the owner of this installation
    INVITATION = "invitation"
    RESET = "reset"
    PASSKEY = "passkey"  # no link: what a passkey is to sign, once (web/passkey.py)
    DEMO = "demo"  # signs in to the demo shop


LASTS: Final = {
    Purpose.FIRST: timedelta(days=1),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.DEMO: timedelta(days=1),
    Purpose.PASSKEY: timedelta(minutes=5),
}

links = sa.Table(
    "sign_in_links",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Column("account_id", sa.Text, sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Link:
    id: str
    purpose: Purpose
    user_id: str | None  # whom it is for, when they are here already
    account_id: str | None  # where an invitation leads
    email: str
    role: Role | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class NotValid(Exception):
    """The link is used up, too old, or was never ours."""


def make(
    tx: Transaction,
    purpose: Purpose,
    *,
    user_id: str | None = None,
    account_id: str | None = None,
    email: str = "",
    role: Role | None = None,
) -> str:
    """A new link's token, for the end of its address.

    One for the first owner, for a password or for the demo replaces those before.
    """
    tx.execute(sa.delete(links).where(links.c.expires_at < tx.now - LASTS[Purpose.INVITATION]))
    if purpose not in (Purpose.INVITATION, Purpose.PASSKEY):
        forget(tx, purpose, user_id)
    token = new_token()
    tx.execute(
        sa.insert(links).values(
            id=kept(token), purpose=purpose.value, user_id=user_id, account_id=account_id, email=email,
            role=role.value if role else "", created_at=tx.now, expires_at=tx.now + LASTS[purpose],
        )
    )  # fmt: skip
    return token


def for_first_owner(tx: Transaction) -> str | None:
    """A link's token, while nobody owns the installation."""
    return make(tx, Purpose.FIRST) if not users.who_run_it(tx) else None


def for_demo(tx: Transaction) -> str | None:
    """A link's token for the demo shop, when there is one."""
    user = users.by_email(tx, users.DEMO)
    return make(tx, Purpose.DEMO, user_id=user.id) if user is not None else None


def look_at(tx: Transaction, token: str) -> Link:
    """Read the link without using it up. Raises NotValid."""
    row = tx.one(sa.select(*_COLUMNS).where(links.c.id == kept(token)))
    if row is None or row.used_at is not None or row.expires_at <= tx.now:
        raise NotValid
    return _link(row)


def use(tx: Transaction, token: str) -> Link:
    """Use the link up. If two people use it at once, one succeeds. Raises NotValid."""
    link = look_at(tx, token)
    fresh = (links.c.id == link.id) & links.c.used_at.is_(None)
    if tx.execute(sa.update(links).where(fresh).values(used_at=tx.now)).rowcount != 1:
        raise NotValid
    return link


def invitations(tx: Transaction, account_id: str) -> list[Link]:
    """Those that are still open, newest first."""
    wanted = (links.c.account_id == account_id) & (links.c.purpose == Purpose.INVITATION.value)
    wanted &= links.c.used_at.is_(None) & (links.c.expires_at > tx.now)
    return [
        _link(row) for row in tx.all(sa.select(*_COLUMNS).where(wanted).order_by(links.c.created_at.desc()))
    ]


def take_back(tx: Transaction, account_id: str, link_id: str) -> None:
    tx.execute(sa.delete(links).where(links.c.account_id == account_id, links.c.id == link_id))


def forget(tx: Transaction, purpose: Purpose, user_id: str | None) -> None:
    whose = links.c.user_id.is_(None) if user_id is None else links.c.user_id == user_id
    tx.execute(sa.delete(links).where(links.c.purpose == purpose.value, links.c.used_at.is_(None), whose))


def _link(row: Any) -> Link:
    return read_as(Link, row, purpose=Purpose(row.purpose), role=Role(row.role) if row.role else None)


_COLUMNS: Final = columns_of(Link, links)
