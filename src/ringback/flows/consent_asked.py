"""It is unclear whether somebody has opted out. A member may ask them, once an episode.

Nobody else is asked. Without a ground to text somebody, the question itself would be a text without a ground;
and after a clear STOP, the confirmation was the last text. Callers are asked by voice (caller_pressed.py).

Came here from: the inbox, where the task "was that a wish to stop?" stands.
Goes on in:     flows/text_received.py: YES lifts the doubt, NO and STOP end it, and silence changes nothing.
"""

from typing import Final

from ringback.accounts import store as accounts
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.text_written import Refusal, Reply, Written, write_text
from ringback.messages.compose import consent_question
from ringback.messages.history import last_once

KEY: Final = "may-we-text"
NOT_IN_DOUBT: Final = Refusal("not_in_doubt", "There is nothing to ask: it is clear whether they want texts.")


def ask_consent(tx: Transaction, account_id: str, conversation_id: str, by: str) -> Written | Refusal:
    """Asking twice sends one text. Raises LookupError for another business's conversation."""
    contact_id = conversations.get(tx, account_id, conversation_id).contact_id
    contact = contacts.hold(tx, account_id, contact_id)
    if permission.standing(tx, account_id, contact.number) is not Change.PAUSE:
        return NOT_IN_DOUBT
    account = accounts.get(tx, account_id)
    body = consent_question(account.name, account.profile.language)
    return write_text(tx, account_id, conversation_id, Reply(body, by, key=f"{KEY}:{contact.episode}"))


def was_asked(tx: Transaction, account_id: str, contact_id: str) -> bool:
    """Is our question the last text we sent them? If not, a yes may be the answer to something else."""
    return f":{KEY}:" in last_once(tx, account_id, contact_id)
