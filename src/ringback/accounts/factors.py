"""The second factor beside a password: codes of an app, and recovery codes for when the app is lost."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from ringback.accounts.tokens import kept
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

if TYPE_CHECKING:
    from pyotp import TOTP

STEP: Final = 30  # seconds that a code is good for; as every app assumes (RFC 6238)
RECOVERY_CODES: Final = 8
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another

authenticators = sa.Table(
    "authenticators",
    metadata,
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("confirmed_at", Instant),
)

recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("used_at", Instant),
)


def sealed_secret(tx: Transaction, user_id: str, *, confirmed: bool) -> str | None:
    """The secret as the caller had sealed it. Not confirmed: no code of the app was entered yet."""
    state = (
        authenticators.c.confirmed_at.is_not(None) if confirmed else authenticators.c.confirmed_at.is_(None)
    )
    row = tx.one(sa.select(authenticators.c.secret).where(authenticators.c.user_id == user_id, state))
    return row.secret if row is not None else None


def propose(tx: Transaction, user_id: str, sealed: str) -> None:
    """Store a secret that is not confirmed until a code of its app is entered. A confirmed one stays as it
    is."""
    tx.execute(
        sa.delete(authenticators).where(
            authenticators.c.user_id == user_id, authenticators.c.confirmed_at.is_(None)
        )
    )
    tx.execute(sa.insert(authenticators).values(user_id=user_id, secret=sealed, last_step=0))


def confirm(tx: Transaction, user_id: str, secret: str, code: str) -> list[str] | None:
    """From now on a code is asked for. Returns the recovery codes, this once; None when the code is wrong."""
    if not take_code(tx, user_id, secret, code):
        return None
    tx.execute(
        sa.update(authenticators).where(authenticators.c.user_id == user_id).values(confirmed_at=tx.now)
    )
    return new_recovery_codes(tx, user_id)


def take_code(tx: Transaction, user_id: str, secret: str, code: str) -> bool:
    """Is it the present code, or the one before or after? Each code is accepted once."""
    step = _step_of(secret, code, tx.now)
    if step is None:
        return False
    fresh = (authenticators.c.user_id == user_id) & (authenticators.c.last_step < step)
    return tx.execute(sa.update(authenticators).where(fresh).values(last_step=step)).rowcount == 1


def take_recovery_code(tx: Transaction, user_id: str, code: str) -> bool:
    this = (recovery_codes.c.user_id == user_id) & (recovery_codes.c.id == _kept(user_id, code))
    fresh = this & recovery_codes.c.used_at.is_(None)
    return tx.execute(sa.update(recovery_codes).where(fresh).values(used_at=tx.now)).rowcount == 1


def new_recovery_codes(tx: Transaction, user_id: str) -> list[str]:
    """Replace all earlier recovery codes by new ones, which are returned."""
    tx.execute(sa.delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    codes = ["-".join(_letters(5) for _ in range(2)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        tx.execute(sa.insert(recovery_codes).values(id=_kept(user_id, code), user_id=user_id))
    return codes


def recovery_codes_left(tx: Transaction, user_id: str) -> int:
    fresh = (recovery_codes.c.user_id == user_id) & recovery_codes.c.used_at.is_(None)
    row = tx.one(sa.select(sa.func.count().label("n")).where(fresh))
    return row.n if row is not None else 0


def remove_all(tx: Transaction) -> list[str]:
    """The key that their secrets are sealed with is lost. Returns whose they were, by the users' ids."""
    whose = [row.user_id for row in tx.all(sa.select(authenticators.c.user_id))]
    for user_id in whose:
        remove(tx, user_id)
    return whose


def remove(tx: Transaction, user_id: str) -> None:
    """No code is asked for any more."""
    tx.execute(sa.delete(authenticators).where(authenticators.c.user_id == user_id))
    tx.execute(sa.delete(recovery_codes).where(recovery_codes.c.user_id == user_id))


def new_secret() -> str:
    import pyotp  # late: only who sets it up needs it

    return pyotp.random_base32()


def address_for_app(secret: str, email: str) -> str:
    """What an authenticator app reads, typed or as a QR code."""
    return _totp(secret).provisioning_uri(name=email, issuer_name="Ringback")


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    digits = "".join(code.split())
    current = int(now.timestamp()) // STEP
    totp = _totp(secret)
    found = [step for step in (current - 1, current, current + 1) if totp.at(step * STEP) == digits]
    return found[-1] if found else None


def _totp(secret: str) -> "TOTP":
    from pyotp import TOTP  # late: only who signs in with it needs it

    return TOTP(secret, interval=STEP)


def _letters(n: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(n))


def _kept(user_id: str, code: str) -> str:
    """With the person's id, so that the same code of two people is two rows."""
    return kept(f"{user_id}:{code.strip().lower().replace(' ', '-')}")
