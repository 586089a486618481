"""The last look before a text leaves: does anything forbid it, or has anything changed since it was queued?

Came here from: messages/sending.py, before every attempt. Nothing here sends; the answer is acted on there.

The order is fixed: suppression ▸ number class ▸ consent basis ▸ limits ▸ quiet hours ▸ content ▸ segments.
The first check that objects decides, and its sentence is kept with the text.
"""

from datetime import datetime, timedelta
from functools import partial

from ringback.accounts import store as accounts
from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.calls import store as calls
from ringback.contacts import consents, people, permission
from ringback.contacts.permission import Change
from ringback.contacts.store import LANDLINE, Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.ground import LASTS, without_ground
from ringback.flows.number_looked_up import is_being_looked_up
from ringback.flows.parts_sent import parts_sent
from ringback.flows.rules_in_force import rules_for
from ringback.lib.numbers import read_number, textable
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.messages import history as past_texts
from ringback.messages import queue, spending
from ringback.messages.gate import STOPPED, TAKEN_OVER, Later, Never
from ringback.messages.segments import measure
from ringback.messages.store import UNASKED, Purpose, Text
from ringback.permission.content_guard import Hold, Mode, check
from ringback.permission.frequency import Sent, may_text_unasked
from ringback.permission.quiet_hours import (
    STILL_A_REPLY_TO_THE_CALL,
    AtNight,
    FollowUp,
    ReplyToCall,
    may_send,
)
from ringback.permission.verdict import Refused
from ringback.phone.provider import Capability
from ringback.phone.registry import provider
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy

ANSWER_COMES_WITHIN = timedelta(seconds=8)
LOOK_AGAIN = timedelta(seconds=1)
MOST_PARTS = {Purpose.MISSED_CALL: 3, Purpose.FOLLOW_UP: 3}
MOST_PARTS_OF_ANY = 6
A_MOMENT = timedelta(seconds=30)
WHILE_SPEAKING = timedelta(seconds=10)
AFTER_CALL = "Not texted: it would have come too late after the call."
_TOO_LATE = {
    Purpose.REPLY: "Not texted: it could not leave for an hour.",
    Purpose.CONFIRMATION: "Not texted: it would have come too late.",
}


def last_look(tx: Transaction, text: Text, contact: Contact) -> Later | Never | None:
    """Why it may not leave now; None when it may."""
    _ask_ahead(tx, text, contact.number)
    if never := _suppressed(tx, text, contact):
        return never
    if text.purpose in UNASKED and (refused := _unasked(tx, text, contact)):
        return refused
    if late := _late(tx, text):
        return late
    if measure(text.body).segments > MOST_PARTS.get(text.purpose, MOST_PARTS_OF_ANY):
        return Never("too_long", "Not texted: it has too many parts. Please shorten it.", call_back=True)
    return None


def _ask_ahead(tx: Transaction, text: Text, number: str) -> None:
    """Ask at once what is read here, and in messages/sending.py, for nearly every text
    (`Transaction.ahead`)."""
    if text.purpose in UNASKED:
        tx.ahead(
            partial(lines.get, tx, text.line_id),
            partial(accounts.get, tx, text.account_id),
            partial(permission.standing, tx, text.account_id, number),
            partial(permission.on_never_text_list, tx, text.account_id, number),
            partial(consents.any_since, tx, text.account_id, number, tx.now - LASTS),
            partial(calls.speaking_with, tx, text.account_id, number),
            partial(calls.accepted_since, tx, text.account_id, text.contact_id, text.created_at),
            partial(conversations.with_contact, tx, text.account_id, text.contact_id),
            partial(past_texts.recent, tx, text, text.contact_id),
            partial(webhooks.unread_about, tx, text.account_id, number),
            partial(queue.unfinished_before, tx, text),
            partial(is_being_looked_up, tx, text.id),
            partial(_call_over_at, tx, text),
        )


def _suppressed(tx: Transaction, text: Text, contact: Contact) -> Never | None:
    """Only the answer to the person's own STOP, START or HELP, and the text to somebody in danger, may leave
    after an opt-out. While it is unclear whether they meant stop, members may still write."""
    if text.purpose in (Purpose.CONFIRMATION, Purpose.SAFETY):
        return None
    match permission.standing(tx, text.account_id, contact.number):
        case Change.STOP:
            return Never("opted_out", STOPPED)
        case Change.PAUSE if text.purpose is not Purpose.REPLY:
            return Never("paused", "Not texted: somebody must first decide whether this person meant stop.")
    if text.purpose in UNASKED and permission.on_never_text_list(tx, text.account_id, contact.number):
        return Never("never_text", "Not texted: this number is on one of your lists.")
    return None


def _unasked(tx: Transaction, text: Text, contact: Contact) -> Later | Never | None:
    """What is checked only for automatic texts that answer nothing the person has written."""
    account = accounts.get(tx, text.account_id)
    return (
        _number(tx, account, text, contact)
        or _asked(tx, text, contact)
        or without_ground(tx, account, contact.number, text.call_id)
        or _meanwhile(tx, text, contact)
        or _only_watching(tx, account, text)
        or _too_dear(tx, account, text)
        or _late(tx, text)
        or _hours(tx, account, text, contact)
        or _content(account, text)
    )


def _number(tx: Transaction, account: Account, text: Text, contact: Contact) -> Never | None:
    number = read_number(contact.number, account.country)
    # The rules of the line may allow more countries. They are read only if needed, because that is slow.
    if not textable(number, policy_in_force(account.policy).countries) and not textable(
        number, _rules(tx, account, text).countries
    ):
        return Never("not_textable", "Not texted: texts may not go to such a number.", call_back=True)
    if contact.line_type == LANDLINE:
        sentence = "Not texted: the phone company says that this is a landline."
        return Never("landline", sentence, call_back=True)
    if contact.cannot_receive_texts:
        sentence = "Not texted: an earlier text showed that this number cannot receive texts."
        return Never("cannot_receive_texts", sentence, call_back=True)
    return None


def _asked(tx: Transaction, text: Text, contact: Contact) -> Later | None:
    """Wait a little for what the phone company says of the number, while it is being asked."""
    if contact.line_type is not None or tx.now >= text.created_at + ANSWER_COMES_WITHIN:
        return None
    line = lines.called(tx, text.line_id)
    can_tell = Capability.LOOKUP in provider(line.provider).capabilities
    return Later(tx.now + LOOK_AGAIN) if can_tell and is_being_looked_up(tx, text.id) else None


def _meanwhile(tx: Transaction, text: Text, contact: Contact) -> Later | Never | None:
    """Has somebody spoken with this person, has another text gone out, or have they had enough of them?"""
    numbers = (contact, *people.others(tx, contact))
    if any(calls.speaking_with(tx, text.account_id, each.number) for each in numbers):
        return Later(tx.now + WHILE_SPEAKING)
    if any(calls.accepted_since(tx, text.account_id, each.id, text.created_at) for each in numbers):
        return Never("answered_meanwhile", "Not texted: you spoke on the phone in the meantime.")
    if any(conversations.taken_over_since(tx, text.account_id, each.id, text.created_at) for each in numbers):
        return Never("taken_over", TAKEN_OVER)
    recent = [other for each in numbers for other in past_texts.recent(tx, text, each.id)]
    if any(other.purpose is Purpose.REPLY and other.at >= text.created_at for other in recent):
        return Never("replied_meanwhile", "Not texted: you wrote to this person in the meantime.")
    if any(other.purpose is Purpose.MISSED_CALL and other.left >= text.created_at for other in recent):
        return Never("texted_meanwhile", "Not texted: another text about a missed call went out meanwhile.")
    if text.purpose is Purpose.FOLLOW_UP and any(each.last_contact_at >= text.created_at for each in numbers):
        return Never("heard_meanwhile", "Not texted: this person called or wrote in the meantime.")
    unasked = tuple(sorted(other.at for other in recent if other.purpose in UNASKED))
    return _kept_to(text, may_text_unasked(Sent(unasked), tx.now))


def _too_dear(tx: Transaction, account: Account, text: Text) -> Never | None:
    """Would it cost more than the business allows? Its number of parts is known only now, and other texts may
    have left since it was queued. The line's own limit was checked when the text was decided."""
    policy = policy_in_force(account.policy)
    if not policy.limits_money:
        return None
    sent = parts_sent(tx, account, policy)
    parts = spending.parts_of(text.body)
    if not policy.overspends(sent.today + parts, sent.this_month + parts):
        return None
    sentence = "Not texted: with it, texts would cost more than you allow."
    return Never("spent", sentence, call_back=True)


def _only_watching(tx: Transaction, account: Account, text: Text) -> Never | None:
    """Has the owner switched to watching only since? A text that leaves within a moment of its decision used
    the line's rules just now, so they are read again only for an older one."""
    policy = policy_in_force(account.policy)
    if policy.shadow or tx.now - text.created_at > A_MOMENT:
        policy = _rules(tx, account, text)
    if not policy.shadow:
        return None
    return Never(
        "only_watching", "Not texted: in the meantime you told Ringback only to watch.", call_back=True
    )


def _late(tx: Transaction, text: Text) -> Never | None:
    if text.expires_at is None or tx.now < text.expires_at:
        return None
    return Never("late", _TOO_LATE.get(text.purpose, AFTER_CALL), call_back=True)


def _hours(tx: Transaction, account: Account, text: Text, contact: Contact) -> Later | Never | None:
    """A reply to the call itself may leave at any hour, unless the owner wants none at night. A later text
    keeps to the legal hours in every time zone and state where the number may be."""
    over = _call_over_at(tx, text)
    if over is None or tx.now - over > STILL_A_REPLY_TO_THE_CALL:
        return _kept_to(text, may_send(FollowUp(), contact.number, tx.now))
    verdict = may_send(ReplyToCall(over, AtNight.DROP), contact.number, tx.now)
    if isinstance(verdict, Refused):  # so it is night, and only now it matters what the owner wants then
        at_night = _rules(tx, account, text).at_night
        verdict = may_send(ReplyToCall(over, at_night), contact.number, tx.now)
    return _kept_to(text, verdict)


def _rules(tx: Transaction, account: Account, text: Text) -> Policy:
    call = calls.get(tx, text.call_id) if text.call_id else None
    return rules_for(tx, account, call) if call else policy_in_force(account.policy)


def _call_over_at(tx: Transaction, text: Text) -> datetime | None:
    """The end of the call that this text replies to; None where it replies to none."""
    if text.purpose is not Purpose.MISSED_CALL or text.call_id is None:
        return None
    return calls.ended_at(tx, text.call_id)


def _content(account: Account, text: Text) -> Never | None:
    """What a clinic's or a law firm's text must not say. The words of other businesses were checked when they
    were written."""
    if account.profile.mode is Regulated.NO:
        return None
    first = text.purpose is Purpose.MISSED_CALL
    match check(text.body, Mode(account.profile.mode), first=first, names=(account.name,)):
        case Hold(reasons):
            return Never("content", f"Not texted: {_small(reasons[0].sentence)}", call_back=True)
    return None


def _kept_to(text: Text, verdict: object) -> Later | Never | None:
    """Wait, if the text may leave later and is still in time then; else it may never leave."""
    if not isinstance(verdict, Refused):
        return None
    again = verdict.next_allowed
    if again is not None and _in_time(text, again):
        return Later(again)
    return Never(verdict.reason, f"Not texted: {_small(verdict.sentence)}", call_back=True)


def _in_time(text: Text, at: datetime) -> bool:
    return text.expires_at is None or at < text.expires_at


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
