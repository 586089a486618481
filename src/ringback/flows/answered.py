"""A member answers in the inbox. Two people who answer the same question at once are told, and one text goes.

Came here from: the inbox.
Goes on in:     flows/text_written.py, which puts the text in line; then messages/sending.py.
"""

from dataclasses import dataclass

from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.looked_after import tick_calls
from ringback.flows.taken_over import take_over
from ringback.flows.text_written import Refusal, Written, write_text
from ringback.messages import of_contact as texts


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member sends off."""

    body: str
    key: str  # of the form that was filled in: pressing twice sends once
    seen: str  # the id of the newest text that stood in the thread; "" when there was none
    because: str = ""  # why it may go although the content guard holds it
    anyway: bool = False  # somebody else has answered meanwhile, and they know


def answer(
    tx: Transaction, account_id: str, conversation_id: str, member_id: str, name: str, given: Answer
) -> Written | Refusal:
    """Raises LookupError when the conversation is none of this business."""
    conversation = conversations.get(tx, account_id, conversation_id)
    if not given.anyway and (
        refusal := _answered_meanwhile(tx, conversation.contact_id, account_id, name, given)
    ):
        return refusal
    written = write_text(
        tx, account_id, conversation_id, given.body, name, key=given.key, because=given.because
    )
    if isinstance(written, Written):
        take_over(tx, account_id, conversation_id, member_id)
        conversations.answered(tx, account_id, conversation_id, member_id)
        tick_calls(tx, conversation)
        search.remember(tx, account_id, conversation_id, written.body)
    return written


def _answered_meanwhile(
    tx: Transaction, contact_id: str, account_id: str, name: str, given: Answer
) -> Refusal | None:
    since = texts.written_by_people_since(tx, account_id, contact_id, given.seen) if given.seen else []
    others = [text for text in since if text.written_by != name]
    if not others:
        return None
    said = others[-1].body if len(others[-1].body) <= 80 else f"{others[-1].body[:79]}…"
    return Refusal("answered", f"{others[-1].written_by} has just answered: “{said}”", may_insist=True)
