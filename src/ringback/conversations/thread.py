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
from ringback.contacts import lists, people, permission
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
from ringback.tasks.to_do import ToDo, in_rows

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
    number: str = ""  # which of their other numbers it is about; "" for this conversation's own


@dataclass(frozen=True, slots=True)
class Thread:
    conversation: Conversation
    contact: Contact
    others: tuple[Contact, ...]  # their other numbers, whose happenings are among these
    namesakes: tuple[Contact, ...]  # who may be the same person
    listed: Listed
    standing: Change  # may this number be texted? what was said last
    happenings: tuple[Happening, ...]
    earlier: datetime | None  # there are happenings before this instant; None: this is the beginning
    to_do: tuple[ToDo, ...]  # open tasks, the oldest first


def thread(
    tx: Transaction, account_id: str, conversation_id: str, *, before: datetime | None = None
) -> Thread:
    """The newest happenings, or the newest before an instant. Raises LookupError."""
    conversation = conversations.get(tx, account_id, conversation_id)
    contact = contacts.get(tx, account_id, conversation.contact_id)
    others = people.others(tx, contact)
    found: list[Happening] = []
    for each in (contact, *others):
        number = "" if each.id == contact.id else each.number
        found += [Happening(at, what, number) for at, what in _of_number(tx, each, before)]
    newest = sorted(found, key=_place)[-AT_ONCE:]
    told = permission.ledger(tx, account_id, contact.number)
    return Thread(
        conversation=conversation,
        contact=people.named_as(contact, others),
        others=tuple(others),
        namesakes=tuple(people.namesakes(tx, contact)),
        listed=lists.list_of(tx, account_id, contact.number),
        standing=told[-1].change if told else Change.START,
        happenings=tuple(newest),
        earlier=newest[0].at if len(found) > AT_ONCE else None,
        to_do=_to_do([happening.what for happening in found if isinstance(happening.what, Task)]),
    )


def _of_number(tx: Transaction, contact: Contact, before: datetime | None) -> list[tuple[datetime, What]]:
    """The newest of all that happened with one number, in no order."""
    account_id, limit = contact.account_id, AT_ONCE + 1
    written = texts.of_contact(tx, account_id, contact.id, before, limit)
    came_with = attachments.of_texts(tx, account_id, [text.id for text in written])
    told = permission.ledger(tx, account_id, contact.number)
    talk = conversations.with_contact(tx, account_id, contact.id)
    noted = notes.of_conversation(tx, account_id, talk.id, before, limit) if talk is not None else []
    return [
        *((text.created_at, WholeText(text, tuple(came_with.get(text.id, ())))) for text in written),
        *((call.began, call) for call in calls.of_contact(tx, account_id, contact.id, before, limit)),
        *((call.asked_at, call) for call in placed.of_contact(tx, account_id, contact.id, before, limit)),
        *((task.created_at, task) for task in tasks.of_contact(tx, account_id, contact.id, before, limit)),
        *((note.created_at, note) for note in noted),
        *((entry.at, entry) for entry in told if before is None or entry.at < before),
    ]


def _to_do(about: Sequence[Task]) -> tuple[ToDo, ...]:
    waiting = [task for task in about if task.done_at is None]
    return tuple(in_rows(sorted(waiting, key=lambda task: task.created_at)))


def _place(happening: Happening) -> tuple[datetime, int]:
    """At one instant: first what the person did, then what was decided and done about it."""
    return happening.at, _ORDER.index(type(happening.what))


_ORDER: Final = (WholeCall, CallOut, WholeText, Entry, Task, Note)
