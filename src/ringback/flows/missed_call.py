"""Nobody picked up. Text the caller back, once, if the rules allow it.

Came here from: flows/call_heard.py, when the verdict about a call is "missed".
Goes on in:     messages/sending.py sends the text; flows/delivery_report.py hears what became of it.
"""

from dataclasses import replace
from datetime import datetime

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.store import Call, CallState
from ringback.calls.verdict import Missed
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.lib.numbers import Number, read_number
from ringback.lines import store as lines
from ringback.lines.overrides import LINE, overrides_of
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.messages import store as texts
from ringback.messages.compose import compose
from ringback.messages.store import Purpose
from ringback.rules.decide import decide
from ringback.rules.decision import CallBack, Decision, Send, Skip
from ringback.rules.facts import Facts
from ringback.rules.fields import fields_for
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy
from ringback.rules.receipt import receipt
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def text_back(tx: Transaction, line: Line, call: Call, missed: Missed) -> None:
    account = accounts.get(tx, line.account_id)
    policy = _rules(tx, account, line, call)
    number = read_number(call.caller, account.country)
    own = number.e164 in lines.own_numbers(tx, account.id)
    contact = _caller(tx, call, number, own)
    call = calls.decide(tx, call, CallState.MISSED, missed.outcome, contact.id if contact else None)

    facts = _facts(tx, line, missed, number, contact, own)
    decision = decide(facts, policy)
    _explain(tx, call, facts, policy, decision)
    if contact is None:
        return
    conversation = conversations.touch(tx, account.id, contact.id, unread=True)
    match decision.verdict:
        case Skip():
            return
        case CallBack():
            tasks.add(tx, account.id, TaskKind.CALL_BACK, call.id, decision.sentence, contact.id)
        case Send(template, send_at):
            body = compose(policy.templates[template], fields_for(policy, account.name, contact.name, tx.now))
            _queue(tx, call, contact, conversation, body, send_at, missed.at + policy.late_after)


def _rules(tx: Transaction, account: Account, line: Line, call: Call) -> Policy:
    """The account's, but for what this line does differently, and calls from this source before that."""
    own = overrides_of(tx, account.id, line.id)
    source = read_number(call.forwarded_from, account.country).e164
    return policy_in_force(account.policy, *(own[of] for of in (LINE, source) if of in own))


def _queue(
    tx: Transaction, call: Call, contact: Contact, conversation: str, body: str, due: datetime, late: datetime
) -> None:
    """Once per caller and episode. The decision saw that none is there yet; should two decisions ever meet at
    the same instant, the second finds the first one's text and leaves it at that."""
    text_id = texts.queue(
        tx,
        account_id=call.account_id,
        line_id=call.line_id,
        contact_id=contact.id,
        conversation_id=conversation,
        call_id=call.id,
        purpose=Purpose.MISSED_CALL,
        body=body,
        once=f"{Purpose.MISSED_CALL}:{contact.id}:{contact.episode}",
        due=due,
        expires_at=late,
    )
    if text_id is not None:
        outcome.send_at(tx, text_id, conversation, due)


def _caller(tx: Transaction, call: Call, number: Number, own: bool) -> Contact | None:
    """The person who called; None when there is nobody to get in touch with."""
    if number.e164 is None or own:
        return None
    return contacts.heard_from(tx, call.account_id, number.e164, call.first_heard_at)


def _facts(
    tx: Transaction, line: Line, missed: Missed, number: Number, contact: Contact | None, own: bool
) -> Facts:
    unknown = Facts(
        now=tx.now,
        mode=line.mode,
        outcome=missed.outcome,
        accepted=False,
        missed_at=missed.at,
        ring_seconds=missed.ring_seconds,
        caller_gave_up=missed.caller_gave_up,
        caller_kind=number.kind,
        caller_country=number.country,
        own_number=own,
        opted_out=False,
        never_text=False,
        cannot_receive_texts=False,
        last_first_text_at=None,
        text_waiting=False,
    )
    return unknown if contact is None else _with_history(tx, unknown, contact)


def _with_history(tx: Transaction, facts: Facts, contact: Contact) -> Facts:
    account = contact.account_id
    return replace(
        facts,
        opted_out=permission.opted_out(tx, account, contact.number),
        never_text=permission.on_never_text_list(tx, account, contact.number),
        cannot_receive_texts=contact.cannot_receive_texts is not None,
        last_first_text_at=texts.last_first_text_at(tx, account, contact.id),
        text_waiting=texts.first_text_waiting(tx, account, contact.id),
    )


def _explain(tx: Transaction, call: Call, facts: Facts, policy: Policy, decision: Decision) -> None:
    verdict = decision.verdict
    receipts.keep(
        tx,
        call.account_id,
        call.id,
        verdict={Send: "text", Skip: "skip", CallBack: "call_back"}[type(verdict)],
        reason="" if isinstance(verdict, Send) else verdict.reason,
        sentence=decision.sentence,
        body=receipt(facts, policy, decision),
    )
