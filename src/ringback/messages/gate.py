"""The last look before a text leaves: what may have changed since it was queued.

In order, and the first that speaks decides. Nothing here sends; `sending.py` acts on the answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.calls import store as calls
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.messages import store as texts
from ringback.messages.store import Purpose, Text
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


def last_look(tx: Transaction, text: Text, line: Line, pace: float | None) -> Go | Later | Never:
    """May this text leave now? `pace` is the line's texts per second; None means that the company paces."""
    contact = contacts.get(tx, text.account_id, text.contact_id)
    if (never := _permission(tx, text, contact)) or (never := _conversation(tx, text)):
        return never
    if _late(tx, text):
        return Never("late", "Not texted: it would have come too late after the call.", call_back=True)
    if line.removed_at is not None:
        return Never("line_removed", "Not texted: this line is no longer in use.", call_back=True)
    if line.parked_reason is not None:
        return Later(tx.now + WHILE_PARKED)
    if webhooks.unread_from(tx, line.id, contact.number):
        return Later(tx.now + SOON)
    if texts.unfinished_before(tx, text):
        return Later(tx.now + MIND_THE_ORDER)
    return _turn(tx, line, pace, contact)


def _permission(tx: Transaction, text: Text, contact: Contact) -> Never | None:
    """Only an answer to the person's own STOP, START or HELP, and a word to somebody in danger, may pass an
    opt-out. While it is unclear whether they meant stop, the people of the business may still write."""
    if text.purpose in (Purpose.CONFIRMATION, Purpose.SAFETY):
        return None
    match permission.standing(tx, text.account_id, contact.number):
        case Change.STOP:
            return Never("opted_out", "Not texted: this person has asked for no more texts.")
        case Change.PAUSE if text.purpose is not Purpose.REPLY:
            return Never("paused", "Not texted: somebody must first decide whether this person meant stop.")
    if text.purpose is not Purpose.MISSED_CALL:
        return None
    if permission.on_never_text_list(tx, text.account_id, contact.number):
        return Never("never_text", "Not texted: this number is on one of your lists.")
    if contact.cannot_receive_texts:
        sentence = "Not texted: an earlier text showed that this number cannot receive texts."
        return Never("cannot_receive_texts", sentence, call_back=True)
    return None


def _conversation(tx: Transaction, text: Text) -> Never | None:
    """Has somebody spoken with this person since the call, or has another first text gone out?"""
    if text.purpose is not Purpose.MISSED_CALL:
        return None
    if calls.accepted_since(tx, text.account_id, text.contact_id, text.created_at):
        return Never("answered_meanwhile", "Not texted: you spoke on the phone in the meantime.")
    if texts.written_since(tx, text, Purpose.REPLY):
        return Never("replied_meanwhile", "Not texted: you wrote to this person in the meantime.")
    if texts.written_since(tx, text, Purpose.MISSED_CALL):
        return Never("texted_meanwhile", "Not texted: another text about a missed call went out meanwhile.")
    return None


def _late(tx: Transaction, text: Text) -> bool:
    return text.expires_at is not None and tx.now >= text.expires_at


def _turn(tx: Transaction, line: Line, pace: float | None, contact: Contact) -> Go | Later:
    if pace is None:
        return Go(contact)
    turn = lines.book_text(tx, line, pace)
    return Go(contact) if turn <= tx.now else Later(turn)


def pace_of(line: Line, company: Provider[object]) -> float | None:
    """Texts per second: the owner's number, else what the company needs; None when it queues by itself."""
    return line.plan.texts_per_second or company.texts_per_second
