"""Who belongs to which account, and what they may do there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from ringback.accounts import users
from ringback.accounts.store import COLUMNS as ACCOUNT
from ringback.accounts.store import Account, account_of, accounts, hold
from ringback.accounts.users import User, user_of
from ringback.accounts.users import users as people
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction


class Role(StrEnum):
    """What one may do in an account. Each may do all that those before it may."""

    READER = "read-only"
    MEMBER = "member"
    OWNER = "owner"

    def may(self, needed: "Role") -> bool:
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER: Final = (Role.READER, Role.MEMBER, Role.OWNER)

memberships = sa.Table(
    "memberships",
    metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    account_id(),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("user_id", "account_id"),
    sa.Index("ix_memberships_account_id", "account_id"),
)


@dataclass(frozen=True, slots=True)
class Member:
    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class Place:
    """An account that somebody belongs to."""

    account: Account
    role: Role


class LastOwner(Exception):
    """An account without an owner could be managed by nobody."""


def places_of(tx: Transaction, user_id: str) -> list[Place]:
    """All accounts of this person, by name."""
    found = tx.all(
        sa.select(memberships.c.role, *ACCOUNT)
        .join(accounts, accounts.c.id == memberships.c.account_id)
        .where(memberships.c.user_id == user_id)
        .order_by(accounts.c.name)
    )
    return [Place(account_of(row), Role(row.role)) for row in found]


def of_account(tx: Transaction, account_id: str) -> list[Member]:
    """By name; also those who may not sign in any more."""
    found = tx.all(
        sa.select(memberships.c.role, *users.COLUMNS)
        .join(people, people.c.id == memberships.c.user_id)
        .where(memberships.c.account_id == account_id)
        .order_by(people.c.name, people.c.id)
    )
    return [Member(user_of(row), Role(row.role)) for row in found]


def role_of(tx: Transaction, account_id: str, user_id: str) -> Role | None:
    row = tx.one(sa.select(memberships.c.role).where(_this(account_id, user_id)))
    return Role(row.role) if row is not None else None


def put(tx: Transaction, account_id: str, user_id: str, role: Role) -> None:
    """Let somebody in, or change what they may do. Raises LastOwner."""
    if role_of(tx, account_id, user_id) is None:
        values = {"account_id": account_id, "user_id": user_id, "role": role.value, "created_at": tx.now}
        tx.execute(sa.insert(memberships).values(**values))
        return
    if role is not Role.OWNER:
        _keep_an_owner(tx, account_id, user_id)
    tx.execute(sa.update(memberships).where(_this(account_id, user_id)).values(role=role.value))


def remove(tx: Transaction, account_id: str, user_id: str) -> None:
    """Raises LastOwner."""
    _keep_an_owner(tx, account_id, user_id)
    tx.execute(sa.delete(memberships).where(_this(account_id, user_id)))


def give_to_those_who_run_it(tx: Transaction, account_id: str) -> None:
    """Make those who look after the installation owners of a business from a shop file that has no members
    yet."""
    if not of_account(tx, account_id):
        for user in users.who_run_it(tx):
            put(tx, account_id, user.id, Role.OWNER)


def _keep_an_owner(tx: Transaction, account_id: str, user_id: str) -> None:
    hold(tx, account_id)  # of two owners who remove each other at the same moment, one stays
    every = [member for member in of_account(tx, account_id) if member.user.disabled_at is None]
    if [member.user.id for member in every if member.role is Role.OWNER] == [user_id]:
        raise LastOwner


def _this(account_id: str, user_id: str) -> sa.ColumnElement[bool]:
    return (memberships.c.account_id == account_id) & (memberships.c.user_id == user_id)
