"""What can come of the last look at a text before it leaves (`flows/last_look.py`), and whose turn it is."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line, Pace
from ringback.messages import queue
from ringback.messages.store import Purpose, Text
from ringback.phone.provider import Provider
from ringback.phone.words import is_toll_free

SOON = timedelta(milliseconds=200)
MIND_THE_ORDER = timedelta(seconds=1)
WHILE_PARKED = timedelta(seconds=30)

# A number that is in no campaign, or in a small one, may send about one text (part) a second, a toll-free one
# about three. Faster is refused by some carriers, and kept in a queue by most phone companies.
LONG_CODE, TOLL_FREE = 1.0, 3.0
QUEUED_THERE = 30
TURN = "turn"  # the reason of a text that waits for the turn it has booked, which is when it is due
TURN_LASTS = timedelta(seconds=10)
ANSWERS = (Purpose.CONFIRMATION, Purpose.SAFETY)
WAITS = "It waits for its turn: more texts are in line than this number may send at once."
TOO_MANY = "Not texted: so many texts wait on this line that it would have come too late."


@dataclass(frozen=True, slots=True)
class Go:
    """Now."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; look again at this instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Not now; it has booked this instant for itself."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """Call it off. `call_back`: a person should phone instead."""

    reason: str
    sentence: str
    call_back: bool = False


LastLook = Callable[[Transaction, Text, Contact], Later | Never | None]
"""What forbids this text to this person, or makes it wait."""


def turn(tx: Transaction, text: Text, line: Line, contact: Contact, pace: Pace) -> Go | Later | Turn | Never:
    """Is the line ready, has everything before it left, and is there room in the line's rate?"""
    if line.removed_at is not None:
        return Never("line_removed", "Not texted: this line is no longer in use.", call_back=True)
    if line.parked_reason is not None:
        return Later(tx.now + WHILE_PARKED)
    if webhooks.unread_about(tx, text.account_id, contact.number):
        return Later(tx.now + SOON)
    if queue.unfinished_before(tx, text):
        return Later(tx.now + MIND_THE_ORDER)
    return _in_turn(tx, text, line, pace)


def _in_turn(tx: Transaction, text: Text, line: Line, pace: Pace) -> Go | Later | Turn | Never:
    """Each text books a turn of its own when it first comes, and leaves at it: so they leave in the order in
    which they came, and ten thousand that wait are looked at once each, not once a second.

    What answers a person goes at once, and those behind it wait a little longer; a reply that somebody of
    the business wrote only where the company keeps a queue. What is tried again takes
    a turn that is free, and never one that a new text could have.
    """
    if _its_turn(text, tx.now):
        return Go()
    if text.purpose in ANSWERS or (text.purpose is Purpose.REPLY and pace.at_once > 1):
        lines.book_turn(tx, line, pace)
        return Go()
    at = lines.next_turn(line, tx.now, pace)
    if at > tx.now and text.tries:
        return Later(at + timedelta(seconds=random.uniform(15.0, 60.0)))
    if text.expires_at is not None and at >= text.expires_at:
        return Never("too_many", TOO_MANY, call_back=True)
    at = lines.book_turn(tx, line, pace)
    return Go() if at <= tx.now else Turn(at)


def _its_turn(text: Text, now: datetime) -> bool:
    """Has its booked turn come? One that was missed by much is lost, else many that were held up would leave
    in one moment."""
    return text.reason == TURN and text.due is not None and text.due <= now < text.due + TURN_LASTS


def pace_of(line: Line, company: Provider[object]) -> Pace:
    """The owner's number, else what the company's interface can take, else what carriers let such a number
    send; there the company keeps a queue, and some may wait in it.
    """
    fixed = line.plan.texts_per_second or company.texts_per_second
    if fixed is not None:
        return Pace(fixed)
    return Pace(TOLL_FREE if is_toll_free(line.number) else LONG_CODE, QUEUED_THERE)
