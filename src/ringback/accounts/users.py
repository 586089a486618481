"""People who sign in. One may belong to many accounts (accounts/members.py)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.db.rows import columns_of, read_as, values_of
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

LANGUAGES: Final = ("en", "es")
DEMO: Final = "rosa@demo.example"  # who signs in to the demo shop, by a link only
THEMES: Final = ("auto", "light", "dark")


class News(StrEnum):
    """What a member's browser can tell them of."""

    TASK = "task"  # something waits for a person
    TEXT = "text"  # a customer wrote in a conversation that is theirs, or nobody's
    COLLEAGUE = "colleague"  # or in one that is a colleague's


USUAL_NEWS: Final = f"{News.TASK} {News.TEXT}"


users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False, server_default=""),
    sa.Column("told_of", sa.Text, nullable=False, server_default=USUAL_NEWS),
    sa.Column("runs_it", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("disabled_at", Instant),
)


@dataclass(frozen=True, slots=True)
class User:
    id: str
    email: str  # as `same_address` writes it
    name: str
    password: str  # its Argon2id hash; "" when there is none, and then none fits
    language: str  # "" until chosen: what the browser asks for
    theme: str
    phone: str  # their own, E.164, for calls from the business number; "" until they say
    runs_it: bool  # looks after the installation: owns every business that a shop file adds
    disabled_at: datetime | None
    told_of: str = USUAL_NEWS  # the kinds of News that they want, with spaces between

    def __repr__(self) -> str:
        return f"User({self.id})"


class EmailTaken(Exception):
    """Somebody with that address is here already."""


def same_address(email: str) -> str:
    """An e-mail address in one spelling, so that two spellings of it are the same person."""
    return email.strip().lower()


def looks_like_email(written: str) -> bool:
    """Has it the form of an e-mail address? Only an e-mail to it can show whether it exists."""
    name, at, host = written.rpartition("@")
    return (
        bool(name and at and "." in host) and len(written) <= 200 and not set(written) & set(' \t\r\n<>,;"')
    )


def add(tx: Transaction, *, email: str, name: str, password: str, runs_it: bool = False) -> User:
    """`password` is a hash, or "". Raises EmailTaken."""
    if by_email(tx, email) is not None:
        raise EmailTaken
    new = User(new_id("user"), same_address(email), name, password, "", "auto", "", runs_it, None)
    tx.execute(sa.insert(users).values(created_at=tx.now, **values_of(new)))
    return new


def get(tx: Transaction, user_id: str) -> User | None:
    return _one(tx, users.c.id == user_id)


def by_email(tx: Transaction, email: str) -> User | None:
    return _one(tx, users.c.email == same_address(email))


def every(tx: Transaction) -> list[User]:
    """For the operator's commands, never for a page."""
    return [user_of(row) for row in tx.all(sa.select(*COLUMNS).order_by(users.c.email))]


def who_run_it(tx: Transaction) -> list[User]:
    """Those who look after the installation and may sign in."""
    wanted = users.c.runs_it.is_(True) & users.c.disabled_at.is_(None)
    return [user_of(row) for row in tx.all(sa.select(*COLUMNS).where(wanted).order_by(users.c.created_at))]


def change(tx: Transaction, user_id: str, /, **values: str | datetime | None) -> None:
    """Set some of name, password, language, theme, phone, told_of, disabled_at."""
    tx.execute(sa.update(users).where(users.c.id == user_id).values(**values))


def user_of(row: Any) -> User:
    """From a row that has COLUMNS, and perhaps more."""
    return read_as(User, row)


def _one(tx: Transaction, wanted: sa.ColumnElement[bool]) -> User | None:
    row = tx.one(sa.select(*COLUMNS).where(wanted))
    return user_of(row) if row is not None else None


COLUMNS: Final = columns_of(User, users)
