"""What members do with a conversation besides writing. Each act is shown in the thread and can be undone.

Came here from: buttons and keys in the inbox. Every function raises LookupError for another business's
conversation, and doing it twice does nothing more.
"""

from datetime import datetime
from typing import Final

from ringback.contacts import lists, people
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.conversations import notes, search
from ringback.conversations import store as conversations
from ringback.conversations.boxes import TO_CALL
from ringback.conversations.notes import Kind
from ringback.conversations.store import Conversation
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.flows.not_a_customer import not_a_customer
from ringback.messages import outcome
from ringback.messages.store import UNASKED, Purpose
from ringback.promises import store as promises
from ringback.tasks import store as tasks

TASK: Final = "put_off"


def assign(tx: Transaction, account_id: str, conversation_id: str, by: str, to: str | None) -> None:
    """Make it this member's, or nobody's."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if conversation.assigned_to != to:
        conversations.change(tx, conversation, assigned_to=to)
        kind = Kind.ASSIGNED if to else Kind.UNASSIGNED
        notes.add(tx, account_id, conversation_id, kind, by, to or "")


def finish(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """Mark it as done until they get in touch again. Ringback may answer them then."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if conversation.done_at is not None:
        return
    numbers = people.hold_all(tx, account_id, conversation.contact_id)
    conversations.change(
        tx, conversation, done_at=tx.now, snoozed_until=None, taken_over_by=None, taken_over_until=None
    )
    conversations.read(tx, account_id, conversation_id, by)
    tick_calls(tx, conversation)
    why = "Not texted: somebody has marked this conversation as done."
    for each in numbers:
        outcome.cancel_waiting(tx, account_id, each.id, "done", why, Purpose.FOLLOW_UP)
    notes.add(tx, account_id, conversation_id, Kind.DONE, by)


def open_again(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """Undo `finish` or `snooze`; the tasks that were ticked off with it are open again, too."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if conversation.done_at is not None:
        for each in people.hold_all(tx, account_id, conversation.contact_id):
            tasks.untick(tx, account_id, each.id, conversation.done_at)
    if conversation.done_at is not None or conversation.snoozed(tx.now):
        conversations.change(tx, conversation, done_at=None, snoozed_until=None)
        notes.add(tx, account_id, conversation_id, Kind.OPENED, by)


def snooze(tx: Transaction, account_id: str, conversation_id: str, by: str, until: datetime) -> None:
    """Hide the conversation until that instant, or until they get in touch."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if until > tx.now and conversation.snoozed_until != until:
        conversations.change(tx, conversation, snoozed_until=until)
        notes.add(tx, account_id, conversation_id, Kind.SNOOZED, by, until.isoformat())
        subject = f"{account_id} {conversation_id}"
        jobs.add(tx, TASK, subject, due=until, key=f"{TASK}:{conversation_id}:{until.isoformat()}")


def come_back(tx: Transaction, subject: str) -> None:
    """What was put off is on top of the list now, and unread for whose it is: else nobody saw it come."""
    account_id, _, conversation_id = subject.partition(" ")
    try:
        conversation = conversations.get(tx, account_id, conversation_id)
    except LookupError:
        return  # it was deleted meanwhile
    if conversation.snoozed_until is None or conversation.snoozed(tx.now):
        return  # they have got in touch, somebody answered, or it was put off anew
    conversations.change(tx, conversation, snoozed_until=None)
    conversations.move_up(tx, conversation)
    conversations.unread(tx, account_id, conversation_id, conversation.assigned_to)
    notes.add(tx, account_id, conversation_id, Kind.BACK, "")


def called_back(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    """This member has spoken with them on a phone that Ringback does not see."""
    conversation = conversations.get(tx, account_id, conversation_id)
    spoken_with(tx, account_id, conversation.contact_id)
    conversations.answered(tx, account_id, conversation_id, by)
    tick_calls(tx, conversation)
    notes.add(tx, account_id, conversation_id, Kind.CALLED_BACK, by)


def write_note(
    tx: Transaction, account_id: str, conversation_id: str, by: str, body: str, *, key: str = ""
) -> str:
    """Returns the note's id. Raises ValueError with a sentence when it is empty or too long.

    `key` comes with the form that was filled in, so that pressing twice writes once.
    """
    conversations.get(tx, account_id, conversation_id)
    note_id = notes.add(tx, account_id, conversation_id, Kind.NOTE, by, body, key=key)
    search.remember(tx, account_id, conversation_id, body)
    return note_id


def put_on_list(tx: Transaction, account_id: str, conversation_id: str, by: str, which: Listed) -> Listed:
    """Put the person on one of the three lists, or off all of them; returns where they were."""
    conversation = conversations.get(tx, account_id, conversation_id)
    contact = contacts.get(tx, account_id, conversation.contact_id)
    before = lists.list_of(tx, account_id, contact.number)
    if before is which:
        return before
    if which is Listed.NEVER_TEXT:
        not_a_customer(tx, account_id, contact.id)
    else:
        lists.put(tx, account_id, {contact.number: contact.name}, which)
    notes.add(tx, account_id, conversation_id, Kind.LISTED, by, which)
    return before


def spoken_with(tx: Transaction, account_id: str, contact_id: str) -> None:
    """A member has called them back: nothing automatic follows, and what was promised is kept."""
    why = "Not texted: somebody of the business called this person back."
    for each in people.hold_all(tx, account_id, contact_id):
        outcome.cancel_waiting(tx, account_id, each.id, "called_back", why, *UNASKED)
        promises.keep(tx, account_id, each.id)


def tick_calls(tx: Transaction, conversation: Conversation) -> None:
    """Somebody has been in touch with this person: tick off the tasks to call them, on any of their
    numbers."""
    contact = contacts.get(tx, conversation.account_id, conversation.contact_id)
    for each in (contact, *people.others(tx, contact)):
        tasks.finish_about(tx, conversation.account_id, each.id, *TO_CALL)
