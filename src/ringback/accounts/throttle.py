"""Slows down people who guess passwords, without locking the owner out.

Failures are counted per address they come from, and per person they are about. A browser that has been signed
in as that person before shows a token, and its failures are counted apart. So a stranger who fails a thousand
times slows down strangers only, and Rosa's own browser is let in. A link by e-mail or from the command line
always works.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Final

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction

FREE: Final = 5  # failures without a wait
FREE_FOR_AN_ADDRESS: Final = 20  # a whole office may sit behind one
FIRST_WAIT: Final = timedelta(seconds=15)  # doubles with each failure
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=2)

failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Column("wait_until", Instant, nullable=False),
)


def keys(address: str, person: str, browser: str) -> tuple[str, ...]:
    """What to count for one try. `browser` is what is stored of its token; "" when it shows none.

    Behind a proxy that does not say whom it speaks for, everybody has the address of the proxy: a stranger
    who guesses would keep all of them out.
    """
    person = f"person:{person}:{browser or 'strangers'}"
    return (person,) if _is_this_machine(address) else (f"address:{address}", person)


def hold(tx: Transaction, counted: tuple[str, ...]) -> None:
    """Of tries at the same moment, also on several nodes, each counts those before it."""
    tx.execute(sa.delete(failures).where(failures.c.last_at < tx.now - FORGOTTEN_AFTER))
    for key in counted:
        first = insert(failures).values(key=key, count=0, last_at=tx.now, wait_until=tx.now)
        as_it_is = {"count": failures.c["count"]}
        tx.execute(first.on_conflict_do_update(index_elements=["key"], set_=as_it_is))


def wait_until(tx: Transaction, counted: tuple[str, ...]) -> datetime | None:
    """When the next try may be made; None for now."""
    found = tx.one(
        sa.select(sa.func.max(failures.c.wait_until).label("at")).where(failures.c.key.in_(counted))
    )
    return found.at if found is not None and found.at is not None and found.at > tx.now else None


def failed(tx: Transaction, counted: tuple[str, ...]) -> None:
    """Of what is held."""
    for key in counted:
        its = failures.c.key == key
        count = int(tx.execute(sa.select(failures.c["count"]).where(its)).scalar_one()) + 1
        values = {"count": count, "last_at": tx.now, "wait_until": tx.now + _wait(key, count)}
        tx.execute(sa.update(failures).where(its).values(values))


def succeeded(tx: Transaction, counted: tuple[str, ...]) -> None:
    """Only what was counted for the person: one good password must not open an address to guessing others."""
    tx.execute(
        sa.delete(failures).where(failures.c.key.in_([key for key in counted if key.startswith("person:")]))
    )


def _wait(key: str, count: int) -> timedelta:
    over = count - (FREE_FOR_AN_ADDRESS if key.startswith("address:") else FREE)
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over - 1, 10)) if over > 0 else timedelta(0)


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return not address
