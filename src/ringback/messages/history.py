"""What texts there were: the facts for the rules that come from the table of texts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.prepared import Prepared
from ringback.db.schema import Instant
from ringback.db.transaction import Transaction
from ringback.messages.store import MAYBE_WITH_THEM, UNASKED, Purpose, State, Text, texts

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Thread:
    """The texts between the business and one caller."""

    last_first_at: datetime | None  # the last automatic first text that went out, or may have
    waiting: bool  # one is queued right now
    first_this_episode: int  # sent or queued
    last_reply_at: datetime | None  # a member wrote it
    last_inbound_at: datetime | None
    this_hour: int  # in both directions
    bounces: int  # texts that did not arrive


NO_TEXTS = Thread(None, False, 0, None, None, 0, 0)


def once(contact_id: str, episode: int, earlier: int) -> str:
    """The key that keeps an automatic first text unique: the contact, the episode, and how many came before
    it.

    Two decisions at the same instant count the same earlier texts, so only the first of them is queued.
    """
    return f"{_prefix(contact_id, episode)}{earlier}"


def thread(tx: Transaction, account_id: str, contact_id: str, episode: int) -> Thread:
    row = tx.execute(
        _THREAD,
        {
            "account_": account_id,
            "contact_": contact_id,
            "hour_ago_": tx.now - AN_HOUR,
            "episode_": _prefix(contact_id, episode) + "%",
        },
    ).one()
    return Thread(
        last_first_at=row.last_first_at,
        waiting=bool(row.waiting),
        first_this_episode=row.first_this_episode or 0,
        last_reply_at=row.last_reply_at,
        last_inbound_at=row.last_inbound_at,
        this_hour=row.this_hour or 0,
        bounces=row.bounces or 0,
    )


@dataclass(frozen=True, slots=True)
class Other:
    """Another text to the same person."""

    purpose: Purpose
    at: datetime  # when it was queued
    left: datetime  # when it left, or was due, if nobody knows whether it left


def recent(tx: Transaction, text: Text, contact_id: str | None = None) -> list[Other]:
    """The texts that went to the same number, or may have, within a day or since this one, in order.

    `contact_id`: to another number of the same person.
    """
    since, contact = min(text.created_at, tx.now - A_DAY), contact_id or text.contact_id
    asked = {"account_": text.account_id, "contact_": contact, "since_": since, "id_": text.id}
    rows = tx.execute(_RECENT, asked)
    return [Other(Purpose(row.purpose), row.created_at, row.left_at) for row in rows]


def last_line(tx: Transaction, account_id: str, contact_id: str) -> tuple[str, datetime] | None:
    """The line of the newest text to or from this person, and when that was."""
    row = tx.execute(_LAST_LINE, {"account_": account_id, "contact_": contact_id}).first()
    return (row.line_id, row.created_at) if row else None


def last_once(tx: Transaction, account_id: str, contact_id: str) -> str:
    """The `once` of the newest text that went to this person, or may have; "" where there is none."""
    row = tx.execute(_LAST_ONCE, {"account_": account_id, "contact_": contact_id}).first()
    return (row.once or "") if row else ""


@dataclass(frozen=True, slots=True)
class Said:
    """A text to or from a person."""

    id: str
    purpose: Purpose
    body: str


def exchanged(tx: Transaction, account_id: str, contact_id: str, since: datetime) -> list[Said]:
    """The texts that this person wrote since then, and those that went to them, or may have, in order."""
    rows = tx.execute(_EXCHANGED, {"account_": account_id, "contact_": contact_id, "since_": since})
    return [Said(row.id, Purpose(row.purpose), row.body) for row in rows]


def told_how_to_stop(tx: Transaction, account_id: str, contact_id: str, since: datetime) -> bool:
    """Has a text that went to this person since then, or may have, said how to opt out?

    A text that waits counts too, unless it would be cancelled as soon as a member writes.
    """
    asked = {"account_": account_id, "contact_": contact_id, "since_": since}
    return tx.execute(_TOLD_HOW_TO_STOP, asked).first() is not None


def last_inbound_at(tx: Transaction, account_id: str, contact_id: str) -> datetime | None:
    at: datetime | None = tx.execute(_LAST_INBOUND, {"account_": account_id, "contact_": contact_id}).scalar()
    return at


def _prefix(contact_id: str, episode: int) -> str:
    return f"{Purpose.MISSED_CALL}:{contact_id}:{episode}:"


def _count(*so: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((sa.and_(*so), 1), else_=0))


def _last(at: sa.ColumnElement[datetime | None], *so: sa.ColumnElement[bool]) -> sa.ColumnElement[datetime]:
    return sa.func.max(sa.case((sa.and_(*so), at)), type_=Instant)


_LEFT_AT = sa.func.coalesce(texts.c.accepted_at, texts.c.due)
_OF_CONTACT = (texts.c.account_id == sa.bindparam("account_"), texts.c.contact_id == sa.bindparam("contact_"))
_FIRST = texts.c.purpose == Purpose.MISSED_CALL
_UNASKED = texts.c.purpose.in_([sa.literal(purpose) for purpose in UNASKED])
_WITH_THEM = texts.c.state.in_([sa.literal(state) for state in MAYBE_WITH_THEM])
_OFF = texts.c.state.in_([sa.literal(State.CANCELLED), sa.literal(State.FAILED)])
_THIS_HOUR = texts.c.created_at >= sa.bindparam("hour_ago_", type_=Instant)
_THREAD = Prepared(
    sa.select(
        _last(_LEFT_AT, _FIRST, _WITH_THEM).label("last_first_at"),
        _count(_FIRST, texts.c.state == State.WAITING).label("waiting"),
        _count(texts.c.once.like(sa.bindparam("episode_"))).label("first_this_episode"),
        _last(texts.c.created_at, texts.c.purpose == Purpose.REPLY, _WITH_THEM).label("last_reply_at"),
        _last(texts.c.created_at, texts.c.purpose == Purpose.INBOUND).label("last_inbound_at"),
        _count(_THIS_HOUR, sa.not_(_OFF)).label("this_hour"),
        _count(texts.c.state == State.UNDELIVERED).label("bounces"),
    ).where(*_OF_CONTACT)
)
_RECENT = Prepared(
    sa.select(texts.c.purpose, texts.c.created_at, _LEFT_AT.label("left_at"))
    .where(
        *_OF_CONTACT,
        texts.c.created_at >= sa.bindparam("since_", type_=Instant),
        texts.c.id != sa.bindparam("id_"),
        texts.c.direction == "out",
        _WITH_THEM,
    )
    .order_by(texts.c.created_at)
)
_EXCHANGED = Prepared(
    sa.select(texts.c.id, texts.c.purpose, texts.c.body)
    .where(
        *_OF_CONTACT,
        texts.c.created_at >= sa.bindparam("since_", type_=Instant),
        sa.or_(_WITH_THEM, texts.c.purpose == Purpose.INBOUND),
    )
    .order_by(texts.c.created_at, texts.c.id)
)
_LAST_LINE = Prepared(
    sa.select(texts.c.line_id, texts.c.created_at)
    .where(*_OF_CONTACT)
    .order_by(texts.c.created_at.desc(), texts.c.id.desc())
    .limit(1)
)
_LAST_ONCE = Prepared(
    sa.select(texts.c.once)
    .where(*_OF_CONTACT, texts.c.direction == "out", _WITH_THEM)
    .order_by(texts.c.created_at.desc(), texts.c.id.desc())
    .limit(1)
)
_TOLD_HOW_TO_STOP = Prepared(
    sa.select(texts.c.id)
    .where(
        *_OF_CONTACT,
        texts.c.created_at >= sa.bindparam("since_", type_=Instant),
        sa.or_(_WITH_THEM, sa.and_(texts.c.state == State.WAITING, sa.not_(_UNASKED))),
        texts.c.body.contains("STOP"),
    )
    .limit(1)
)
_LAST_INBOUND = Prepared(
    sa.select(sa.func.max(texts.c.created_at, type_=Instant)).where(
        *_OF_CONTACT, texts.c.purpose == Purpose.INBOUND
    )
)
