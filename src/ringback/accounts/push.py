"""Browsers that want push messages, and the key with which this server identifies itself to their
carriers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from ringback.accounts.members import memberships
from ringback.accounts.users import News, users
from ringback.db import jobs
from ringback.db.prepared import Prepared
from ringback.db.rows import read_as
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

TASK: Final = "tell"  # a job: its subject is the account, and what it is about
AGAIN: Final = "tell_again"  # the same, after the id of the one browser that could not be told
READ_AT_ONCE: Final = timedelta(seconds=5)  # whoever has the conversation open has read it by then

subscriptions = sa.Table(
    "push_subscriptions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("endpoint", sa.Text, nullable=False),
    sa.Column("p256dh", sa.Text, nullable=False),
    sa.Column("auth", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("language", sa.Text, nullable=False, server_default=""),
)

push_keys = sa.Table(
    "push_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("private", sa.Text, nullable=False),
    sa.Column("public", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Subscription:
    id: str
    user_id: str
    endpoint: str
    p256dh: str
    auth: str
    told_of: str = ""  # what its user wants to be told of
    language: str = ""  # what its user reads: as they have chosen, else as this browser asked

    def wants(self, kind: News) -> bool:
        return kind in self.told_of.split()


@dataclass(frozen=True, slots=True)
class PushKey:
    private: str  # sealed by whoever stored it
    public: str  # as a browser wants it: the point, in base64url


def key(tx: Transaction) -> PushKey | None:
    row = tx.one(sa.select(push_keys.c.private, push_keys.c.public).where(push_keys.c.id == _ONLY))
    return PushKey(row.private, row.public) if row is not None else None


def keep_key(tx: Transaction, made: PushKey) -> PushKey:
    """Store the first key for good, because every subscribed browser knows it. Returns the stored one."""
    known = key(tx)
    if known is not None:
        return known
    tx.execute(sa.insert(push_keys).values(id=_ONLY, private=made.private, public=made.public))
    return made


def forget_all(tx: Transaction) -> int:
    """The key that every browser knows is lost; each asks for the new one when its person says so again.
    Returns how many there were.
    """
    tx.execute(sa.delete(push_keys))
    return tx.execute(sa.delete(subscriptions)).rowcount


def subscribe(
    tx: Transaction, user_id: str, *, endpoint: str, p256dh: str, auth: str, language: str = ""
) -> None:
    """A browser belongs to the user who subscribed last."""
    forget(tx, endpoint)
    values = {
        "endpoint": endpoint,
        "p256dh": p256dh,
        "auth": auth,
        "language": language,
        "created_at": tx.now,
    }
    tx.execute(sa.insert(subscriptions).values(id=_id(endpoint), user_id=user_id, **values))


def forget(tx: Transaction, endpoint: str) -> None:
    tx.execute(sa.delete(subscriptions).where(subscriptions.c.id == _id(endpoint)))


def of_account(tx: Transaction, account_id: str) -> list[Subscription]:
    """The browsers of everybody in the account who may sign in."""
    return [_subscription(row) for row in tx.execute(_OF_ACCOUNT, {"account_": account_id})]


def of_user(tx: Transaction, user_id: str) -> list[Subscription]:
    query = _WITH_USER.where(subscriptions.c.user_id == user_id).order_by(subscriptions.c.id)
    return [_subscription(row) for row in tx.all(query)]


def tell(tx: Transaction, account_id: str, what: News, about: str) -> None:
    """After the commit, tell the browsers of the account. Nothing is written while there is none."""
    if of_account(tx, account_id):
        due = tx.now + READ_AT_ONCE if what is News.TEXT else tx.now
        jobs.add(tx, TASK, f"{account_id} {what} {about}", key=f"tell:{what}:{about}", due=due)


def tell_again(tx: Transaction, browser: Subscription, subject: str, due: datetime) -> None:
    jobs.add(tx, AGAIN, f"{browser.id} {subject}", key=f"{AGAIN}:{browser.id}:{subject}", due=due)


def _id(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _subscription(row: Any) -> Subscription:
    return read_as(Subscription, row)


_ONLY: Final = "push"
_OF_THE_USER: Final = [
    users.c.told_of,
    sa.func.coalesce(sa.func.nullif(users.c.language, ""), subscriptions.c.language).label("language"),
]
_COLUMNS: Final = [subscriptions.c[name] for name in ("id", "user_id", "endpoint", "p256dh", "auth")]
_WITH_USER: Final = sa.select(*_COLUMNS, *_OF_THE_USER).join(users, users.c.id == subscriptions.c.user_id)
_OF_ACCOUNT = Prepared(
    _WITH_USER.join(memberships, memberships.c.user_id == subscriptions.c.user_id)
    .where(memberships.c.account_id == sa.bindparam("account_"), users.c.disabled_at.is_(None))
    .order_by(subscriptions.c.id)
)
