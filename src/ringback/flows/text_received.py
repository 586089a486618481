"""A text came in. Store it once in its conversation; an opt-out in it takes effect before anything else.

Came here from: intake/webhooks.py.
Goes on in:     messages/sending.py, for the confirmation of STOP, START or HELP, if the company sent none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ringback.accounts import push
from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.accounts.users import News
from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.consents import Basis
from ringback.contacts.permission import Change, Source
from ringback.contacts.store import Contact
from ringback.conversations import search
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.consent_asked import was_asked
from ringback.flows.consented import consented
from ringback.flows.declined import is_decline, wants_no_more
from ringback.flows.permission_told import decided
from ringback.lib.numbers import LONGEST_RAW, read_number
from ringback.lines.plan import language_of
from ringback.lines.store import Line
from ringback.messages import alarm, attachments, outcome, queue, relays
from ringback.messages import store as texts
from ringback.messages.alarm import alarm_text
from ringback.messages.compose import confirmation
from ringback.messages.gate import STOPPED
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose
from ringback.phone.events import TextReceived
from ringback.rules.overrides import policy_in_force
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.understand.keywords import Keyword, keyword
from ringback.understand.understanding import Expect, Understanding

# 47 CFR 64.1200(a)(12): a confirmation within five minutes is presumed to be covered.
CONFIRM_WITHIN = timedelta(minutes=5)
HELP_AGAIN_AFTER = timedelta(hours=24)
BESIDE_A_STOP = {
    "legal_threat": "they speak of the law",
    "privacy_request": "they want their data deleted",
    "complaint": "they complain",
    "abuse": "they are angry",
    "consent_disputed": "they say that they never asked for any",
}
_AWAITS_AN_ANSWER = (Expect.NORMAL, Expect.SAFETY, Expect.URGENT, Expect.PAUSE_HUMAN)


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text that has just been stored, and whose it is."""

    line: Line
    account: Account
    contact: Contact
    conversation: str
    text_id: str


def text_received(tx: Transaction, line: Line, event: TextReceived) -> None:
    if relays.sender_for(tx, line) is not None:
        return  # it came in on the line that sends; this is the copy that we showed in the other system
    if texts.by_provider_text(tx, line.id, event.id) is not None:
        return  # we have it already: a conversation that is done must not be opened again
    account = accounts.get(tx, line.account_id)
    number = read_number(event.sender, account.country).e164 or event.sender[:LONGEST_RAW]
    contact = contacts.heard_from(tx, account.id, number, event.at)
    first = conversations.first_with(contact)
    conversation = conversations.touch(tx, account.id, contact.id, known=first, unread=True)
    media = [{"url": media.url, "type": media.content_type} for media in event.media]
    text_id = texts.receive(
        tx,
        account_id=account.id,
        line_id=line.id,
        contact_id=contact.id,
        conversation_id=conversation,
        provider_text=event.id,
        body=event.body,
        media=media,
        at=event.at,
    )
    if text_id is not None:
        attachments.expect(tx, account.id, text_id, media)
        relays.show(tx, line, text_id)
        if contact.takes_no_texts:
            contacts.can_receive_texts(tx, contact)
        _act_on(tx, Inbound(line, account, contact, conversation, text_id), event)


def _act_on(tx: Transaction, text: Inbound, event: TextReceived) -> None:
    """Do what the words ask for. They may ask for several things; danger comes first."""
    from ringback.understand.meaning import understand  # 5 MB that a server without texts does not need

    contact = text.contact
    standing = permission.standing(tx, contact.account_id, contact.number)
    ours = texts.last_bodies(tx, contact.account_id, contact.id)
    # While it is unclear whether they meant stop, YES answers whatever a member asked. It means consent only
    # when our question about consent was the last text.
    asked = standing is Change.PAUSE and was_asked(tx, contact.account_id, contact.id)
    meant = understand(event.body, opted_out=standing is Change.STOP, asked_consent=asked, ours=ours)
    search.remember(tx, contact.account_id, text.conversation, event.body)
    if (
        not meant.opts_out and meant.expect is not Expect.IGNORE
    ):  # a stop, or a machine's word, allows nothing
        consented(tx, text.account, contact.number, Basis.WROTE, evidence=text.text_id, line=text.line)
    if meant.expect in _AWAITS_AN_ANSWER or event.media:
        here = text.conversation
        conversations.touch(tx, contact.account_id, contact.id, known=here, unread=True, waiting=True)
        push.tell(tx, contact.account_id, News.TEXT, text.text_id)
    if meant.pressing:
        _raise_alarm(tx, text, meant)
    if meant.opts_out:
        _obey(tx, text, Keyword.STOP, event, meant)
        _tell_what_is_beside(tx, text, meant)
    elif meant.expect is Expect.OPT_IN and standing is not Change.START and not _overtaken(tx, text, event):
        if asked:
            consented(tx, text.account, contact.number, Basis.AGREED, evidence=text.text_id, line=text.line)
        _obey(tx, text, Keyword.START, event, meant)
    elif meant.expect is Expect.HELP and keyword(event.body) is Keyword.HELP:
        _obey(tx, text, Keyword.HELP, event, meant)
    elif meant.expect is Expect.PAUSE_HUMAN:
        _ask_a_person(tx, text, meant)
    elif is_decline(meant) and _wants_no_more(tx, text):
        _obey(tx, text, Keyword.STOP, event, meant)


def _wants_no_more(tx: Transaction, text: Inbound) -> bool:
    policy = policy_in_force(text.account.policy)
    return wants_no_more(tx, policy, text.account.id, text.contact.id, text.text_id)


def _overtaken(tx: Transaction, text: Inbound, event: TextReceived) -> bool:
    """Have they opted out after they wrote this? A text may come late, from the journal or at the company's
    second try, when a later one has long been read."""
    doubt = permission.ledger(tx, text.account.id, text.contact.number)[-1]
    theirs = texts.get(tx, doubt.evidence) if doubt.source is Source.TEXT else None
    return event.at < (theirs.created_at if theirs else doubt.at)


def _raise_alarm(tx: Transaction, text: Inbound, meant: Understanding) -> None:
    """Give the members an urgent task, and tell the person so, once an episode for each kind of danger.

    Whoever writes of a leak, and an hour later of dying, has been told nothing yet of what helps then.

    Somebody who has just opted out is told only when a life may be in danger.
    """
    sentence = f"Urgent, please call now: {meant.why}"
    contact = text.contact
    tasks.add(tx, contact.account_id, TaskKind.URGENT, text.text_id, sentence, contact.id)
    if meant.expect in (Expect.SAFETY, Expect.URGENT):
        body = alarm_text(text.account.name, meant.labels, text.account.country)
        once = f"{Purpose.SAFETY}:{contact.id}:{contact.episode}:{alarm.about(meant.labels)}"
        _queue(tx, text, Purpose.SAFETY, body, once, tx.now)


def _ask_a_person(tx: Transaction, text: Inbound, meant: Understanding) -> None:
    """Perhaps a wish to stop, a complaint, a threat: nothing automatic until somebody has decided."""
    contact = text.contact
    permission.record(
        tx, contact.account_id, contact.number, Change.PAUSE, Source.TEXT, evidence=text.text_id, at=tx.now
    )
    why = "Not texted: somebody must first read what this person wrote."
    outcome.cancel_waiting(tx, contact.account_id, contact.id, "paused", why)
    sentence = f"Nothing automatic goes to this person until you have decided: {meant.why}"
    tasks.add(tx, contact.account_id, TaskKind.DECIDE, text.text_id, sentence, contact.id)


def _tell_what_is_beside(tx: Transaction, text: Inbound, meant: Understanding) -> None:
    """An opt-out needs no member, but somebody should read the threat, complaint or request beside it."""
    labels = set(meant.labels) - ({"consent_disputed"} if "opt_out" in meant.labels else set())
    beside = next((said for label, said in BESIDE_A_STOP.items() if label in labels), None)
    if beside is not None and not meant.pressing:
        sentence = f"They want no more texts, and {beside}. Nothing more goes to them; please read it."
        tasks.add(tx, text.account.id, TaskKind.READ, text.text_id, sentence, text.contact.id)


def _obey(tx: Transaction, text: Inbound, said: Keyword, event: TextReceived, meant: Understanding) -> None:
    """Do what the keyword says, and confirm it once, unless nothing changed or the company confirmed it."""
    if _changed(tx, text, said) and not event.keyword_answered:
        language = _language(text, event, meant)
        body = confirmation(said, text.account.name, text.line.number, language)
        # What they wrote may have come late, from the journal or at the company's second try.
        wrote_at = event.at if said is Keyword.STOP else tx.now
        _queue(tx, text, Purpose.CONFIRMATION, body, f"{said}:{text.text_id}", wrote_at)


def _language(text: Inbound, event: TextReceived, meant: Understanding) -> str:
    """The language they wrote in. STOP alone is used in every language, so its answer is in the language that
    we text in."""
    for language in ("es", "fr"):
        if f"language_{language}" in meant.labels:
            return language
    return language_of(text.line, text.account) if keyword(event.body, opted_out=True) else "en"


def _changed(tx: Transaction, text: Inbound, said: Keyword) -> bool:
    contact = text.contact
    if said is Keyword.HELP:
        since = tx.now - HELP_AGAIN_AFTER
        return not queue.confirmed_since(tx, contact.account_id, contact.id, said, since)
    change = Change.STOP if said is Keyword.STOP else Change.START
    changed = permission.record(
        tx, contact.account_id, contact.number, change, Source.TEXT, evidence=text.text_id, at=tx.now
    )
    decided(tx, contact)
    if change is Change.STOP:
        outcome.cancel_waiting(tx, contact.account_id, contact.id, "opted_out", STOPPED)
    return changed


def _queue(tx: Transaction, text: Inbound, purpose: Purpose, body: str, once: str, since: datetime) -> None:
    answer = NewText(
        account_id=text.account.id,
        line_id=text.line.id,
        contact_id=text.contact.id,
        conversation_id=text.conversation,
        purpose=purpose,
        body=body,
        once=once,
        due=tx.now,
        expires_at=since + CONFIRM_WITHIN,
    )
    queue.add(tx, answer)
