"""A member writes to somebody. A person always wins: the automatic texts that still wait are cancelled.

Came here from: the inbox.
Goes on in:     messages/sending.py, after the last look that every text has.
"""

import json
from dataclasses import dataclass, replace
from datetime import timedelta

from ringback.accounts import store as accounts
from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.contacts import people, permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change
from ringback.contacts.store import Contact
from ringback.conversations import notes
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.last_used_line import lines_by_last_use
from ringback.lib.numbers import pretty, read_number, textable
from ringback.lines import store as lines
from ringback.lines.overrides import overrides_of
from ringback.lines.plan import language_of
from ringback.lines.store import Line
from ringback.messages import history as past_texts
from ringback.messages import outcome, queue
from ringback.messages import store as texts
from ringback.messages.compose import OPT_OUT
from ringback.messages.lint import lint_written
from ringback.messages.queue import NewText
from ringback.messages.segments import Segments, measure, repair
from ringback.messages.store import UNASKED, Purpose
from ringback.permission.content_guard import Hold, Mode, check
from ringback.permission.quiet_hours import Answer, may_send
from ringback.permission.verdict import Allowed
from ringback.promises import store as promises
from ringback.rules.overrides import policy_in_force
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

MOST_PARTS = 6
OF_USE = timedelta(hours=1)  # what has not left by then comes too late for an answer: a member gets a task
STOP_WORDS_AGAIN = timedelta(days=30)  # carriers want them in the first text, and again after so long


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wants to send."""

    body: str
    by: str  # a member's name
    key: str  # comes with the form that was filled in, so that pressing twice sends once
    because: str = ""  # the reason to send a text that the content guard holds
    via: str = ""  # the id of the line that sends it, if that is fixed
    relay: str | None = None  # whom to tell what becomes of it
    with_picture: bool = False  # it needs no words


@dataclass(frozen=True, slots=True)
class Refusal:
    """It may not leave. `may_insist`: a member may send it all the same with a reason, which is kept."""

    code: str
    sentence: str
    may_insist: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a member is writing, as it would leave now. Nothing is stored."""

    body: str  # repaired, and with the opt-out words where it is time for them
    size: Segments
    refusal: Refusal | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    text_id: str
    body: str
    warnings: tuple[str, ...] = ()
    again: bool = False  # it was queued before: pressed twice, or the first answer was lost


def write_text(tx: Transaction, account_id: str, conversation_id: str, reply: Reply) -> Written | Refusal:
    """Queue it, and cancel the automatic texts to this person.

    Raises LookupError for another business's conversation.
    """
    contact = contacts.hold(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    before = _before(tx, account_id, conversation_id, reply.key)
    if before is not None:
        return before
    draft = draft_text(tx, account_id, conversation_id, reply.body, with_picture=reply.with_picture)
    if draft.refusal is not None and not (draft.refusal.may_insist and reply.because.strip()):
        return draft.refusal
    text = NewText(
        account_id=account_id,
        line_id=reply.via or _line_for(tx, contact) or "",
        contact_id=contact.id,
        conversation_id=conversations.touch(tx, account_id, contact.id),
        purpose=Purpose.REPLY,
        body=draft.body,
        once=texts.once_of_reply(conversation_id, reply.key),
        due=tx.now,
        expires_at=tx.now + OF_USE,
        written_by=reply.by,
        released_because=reply.because.strip() if draft.refusal else "",
        relay=reply.relay,
    )
    text_id = queue.add(tx, text)
    assert text_id is not None  # nobody else writes in this transaction
    _cancel_automatic(tx, contact, reply.by)
    return Written(text_id, draft.body, draft.warnings)


def _before(tx: Transaction, account_id: str, conversation_id: str, key: str) -> Written | Refusal | None:
    """What was answered when the same reply came first; None when it has not come before."""
    known = texts.by_once(tx, account_id, texts.once_of_reply(conversation_id, key))
    if known is not None:
        return Written(known.id, known.body, again=True)
    if notes.taken_back(tx, account_id, conversation_id, key):
        return Refusal("taken_back", "This text was taken back before it left.")
    return None


def draft_text(
    tx: Transaction, account_id: str, conversation_id: str, body: str, *, with_picture: bool = False
) -> Draft:
    """What would leave, what it costs, and why it may not leave: shown while a member types."""
    contact = contacts.get(tx, account_id, conversations.get(tx, account_id, conversation_id).contact_id)
    account = accounts.get(tx, account_id)
    words = repair(body.strip())
    draft = Draft(words, measure(words), None)
    refusal = _about_the_person(tx, account, contact)
    if refusal is None and (words or not with_picture):
        refusal = _about_the_words(words, account, contact)
    if refusal is not None:
        return replace(draft, refusal=refusal)
    if not past_texts.told_how_to_stop(tx, account_id, contact.id, tx.now - STOP_WORDS_AGAIN):
        words = f"{words} {OPT_OUT[_language(tx, account, contact)]}".strip()
        draft = Draft(words, measure(words), None)
    if draft.size.segments > MOST_PARTS:
        sentence = f"It would cost {draft.size.segments} parts: {MOST_PARTS} is the most. Shorten it."
        return replace(draft, refusal=Refusal("too_long", sentence))
    return replace(draft, warnings=_warnings(tx, contact, draft.body))


def _about_the_person(tx: Transaction, account: Account, contact: Contact) -> Refusal | None:
    if permission.standing(tx, account.id, contact.number) is Change.STOP:
        sentence = "This person has asked for no more texts. They can text START themselves; or call them."
        return Refusal("opted_out", sentence)
    if not textable(read_number(contact.number, account.country), _countries(tx, account)):
        return Refusal("not_textable", f"{pretty(contact.number)} is not a number that texts may go to.")
    if _line_for(tx, contact) is None:
        return Refusal("no_line", "None of your lines can send this. Add a line first.")
    return None


def _countries(tx: Transaction, account: Account) -> frozenset[str]:
    """The countries that any line of the business may text: a caller of that line may be answered."""
    found = set(policy_in_force(account.policy).countries)
    for line in lines.of_account(tx, account.id):
        own = overrides_of(tx, account.id, line.id)
        found |= {country for rules in own.values() for country in json.loads(rules).get("countries", ())}
    return frozenset(found)


def _about_the_words(words: str, account: Account, contact: Contact) -> Refusal | None:
    if not words:
        return Refusal("empty", "The text is empty.")
    match check(words, _mode(account), names=(account.name, contact.name)):
        case Hold(reasons):
            said = " ".join(dict.fromkeys(reason.sentence for reason in reasons))
            return Refusal("content", f"{said} Texts are not private: say it on the phone.", may_insist=True)
    return None


def _mode(account: Account) -> Mode:
    regulated = account.profile.mode
    return Mode.STANDARD if regulated is Regulated.NO else Mode(regulated)


def _warnings(tx: Transaction, contact: Contact, body: str) -> tuple[str, ...]:
    """What may be wrong with the text, although it may leave."""
    found = [problem.sentence for problem in lint_written(body)]
    theirs = past_texts.last_inbound_at(tx, contact.account_id, contact.id)
    asked = Answer(theirs or contact.last_contact_at, by_person=True)
    match may_send(asked, contact.number, tx.now):
        case Allowed(warning) if warning:
            found.append(warning)
    if contact.takes_no_texts:
        found.append("This may be a landline, which takes no texts.")
    return tuple(found)


def stopped(tx: Transaction, contact: Contact) -> Line | None:
    """The line that would send a text to this person, where it is stopped; else None."""
    line = lines.get(tx, _line_for(tx, contact) or "")
    return line if line is not None and line.parked_reason else None


def _cancel_automatic(tx: Transaction, contact: Contact, by: str) -> None:
    """They have their answer: nothing automatic follows, and what was promised to them is kept."""
    why = f"Not texted: {by} wrote to this person."
    for each in (contact, *people.held_with(tx, contact)):
        outcome.cancel_waiting(tx, each.account_id, each.id, "replied_meanwhile", why, *UNASKED)
        promises.keep(tx, each.account_id, each.id)
        tasks.finish_about(tx, each.account_id, each.id, TaskKind.CALL_BACK)


def _language(tx: Transaction, account: Account, contact: Contact) -> str:
    return language_of(lines.get(tx, _line_for(tx, contact) or ""), account)


def _line_for(tx: Transaction, contact: Contact) -> str | None:
    """The line they called or texted last, or the one that sends its texts; None when no line is in use."""
    found = lines_by_last_use(tx, contact)
    return lines.texting(tx, found[0]) if found else None
