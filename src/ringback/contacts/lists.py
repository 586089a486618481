"""The table of the owner's three lists (`listed.py`): never text, never text but tell me, VIP."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ringback.contacts.listed import Listed
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction

FEW = 1_000  # numbers that one statement names

listed = sa.Table(
    "listed",
    metadata,
    account_id(),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("list", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("added_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "number"),
)


def list_of(tx: Transaction, account_id: str, number: str) -> Listed:
    """The list that this number (E.164) is on, or `Listed.NO`."""
    return Listed(tx.execute(_OF, {"account_": account_id, "number_": number}).scalar() or "")


def numbers_on(tx: Transaction, account_id: str, which: Listed) -> frozenset[str]:
    rows = tx.all(sa.select(listed.c.number).where(listed.c.account_id == account_id, listed.c.list == which))
    return frozenset(row.number for row in rows)


def some(tx: Transaction, account_id: str, which: Listed, most: int) -> tuple[int, list["Entry"]]:
    """How many are on it, and the first of them by number."""
    own = listed.c.account_id == account_id, listed.c.list == which
    count = tx.execute(sa.select(sa.func.count()).select_from(listed).where(*own)).scalar_one()
    query = sa.select(listed.c.number, listed.c.name).where(*own).order_by(listed.c.number).limit(most)
    return count, [Entry(which, row.number, row.name) for row in tx.all(query)]


@dataclass(frozen=True, slots=True)
class Entry:
    which: Listed
    number: str
    name: str


def entries(tx: Transaction, account_id: str) -> list[Entry]:
    """All three lists, each by number."""
    rows = tx.all(
        sa.select(listed.c.list, listed.c.number, listed.c.name)
        .where(listed.c.account_id == account_id)
        .order_by(listed.c.list, listed.c.number)
    )
    return [Entry(Listed(row.list), row.number, row.name) for row in rows]


def put(tx: Transaction, account_id: str, numbers: Mapping[str, str], which: Listed) -> int:
    """Put these numbers (E.164, each with a name or "") on a list, off any other; how many are new to it.

    `Listed.NO` takes them off every list. A name that is known is kept when none comes.
    """
    if which is Listed.NO:
        gone = listed.c.account_id == account_id, listed.c.number.in_(numbers)
        return tx.execute(sa.delete(listed).where(*gone)).rowcount
    known = _on(tx, account_id, which, numbers) if len(numbers) <= FEW else numbers_on(tx, account_id, which)
    for number, name in numbers.items():
        _put(tx, account_id, number, name, which)
    return len(numbers.keys() - known)


def _on(tx: Transaction, account_id: str, which: Listed, numbers: Collection[str]) -> frozenset[str]:
    """Those of a few numbers that are on it, however long it is."""
    own = listed.c.account_id == account_id, listed.c.list == which, listed.c.number.in_(list(numbers))
    return frozenset(row.number for row in tx.all(sa.select(listed.c.number).where(*own)))


def set_list(tx: Transaction, account_id: str, which: Listed, numbers: frozenset[str]) -> tuple[int, int]:
    """Make this list exactly these numbers; returns how many were added and removed."""
    known = numbers_on(tx, account_id, which)
    put(tx, account_id, dict.fromkeys(numbers - known, ""), which)
    gone = known - numbers
    tx.execute(
        sa.delete(listed).where(
            listed.c.account_id == account_id, listed.c.list == which, listed.c.number.in_(gone)
        )
    )
    return len(numbers - known), len(gone)


def _put(tx: Transaction, account_id: str, number: str, name: str, which: Listed) -> None:
    row = insert(listed).values(account_id=account_id, number=number, list=which, name=name, added_at=tx.now)
    named = sa.case((row.excluded.name != "", row.excluded.name), else_=listed.c.name)
    tx.execute(
        row.on_conflict_do_update(
            index_elements=["account_id", "number"], set_={"list": row.excluded.list, "name": named}
        )
    )


_OF = Prepared(
    sa.select(listed.c.list).where(
        listed.c.account_id == sa.bindparam("account_"), listed.c.number == sa.bindparam("number_")
    )
)
