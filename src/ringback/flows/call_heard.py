"""A phone company told us something about a call. Add it to what we know, and see whether that decides it.

Came here from: a webhook that `intake/webhooks.py` stored, or a timer set here (`look_again`).
Goes on in:     flows/missed_call.py, when nobody took the call.
"""

from datetime import datetime, timedelta
from functools import partial

from ringback.accounts import store as accounts
from ringback.calls import legs
from ringback.calls import store as calls
from ringback.calls.store import Call, CallState
from ringback.calls.verdict import Accepted, Evidence, Missed, Open, verdict
from ringback.contacts import people
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.looked_after import tick_calls
from ringback.flows.missed_call import asks_for_settings, text_back
from ringback.lib.numbers import read_number
from ringback.lib.tracing import about, step
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.messages import store as texts
from ringback.messages.store import UNASKED, State
from ringback.phone.events import CallEvent, Outcome, Proof
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.promises import store as promises
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

AT_ONCE = timedelta(seconds=1)
SPOKE = "Not texted: you spoke on the phone after all."


def call_heard(tx: Transaction, line: Line, event: CallEvent) -> None:
    """Record the event, then decide about the call if that is possible now.

    An event that comes late gets the same time to settle as one that comes in time, because the event that
    contradicts it may be the next one.
    """
    late = tx.now if tx.now - event.at > AT_ONCE else None
    ask = partial(_ask_ahead, tx, line, event) if _says_it_all(line, event) else None
    _judge(tx, line, calls.record(tx, line, event, ask), late)


def _says_it_all(line: Line, event: CallEvent) -> bool:
    """Nobody will pick up, or nobody did: mostly that decides the call."""
    return line.mode is Mode.FORWARDED or getattr(event, "proof", None) is Proof.NOBODY


def _ask_ahead(tx: Transaction, line: Line, event: CallEvent) -> None:
    """What is needed to decide goes to a server together with the question for the call."""
    caller, _ = webhooks.about([event], line)
    if caller:
        contacts.hold_soon(tx, line.account_id, caller)
    tx.ahead(*asks_for_settings(tx, line))


def look_again(tx: Transaction, call_id: str) -> None:
    """Decide about a call that has waited long enough: its unclear end has settled, or its closing event
    never came."""
    call = calls.hold(tx, call_id)
    line = lines.get(tx, call.line_id) if call else None
    if call is not None and line is not None:
        with step("look_again", call=call.id, line=line.id):
            about(call.id)
            _judge(tx, line, call)


def _judge(tx: Transaction, line: Line, call: Call, late: datetime | None = None) -> None:
    if call.state is CallState.ACCEPTED:
        return
    company = provider(line.provider)
    rings = legs.rings_since(
        tx, call.account_id, call.id, call.evidence, only_after_the_end=not company.tells_each_ring_end
    )
    heard = call.evidence, tx.now, company.settles_in, call.first_heard_at
    match verdict(*heard, late=late, rings=rings):
        case Accepted(at):
            _taken(tx, call, _spoke_until(call.evidence, at))
        case Missed(outcome=Outcome.BLOCKED) if call.state is CallState.MISSED:
            _turned_away(tx, call)
        case Missed() as missed if call.state is CallState.OPEN:
            text_back(tx, line, call, missed)
        case Open(until) if call.state is CallState.OPEN and until is not None:
            calls.look_at(tx, call, until)
        case _:
            pass


def _spoke_until(heard: Evidence, taken: datetime) -> datetime:
    """Until when they talked, as far as we know. Some companies report the end of the talk as the end of the
    ringing."""
    told = (taken, heard.ringing_ended_at, heard.ended_at)
    return max(at for at in told if at is not None)


def _taken(tx: Transaction, call: Call, until: datetime) -> None:
    """A person spoke with the caller until `until`: cancel the waiting texts, and finish the call-back task.

    That also holds when we learn it late, after the call was decided as missed. If the caller has been in
    touch again since, only the text about this call is cancelled.
    """
    account = accounts.get(tx, call.account_id)
    number = read_number(call.caller, account.country).e164
    if number is None or number in lines.own_numbers(tx, account.id):
        calls.decide(tx, call, CallState.ACCEPTED, Outcome.COMPLETED, None)
        return
    contact = contacts.heard_from(tx, account.id, number, call.first_heard_at)
    calls.decide(tx, call, CallState.ACCEPTED, Outcome.COMPLETED, contact.id)
    tasks.finish(tx, account.id, TaskKind.CALL_BACK, call.id)
    # A contact in the future says that the clock was set back: then the order of the two is not known.
    if until < contact.last_contact_at <= tx.now:
        text = texts.of_call(tx, account.id, call.id)
        if text is not None and text.state is State.WAITING:
            outcome.cancelled(tx, text, "answered", SPOKE, call_back=False)
        return
    for each in (contact, *people.others(tx, contact)):
        promises.keep(tx, account.id, each.id)
        conversation = conversations.with_contact(tx, account.id, each.id)
        if conversation is not None:
            conversations.waits_no_longer(tx, conversation)
            tick_calls(tx, conversation)
    outcome.cancel_waiting(tx, account.id, contact.id, "answered", SPOKE, *UNASKED)


def _turned_away(tx: Transaction, call: Call) -> None:
    """The company says only now that the business has blocked this caller."""
    if call.contact_id is None:
        return
    contacts.hold(tx, call.account_id, call.contact_id)
    tasks.finish(tx, call.account_id, TaskKind.CALL_BACK, call.id)
    why = "Not texted: the caller is blocked at your phone company."
    outcome.cancel_waiting(tx, call.account_id, call.contact_id, "blocked", why, *UNASKED)
