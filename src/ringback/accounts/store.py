"""The accounts table. One row is one business."""

from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from ringback.accounts.profile import NOTHING_KNOWN, Profile, as_json, profile_from_json
from ringback.db.prepared import Prepared
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("notice", sa.Text, nullable=False),
    sa.Column("policy", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False, server_default=""),
    sa.Column("profile", sa.Text, nullable=False, server_default="{}"),
    sa.Column("created_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    time_zone: str  # IANA name
    country: str  # ISO code: how numbers without "+" are read
    notice: str  # where callers learn that they may be texted
    policy: str  # canonical JSON; `rules.written` reads it
    page: str = ""  # the part of its public pages' address that names it, and tells nothing
    profile: Profile = NOTHING_KNOWN


def get(tx: Transaction, account_id: str) -> Account:
    row = tx.execute(_BY_ID, {"id_": account_id}).first()
    if row is None:
        raise LookupError(account_id)
    return account_of(row)


def hold(tx: Transaction, account_id: str) -> None:
    """Lock the account until this flow ends: other flows that hold it wait."""
    tx.execute(_HOLD, {"id_": account_id})


def by_name(tx: Transaction, name: str) -> Account | None:
    row = tx.one(sa.select(*COLUMNS).where(accounts.c.name == name))
    return account_of(row) if row else None


def by_page(tx: Transaction, page: str) -> Account | None:
    row = tx.one(sa.select(*COLUMNS).where(accounts.c.page == page)) if page else None
    return account_of(row) if row else None


def every(tx: Transaction) -> list[Account]:
    """All accounts, by name: for the operator's commands, never for a page of one business."""
    return [account_of(row) for row in tx.execute(_EVERY, {})]


def save(
    tx: Transaction,
    *,
    name: str,
    time_zone: str,
    country: str,
    notice: str,
    policy: str,
    profile: Profile = NOTHING_KNOWN,
) -> Account:
    """Add the business of that name, or change it. The name is its identity in the shop file."""
    values = {"time_zone": time_zone, "country": country, "notice": notice, "policy": policy}
    stored = {**values, "profile": as_json(profile)}
    known = by_name(tx, name)
    if known is None:
        new = Account(id=new_id("account"), name=name, page=token_hex(8), profile=profile, **values)
        row = {"id": new.id, "name": name, "page": new.page, "created_at": tx.now, **stored}
        tx.execute(sa.insert(accounts).values(row))
        return new
    now = Account(known.id, name, page=known.page, profile=profile, **values)
    if now != known:
        tx.execute(sa.update(accounts).where(accounts.c.id == known.id).values(**stored))
    return now


class NameTaken(Exception):
    """Another business of this installation has that name."""


def change(tx: Transaction, account: Account) -> None:
    """Store the account as it is given, by its id. Raises NameTaken."""
    other = by_name(tx, account.name)
    if other is not None and other.id != account.id:
        raise NameTaken(account.name)
    values = {name: getattr(account, name) for name in ("name", "time_zone", "country", "notice", "policy")}
    tx.execute(
        sa.update(accounts)
        .where(accounts.c.id == account.id)
        .values(profile=as_json(account.profile), **values)
    )
    tx.announce(f"account:{account.id}")


@lru_cache(maxsize=1024)  # a call reads its business a dozen times
def account_of(row: Any) -> Account:
    """From a row that has COLUMNS, and perhaps more."""
    return read_as(Account, row, profile=profile_from_json(row.profile))


COLUMNS = columns_of(Account, accounts)
_BY_ID = Prepared(sa.select(*COLUMNS).where(accounts.c.id == sa.bindparam("id_")), kept=True)
_HOLD = Prepared(
    sa.select(accounts.c.id).where(accounts.c.id == sa.bindparam("id_")).with_for_update(key_share=True)
)
_EVERY = Prepared(sa.select(*COLUMNS).order_by(accounts.c.name))
