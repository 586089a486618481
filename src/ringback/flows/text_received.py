"""A text came in. An opt-out works before everything else; then the text is in its conversation, once.

Came here from: intake/webhooks.py.
Goes on in:     messages/sending.py, for the confirmation of STOP, START or HELP, if the company sent none.
"""

from datetime import timedelta

from ringback.accounts import store as accounts
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.messages import store as texts
from ringback.messages.compose import confirmation
from ringback.messages.store import Purpose
from ringback.phone.events import TextReceived
from ringback.understand.keywords import Keyword, keyword

CONFIRM_WITHIN = timedelta(
    minutes=5
)  # 47 CFR 64.1200(a)(12): within five minutes it is presumed to be covered
HELP_AGAIN_AFTER = timedelta(hours=24)


def text_received(tx: Transaction, line: Line, event: TextReceived) -> None:
    account = accounts.get(tx, line.account_id)
    number = read_number(event.sender, account.country).e164 or event.sender
    contact = contacts.heard_from(tx, account.id, number, event.at)
    conversation = conversations.touch(tx, account.id, contact.id, unread=True)
    text_id = texts.receive(
        tx,
        account_id=account.id,
        line_id=line.id,
        contact_id=contact.id,
        conversation_id=conversation,
        provider_text=event.id,
        body=event.body,
        media=[{"url": media.url, "type": media.content_type} for media in event.media],
        at=event.at,
    )
    if text_id is None:
        return
    said = keyword(event.body, opted_out=permission.opted_out(tx, account.id, number))
    if said is not None and _obey(tx, contact, said, text_id) and not event.keyword_answered:
        body = confirmation(said, account.name, line.number)
        _confirm(tx, line, contact, conversation, body, f"{said}:{text_id}")


def _obey(tx: Transaction, contact: Contact, said: Keyword, text_id: str) -> bool:
    """Do what the keyword says; is there something to confirm?"""
    if said is Keyword.HELP:
        return not texts.confirmed_since(tx, contact.account_id, contact.id, said, tx.now - HELP_AGAIN_AFTER)
    change = Change.STOP if said is Keyword.STOP else Change.START
    changed = permission.record(
        tx, contact.account_id, contact.number, change, Source.TEXT, evidence=text_id, at=tx.now
    )
    if change is Change.STOP:
        _call_off_waiting(tx, contact)
    return changed


def _call_off_waiting(tx: Transaction, contact: Contact) -> None:
    """In the same transaction as the opt-out. The one confirmation of it may still leave."""
    sentence = "Not texted: this person has asked for no more texts."
    for text in texts.waiting_for(tx, contact.account_id, contact.id):
        if text.purpose is not Purpose.CONFIRMATION:
            outcome.called_off(tx, text, "opted_out", sentence, call_back=False)


def _confirm(tx: Transaction, line: Line, contact: Contact, conversation: str, body: str, once: str) -> None:
    text_id = texts.queue(
        tx,
        account_id=contact.account_id,
        line_id=line.id,
        contact_id=contact.id,
        conversation_id=conversation,
        purpose=Purpose.CONFIRMATION,
        body=body,
        once=once,
        due=tx.now,
        expires_at=tx.now + CONFIRM_WITHIN,
    )
    if text_id is not None:
        outcome.send_at(tx, text_id, conversation, tx.now)
