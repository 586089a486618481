"""The phone company's log has a call that we never heard of: its webhooks were lost, or we were away.

Came here from: worker/gap_sweep.py.
Goes on in:     flows/call_heard.py as a missed call, where nobody but us would have rung anybody. It is
                texted only while that is welcome; after that the rules make it a call-back task.

The log does not say whether somebody took the call. A member is asked where another phone system rings the
phones, and where the line has sent us no call for a day, since it may be connected to something else by now.
"""

from dataclasses import replace
from datetime import timedelta

from ringback.accounts import store as accounts
from ringback.calls import of_line
from ringback.calls import store as calls
from ringback.calls.store import CallState
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lib.numbers import read_number
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.phone.asked import FoundCall
from ringback.phone.events import Outcome, Proof, RingingEnded
from ringback.phone.provider import Mode
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

ON_ITS_WAY = timedelta(minutes=2)  # the webhooks of such a young call may still arrive
CONNECTED_WITHIN = timedelta(days=1)
ASK = (
    "The phone company's log shows this call, but we were not told of it. If nobody spoke, please call back."
)


def call_found(tx: Transaction, line: Line, found: FoundCall) -> bool:
    """Store it as a call. Returns False when we have it already, or its own webhooks may still arrive."""
    account = accounts.get(tx, line.account_id)
    number = read_number(found.caller, account.country).e164
    young = not found.ended or tx.now < found.started_at + ON_ITS_WAY
    if young or not is_news(tx, line, found):
        return False
    if webhooks.unread_from(tx, line.id, number or found.caller):
        return False  # it has arrived, and is about to be worked on
    # No start is recorded: the time since then must not look like the time it rang.
    ended = RingingEnded(
        found.call, found.caller, found.dialled, Outcome.NO_ANSWER, Proof.NOBODY, found.started_at
    )
    if number is None or (line.mode is not Mode.OBSERVE and _hears_its_calls(tx, line)):
        call_heard(tx, line, ended)  # without a number it ends there, with the reason
    else:
        # Its webhooks may still come and say that somebody picked up.
        _ask_a_person(tx, line, replace(ended, proof=Proof.UNCLEAR), number)
    return True


def is_news(tx: Transaction, line: Line, found: FoundCall) -> bool:
    """Do we not have this call yet, or have we only heard of a phone that rang in it?"""
    known = calls.by_provider_call(tx, line, found.call)
    return known is None or calls.lacks_caller(known)


def _hears_its_calls(tx: Transaction, line: Line) -> bool:
    return of_line.has_begun_since(tx, line, tx.now - CONNECTED_WITHIN)


def _ask_a_person(tx: Transaction, line: Line, ended: RingingEnded, number: str) -> None:
    call = calls.record(tx, line, ended)
    contact_id = None
    if number not in lines.own_numbers(tx, line.account_id):
        contact_id = contacts.heard_from(tx, line.account_id, number, ended.at).id
        conversations.touch(tx, line.account_id, contact_id, unread=True, waiting=True)
    calls.decide(tx, call, CallState.MISSED, None, contact_id)
    if contact_id is not None:
        tasks.add(tx, line.account_id, TaskKind.CALL_BACK, call.id, ASK, contact_id)
