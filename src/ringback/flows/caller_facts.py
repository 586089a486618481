"""Everything that a decision about a missed call looks at, gathered in one transaction.

Came here from: flows/missed_call.py.
Goes on in:     rules/decide.py, and with the decision into the receipt.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from ringback.accounts import store as accounts
from ringback.calls import history as past_calls
from ringback.calls import receipts
from ringback.calls.robocalls import shared_digits
from ringback.calls.store import Call
from ringback.calls.verdict import Missed
from ringback.contacts import lists, people, permission
from ringback.contacts.permission import Change
from ringback.contacts.store import QUIET_ENDS_EPISODE, Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.parts_sent import parts_sent
from ringback.lib.numbers import Number
from ringback.lines import going_live
from ringback.lines.store import Line
from ringback.messages import fuse
from ringback.messages import history as past_texts
from ringback.phone.provider import Mode
from ringback.rules.decision import Reason
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy
from ringback.rules.voicemail import Voicemail, about
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

AN_HOUR = timedelta(hours=1)
AT_ONCE = 100  # decisions at the same moment: one for each connection that a server takes by default
# Whoever tests a line has called and texted it many times, and wants to see what a new caller will see.
A_STRANGER: Mapping[str, object] = {
    "known": False,
    "last_first_text_at": None,
    "last_human_at": None,
    "calls_this_hour": 1,
    "texts_exchanged": 0,
    "shared_digits": 0,
    "other_businesses": 0,
    "hang_ups": 0,
    "neighbours": 0,
    "block_callers": 0,
    "block_in_a_row": 0,
    "bounces": 0,
}


def facts_about(
    tx: Transaction,
    line: Line,
    call: Call,
    missed: Missed,
    number: Number,
    contact: Contact | None,
    policy: Policy,
) -> Facts:
    """`contact` is None when there is nobody to get in touch with: then there is no history either."""
    facts = partial(
        Facts,
        now=tx.now,
        mode=line.mode,
        outcome=missed.outcome,
        accepted=False,
        missed_at=missed.at,
        ring_seconds=missed.ring_seconds,
        caller_gave_up=missed.caller_gave_up,
        caller_kind=number.kind,
        caller_country=number.country,
        voicemail=voicemail(tx, line, call),
    )
    if contact is None:
        return facts(own_number=number.e164 is not None)
    _ask_ahead(tx, line, call, contact, policy)
    stranger = A_STRANGER if going_live.tested_by(tx, line.account_id, line.id, contact.number) else {}
    known = {**_person(tx, line, call, contact), **_business(tx, call.account_id, policy), **stranger}
    if policy.shadow:
        known |= _as_if_texted(tx, contact)
    return facts(**known)  # type: ignore[arg-type]  # the two functions name fields of Facts


def _ask_ahead(tx: Transaction, line: Line, call: Call, contact: Contact, policy: Policy) -> None:
    """Ask at once what is read below, and in flows/missed_call.py for the receipt (`Transaction.ahead`)."""
    if _is_always_near(tx, policy):
        accounts.hold(tx, contact.account_id)  # goes to the server together with the questions
    tx.ahead(
        partial(receipts.last_seal, tx, contact.account_id),
        partial(_thread, tx, contact),
        partial(_spoken_at, tx, contact),
        partial(_is_taken_over, tx, contact),
        partial(past_calls.behaviour, tx, call),
        partial(past_calls.neighbours, tx, call),
        partial(lists.list_of, tx, contact.account_id, contact.number),
        partial(permission.standing, tx, contact.account_id, contact.number),
        partial(fuse.first_texts, tx, contact.account_id),
        partial(going_live.tested_by, tx, contact.account_id, line.id, contact.number),
        partial(tasks.last, tx, contact.account_id, TaskKind.UNHEARD, contact.account_id),
        partial(past_calls.block, tx, call),
    )


def conversation_of(tx: Transaction, contact: Contact) -> str | None:
    """The id of their conversation, where `conversations.touch` need not wait for it: they are new, or a
    server has told it with the facts. Ask before anything is written."""
    if contact.is_new or not tx.shared:
        return conversations.first_with(contact)
    known = conversations.with_contact(tx, contact.account_id, contact.id)
    return known.id if known else None


def may_leave_voicemail(line: Line) -> bool:
    """Does anybody ask the callers of this line for one?"""
    return line.plan.voicemail or line.mode is Mode.OBSERVE


def voicemail(tx: Transaction, line: Line, call: Call) -> Voicemail:
    if not may_leave_voicemail(line):
        return Voicemail.NONE
    words = past_calls.voicemail_words(tx, call)
    return Voicemail.NONE if words is None else about(words)


def _person(tx: Transaction, line: Line, call: Call, contact: Contact) -> Mapping[str, object]:
    account = contact.account_id
    thread = _thread(tx, contact)
    did = past_calls.behaviour(tx, call)
    block = past_calls.block(tx, call)
    standing = permission.standing(tx, account, contact.number)
    others = people.held_with(tx, contact)
    threads = [thread, *(_thread(tx, each) for each in others)]
    numbers = list(zip((contact, *others), threads, strict=True))  # all of this person
    human = [at for each, texts in numbers for at in _in_touch(tx, each, texts)]
    return {
        "listed": lists.list_of(tx, account, contact.number),
        "opted_out": standing is not Change.START,
        "undecided": standing is Change.PAUSE,
        "cannot_receive_texts": contact.takes_no_texts,
        "known": bool(contact.name or human or any(each.last_inbound_at for each in threads)),
        "last_first_text_at": max(filter(None, (each.last_first_at for each in threads)), default=None),
        "text_waiting": any(each.waiting for each in threads),
        "texts_this_episode": thread.first_this_episode + _on_others(tx, numbers[1:]),
        "last_human_at": max(human, default=None),
        "calls_this_hour": did.calls_this_hour,
        "texts_exchanged": thread.this_hour,
        "attestation": call.attestation,
        "shared_digits": shared_digits(contact.number, line.number),
        "other_businesses": did.other_businesses,
        "hang_ups": did.hang_ups,
        "neighbours": past_calls.neighbours(tx, call),
        "block_callers": block.callers,
        "block_in_a_row": block.in_a_row,
        "bounces": thread.bounces,
    }


def _on_others(tx: Transaction, numbers: Sequence[tuple[Contact, past_texts.Thread]]) -> int:
    """How many first texts went to their other numbers in the episodes there that are not over."""
    return sum(
        thread.first_this_episode
        for contact, thread in numbers
        if tx.now - contact.last_contact_at < QUIET_ENDS_EPISODE
    )


def _in_touch(tx: Transaction, contact: Contact, thread: past_texts.Thread) -> list[datetime]:
    """When somebody of the business wrote to this number or spoke with its owner."""
    # A member who has taken the conversation over counts as in touch until they hand it back.
    now = tx.now if _is_taken_over(tx, contact) else None
    return [at for at in (thread.last_reply_at, _spoken_at(tx, contact), now) if at is not None]


# Most callers have never called before, and then these three need not be asked.


def _thread(tx: Transaction, contact: Contact) -> past_texts.Thread:
    if contact.is_new:
        return past_texts.NO_TEXTS
    return past_texts.thread(tx, contact.account_id, contact.id, contact.episode)


def _spoken_at(tx: Transaction, contact: Contact) -> datetime | None:
    return None if contact.is_new else past_calls.last_spoken_at(tx, contact.account_id, contact.id)


def _is_taken_over(tx: Transaction, contact: Contact) -> bool:
    return not contact.is_new and conversations.taken_over(tx, contact.account_id, contact.id)


def _business(tx: Transaction, account_id: str, policy: Policy) -> Mapping[str, object]:
    minute, hour, day = _first_texts(tx, account_id, policy)
    reported = policy.blows(minute, hour, day) and receipts.decided_since(
        tx, account_id, Reason.FUSE, tx.now - AN_HOUR
    )
    paused = policy.pause_unheard and tasks.waits(tx, account_id, TaskKind.UNHEARD, account_id)
    return {
        "first_texts_this_minute": minute,
        "first_texts_this_hour": hour,
        "first_texts_today": day,
        "fuse_reported": reported,
        "texts_paused": paused,
        **_cost(tx, account_id, policy),
    }


def _cost(tx: Transaction, account_id: str, policy: Policy) -> Mapping[str, object]:
    if not policy.limits_money:
        return {}
    sent = parts_sent(tx, accounts.get(tx, account_id), policy)
    return {"parts_today": sent.today, "parts_this_month": sent.this_month}


def _first_texts(tx: Transaction, account_id: str, policy: Policy) -> tuple[int, int, int]:
    """How many first texts were queued within the minute, the hour and the day. Near a limit, decisions that
    are made at the same moment would all read the same count, so there one waits for the other."""
    counts = _counted(tx, account_id, policy)
    near = policy.blows(*(count + AT_ONCE for count in counts))
    if _is_always_near(tx, policy) or not tx.shared or not near:
        return counts
    accounts.hold(tx, account_id)
    return _counted(tx, account_id, policy)


def _counted(tx: Transaction, account_id: str, policy: Policy) -> tuple[int, int, int]:
    hour, day = fuse.first_texts(tx, account_id)
    return fuse.this_minute(tx, account_id) if policy.counts_minutes else 0, hour, day


def _is_always_near(tx: Transaction, policy: Policy) -> bool:
    """Is the limit so low, as it usually is, that the first text is near it already?"""
    return tx.shared and policy.blows(AT_ONCE, AT_ONCE, AT_ONCE)


def _as_if_texted(tx: Transaction, contact: Contact) -> Mapping[str, object]:
    """While Ringback only watches, what it would have sent counts as sent: so the owner sees what would
    happen."""
    at = receipts.last_for_contact(tx, contact.account_id, contact.id, Reason.SHADOW)
    if at is None:
        return {}
    same_episode = tx.now - at < QUIET_ENDS_EPISODE
    return {"last_first_text_at": at, "texts_this_episode": int(same_episode)}
