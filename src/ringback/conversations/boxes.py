"""The boxes of the inbox, as conditions for a query on conversations.

Somebody with several numbers has a conversation on each, and is still one person: they are in a box once,
with the number that comes first there.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from ringback.contacts.people import siblings, with_several
from ringback.conversations.search import matching
from ringback.conversations.store import conversations, reads
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

# What is done with a phone, soon.
TO_CALL: Final = (TaskKind.URGENT, TaskKind.CALL_BACK, TaskKind.LISTEN, TaskKind.LATE_PROMISE)

Talk = sa.FromClause  # the conversations, or one of them beside another


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


def in_box(
    box: Box, account_id: str, member_id: str, now: datetime, typed: str = ""
) -> Sequence[sa.ColumnElement[bool]]:
    """What is searched with `typed` is looked for in all boxes at once."""
    if typed:  # whoever is found is found with all their numbers
        inside, otherwise_shown = matching(account_id, typed), _before(Box.OPEN)
    else:
        inside = _inside(box, conversations, account_id, member_id, now)
        before = sa.and_(_inside(box, _OTHER, account_id, member_id, now), _before(box))
        otherwise_shown = sa.or_(_elsewhere(box, _OTHER, now), before)
    stands_for_them = sa.or_(
        # Few people have several numbers, so that is checked first: the rest costs most.
        conversations.c.contact_id.not_in(with_several(account_id)),
        sa.not_(_THEIRS.where(otherwise_shown).correlate(conversations).exists()),
    )
    return conversations.c.account_id == account_id, inside, stands_for_them


def unread(talk: Talk, member_id: str) -> sa.ColumnElement[bool]:
    """Has the person been in touch since this member looked?"""
    seen = sa.select(reads.c.read_at).where(
        reads.c.member_id == member_id,
        reads.c.conversation_id == talk.c.id,
        reads.c.read_at >= talk.c.last_in_at,
    )
    return sa.and_(talk.c.last_in_at.is_not(None), sa.not_(seen.correlate(talk).exists()))


def _inside(box: Box, talk: Talk, account_id: str, member_id: str, now: datetime) -> sa.ColumnElement[bool]:
    here = _here(talk, now)
    match box:
        case Box.OPEN:
            return here
        case Box.UNREAD:
            return sa.and_(here, unread(talk, member_id))
        case Box.MINE:
            return sa.and_(here, talk.c.assigned_to == member_id)
        case Box.UNASSIGNED:
            return sa.and_(here, talk.c.assigned_to.is_(None))
        case Box.WAITING:
            return sa.and_(here, talk.c.waiting_since.is_not(None))
        case Box.CALL:
            return sa.and_(here, talk.c.contact_id.in_(tasks.contacts_with(account_id, TO_CALL)))
        case Box.SNOOZED:
            return sa.and_(talk.c.done_at.is_(None), _snoozed(talk, now))
        case Box.DONE:
            return talk.c.done_at.is_not(None)


def _elsewhere(box: Box, other: Talk, now: datetime) -> sa.ColumnElement[bool]:
    """Does their other conversation keep the person out of this box?"""
    match box:
        case Box.UNASSIGNED:
            return sa.and_(_here(other, now), other.c.assigned_to.is_not(None))
        case Box.SNOOZED:
            return _here(other, now)
        case Box.DONE:
            return other.c.done_at.is_(None)
        case _:
            return sa.false()


def _before(box: Box) -> sa.ColumnElement[bool]:
    """Does their other conversation stand before this one?"""
    other, this = (_OTHER.c, conversations.c)
    if box is Box.WAITING:
        return sa.tuple_(other.waiting_since, other.id) < sa.tuple_(this.waiting_since, this.id)
    # Not by the index of instants, which looks at all that is newer: a person has few numbers.
    last = sa.func.coalesce(other.last_at, other.created_at)
    return sa.tuple_(last, other.id) > sa.tuple_(this.last_at, this.id)


def _here(talk: Talk, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(talk.c.done_at.is_(None), sa.not_(_snoozed(talk, now)))


def _snoozed(talk: Talk, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(talk.c.snoozed_until.is_not(None), talk.c.snoozed_until > now)


_OTHER: Final = conversations.alias("other_talk")
_NUMBERS: Final = siblings(conversations.c.contact_id)
_THEIRS: Final = _NUMBERS.where(
    _OTHER.c.account_id == conversations.c.account_id,
    _OTHER.c.contact_id == _NUMBERS.selected_columns.id,
)
