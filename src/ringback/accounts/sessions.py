"""Signed-in browsers. The browser holds a token, the table only its hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from ringback.accounts import users
from ringback.accounts.tokens import kept, new_token
from ringback.accounts.users import User
from ringback.accounts.users import users as people
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

LASTS: Final = timedelta(days=30)  # after it was last used
NOTED_EVERY: Final = timedelta(minutes=5)  # a page does not write each time it is looked at

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("proven_at", Instant, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("browser", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    user_id: str
    created_at: datetime
    seen_at: datetime
    proven_at: datetime  # when the password, passkey or link was last shown
    address: str  # where it was last seen
    browser: str  # what the browser says that it is


def begin(tx: Transaction, user_id: str, *, address: str, browser: str) -> str:
    """Sign somebody in; returns the token for their browser."""
    token = new_token()
    values = {"user_id": user_id, "address": address, "browser": browser[:200]}
    moments = {"created_at": tx.now, "seen_at": tx.now, "proven_at": tx.now}
    tx.execute(sa.insert(sessions).values(id=kept(token), **values, **moments))
    tx.execute(sa.delete(sessions).where(sessions.c.seen_at < tx.now - LASTS))
    return token


def of_token(tx: Transaction, token: str) -> tuple[Session, User] | None:
    """None when it is over, or its person may not sign in any more."""
    row = tx.one(
        sa.select(*_COLUMNS, *(column.label(f"u_{column.name}") for column in users.COLUMNS))
        .join(people, people.c.id == sessions.c.user_id)
        .where(sessions.c.id == kept(token), people.c.disabled_at.is_(None))
    )
    if row is None or row.seen_at < tx.now - LASTS:
        return None
    return _session(row), User(**{name: getattr(row, f"u_{name}") for name in User.__slots__})


def note_seen(tx: Transaction, session: Session, address: str) -> None:
    tx.execute(sa.update(sessions).where(sessions.c.id == session.id).values(seen_at=tx.now, address=address))


def of_user(tx: Transaction, user_id: str) -> list[Session]:
    """Newest use first."""
    wanted = (sessions.c.user_id == user_id) & (sessions.c.seen_at >= tx.now - LASTS)
    found = tx.all(sa.select(*_COLUMNS).where(wanted).order_by(sessions.c.seen_at.desc()))
    return [_session(row) for row in found]


def end(tx: Transaction, user_id: str, session_id: str) -> None:
    tx.execute(sa.delete(sessions).where(sessions.c.user_id == user_id, sessions.c.id == session_id))
    tx.announce(topic(user_id))


def end_all(tx: Transaction, user_id: str, *, but: str = "") -> None:
    """Sign this person out everywhere except in the session `but`."""
    tx.execute(sa.delete(sessions).where(sessions.c.user_id == user_id, sessions.c.id != but))
    tx.announce(topic(user_id))


def topic(user_id: str) -> str:
    """The topic that is announced when a session of this person ends, so that open pages check theirs."""
    return f"user:{user_id}"


def _session(row: Any) -> Session:
    return read_as(Session, row)


_COLUMNS: Final = columns_of(Session, sessions)
