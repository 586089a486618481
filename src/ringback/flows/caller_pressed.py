"""A caller whom nobody answered pressed the key that the greeting asks for: now they may be texted.

Came here from: a webhook that `intake/webhooks.py` stored; perhaps twice, late, or before the ringing ended.
Goes on in:     flows/missed_call.py, which waits for the key, or has cancelled its text without it.
"""

from ringback.accounts import store as accounts
from ringback.calls import store as calls
from ringback.calls.store import CallState
from ringback.contacts import consents
from ringback.contacts.consents import Basis
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.flows.consented import consented
from ringback.flows.missed_call import text_for_key
from ringback.lib.numbers import read_number
from ringback.lines.store import Line
from ringback.phone.events import CallerPressed


def caller_pressed(tx: Transaction, line: Line, event: CallerPressed) -> None:
    """Record the consent first, so that the decision about the call sees it."""
    call = calls.record(tx, line, event)
    account = accounts.get(tx, line.account_id)
    number = read_number(call.caller, account.country).e164
    if number is None:
        return  # a caller who hides their number cannot be texted
    if not consents.pressed_in(tx, account.id, number, call.id):
        consented(tx, account, number, Basis.PRESSED, evidence=call.id, line=line)
    if call.state is CallState.MISSED:
        text_for_key(tx, account, line, call)
    else:
        call_heard(tx, line, event)
