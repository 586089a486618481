"""A member calls somebody from the business number: their own phone rings first, then the person's.

Came here from: the inbox.
Goes on in:     calls/placing.py, which asks the phone company; then placed_call_heard() here.
"""

from dataclasses import dataclass

from ringback.accounts import store as accounts
from ringback.calls import placed
from ringback.calls.placed import CallOut
from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.last_used_line import lines_by_last_use
from ringback.flows.looked_after import spoken_with, tick_calls
from ringback.lib.numbers import read_number, textable
from ringback.lines.store import Line
from ringback.phone.events import PlacedCall
from ringback.phone.provider import Capability
from ringback.phone.registry import provider
from ringback.rules.overrides import policy_in_force


@dataclass(frozen=True, slots=True)
class Caller:
    """The member who wants to call."""

    id: str
    phone: str  # their own, E.164


class CannotCall(Exception):
    """The message is a sentence for the member."""


def call_out(tx: Transaction, account_id: str, conversation_id: str, caller: Caller, key: str) -> bool:
    """Returns False when this call was asked for already: pressing twice calls once. Raises LookupError,
    CannotCall."""
    contact = contacts.get(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    line = line_to_call_from(tx, contact)
    if line is None:
        raise CannotCall("None of your lines can place a call. Dial with your own phone.")
    account = accounts.get(tx, account_id)
    countries = policy_in_force(account.policy).countries
    if not textable(read_number(contact.number, account.country), countries):
        raise CannotCall("Ringback places no calls to numbers of this kind. Dial with your own phone.")
    if caller.phone in (contact.number, line.number):
        raise CannotCall("Your own phone has this very number. Change it under You.")
    return placed.ask(
        tx,
        account_id=account_id,
        line_id=line.id,
        contact_id=contact.id,
        by=caller.id,
        phone=caller.phone,
        once=f"{conversation_id}:{key}",
    )


def line_to_call_from(tx: Transaction, contact: Contact) -> Line | None:
    """The line that they called or texted last, or another that can; None where none can."""
    return next((line for line in lines_by_last_use(tx, contact) if _can_call(line)), None)


def placed_call_heard(tx: Transaction, line: Line, event: PlacedCall) -> None:
    call = placed.hold(tx, event.placed)
    if call is None or call.line_id != line.id:
        return
    if placed.hear(tx, call, event):
        _they_spoke(tx, call)


def _they_spoke(tx: Transaction, call: CallOut) -> None:
    spoken_with(tx, call.account_id, call.contact_id)
    conversation = conversations.with_contact(tx, call.account_id, call.contact_id)
    if conversation is not None:
        conversations.answered(tx, call.account_id, conversation.id, call.by)
        tick_calls(tx, conversation)


def _can_call(line: Line) -> bool:
    return Capability.CALL_OUT in provider(line.provider).capabilities
