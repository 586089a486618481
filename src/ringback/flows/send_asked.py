"""Somebody has written a text in another system. Send it from a line of ours, as if a member had written it.

Came here from: intake/webhooks.py.
Goes on in:     flows/text_written.py, then messages/sending.py. worker/relayer.py tells the other system
                what became of it, also when it was refused.
"""

from typing import Final

from ringback.accounts import store as accounts
from ringback.contacts import store as contacts
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.looked_after import tick_calls
from ringback.flows.text_written import OF_USE, Refusal, Reply, write_text
from ringback.lib.numbers import read_number
from ringback.lines.store import Line
from ringback.messages import outcome, relays
from ringback.messages.gate import TAKEN_OVER
from ringback.messages.store import UNASKED
from ringback.phone.events import SendAsked
from ringback.phone.registry import provider

NOBODY_SENDS: Final = "Not sent: in Ringback no line of another phone company sends this line's texts."
TOO_LATE: Final = "Not sent: Ringback could not look at it for an hour. Send it again if it still matters."
NO_PICTURES: Final = "Not sent: Ringback takes words only from here. Send it without the file."
NO_NUMBER: Final = "Not sent: this is not a number that texts may go to."


def send_asked(tx: Transaction, line: Line, event: SendAsked) -> None:
    """The same message again changes nothing, whatever happened to it the first time."""
    if not relays.takes_texts(line):
        return
    relay = relays.ask(tx, line, event.id)
    if relay is None:
        return
    refused = _against(tx, event) or _send(tx, line, event, relay)
    if refused:
        relays.refuse(tx, line, relay, refused)


def _against(tx: Transaction, event: SendAsked) -> str:
    if tx.now - event.at > OF_USE:
        return TOO_LATE
    return NO_PICTURES if event.has_media else ""


def _send(tx: Transaction, line: Line, event: SendAsked, relay: str) -> str:
    """Queue it. Returns "", or a sentence that says why it cannot be sent."""
    sender = relays.sender_for(tx, line)
    number = read_number(event.to, accounts.get(tx, line.account_id).country).e164
    if sender is None or number is None:
        return NOBODY_SENDS if sender is None else NO_NUMBER
    contacts.name_people(tx, line.account_id, {number: ""})
    person = contacts.by_number(tx, line.account_id, number)
    assert person is not None  # added above, if need be
    conversation = conversations.touch(tx, line.account_id, person.id)
    by, key = provider(line.provider).title, f"{line.id}:{event.id}"
    reply = Reply(event.body, by, key, via=sender.id, relay=relay)
    written = write_text(tx, line.account_id, conversation, reply)
    if isinstance(written, Refusal):
        return written.sentence
    relays.change(tx, line.account_id, relay, text_id=written.text_id)
    _taken_over(tx, line.account_id, conversation, by, written.body)
    return ""


def _taken_over(tx: Transaction, account_id: str, conversation_id: str, by: str, body: str) -> None:
    """A person answers in the other system: nothing automatic follows."""
    conversation = conversations.get(tx, account_id, conversation_id)
    outcome.cancel_waiting(tx, account_id, conversation.contact_id, "taken_over", TAKEN_OVER, *UNASKED)
    conversations.answered_elsewhere(tx, account_id, conversation_id, by)
    tick_calls(tx, conversation)
    search.remember(tx, account_id, conversation_id, body)
