"""The caller left a message. It belongs to the call, and somebody should listen to it.

Came here from: intake/webhooks.py; the recording and its transcript come in two events, in any order.
"""

from ringback.calls import store as calls
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lines.store import Line
from ringback.phone.events import VoicemailLeft
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def voicemail_left(tx: Transaction, line: Line, event: VoicemailLeft) -> None:
    call_heard(tx, line, event)
    call = calls.by_provider_call(tx, line, event.call)
    if call is None or call.contact_id is None:
        return
    conversations.touch(tx, line.account_id, call.contact_id, unread=True)
    tasks.add(tx, line.account_id, TaskKind.LISTEN, call.id, "The caller left a voicemail.", call.contact_id)
