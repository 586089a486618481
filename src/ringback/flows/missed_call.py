"""Nobody picked up. Text the caller back, once, if the rules allow it.

Came here from: flows/call_heard.py, when the verdict about a call is "missed".
Goes on in:     messages/sending.py sends the text; flows/delivery_report.py hears what became of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import history as past_calls
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.receipts import Receipt
from ringback.calls.store import Call, CallState
from ringback.calls.verdict import Missed
from ringback.contacts import consents
from ringback.contacts import store as contacts
from ringback.contacts.consents import Basis
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import follow_up, number_looked_up
from ringback.flows.caller_facts import conversation_of, facts_about, may_leave_voicemail, voicemail
from ringback.flows.consented import consented
from ringback.flows.ground import NO_KEY, without_ground
from ringback.flows.rules_in_force import asks_for_rules, rules_for
from ringback.flows.voicemail_heeded import heed_voicemail
from ringback.lib.numbers import Number, read_number
from ringback.lines import store as lines
from ringback.lines.plan import asks_caller, language_of
from ringback.lines.store import Line
from ringback.messages import fuse, queue
from ringback.messages import store as texts
from ringback.messages.compose import compose
from ringback.messages.history import once
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose, State
from ringback.permission.quiet_hours import (
    STILL_A_REPLY_TO_THE_CALL,
    AtNight,
    ReplyToCall,
    may_send,
    unasked_from,
)
from ringback.permission.verdict import Refused
from ringback.promises import store as promises
from ringback.rules.decide import decide, template_for
from ringback.rules.decision import CallBack, Decision, Hold, Send, Skip
from ringback.rules.facts import Facts
from ringback.rules.fields import fields_for
from ringback.rules.hours import opening_at
from ringback.rules.policy import Policy
from ringback.rules.promised import promised_in
from ringback.rules.receipt import made_of, receipt
from ringback.rules.sentences import as_told, once_let_go
from ringback.rules.voicemail import Voicemail
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

log = structlog.get_logger()

LONGEST_VOICEMAIL = timedelta(seconds=150)  # two minutes and the greeting
RELEASED_FOR = timedelta(hours=24)
VOICEMAIL_SETTLES = timedelta(seconds=3)  # the recording and the end of the call are told in any order


def text_back(tx: Transaction, line: Line, call: Call, missed: Missed) -> None:
    """Decide, and do what was decided. Wait first while the caller may be leaving a voicemail, or may be
    about to press the key."""
    tx.ahead(*asks_for_settings(tx, line))
    account = accounts.get(tx, line.account_id)
    number = read_number(call.caller, account.country)
    listening_until = _may_say_more(tx, line, account, number, call, missed)
    if listening_until is not None:
        calls.look_at(tx, call, listening_until)
        return
    policy = rules_for(tx, account, call)
    contact = _caller(tx, call, number)
    call = calls.decide(tx, call, CallState.MISSED, missed.outcome, contact.id if contact else None)
    if contact is not None:
        contact = _listen(tx, line, call, contact)
    receipts.queue_up(tx, account.id)
    facts = facts_about(tx, line, call, missed, number, contact, policy)
    decision = decide(facts, policy)
    known = conversation_of(tx, contact) if contact is not None else None
    _explain(tx, call, facts, policy, decision)
    if contact is None:
        return
    conversation = conversations.touch(
        tx, account.id, contact.id, known=known, unread=True, waiting=decision.task
    )
    if decision.task:
        tasks.add(tx, account.id, TaskKind.CALL_BACK, call.id, as_told(decision.sentence), contact.id)
    if isinstance(decision.verdict, Send):
        due, late = _when(policy, contact.number, decision.verdict.send_at, missed)
        template, reads_at = _as_read(facts, policy, decision.verdict, due, tx.now)
        body = _words(policy, template, account, contact, reads_at, language_of(line, account))
        earlier = facts.texts_this_episode  # counted while the caller is held
        consented(tx, account, contact.number, Basis.CALLED, evidence=call.id, line=line)
        text_id = _queue(
            tx, line, call, contact, conversation, body, earlier, due, late, surely_first=not earlier
        )
        if text_id is not None:
            _promise(tx, policy, template, contact, conversation, text_id, reads_at)
            follow_up.plan(tx, policy, text_id, due)
            number_looked_up.look_up(tx, policy, contact, text_id)


def asks_for_settings(tx: Transaction, line: Line) -> tuple[Callable[[], object], ...]:
    """What `text_back` asks of the settings, for `Transaction.ahead`."""
    return (
        partial(accounts.get, tx, line.account_id),
        partial(lines.own_numbers, tx, line.account_id),
        *asks_for_rules(tx, line.account_id, line.id),
    )


def text_anyway(tx: Transaction, account_id: str, call_id: str) -> bool:
    """A member has looked at a call that was held, and wants the caller to be texted.

    Returns False when the call is not held, or was texted already. The last look before sending still
    respects opt-outs, lists, and what was said or written meanwhile. Long after the call the text is no
    longer a reply to it, so at night it waits for the morning.
    """
    kept = receipts.of_call(tx, account_id, call_id)
    call = calls.get(tx, call_id)
    if kept is None or kept.verdict != "hold" or call is None or call.contact_id is None:
        return False
    account, line = accounts.get(tx, account_id), lines.called(tx, call.line_id)
    contact = contacts.hold(tx, account_id, call.contact_id)
    earlier = texts.of_call(tx, account_id, call.id)
    if earlier is not None and earlier.state not in (State.CANCELLED, State.FAILED):
        return False  # pressed again, on a page that was open since
    consented(tx, account, contact.number, Basis.CALLED, evidence=call.id, line=line)
    queued = _text_after_all(tx, account, line, contact, call, kept, tx.now + RELEASED_FOR)
    if queued:
        sentence = once_let_go(kept.sentence)
        receipts.say(tx, account_id, call_id, sentence)
        tasks.reword(tx, account_id, TaskKind.CALL_BACK, call_id, sentence)
    return queued


def text_for_key(tx: Transaction, account: Account, line: Line, call: Call) -> None:
    """The caller did press the key, but we learned it after their text was cancelled because the key was
    missing. Queue the text again, if that is still in time."""
    kept = receipts.of_call(tx, account.id, call.id)
    if kept is None or kept.verdict != "text" or call.contact_id is None:
        return
    contact = contacts.hold(tx, account.id, call.contact_id)
    off = texts.of_call(tx, account.id, call.id)
    if off is None or (off.state, off.reason) != (State.CANCELLED, NO_KEY) or off.expires_at is None:
        return
    if tx.now < off.expires_at:
        _text_after_all(tx, account, line, contact, call, kept, off.expires_at)


def _text_after_all(
    tx: Transaction,
    account: Account,
    line: Line,
    contact: Contact,
    call: Call,
    kept: Receipt,
    late: datetime,
) -> bool:
    facts, policy, _ = made_of(kept.body)
    is_reply = tx.now - facts.missed_at <= STILL_A_REPLY_TO_THE_CALL
    reads_at = tx.now if is_reply else unasked_from(contact.number, tx.now)
    template = _template_at(facts, policy, reads_at)
    language = language_of(lines.get(tx, call.line_id), account)
    body = _words(policy, template, account, contact, reads_at, language)
    conversation = conversations.touch(tx, account.id, contact.id)
    tasks.finish(tx, account.id, TaskKind.CALL_BACK, call.id)
    earlier = facts.texts_this_episode
    text_id = _queue(tx, line, call, contact, conversation, body, earlier, tx.now, late)
    if text_id is not None:
        _promise(tx, policy, template, contact, conversation, text_id, reads_at)
    return text_id is not None


def _when(policy: Policy, number: str, send_at: datetime, missed: Missed) -> tuple[datetime, datetime]:
    """When the text is due, and from when on it is too late. A text that is held for the night is no longer a
    reply to the call when it leaves, so it keeps to the hours for texts that nobody asked for."""
    as_reply = ReplyToCall(missed.at, policy.at_night)
    if policy.at_night is AtNight.HOLD and isinstance(may_send(as_reply, number, send_at), Refused):
        morning = unasked_from(number, send_at)
        if morning > send_at:
            return morning, morning + policy.late_after
    return send_at, missed.at + policy.late_after


def _may_say_more(
    tx: Transaction, line: Line, account: Account, number: Number, call: Call, missed: Missed
) -> datetime | None:
    """Until when to wait for a voicemail or a key; None: do not wait. The text should not ask for what the
    caller is just saying, and where a key must be pressed first, there is nothing to send before that."""
    heard = call.evidence
    hears_greeting = heard.arrival_is_missed or heard.ringing_ended_at is not None
    if not hears_greeting or not (line.plan.voicemail or asks_caller(line, account)):
        return None
    until = missed.at + LONGEST_VOICEMAIL if heard.ended_at is None else heard.ended_at + VOICEMAIL_SETTLES
    if tx.now >= until or _has_said(tx, line, account, number, call):
        return None
    return until


def _has_said(tx: Transaction, line: Line, account: Account, number: Number, call: Call) -> bool:
    """Has the caller done all that we wait for? Whoever presses the key hears no tone; whoever needs no key
    may still leave a voicemail."""
    if line.plan.voicemail and voicemail(tx, line, call) is not Voicemail.NONE:
        return True
    if not asks_caller(line, account) or number.e164 is None:
        return not line.plan.voicemail
    if consents.pressed_in(tx, account.id, number.e164, call.id):
        return True
    return not line.plan.voicemail and without_ground(tx, account, number.e164, call.id) is None


def _caller(tx: Transaction, call: Call, number: Number) -> Contact | None:
    """The person who called; None when there is nobody to get in touch with."""
    if number.e164 is None or number.e164 in lines.own_numbers(tx, call.account_id):
        return None
    return contacts.heard_from(tx, call.account_id, number.e164, call.first_heard_at)


def _listen(tx: Transaction, line: Line, call: Call, contact: Contact) -> Contact:
    """Act on a voicemail that was reported before the caller was known. It may say "do not text me", and it
    begins their conversation, so that they are not new any more."""
    words = past_calls.voicemail_words(tx, call) if may_leave_voicemail(line) else None
    if words is None:
        return contact
    heed_voicemail(tx, call, contact.id, words)
    return replace(contact, is_new=False)


def _as_read(facts: Facts, policy: Policy, send: Send, due: datetime, now: datetime) -> tuple[str, datetime]:
    """The situation that the text speaks of, and when it is read: both are later ones if it is held."""
    return (_template_at(facts, policy, due), due) if due > send.send_at else (send.template, now)


def _template_at(facts: Facts, policy: Policy, leaves: datetime) -> str:
    """The situation for a text that leaves long after its decision: the shop may have opened meanwhile."""
    return template_for(facts, policy, opening_at(policy, leaves))


def _words(
    policy: Policy, template: str, account: Account, contact: Contact, now: datetime, language: str
) -> str:
    fields = fields_for(policy, account.name, contact.name, now, language)
    return compose(policy.templates[template], fields)


def _queue(
    tx: Transaction,
    line: Line,
    call: Call,
    contact: Contact,
    conversation: str,
    body: str,
    earlier: int,
    due: datetime,
    late: datetime,
    *,
    surely_first: bool = False,
) -> str | None:
    """Queue the text, once per caller and episode, after so many earlier ones. The decision saw no other; if
    two decisions are ever made at the same instant, `once` keeps the second text out."""
    text = NewText(
        account_id=call.account_id,
        line_id=lines.texting(tx, line),
        contact_id=contact.id,
        conversation_id=conversation,
        call_id=call.id,
        purpose=Purpose.MISSED_CALL,
        body=body,
        once=once(contact.id, contact.episode, earlier),
        due=due,
        expires_at=late,
    )
    text_id = queue.add(tx, text, surely_first=surely_first)
    if text_id is not None:
        fuse.count(tx, call.account_id)
    return text_id


def _promise(
    tx: Transaction,
    policy: Policy,
    template: str,
    contact: Contact,
    conversation: str,
    text_id: str,
    reads_at: datetime,
) -> None:
    """Each time that the text states becomes a promise, in the transaction of the text."""
    for what, due in promised_in(policy.templates[template], policy, reads_at).items():
        promises.make(
            tx,
            account_id=contact.account_id,
            contact_id=contact.id,
            conversation_id=conversation,
            text_id=text_id,
            what=what,
            due=due,
        )


def _explain(tx: Transaction, call: Call, facts: Facts, policy: Policy, decision: Decision) -> None:
    verdict = decision.verdict
    word = {Send: "text", Skip: "skip", CallBack: "call_back", Hold: "hold"}[type(verdict)]
    reason = "" if isinstance(verdict, Send) else verdict.reason
    log.info("call_decided", verdict=word, reason=reason)
    receipts.keep(
        tx,
        call.account_id,
        call.id,
        verdict=word,
        reason=reason,
        sentence=as_told(decision.sentence),
        body=receipt(facts, policy, decision),
    )
