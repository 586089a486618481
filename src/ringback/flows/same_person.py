"""Two numbers turn out to be one person's, or somebody else's after all.

Came here from: the inbox. Calls, texts and opt-outs stay with their number: nothing is carried over to the
other number, and nothing is lost. Doing it twice changes nothing; every function raises LookupError for
another business's conversation.
"""

from ringback.contacts import people
from ringback.contacts import store as contacts
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.conversations.notes import Kind
from ringback.db.transaction import Transaction


def join(tx: Transaction, account_id: str, conversation_id: str, by: str, number: str) -> bool:
    """The person of this conversation also has this number (E.164). Returns False when that was known
    already.

    Raises ValueError with a sentence when no contact has that number, or it is their own.
    """
    one = contacts.hold(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    other = contacts.by_number(tx, account_id, number)
    if other is None:
        raise ValueError("Nobody has called or texted from this number yet.")
    if other.id == one.id:
        raise ValueError("This is the number of this very conversation.")
    joined = people.join(tx, one, other)
    if joined:
        notes.add(tx, account_id, conversation_id, Kind.JOINED, by, number)
    return joined


def part(tx: Transaction, account_id: str, conversation_id: str, by: str, number: str) -> None:
    """This number is not theirs."""
    one = contacts.hold(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    other = contacts.by_number(tx, account_id, number)
    if other is not None and other.person is not None and other.person == one.person:
        people.part(tx, other)
        notes.add(tx, account_id, conversation_id, Kind.PARTED, by, number)
