"""The texts to and from one person, or the last text of each of several persons, for the inbox."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from ringback.db.transaction import Transaction
from ringback.messages.store import COLUMNS, Purpose, State, Text, from_row, texts


def of_contact(
    tx: Transaction, account_id: str, contact_id: str, before: datetime | None, limit: int
) -> list[Text]:
    """The texts that were written before `before`, newest first."""
    query = sa.select(*COLUMNS).where(texts.c.account_id == account_id, texts.c.contact_id == contact_id)
    if before is not None:
        query = query.where(texts.c.created_at < before)
    rows = tx.all(query.order_by(texts.c.created_at.desc(), texts.c.id.desc()).limit(limit))
    return [from_row(row) for row in rows]


def last_of_each(tx: Transaction, account_id: str, contact_ids: Iterable[str]) -> dict[str, Text]:
    """The last text to or from each of these persons, by the person's id, without confirmations and
    alarms."""
    theirs = (
        texts.c.account_id == account_id,
        texts.c.contact_id.in_(list(contact_ids)),
        texts.c.purpose.not_in([Purpose.CONFIRMATION, Purpose.SAFETY]),
    )
    last = (
        sa.select(texts.c.contact_id, sa.func.max(texts.c.created_at).label("at"))
        .where(*theirs)
        .group_by(texts.c.contact_id)
        .subquery()
    )
    rows = tx.all(
        sa.select(*COLUMNS)
        .join(last, sa.and_(texts.c.contact_id == last.c.contact_id, texts.c.created_at == last.c.at))
        .where(*theirs)
        .order_by(texts.c.id)
    )
    return {row.contact_id: from_row(row) for row in rows}


def written_by_people_since(tx: Transaction, account_id: str, contact_id: str, text_id: str) -> list[Text]:
    """What members have written to this person after the text with that id, oldest first; "": ever. Not what
    was cancelled before it left."""
    since = sa.select(texts.c.created_at).where(texts.c.id == text_id, texts.c.account_id == account_id)
    later = texts.c.created_at > since.scalar_subquery() if text_id else sa.true()
    rows = tx.all(
        sa.select(*COLUMNS)
        .where(
            texts.c.account_id == account_id,
            texts.c.contact_id == contact_id,
            texts.c.purpose == Purpose.REPLY,
            texts.c.state != State.CANCELLED,
            later,
        )
        .order_by(texts.c.created_at, texts.c.id)
    )
    return [from_row(row) for row in rows]
