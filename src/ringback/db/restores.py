"""When this database was restored from a backup. It does not know what happened after the backup."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

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
    """The latest one; None for a database that was never lost."""
    row = tx.one(
        sa.select(restores.c.backup_at, restores.c.restored_at).order_by(restores.c.id.desc()).limit(1)
    )
    return Restore(row.backup_at, row.restored_at) if row else None
