"""A member says what a caller wants: no more texts, or that they never meant to stop them.

Came here from: the inbox and the task "was this a wish to stop?"; the caller may have said it on the phone,
at the counter or by e-mail, which all count as much as a text.
"""

from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.messages import outcome
from ringback.messages.gate import STOPPED
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def stop_texting(tx: Transaction, account_id: str, contact_id: str, by: str, said: str = "") -> None:
    """They want no more texts; `said` are their words. Raises LookupError for another business's contact."""
    contact = contacts.hold(tx, account_id, contact_id)
    _record(tx, contact, Change.STOP, by, said)
    outcome.cancel_waiting(tx, account_id, contact_id, "opted_out", STOPPED)
    decided(tx, contact)


def did_not_mean_stop(tx: Transaction, account_id: str, contact_id: str, by: str, said: str = "") -> bool:
    """What looked like an opt-out was none. Returns False when they clearly said stop, or nothing was
    unclear."""
    contact = contacts.hold(tx, account_id, contact_id)
    in_doubt = permission.standing(tx, account_id, contact.number) is Change.PAUSE
    if in_doubt:
        _record(tx, contact, Change.START, by, said)
        decided(tx, contact)
    return in_doubt


def take_back(tx: Transaction, account_id: str, contact_id: str, by: str, said: str = "") -> str:
    """Undo an opt-out that a member had entered by mistake. Returns "", or a sentence that says what is
    needed.

    Only the person can undo their own STOP: until then the phone company would refuse our texts anyway.
    """
    contact = contacts.hold(tx, account_id, contact_id)
    told = permission.ledger(tx, account_id, contact.number)
    if not told or told[-1].change is Change.START:
        return ""
    if told[-1].source is not Source.STAFF:
        return "They said stop themselves, so they must text START to your number."
    _record(tx, contact, Change.START, by, said)
    return ""


def _record(tx: Transaction, contact: Contact, change: Change, by: str, said: str) -> None:
    evidence = f"{by}: {said}" if said else by
    permission.record(
        tx, contact.account_id, contact.number, change, Source.STAFF, evidence=evidence, at=tx.now
    )


def decided(tx: Transaction, contact: Contact) -> None:
    """It is clear now whether they meant stop: tick off the task to decide it."""
    tasks.finish_about(tx, contact.account_id, contact.id, TaskKind.DECIDE)
