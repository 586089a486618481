"""A voicemail is there, and its caller is known: give a member a task to listen, and act on its words.

Came here from: flows/missed_call.py, for a voicemail that was left before the call was decided, so that the
                decision takes it into account; flows/voicemail_left.py, for one that comes after that.
"""

from ringback.calls.store import Call
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.contacts.store import Contact
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.messages import outcome
from ringback.messages.gate import STOPPED
from ringback.rules.voicemail import Voicemail, about, sentence
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.understand.understanding import Expect


def heed_voicemail(tx: Transaction, call: Call, contact_id: str, words: str) -> None:
    """`words` is the transcript, "" while there is none."""
    contact = contacts.hold(tx, call.account_id, contact_id)
    conversation = conversations.touch(tx, call.account_id, contact_id, unread=True, waiting=True)
    search.remember(tx, call.account_id, conversation, words)
    if about(words) is not Voicemail.LEFT:
        # The words say more than the recording alone did: ask again, in these words.
        tasks.finish(tx, call.account_id, TaskKind.LISTEN, call.id)
    tasks.add(tx, call.account_id, TaskKind.LISTEN, call.id, sentence(words), contact_id)
    if words:
        _heed(tx, call, contact, words)


def _heed(tx: Transaction, call: Call, contact: Contact, words: str) -> None:
    """Danger becomes an urgent task, and a spoken "do not text me" is an opt-out, too.

    What only a person can judge pauses the texts until a member has listened and decided.
    """
    from ringback.understand.meaning import understand  # 5 MB that a server without words does not need

    meant = understand(words)
    why_so = meant.why.replace("They wrote", "They said", 1)
    if meant.pressing:
        said = f"Urgent, please call now: {why_so}"
        tasks.add(tx, call.account_id, TaskKind.URGENT, call.id, said, contact.id)
    if meant.opts_out:
        _stop(tx, call, contact, Change.STOP, "opted_out", STOPPED)
    elif meant.expect is Expect.PAUSE_HUMAN:
        why = "Not texted: somebody must first listen to what this person said."
        _stop(tx, call, contact, Change.PAUSE, "paused", why)
        said = f"Nothing automatic goes to this person until you have decided: {why_so}"
        tasks.add(tx, call.account_id, TaskKind.DECIDE, call.id, said, contact.id)


def _stop(tx: Transaction, call: Call, contact: Contact, change: Change, reason: str, why: str) -> None:
    number = contact.number
    permission.record(tx, call.account_id, number, change, Source.VOICE, evidence=call.id, at=tx.now)
    outcome.cancel_waiting(tx, call.account_id, contact.id, reason, why)
