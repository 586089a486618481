"""The caller left a message. It belongs to the call, and may be told before anything else of it is.

Came here from: intake/webhooks.py; the recording and its transcript come in two events, in any order.
Goes on in:     flows/voicemail_heeded.py: by way of flows/missed_call.py where the call is still open.
"""

from ringback.calls import history as past_calls
from ringback.calls import recordings
from ringback.calls import store as calls
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.flows.voicemail_heeded import heed_voicemail
from ringback.lines.store import Line
from ringback.phone.events import VoicemailLeft


def voicemail_left(tx: Transaction, line: Line, event: VoicemailLeft) -> None:
    """What comes again, or says no more than is known, brings nothing back that somebody has ticked off."""
    known = calls.by_provider_call(tx, line, event.call)
    heard = past_calls.voicemail_words(tx, known) if known else None
    call = calls.record(tx, line, event)
    recordings.expect(tx, line, call, event.recording)
    if call.contact_id is None:
        call_heard(tx, line, event)
    elif heard is None or event.words not in ("", heard):
        heed_voicemail(tx, call, call.contact_id, event.words)
