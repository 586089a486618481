"""Copy opt-outs and opt-ins into a restored database: from the lost database, if its file can still be read,
or from a later backup."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.contacts.permission import permissions
from ringback.db.transaction import StoreAway, Transaction


@dataclass(frozen=True, slots=True)
class Said:
    """A row of another database's ledger."""

    account_id: str
    number: str
    change: str
    source: str
    evidence: str
    at: datetime


def ledger_of(database: Path) -> list[Said]:
    """The ledger in a file of SQLite, of whatever revision, oldest first. Raises StoreAway."""
    uri = f"{database.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
            connection.execute("PRAGMA query_only=ON")
            rows = connection.execute(
                "SELECT account_id, number, change, source, evidence, at FROM permissions ORDER BY id"
            ).fetchall()
    except sqlite3.Error as error:
        raise StoreAway(str(error)) from error
    return [
        Said(account, number, change, source, evidence, datetime.fromisoformat(at).replace(tzinfo=UTC))
        for account, number, change, source, evidence, at in rows
    ]


def ledger_in(rows: Iterable[Mapping[str, str]]) -> list[Said]:
    """The ledger from the rows of a server's table as they were backed up, in whatever order."""
    return [
        Said(
            row["account_id"],
            row["number"],
            row["change"],
            row["source"],
            row["evidence"],
            datetime.fromisoformat(row["at"]).astimezone(UTC),
        )
        for row in sorted(rows, key=lambda row: int(row["id"]))
    ]


def merge(tx: Transaction, ledger: Iterable[Said]) -> tuple[int, int]:
    """Add what was said later than all that is known of the same person; running it again adds nothing.

    Returns how many rows were added, and how many are of businesses that are not here.
    """
    known = {account.id for account in accounts.every(tx)}
    latest = _latest(tx)
    added = strange = 0
    for said in ledger:
        person = (said.account_id, said.number)
        if said.account_id not in known:
            strange += 1
        elif person not in latest or said.at > latest[person]:
            tx.execute(sa.insert(permissions).values(_row(said)))
            latest[person] = said.at
            added += 1
    return added, strange


def _latest(tx: Transaction) -> dict[tuple[str, str], datetime]:
    """When each person last said something. The whole ledger, of all businesses: an operator's work."""
    person = (permissions.c.account_id, permissions.c.number)
    rows = tx.all(sa.select(*person, sa.func.max(permissions.c.at).label("at")).group_by(*person))
    return {(row.account_id, row.number): row.at for row in rows}


def _row(said: Said) -> dict[str, object]:
    return {
        "account_id": said.account_id,
        "number": said.number,
        "change": said.change,
        "source": said.source,
        "evidence": said.evidence,
        "at": said.at,
    }
