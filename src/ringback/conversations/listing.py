"""The list of conversations: who waits, who is unread, whose it is; a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from ringback.calls import of_contact as calls
from ringback.calls.of_contact import LastCall
from ringback.contacts import people
from ringback.contacts.store import Contact
from ringback.conversations.boxes import Box, in_box, unread
from ringback.conversations.store import COLUMNS, Conversation, as_one, conversations
from ringback.db.transaction import Transaction
from ringback.messages import of_contact as texts
from ringback.messages.store import Text
from ringback.tasks import store as tasks
from ringback.tasks.store import Task

T = TypeVar("T")

PAGE: Final = 40
COUNTED_UP_TO: Final = 99


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list, with all that it shows: of a person, whichever of their numbers it came from."""

    conversation: Conversation  # on the number that comes first in the box
    contact: Contact
    unread: bool
    text: Text | None  # the last one
    call: LastCall | None
    task: Task | None  # the most pressing one


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Listed, ...]
    more: str  # where the next page begins; "" when this is the last


def page(
    tx: Transaction,
    account_id: str,
    member_id: str,
    box: Box = Box.OPEN,
    *,
    typed: str = "",
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """Newest first; in the box WAITING the longest wait first. `typed` searches in all boxes at once.

    `after` is the `more` of the page before. The number of queries is always the same, but for two more where
    somebody has several numbers.
    """
    order = conversations.c.waiting_since if box is Box.WAITING and not typed else conversations.c.last_at
    up = order is conversations.c.waiting_since
    query = _seen_by(account_id, member_id).where(*in_box(box, account_id, member_id, tx.now, typed))
    if after:
        query = query.where(_behind(order, after, up=up))
    way = (order, conversations.c.id) if up else (order.desc(), conversations.c.id.desc())
    rows = tx.all(query.order_by(*way).limit(limit + 1))
    more = _cursor(rows[limit - 1], up=up) if len(rows) > limit else ""
    return Page(tuple(_whole(tx, account_id, member_id, rows[:limit])), more)


def one(tx: Transaction, account_id: str, member_id: str, conversation_id: str) -> Listed:
    """Raises LookupError."""
    query = _seen_by(account_id, member_id).where(conversations.c.id == conversation_id)
    row = tx.one(query)
    if row is None:
        raise LookupError(conversation_id)
    (listed,) = _whole(tx, account_id, member_id, [row])
    return listed


def counts(tx: Transaction, account_id: str, member_id: str) -> dict[Box, int]:
    """How many are in each box that asks for something; counted up to `COUNTED_UP_TO` + 1."""
    counted = (Box.UNREAD, Box.MINE, Box.WAITING, Box.CALL)
    each = [
        sa.select(sa.func.count())
        .select_from(
            sa.select(conversations.c.id)
            .where(*in_box(box, account_id, member_id, tx.now))
            .limit(COUNTED_UP_TO + 1)
            .subquery()
        )
        .scalar_subquery()
        .label(box)
        for box in counted
    ]
    row = tx.one(sa.select(*each))
    return {box: row._mapping[box.value] for box in counted} if row is not None else {}


def _seen_by(account_id: str, member_id: str) -> sa.Select[Any]:
    new = sa.case((unread(conversations, member_id), True), else_=False).label("unread")
    return sa.select(*COLUMNS, new).where(conversations.c.account_id == account_id)


def _whole(tx: Transaction, account_id: str, member_id: str, rows: Sequence[sa.Row[Any]]) -> list[Listed]:
    numbers = people.numbers_of_each(tx, account_id, [row.contact_id for row in rows])
    ids = {each.id for every in numbers.values() for each in every}
    talks = {row.contact_id: row for row in rows}
    if elsewhere := ids - talks.keys():
        query = _seen_by(account_id, member_id).where(conversations.c.contact_id.in_(elsewhere))
        talks |= {row.contact_id: row for row in tx.all(query)}
    happened = _Happened(
        talks,
        texts.last_of_each(tx, account_id, ids),
        calls.last_of_each(tx, account_id, ids),
        tasks.most_pressing_of_each(tx, account_id, ids),
    )
    return [_listed(numbers[row.contact_id], happened, tx.now) for row in rows]


@dataclass(frozen=True, slots=True)
class _Happened:
    """By the number, as a contact's id."""

    talks: Mapping[str, sa.Row[Any]]
    texts: Mapping[str, Text]
    calls: Mapping[str, LastCall]
    tasks: Mapping[str, Task]


def _listed(numbers: Sequence[Contact], happened: _Happened, now: datetime) -> Listed:
    contact, *others = numbers
    to_do = _those_of(numbers, happened.tasks)
    talks = _those_of(numbers, happened.talks)
    return Listed(
        conversation=as_one([_conversation(talk) for talk in talks], now),
        contact=people.named_as(contact, others),
        unread=any(talk.unread for talk in talks),
        text=max(_those_of(numbers, happened.texts), key=lambda text: text.created_at, default=None),
        call=max(_those_of(numbers, happened.calls), key=lambda call: call.at, default=None),
        task=min(to_do, key=lambda task: (task.rank, task.created_at), default=None),
    )


def _those_of(numbers: Sequence[Contact], found: Mapping[str, T]) -> list[T]:
    return [found[each.id] for each in numbers if each.id in found]


def _conversation(row: sa.Row[Any]) -> Conversation:
    return Conversation(**{column.name: getattr(row, column.name) for column in COLUMNS})


def _cursor(row: sa.Row[Any], *, up: bool) -> str:
    at: datetime = row.waiting_since if up else row.last_at
    return f"{at.isoformat()}~{row.id}"


def _behind(order: sa.ColumnElement[Any], after: str, *, up: bool) -> sa.ColumnElement[bool]:
    """Raises ValueError for a cursor that we have not made."""
    at, _, last_id = after.partition("~")
    place, end = sa.tuple_(order, conversations.c.id), (datetime.fromisoformat(at), last_id)
    ends = sa.tuple_(sa.literal(end[0], order.type), sa.literal(end[1]))
    return place > ends if up else place < ends
