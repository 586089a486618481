"""The clock ran ahead and is right again: the texts that were queued meanwhile must not wait for those
times."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.transaction import Transaction
from ringback.messages.store import State, texts


def set_back(tx: Transaction, slack: timedelta) -> int:
    """Move the times of texts that were queued in the future: they leave, and expire, as long after now as
    planned."""
    ahead = sa.select(texts.c.id, texts.c.due, texts.c.expires_at, texts.c.created_at).where(
        texts.c.state == State.WAITING, texts.c.created_at > tx.now + slack
    )
    found = tx.all(ahead)
    for row in found:
        by = row.created_at - tx.now
        right = {"due": _earlier(row.due, by), "expires_at": _earlier(row.expires_at, by)}
        tx.execute(sa.update(texts).where(texts.c.id == row.id).values(**right, created_at=tx.now))
    return len(found)


def _earlier(instant: datetime | None, by: timedelta) -> datetime | None:
    return None if instant is None else instant - by
