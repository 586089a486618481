"""Before a caller's first text: is their number a landline? The phone company can say so, for a fee, where
the rules of the called line want it.

Goes on in: worker/number_asked.py asks; flows/last_look.py makes the text wait a little for the answer.
"""

from ringback.contacts.store import Contact
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.rules.policy import Policy

TASK = "number"


def look_up(tx: Transaction, policy: Policy, contact: Contact, text_id: str) -> None:
    """Called in the transaction of the text. Asks only if the owner wants it and the number is new."""
    if contact.line_type is None and policy.look_up:
        jobs.add(tx, TASK, text_id, key=_key(text_id))


def is_being_looked_up(tx: Transaction, text_id: str) -> bool:
    return jobs.waits(tx, _key(text_id))


def _key(text_id: str) -> str:
    return f"{TASK}:{text_id}"
