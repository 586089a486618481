"""The table of the owner's three lists (`listed.py`): never text, never text but tell me, VIP."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ringback.contacts.listed import Listed
from ringback.db.among import among
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction

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


def as_they_are(
    tx: Transaction, account_id: str, numbers: Collection[str]
) -> dict[str, tuple[str, str] | None]:
    """The list and the name of each number; None where it is on no list."""
    own = listed.c.account_id == account_id, among(listed.c.number, "numbers_")
    query = sa.select(listed.c.number, listed.c.list, listed.c.name).where(*own)
    rows = tx.execute(query, {"numbers_": numbers})
    return dict.fromkeys(numbers) | {row.number: (row.list, row.name) for row in rows}


def put_back(
    tx: Transaction, account_id: str, which: Listed, were: Mapping[str, tuple[str, str] | None]
) -> None:
    """Those that are still on this list, to where they were (`as_they_are`)."""
    still = _on(tx, account_id, which, were.keys())
    _take_off(tx, account_id, still)
    for number in still:
        if (was := were[number]) is not None:
            put(tx, account_id, {number: was[1]}, Listed(was[0]))


def put(tx: Transaction, account_id: str, numbers: Mapping[str, str], which: Listed) -> int:
    """Put these numbers (E.164, each with a name or "") on a list, off any other; how many are new to it.

    `Listed.NO` takes them off every list. A name that is known is kept when none comes.
    """
    if which is Listed.NO:
        return _take_off(tx, account_id, numbers)
    known = _on(tx, account_id, which, numbers)
    for number, name in numbers.items():
        row = {"account_id": account_id, "number": number, "list": which, "name": name, "added_at": tx.now}
        tx.execute(_PUT, row)
    return len(numbers.keys() - known)


def _on(tx: Transaction, account_id: str, which: Listed, numbers: Collection[str]) -> frozenset[str]:
    """Which of these numbers are on the list."""
    rows = tx.execute(_ON, {"account_": account_id, "list_": which, "numbers_": numbers})
    return frozenset(row.number for row in rows)


def set_list(tx: Transaction, account_id: str, which: Listed, numbers: frozenset[str]) -> tuple[int, int]:
    """Make this list exactly these numbers; returns how many were added and removed."""
    known = numbers_on(tx, account_id, which)
    put(tx, account_id, dict.fromkeys(numbers - known, ""), which)
    gone = known - numbers
    _take_off(tx, account_id, gone)
    return len(numbers - known), len(gone)


def _take_off(tx: Transaction, account_id: str, numbers: Collection[str]) -> int:
    """Take each number off its list; returns how many were on one."""
    return tx.execute(_TAKE_OFF, {"account_": account_id, "numbers_": numbers}).rowcount


_NEW = insert(listed)
_NAMED = sa.case((_NEW.excluded.name != "", _NEW.excluded.name), else_=listed.c.name)
_PUT = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["account_id", "number"], set_={"list": _NEW.excluded.list, "name": _NAMED}
    )
)
_AMONG = listed.c.account_id == sa.bindparam("account_"), among(listed.c.number, "numbers_")
_ON = Prepared(sa.select(listed.c.number).where(*_AMONG, listed.c.list == sa.bindparam("list_")))
_TAKE_OFF = Prepared(sa.delete(listed).where(*_AMONG))
_OF = Prepared(
    sa.select(listed.c.list).where(
        listed.c.account_id == sa.bindparam("account_"), listed.c.number == sa.bindparam("number_")
    )
)
