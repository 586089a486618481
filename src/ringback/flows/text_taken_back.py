"""A member takes back a text that has not left yet, theirs or a colleague's.

Came here from: the inbox.
Goes on in:     nothing. It stays in the thread as not sent, and is nobody's answer: whoever waited for it
                waits again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ringback.contacts import people
from ringback.contacts.store import Contact
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.conversations.notes import Kind
from ringback.conversations.store import TAKEN_OVER_FOR, Conversation
from ringback.db.transaction import Transaction
from ringback.messages import outcome
from ringback.messages import store as texts
from ringback.messages.of_contact import of_contact
from ringback.messages.store import State, Text
from ringback.promises import store as promises
from ringback.tasks import store as tasks

REASON: Final = "taken_back"
LOOKED_AT: Final = 40  # texts with each number


def take_back(
    tx: Transaction, account_id: str, conversation_id: str, member_id: str, name: str, key: str
) -> bool:
    """`key`: of the form with which the text was sent. Returns False, and changes nothing, when it has left
    or may have, or without a key. A text that has not come yet, since it was lost on its way here, is refused
    when it comes.

    Raises LookupError when the conversation is none of this business.
    """
    conversation = conversations.get(tx, account_id, conversation_id)
    numbers = people.hold_all(tx, account_id, conversation.contact_id)  # as the sender does, before it claims
    place, text = _sent_with(tx, conversation, numbers, key)
    if not key or (text is not None and text.state is not State.WAITING):
        return False
    notes.add(tx, account_id, place, Kind.TAKEN_BACK, member_id, key=key)
    if text is not None:
        why = f"Not texted: {name} took it back before it left."
        outcome.cancelled(tx, text, REASON, why, call_back=False)
        if not _looked_after_since(conversation, text):
            _waits_again(tx, conversation, numbers)
    return True


def _sent_with(
    tx: Transaction, conversation: Conversation, numbers: Sequence[Contact], key: str
) -> tuple[str, Text | None]:
    """The conversation from whose page it was sent, and the text: it may be to another of their numbers."""
    account_id = conversation.account_id
    talks = [conversations.with_contact(tx, account_id, each.id) for each in numbers]
    for talk in filter(None, talks):
        text = texts.by_once(tx, account_id, texts.once_of_reply(talk.id, key))
        if text is not None:
            return talk.id, text
    return conversation.id, None


def _looked_after_since(conversation: Conversation, text: Text) -> bool:
    until = conversation.taken_over_until
    again = until is not None and until > text.created_at + TAKEN_OVER_FOR
    return again or conversation.done_at is not None


def _waits_again(tx: Transaction, conversation: Conversation, numbers: Sequence[Contact]) -> None:
    """What was ticked off because of such texts is open again."""
    account_id = conversation.account_id
    waits, taken_back = _unanswered(tx, numbers)
    for each in numbers:
        for written_at in taken_back:
            tasks.untick(tx, account_id, each.id, written_at)
            promises.open_again(tx, account_id, each.id, written_at)
    if waits is not None and conversation.waiting_since is None:
        conversations.change(tx, conversation, waiting_since=waits)


def _unanswered(tx: Transaction, numbers: Sequence[Contact]) -> tuple[datetime | None, list[datetime]]:
    """Since when texts of theirs have had no answer (None: they have), and when those were written that were
    meant as one and taken back."""
    newest = [text for each in numbers for text in of_contact(tx, each.account_id, each.id, None, LOOKED_AT)]
    waits, taken_back = None, []
    for text in sorted(newest, key=lambda text: (text.created_at, text.id), reverse=True):
        if text.state is State.RECEIVED:
            waits = text.created_at
        elif text.reason == REASON and waits is None:
            taken_back.append(text.created_at)
        elif text.state not in (State.CANCELLED, State.FAILED):
            break
    return waits, taken_back
