"""The list of conversations: who waits, who is unread, whose it is; a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.calls import of_contact as calls
from ringback.calls.of_contact import LastCall
from ringback.contacts import store as contacts
from ringback.contacts.people import siblings, with_several
from ringback.contacts.store import Contact
from ringback.conversations.search import matching
from ringback.conversations.store import COLUMNS, Conversation, conversations, reads
from ringback.db.transaction import Transaction
from ringback.messages import of_contact as texts
from ringback.messages.store import Text
from ringback.tasks import store as tasks
from ringback.tasks.store import Task, TaskKind

PAGE: Final = 40
COUNTED_UP_TO: Final = 99

# What is done with a phone, soon.
TO_CALL: Final = (TaskKind.URGENT, TaskKind.CALL_BACK, TaskKind.LISTEN, TaskKind.LATE_PROMISE)


class Box(StrEnum):
    """Which conversations are shown. A conversation may be in several."""

    OPEN = "open"
    UNREAD = "unread"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"  # the longest wait first
    CALL = "call"  # somebody should phone
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list, with all that it shows."""

    conversation: Conversation
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

    `after` is the `more` of the page before. The number of queries is always the same.
    """
    order = conversations.c.waiting_since if box is Box.WAITING and not typed else conversations.c.last_at
    up = order is conversations.c.waiting_since
    query = _seen_by(account_id, member_id).where(*_in_box(box, account_id, member_id, tx.now, typed))
    if after:
        query = query.where(_behind(order, after, up=up))
    way = (order, conversations.c.id) if up else (order.desc(), conversations.c.id.desc())
    rows = tx.all(query.order_by(*way).limit(limit + 1))
    more = _cursor(rows[limit - 1], up=up) if len(rows) > limit else ""
    return Page(tuple(_whole(tx, account_id, rows[:limit])), more)


def one(tx: Transaction, account_id: str, member_id: str, conversation_id: str) -> Listed:
    """Raises LookupError."""
    query = _seen_by(account_id, member_id).where(conversations.c.id == conversation_id)
    row = tx.one(query)
    if row is None:
        raise LookupError(conversation_id)
    (listed,) = _whole(tx, account_id, [row])
    return listed


def counts(tx: Transaction, account_id: str, member_id: str) -> dict[Box, int]:
    """How many are in each box that asks for something; counted up to `COUNTED_UP_TO` + 1."""
    counted = (Box.UNREAD, Box.MINE, Box.WAITING, Box.CALL)
    each = [
        sa.select(sa.func.count())
        .select_from(
            sa.select(conversations.c.id)
            .select_from(_with_reads(member_id))
            .where(*_in_box(box, account_id, member_id, tx.now))
            .limit(COUNTED_UP_TO + 1)
            .subquery()
        )
        .scalar_subquery()
        .label(box)
        for box in counted
    ]
    row = tx.one(sa.select(*each))
    return {box: row._mapping[box.value] for box in counted} if row is not None else {}


def _in_box(
    box: Box, account_id: str, member_id: str, now: datetime, typed: str = ""
) -> Sequence[sa.ColumnElement[bool]]:
    ours = conversations.c.account_id == account_id
    if typed:
        return ours, matching(account_id, typed)
    snoozed = sa.and_(conversations.c.snoozed_until.is_not(None), conversations.c.snoozed_until > now)
    here = (ours, conversations.c.done_at.is_(None), sa.not_(snoozed))
    match box:
        case Box.OPEN:
            return *here, _to_show(account_id)
        case Box.UNREAD:
            return *here, _UNREAD
        case Box.MINE:
            return *here, conversations.c.assigned_to == member_id
        case Box.UNASSIGNED:
            return *here, conversations.c.assigned_to.is_(None)
        case Box.WAITING:
            return *here, conversations.c.waiting_since.is_not(None)
        case Box.CALL:
            return *here, conversations.c.contact_id.in_(tasks.contacts_with(account_id, TO_CALL))
        case Box.SNOOZED:
            return ours, conversations.c.done_at.is_(None), snoozed
        case Box.DONE:
            return ours, conversations.c.done_at.is_not(None)


def _with_reads(member_id: str) -> sa.Join:
    theirs = sa.and_(reads.c.conversation_id == conversations.c.id, reads.c.member_id == member_id)
    return conversations.outerjoin(reads, theirs)


def _seen_by(account_id: str, member_id: str) -> sa.Select[Any]:
    return (
        sa.select(*COLUMNS, sa.case((_UNREAD, True), else_=False).label("unread"))
        .select_from(_with_reads(member_id))
        .where(conversations.c.account_id == account_id)
    )


def _whole(tx: Transaction, account_id: str, rows: Sequence[sa.Row[Any]]) -> list[Listed]:
    ids = [row.contact_id for row in rows]
    people = contacts.of_ids(tx, account_id, ids)
    written = texts.last_of_each(tx, account_id, ids)
    called = calls.last_of_each(tx, account_id, ids)
    to_do = tasks.most_pressing_of_each(tx, account_id, ids)
    return [
        Listed(
            conversation=Conversation(**{column.name: getattr(row, column.name) for column in COLUMNS}),
            contact=people[row.contact_id],
            unread=bool(row.unread),
            text=written.get(row.contact_id),
            call=called.get(row.contact_id),
            task=to_do.get(row.contact_id),
        )
        for row in rows
    ]


def _cursor(row: sa.Row[Any], *, up: bool) -> str:
    at: datetime = row.waiting_since if up else row.last_at
    return f"{at.isoformat()}~{row.id}"


def _behind(order: sa.ColumnElement[Any], after: str, *, up: bool) -> sa.ColumnElement[bool]:
    """Raises ValueError for a cursor that we have not made."""
    at, _, last_id = after.partition("~")
    place, end = sa.tuple_(order, conversations.c.id), (datetime.fromisoformat(at), last_id)
    ends = sa.tuple_(sa.literal(end[0], order.type), sa.literal(end[1]))
    return place > ends if up else place < ends


def _to_show(account_id: str) -> sa.ColumnElement[bool]:
    """Of a person's several numbers, show the one that was last in touch, and those that wait for an answer.

    Few people have several numbers, so that is checked first: looking for a newer conversation costs most.
    """
    return sa.or_(
        conversations.c.contact_id.not_in(with_several(account_id)),
        conversations.c.waiting_since.is_not(None),
        _NONE_NEWER,
    )


_OTHER: Final = conversations.alias("other_talk")
_THEIRS: Final = siblings(conversations.c.contact_id)
_NONE_NEWER: Final = sa.not_(
    _THEIRS.where(
        _OTHER.c.account_id == conversations.c.account_id,
        _OTHER.c.contact_id == _THEIRS.selected_columns.id,
        # Not by the index of instants, which looks at all that is newer: a person has few numbers.
        sa.tuple_(sa.func.coalesce(_OTHER.c.last_at, _OTHER.c.created_at), _OTHER.c.id)
        > sa.tuple_(conversations.c.last_at, conversations.c.id),
    )
    .correlate(conversations)
    .exists(),
)
_UNREAD: Final = sa.and_(
    conversations.c.last_in_at.is_not(None),
    sa.or_(reads.c.read_at.is_(None), reads.c.read_at < conversations.c.last_in_at),
)
