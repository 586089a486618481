"""What the last look at a text can decide (`flows/last_look.py`), and when it is the text's turn to leave."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lines import webhooks
from ringback.lines.pace import Pace, book_turn, next_turn
from ringback.lines.store import Line
from ringback.messages import queue
from ringback.messages.store import Purpose, Text
from ringback.phone.provider import Provider
from ringback.phone.words import is_toll_free

A_BLINK, SOON = timedelta(milliseconds=2), timedelta(milliseconds=200)
MIND_THE_ORDER = timedelta(seconds=1)
WHILE_PARKED = timedelta(seconds=30)

# A number that is in no campaign, or in a small one, may send about one text (part) a second, a toll-free one
# about three. Faster is refused by some carriers, and kept in a queue by most phone companies.
LONG_CODE, TOLL_FREE = 1.0, 3.0
QUEUED_THERE = 30
TURN = "turn"  # the reason of a text that waits for its reserved instant, which is its `due`
TURN_LASTS = timedelta(seconds=10)
ANSWERS = (Purpose.CONFIRMATION, Purpose.SAFETY)
STOPPED = "Not texted: this person has asked for no more texts."
TAKEN_OVER = "Not texted: somebody has taken this conversation over."
WAITS = "It waits for its turn: more texts are in line than this number may send at once."
TOO_MANY = "Not texted: so many texts wait on this line that it would have come too late."


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave now."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; look again at this instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Not now; this instant is reserved for it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """Cancel it. `call_back`: a member should phone the person instead."""

    reason: str
    sentence: str
    call_back: bool = False


LastLook = Callable[[Transaction, Text, Contact], Later | Never | None]
"""What forbids this text to this person, or makes it wait."""


def turn(tx: Transaction, text: Text, line: Line, contact: Contact, pace: Pace) -> Go | Later | Turn | Never:
    """May it leave now? The line must be in use, earlier texts must have left, and the line's rate must allow
    it."""
    if line.removed_at is not None:
        return Never("line_removed", "Not texted: this line is no longer in use.", call_back=True)
    if line.parked_reason is not None:
        return Later(tx.now + WHILE_PARKED)
    if webhooks.unread_about(tx, text.account_id, contact.number):
        return Later(_once_read(text, tx.now))
    if queue.unfinished_before(tx, text):
        return Later(tx.now + MIND_THE_ORDER)
    return _in_turn(tx, text, line, pace)


def _once_read(text: Text, now: datetime) -> datetime:
    """When to see whether the webhook about this person has been read. Mostly that takes milliseconds: so
    wait as long again as the text has waited already, within bounds."""
    waited = now - (text.due or text.created_at)
    return now + min(max(waited, A_BLINK), SOON)


def _in_turn(tx: Transaction, text: Text, line: Line, pace: Pace) -> Go | Later | Turn | Never:
    """Each text reserves an instant when it is first looked at, and leaves then. So texts leave in the order
    in which they came, and of ten thousand that wait each is looked at once, not once a second.

    Confirmations and alarms leave at once, and the others wait a little longer; a member's reply does so only
    where the company keeps a queue. A text that is tried again never takes an instant from a new text.
    """
    if _its_turn(text, tx.now):
        return Go()
    if text.purpose in ANSWERS or (text.purpose is Purpose.REPLY and pace.at_once > 1):
        book_turn(tx, line, pace)
        return Go()
    at = next_turn(line, tx.now, pace)
    if at > tx.now and text.tries:
        return Later(at + timedelta(seconds=random.uniform(15.0, 60.0)))
    if text.expires_at is not None and at >= text.expires_at:
        return Never("too_many", TOO_MANY, call_back=True)
    at = book_turn(tx, line, pace)
    return Go() if at <= tx.now else Turn(at)


def _its_turn(text: Text, now: datetime) -> bool:
    """Has its reserved instant come? It is lost after a while: else many texts that were held up would leave
    at the same moment."""
    return text.reason == TURN and text.due is not None and text.due <= now < text.due + TURN_LASTS


def pace_of(line: Line, company: Provider[object]) -> Pace:
    """The rate that the owner wrote, else that of the company's interface, else what carriers allow such a
    number. In the last case the company has a queue, in which some texts may wait.
    """
    fixed = line.plan.texts_per_second or company.texts_per_second
    if fixed is not None:
        return Pace(fixed)
    return Pace(TOLL_FREE if is_toll_free(line.number) else LONG_CODE, QUEUED_THERE)
