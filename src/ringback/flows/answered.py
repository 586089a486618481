"""A member answers in the inbox. If two members answer at once, one text leaves and the second is told.

Came here from: the inbox.
Goes on in:     flows/text_written.py, which queues the text; then messages/sending.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ringback.contacts import people
from ringback.contacts.store import Contact
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.looked_after import tick_calls
from ringback.flows.taken_over import take_over
from ringback.flows.text_written import Refusal, Reply, Written, write_text
from ringback.lines import store as lines
from ringback.messages import attachments, of_contact
from ringback.messages import store as texts
from ringback.phone.provider import Capability
from ringback.phone.registry import provider


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    says: str  # the type that the browser says it has
    public_url: str  # of this server, where the phone company fetches it


class NotSendable(Exception):
    """The picture cannot go, so nothing goes; the message is a sentence for the one who writes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member sends off."""

    body: str
    key: str  # of the form that was filled in: pressing twice sends once
    seen: str  # the id of the newest text in the thread when they began to write; "" when there was none
    because: str = ""  # why it may leave although the content guard holds it
    anyway: bool = False  # send it although somebody else has answered meanwhile
    picture: Picture | None = None


def answer(
    tx: Transaction, account_id: str, conversation_id: str, member_id: str, name: str, given: Answer
) -> Written | Refusal:
    """Raises LookupError when the conversation is none of this business, NotSendable."""
    conversation = conversations.get(tx, account_id, conversation_id)
    # Of two who press at once, the second sees the first.
    numbers = people.hold_all(tx, account_id, conversation.contact_id)
    if not given.anyway and (refusal := _answered_meanwhile(tx, numbers, name, given)):
        return refusal
    reply = Reply(given.body, name, given.key, because=given.because, with_picture=given.picture is not None)
    written = write_text(tx, account_id, conversation_id, reply)
    if isinstance(written, Written) and not written.again:
        take_over(tx, account_id, conversation_id, member_id)
        conversations.answered(tx, account_id, conversation_id, member_id)
        tick_calls(tx, conversation)
        search.remember(tx, account_id, conversation_id, written.body)
        if given.picture is not None:
            _enclose(tx, account_id, written.text_id, given.picture)
    return written


def _enclose(tx: Transaction, account_id: str, text_id: str, picture: Picture) -> None:
    text = texts.get(tx, text_id)
    line = lines.get(tx, text.line_id) if text else None
    assert text is not None
    assert line is not None
    if Capability.SEND_PICTURES not in provider(line.provider).capabilities:
        raise NotSendable(f"{provider(line.provider).title} sends no pictures for us. Send the words alone.")
    enclosed = attachments.enclose(tx, account_id, text_id, picture.content, picture.says)
    if enclosed is None:
        raise NotSendable("This picture cannot be sent: choose a JPEG, PNG or GIF of at most 1 MB.")
    address = f"{picture.public_url}/media/{enclosed.id}"
    texts.change(tx, text, text.state, media=[{"url": address, "type": enclosed.kind}])


def _answered_meanwhile(
    tx: Transaction, numbers: Sequence[Contact], name: str, given: Answer
) -> Refusal | None:
    since = [
        text
        for each in numbers
        for text in of_contact.written_by_people_since(tx, each.account_id, each.id, given.seen)
    ]
    others = sorted((text for text in since if text.written_by != name), key=lambda text: text.created_at)
    if not others:
        return None
    said = others[-1].body if len(others[-1].body) <= 80 else f"{others[-1].body[:79]}…"
    return Refusal("answered", f"{others[-1].written_by} has just answered: “{said}”", may_insist=True)
