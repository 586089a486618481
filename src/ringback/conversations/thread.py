"""Everything that happened between the business and one person, in one thread, oldest first.

Read with the same number of queries for one row and for hundreds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.calls import of_contact as calls
from ringback.calls import placed
from ringback.calls.of_contact import WholeCall
from ringback.calls.placed import CallOut
from ringback.contacts import lists, permission
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.contacts.permission import Change, Entry
from ringback.contacts.store import Contact
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.conversations.notes import Note
from ringback.conversations.store import Conversation
from ringback.db.transaction import Transaction
from ringback.messages import attachments
from ringback.messages import of_contact as texts
from ringback.messages.attachments import Attachment
from ringback.messages.store import Text
from ringback.tasks import store as tasks
from ringback.tasks.store import Task

AT_ONCE: Final = 80  # happenings that are shown before somebody asks for earlier ones


@dataclass(frozen=True, slots=True)
class WholeText:
    """A text with what came with it."""

    text: Text
    attachments: tuple[Attachment, ...]


What = WholeText | WholeCall | CallOut | Note | Task | Entry


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    what: What


@dataclass(frozen=True, slots=True)
class Thread:
    conversation: Conversation
    contact: Contact
    listed: Listed
    standing: Change  # may they be texted? what they said last
    happenings: tuple[Happening, ...]
    earlier: datetime | None  # there are happenings before this instant; None: this is the beginning
    to_do: tuple[Task, ...]  # open tasks, the oldest first


def thread(
    tx: Transaction, account_id: str, conversation_id: str, *, before: datetime | None = None
) -> Thread:
    """The newest happenings, or the newest before an instant. Raises LookupError."""
    conversation = conversations.get(tx, account_id, conversation_id)
    contact = contacts.get(tx, account_id, conversation.contact_id)
    limit = AT_ONCE + 1
    written = texts.of_contact(tx, account_id, contact.id, before, limit)
    came_with = attachments.of_texts(tx, account_id, [text.id for text in written])
    about = tasks.of_contact(tx, account_id, contact.id, before, limit)
    told = permission.ledger(tx, account_id, contact.number)
    every: list[tuple[datetime, What]] = [
        *((text.created_at, WholeText(text, tuple(came_with.get(text.id, ())))) for text in written),
        *((call.began, call) for call in calls.of_contact(tx, account_id, contact.id, before, limit)),
        *((call.asked_at, call) for call in placed.of_contact(tx, account_id, contact.id, before, limit)),
        *((task.created_at, task) for task in about),
        *(
            (note.created_at, note)
            for note in notes.of_conversation(tx, account_id, conversation.id, before, limit)
        ),
        *((entry.at, entry) for entry in told if before is None or entry.at < before),
    ]
    found = [Happening(*one) for one in every]
    newest = sorted(found, key=_place)[-AT_ONCE:]
    return Thread(
        conversation=conversation,
        contact=contact,
        listed=lists.list_of(tx, account_id, contact.number),
        standing=told[-1].change if told else Change.START,
        happenings=tuple(newest),
        earlier=newest[0].at if len(found) > AT_ONCE else None,
        to_do=_open(about),
    )


def _open(about: Sequence[Task]) -> tuple[Task, ...]:
    return tuple(task for task in reversed(about) if task.done_at is None)


def _place(happening: Happening) -> tuple[datetime, int]:
    """At one instant: first what the person did, then what was decided and done about it."""
    return happening.at, _ORDER.index(type(happening.what))


_ORDER: Final = (WholeCall, CallOut, WholeText, Entry, Task, Note)
