"""The caller left a message. It belongs to the call, somebody should listen to it, and its words count.

Came here from: intake/webhooks.py; the recording and its transcript come in two events, in any order.
"""

from ringback.calls import recordings
from ringback.calls import store as calls
from ringback.calls.store import Call
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.phone.events import VoicemailLeft
from ringback.rules.voicemail import Voicemail, about, sentence
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.understand.meaning import Expect, understand


def voicemail_left(tx: Transaction, line: Line, event: VoicemailLeft) -> None:
    call_heard(tx, line, event)
    call = calls.by_provider_call(tx, line, event.call)
    if call is not None:
        recordings.expect(tx, line, call, event.recording)
    if call is None or call.contact_id is None:
        return
    conversation = conversations.touch(tx, line.account_id, call.contact_id, unread=True, waiting=True)
    search.remember(tx, line.account_id, conversation, event.words)
    if about(event.words) is not Voicemail.LEFT:
        # The words say more than the recording alone did: ask again, in these words.
        tasks.finish(tx, line.account_id, TaskKind.LISTEN, call.id)
    tasks.add(tx, line.account_id, TaskKind.LISTEN, call.id, sentence(event.words), call.contact_id)
    if event.words:
        _heed(tx, call, call.contact_id, event.words)


def _heed(tx: Transaction, call: Call, contact_id: str, words: str) -> None:
    """Danger reaches a person at once, and "do not text me" counts when it is spoken, too.

    What only a person can judge stops the texts until somebody has listened and decided.
    """
    meant = understand(words)
    if meant.pressing:
        said = f"Urgent, please call now: {meant.why}"
        tasks.add(tx, call.account_id, TaskKind.URGENT, call.id, said, contact_id)
    if meant.opts_out:
        why = "Not texted: this person has asked for no more texts."
        _stop(tx, call, contact_id, Change.STOP, "opted_out", why)
    elif meant.expect is Expect.PAUSE_HUMAN:
        why = "Not texted: somebody must first listen to what this person said."
        _stop(tx, call, contact_id, Change.PAUSE, "paused", why)
        said = f"Nothing automatic goes to this person until you have decided: {meant.why}"
        tasks.add(tx, call.account_id, TaskKind.DECIDE, call.id, said, contact_id)


def _stop(tx: Transaction, call: Call, contact_id: str, change: Change, reason: str, why: str) -> None:
    number = contacts.get(tx, call.account_id, contact_id).number
    permission.record(tx, call.account_id, number, change, Source.VOICE, evidence=call.id, at=tx.now)
    outcome.call_off_waiting(tx, call.account_id, contact_id, reason, why)
