"""The tables of imports: an address book of up to 100,000 numbers is imported a thousand at a time.

1. The file is stored as it came, and the browser gets its answer.
2. A job reads the file outside the event loop and stores what it found in parts.
3. A job imports one part and adds itself again, until no part is left or somebody has stopped it.
4. For a day each part keeps what was there before it, so that the file can be taken back
   (flows/import_taken_back.py), again a part at a time.

Each part and the progress are one commit, so a restart goes on where it was, and nothing is imported twice.
Calls and texts wait for one part at most.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from ringback.contacts import lists
from ringback.contacts import store as contacts
from ringback.contacts.address_book import AddressBook, read_address_book
from ringback.contacts.listed import Listed
from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

READ: Final = "read_file"
TAKE: Final = "take_in"
TAKE_BACK: Final = "take_back"
FORGET: Final = "forget_file"
REGRET: Final = timedelta(days=1)  # for so long after its end a file can be taken back
IN_ONE_GO: Final = 1_000
AS_NAMES: Final = "names"  # names of callers; else one of the lists

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("which", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary),
    sa.Column("total", sa.Integer, nullable=False, server_default="0"),
    sa.Column("taken", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unread", sa.Integer, nullable=False, server_default="0"),
    sa.Column("problems", sa.Text, nullable=False, server_default="[]"),
    sa.Column("begun_at", Instant, nullable=False),
    sa.Index("ix_imports_account_id_begun_at", "account_id", "begun_at"),
)
parts = sa.Table(
    "import_parts",
    metadata,
    sa.Column("import_id", sa.Text, sa.ForeignKey("imports.id", ondelete="CASCADE"), nullable=False),
    account_id(),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("people", sa.Text, nullable=False),
    sa.Column("before", sa.Text),  # what the part has changed, as it was; null: it waits to be imported
    sa.PrimaryKeyConstraint("import_id", "place"),
)


class State(StrEnum):
    READING = "reading"
    TAKING = "taking"
    DONE = "done"
    STOPPED = "stopped"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Import:
    """Without its content."""

    id: str
    account_id: str
    which: str
    country: str
    state: State
    total: int  # numbers; 0 until it was read
    taken: int
    unread: int  # rows without a number that we could read
    problems: tuple[str, ...]
    begun_at: datetime

    @property
    def goes_on(self) -> bool:
        return self.state in (State.READING, State.TAKING, State.TAKING_BACK)

    @property
    def can_be_taken_back(self) -> bool:
        return self.state in (State.DONE, State.STOPPED) and self.taken > 0


@dataclass(frozen=True, slots=True)
class Part:
    """What has been imported at once."""

    of: Import
    place: int
    people: dict[str, str]  # the name by number, as the file has it
    before: dict[str, Any]  # by number: the name, or [list, name], that was there; None where nothing was


def begin(tx: Transaction, account_id: str, content: bytes, which: str, country: str) -> bool:
    """Returns False while another file of this business is being imported."""
    last = latest(tx, account_id)
    if last is not None and last.goes_on:
        return False
    id = new_id("import")
    tx.execute(
        sa.insert(imports).values(
            id=id, account_id=account_id, which=which, country=country, state=State.READING, content=content,
            begun_at=tx.now,
        )
    )  # fmt: skip
    jobs.add(tx, READ, id, key=f"{READ}:{id}")
    return True


def latest(tx: Transaction, account_id: str) -> Import | None:
    query = sa.select(*_COLUMNS).where(imports.c.account_id == account_id)
    row = tx.one(query.order_by(imports.c.begun_at.desc(), imports.c.id.desc()).limit(1))
    return _import(row) if row else None


def stop(tx: Transaction, account_id: str) -> None:
    """Stop the import. What was imported stays."""
    last = latest(tx, account_id)
    if last is not None and last.state in (State.READING, State.TAKING):
        waiting = parts.c.import_id == last.id, parts.c.account_id == account_id, parts.c.before.is_(None)
        tx.execute(sa.delete(parts).where(*waiting))
        _end(tx, last, State.STOPPED)


def take_back(tx: Transaction, account_id: str) -> bool:
    """Undo the newest import, by a job. Returns False where there is none that can be undone any more."""
    last = latest(tx, account_id)
    if last is None or not last.can_be_taken_back or _part(tx, last, taken=True) is None:
        return False
    _change(tx, last, state=State.TAKING_BACK)
    jobs.add(tx, TAKE_BACK, last.id, key=f"{TAKE_BACK}:{last.id}")
    return True


class Reader:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def read(self, id: str) -> Callable[[Transaction], None] | None:
        """In a thread: reading a large file takes seconds, and the event loop must not wait for it."""
        stored = await self._db.read(_stored, id)
        if stored is None:
            return None
        content, country = stored
        book = await asyncio.to_thread(read_address_book, content, country)
        return partial(was_read, id=id, book=book)


def take(tx: Transaction, id: str) -> None:
    """Import the next part. Idempotent: the part is removed in the same commit."""
    one = _get(tx, id)
    if one is None or one.state is not State.TAKING:
        return
    part = _part(tx, one, taken=False)
    if part is None:
        _end(tx, one, State.DONE)
        return
    before: Mapping[str, object]
    if one.which == AS_NAMES:
        before = contacts.name_people(tx, one.account_id, part.people)
    else:
        before = lists.as_they_are(tx, one.account_id, part.people)
        lists.put(tx, one.account_id, part.people, Listed(one.which))
    tx.execute(sa.update(parts).where(*_own(part)).values(before=json.dumps(before)))
    _change(tx, one, taken=one.taken + len(part.people))
    jobs.add(tx, TAKE, id, key=f"{TAKE}:{id}")


def part_to_take_back(tx: Transaction, id: str) -> Part | None:
    """The last part that was imported. Without one all of the file is taken back, and that is noted."""
    one = _get(tx, id)
    if one is None or one.state is not State.TAKING_BACK:
        return None
    part = _part(tx, one, taken=True)
    if part is None:
        _change(tx, one, state=State.TAKEN_BACK)
    return part


def was_taken_back(tx: Transaction, part: Part) -> None:
    """This part is undone: on with the one before it."""
    tx.execute(sa.delete(parts).where(*_own(part)))
    _change(tx, part.of, taken=part.of.taken - len(part.people))
    jobs.add(tx, TAKE_BACK, part.of.id, key=f"{TAKE_BACK}:{part.of.id}")


def forget(tx: Transaction, id: str) -> None:
    """What was there before the file is kept for a day only: these are people's names and numbers."""
    one = _get(tx, id)
    if one is not None and not one.goes_on:
        tx.execute(sa.delete(parts).where(parts.c.import_id == id, parts.c.account_id == one.account_id))


def was_read(tx: Transaction, *, id: str, book: AddressBook) -> None:
    """Store the parts and begin to import them, unless somebody has stopped it meanwhile."""
    one = _get(tx, id)
    if one is None or one.state is not State.READING:
        return
    people = list(book.people.items())
    for place, begin in enumerate(range(0, len(people), IN_ONE_GO)):
        some = json.dumps(dict(people[begin : begin + IN_ONE_GO]))
        tx.execute(sa.insert(parts).values(import_id=id, account_id=one.account_id, place=place, people=some))
    problems = json.dumps(book.problems)
    known = {"total": len(people), "unread": book.unread, "problems": problems, "content": None}
    _change(tx, one, state=State.TAKING, **known)
    jobs.add(tx, TAKE, id, key=f"{TAKE}:{id}")


def _part(tx: Transaction, one: Import, *, taken: bool) -> Part | None:
    """The last one that was imported, or the first one that was not."""
    chosen = parts.c.before.is_not(None) if taken else parts.c.before.is_(None)
    row = tx.one(
        sa.select(parts.c.place, parts.c.people, parts.c.before)
        .where(parts.c.import_id == one.id, parts.c.account_id == one.account_id, chosen)
        .order_by(parts.c.place.desc() if taken else parts.c.place)
        .limit(1)
    )
    return Part(one, row.place, json.loads(row.people), json.loads(row.before or "{}")) if row else None


def _own(part: Part) -> tuple[sa.ColumnElement[bool], ...]:
    one = part.of
    return parts.c.import_id == one.id, parts.c.account_id == one.account_id, parts.c.place == part.place


def _end(tx: Transaction, one: Import, state: State) -> None:
    _change(tx, one, state=state, content=None)
    jobs.add(tx, FORGET, one.id, due=tx.now + REGRET, key=f"{FORGET}:{one.id}")


def _stored(tx: Transaction, id: str) -> tuple[bytes, str] | None:
    reading = imports.c.state == State.READING
    row = tx.one(sa.select(imports.c.content, imports.c.country).where(imports.c.id == id, reading))
    return (bytes(row.content), row.country) if row and row.content is not None else None


def _get(tx: Transaction, id: str) -> Import | None:
    row = tx.one(sa.select(*_COLUMNS).where(imports.c.id == id).with_for_update())
    return _import(row) if row else None


def _change(tx: Transaction, one: Import, **values: object) -> None:
    own = imports.c.id == one.id, imports.c.account_id == one.account_id
    tx.execute(sa.update(imports).where(*own).values(**values))
    tx.announce(f"account:{one.account_id}")


def _import(row: sa.Row[Any]) -> Import:
    return read_as(Import, row, state=State(row.state), problems=tuple(json.loads(row.problems)))


_COLUMNS: Final = columns_of(Import, imports)
