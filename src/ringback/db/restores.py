"""When this database was restored from a backup. It does not know what happened after the backup."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

IN_DOUBT_FOR = timedelta(hours=24)  # as long as one first text is enough for a caller

restores = sa.Table(
    "restores",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("backup_at", Instant, nullable=False),
    sa.Column("restored_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Restore:
    backup_at: datetime  # a little before the copy was made: all that the copy lacks is later
    restored_at: datetime


def record(tx: Transaction, backup_at: datetime) -> None:
    tx.execute(sa.insert(restores).values(backup_at=backup_at, restored_at=tx.now))


def last(tx: Transaction) -> Restore | None:
    """The latest one; None for a database that was never lost.

    A backup that was made within `IN_DOUBT_FOR` after an earlier restore lacks what that one lacked, too:
    both are then told as one.
    """
    query = sa.select(restores.c.backup_at, restores.c.restored_at).order_by(restores.c.id.desc())
    found: Restore | None = None
    for row in tx.all(query):
        if found is None:
            found = Restore(row.backup_at, row.restored_at)
        elif found.backup_at < row.restored_at + IN_DOUBT_FOR:
            found = Restore(min(row.backup_at, found.backup_at), found.restored_at)
    return found
