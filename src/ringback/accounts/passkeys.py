"""Passkeys: the public halves, and which browser or phone each lives in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

passkeys = sa.Table(
    "passkeys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("uses", sa.BigInteger, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("used_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Passkey:
    id: str  # as the browser names it, in base64url
    user_id: str
    name: str
    public_key: bytes
    uses: int  # counted by the device; some always say 0
    created_at: datetime
    used_at: datetime | None


def add(tx: Transaction, user_id: str, *, id: str, name: str, public_key: bytes, uses: int) -> None:
    tx.execute(
        sa.insert(passkeys).values(
            id=id, user_id=user_id, name=name, public_key=public_key, uses=uses, created_at=tx.now
        )
    )


def get(tx: Transaction, passkey_id: str) -> Passkey | None:
    row = tx.one(sa.select(*_COLUMNS).where(passkeys.c.id == passkey_id))
    return _passkey(row) if row is not None else None


def of_user(tx: Transaction, user_id: str) -> list[Passkey]:
    query = sa.select(*_COLUMNS).where(passkeys.c.user_id == user_id).order_by(passkeys.c.created_at)
    return [_passkey(row) for row in tx.all(query)]


def note_use(tx: Transaction, passkey_id: str, uses: int) -> None:
    tx.execute(sa.update(passkeys).where(passkeys.c.id == passkey_id).values(uses=uses, used_at=tx.now))


def remove(tx: Transaction, user_id: str, passkey_id: str) -> None:
    tx.execute(sa.delete(passkeys).where(passkeys.c.user_id == user_id, passkeys.c.id == passkey_id))


def _passkey(row: Any) -> Passkey:
    return read_as(Passkey, row)


_COLUMNS: Final = columns_of(Passkey, passkeys)
