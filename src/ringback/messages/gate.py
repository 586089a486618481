"""What can come of the last look at a text before it leaves (`flows/last_look.py`), and whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.messages import store as texts
from ringback.messages.store import Text
from ringback.phone.provider import Provider

SOON = timedelta(milliseconds=200)
MIND_THE_ORDER = timedelta(seconds=1)
WHILE_PARKED = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Go:
    contact: Contact


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; look again at this instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """Call it off. `call_back`: a person should phone instead."""

    reason: str
    sentence: str
    call_back: bool = False


LastLook = Callable[[Transaction, Text, Line], Contact | Later | Never]
"""May this text leave at all? Gives the person whom it is for."""


def turn(tx: Transaction, text: Text, line: Line, contact: Contact, pace: float | None) -> Go | Later | Never:
    """Is the line ready, has everything before it left, and is there room in the line's rate?

    `pace` is the line's texts per second; None means that the company paces.
    """
    if line.removed_at is not None:
        return Never("line_removed", "Not texted: this line is no longer in use.", call_back=True)
    if line.parked_reason is not None:
        return Later(tx.now + WHILE_PARKED)
    if webhooks.unread_from(tx, line.id, contact.number):
        return Later(tx.now + SOON)
    if texts.unfinished_before(tx, text):
        return Later(tx.now + MIND_THE_ORDER)
    at = tx.now if pace is None else lines.book_text(tx, line, pace)
    return Go(contact) if at <= tx.now else Later(at)


def pace_of(line: Line, company: Provider[object]) -> float | None:
    """Texts per second: the owner's number, else what the company needs; None when it queues by itself."""
    return line.plan.texts_per_second or company.texts_per_second
