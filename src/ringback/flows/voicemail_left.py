"""The caller left a voicemail. It belongs to a call, and may be the first thing that we hear of that call.

Came here from: intake/webhooks.py; the recording and its transcript come in two events, in any order.
Goes on in:     flows/voicemail_heeded.py: by way of flows/missed_call.py where the call is still open.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ringback.accounts import store as accounts
from ringback.calls import history as past_calls
from ringback.calls import of_line, recordings
from ringback.calls import store as calls
from ringback.calls.store import Call, CallState
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.flows.voicemail_heeded import heed_voicemail
from ringback.lib.numbers import read_number
from ringback.lines.store import Line
from ringback.phone.events import VoicemailLeft

LONGEST_CALL: Final = timedelta(minutes=15)  # of a caller who rings, hears a greeting and speaks
CLOCKS_APART: Final = timedelta(minutes=1)


def voicemail_left(tx: Transaction, line: Line, event: VoicemailLeft) -> None:
    """An event that says nothing new does not open a task again that somebody has ticked off."""
    if not event.call:
        if (of := _latest_call(tx, line, event)) is None:
            return  # should its call be found in the company's log, it becomes a task
        event = replace(event, call=of.provider_call)
    known = calls.by_provider_call(tx, line, event.call)
    heard = past_calls.voicemail_words(tx, known) if known else None
    call = calls.record(tx, line, event)
    recordings.expect(tx, line, call, event.recording)
    if call.contact_id is None:
        call_heard(tx, line, event)
    elif heard is None or event.words not in ("", heard):
        heed_voicemail(tx, call, call.contact_id, event.words)


def _latest_call(tx: Transaction, line: Line, event: VoicemailLeft) -> Call | None:
    """This caller's latest call that nobody took, as far as we know. None for a hidden caller: it could be
    any call."""
    country = accounts.get(tx, line.account_id).country
    caller = read_number(event.caller, country).e164
    if caller is None:
        return None
    recent = of_line.on_line_between(tx, line, event.at - LONGEST_CALL, event.at + CLOCKS_APART)
    theirs = (call for call in recent if read_number(call.caller, country).e164 == caller)
    return next((call for call in theirs if call.state is not CallState.ACCEPTED), None)
