"""The only place that sends. Steps of one text, in this order so that it never leaves twice:

1. Claim, in one transaction: take the last look (`flows/last_look.py`) and write the attempt. COMMIT.
2. Ask the company once, with no transaction open.
3. Write the outcome, in one transaction. COMMIT.

Killed between 1 and 3, the next start finds an attempt without an outcome. It is never repeated: it becomes
*unsure* and is looked up at the company, until the company or a delivery report knows or a person takes over.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ringback.contacts import store as contacts
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lib.tracing import about
from ringback.lines import store as lines
from ringback.lines.plan import address_of
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.messages import attempts, outcome, spending
from ringback.messages import store as texts
from ringback.messages.gate import TURN, WAITS, Go, LastLook, Later, Never, Turn, pace_of, turn
from ringback.messages.holding import hold, hold_with_person
from ringback.messages.store import State, Text
from ringback.phone.asked import Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, Capability, Provider, SendFailed
from ringback.phone.registry import provider as provider_named

Finish = Callable[[Transaction], None]

REPORTS = "text_status"  # the kind of address that delivery reports come back to
LOOK_UPS_END = timedelta(minutes=2)
TO_HEAR = timedelta(seconds=1)  # what has arrived meanwhile, before the next look
LOOK_LASTS = timedelta(seconds=15)  # longer than a claim may wait for others, even on a busy server
STOOD_STILL = "The server stood still for a while, so it looks again whether this text may leave."
HEARD_JUST_NOW = (
    "Something else arrived at the same moment, so Ringback looks again whether this text may leave."
)
VALID_AT_MOST = 900  # seconds that a company may hold a text before it is of no use


@dataclass(frozen=True, slots=True)
class Claim:
    text: Text
    line: Line
    attempt: str
    to: str
    now: datetime


class Sender:
    """Sends texts and looks them up. Its methods return what is to be written, in the transaction that ends
    the job."""

    def __init__(
        self,
        db: Database,
        http: Http,
        vault: Vault,
        public_url: str,
        journal_pending: Callable[[], bool],
        last_look: LastLook,
        clock: Clock,
    ) -> None:
        """`journal_pending`: does a webhook wait in the journal? It may be an opt-out."""
        self._last_look = last_look
        self._clock = clock
        self._journal_pending = journal_pending
        self._db = db
        self._http = http
        self._vault = vault
        self._public_url = public_url

    async def advance(self, text_id: str) -> Finish | None:
        """Do the next thing for this text. Safe to run at any time, any number of times."""
        if self._journal_pending():
            return partial(_wait_for_journal, text_id=text_id)
        claim = await self._db.run(_claim, text_id, self._last_look)
        if claim is None:
            return None
        about(claim.text.trace)
        if self._clock.now() - claim.now > LOOK_LASTS:
            return partial(_look_again, claim=claim, reason="stood_still", sentence=STOOD_STILL)
        if self._journal_pending():
            return partial(_look_again, claim=claim, reason="heard_just_now", sentence=HEARD_JUST_NOW)
        company = provider_named(claim.line.provider)
        try:
            settings = settings_of(claim.line, self._vault)
            sent = await company.send_text(self._to_send(claim), settings, self._http)
        except SendFailed as failure:
            return _failed(claim, failure.problem, failure.after)
        except MissingSecret as why:
            return _failed(claim, SendProblem(Problem.MISCONFIGURED, said=why.sentence), None)
        return _accepted(claim.text, claim.attempt, sent)

    async def look_up(self, text_id: str) -> Finish | None:
        """Ask the company whether it has an unsure text."""
        asked = await self._db.read(_to_look_up, text_id)
        if asked is None:
            return None
        about(asked.text.trace)
        company = provider_named(asked.line.provider)
        found, known = await self._find(company, asked)
        if found is not None:
            return partial(
                _found, text=asked.text, started=asked.now, attempt=asked.attempt or None, sent=found
            )
        return partial(_not_found, text=asked.text, started=asked.now, asked=known)

    async def _find(
        self, company: Provider[Any], asked: Claim, *, besides: frozenset[str] | None = None
    ) -> tuple[Sent | None, bool]:
        """The text as the company has it, and whether the company answered at all."""
        if Capability.FIND_TEXTS not in company.capabilities:
            return None, False
        try:
            settings = settings_of(asked.line, self._vault)
            sought = replace(self._to_send(asked), besides=besides)
            return await company.find_text(sought, asked.now, settings, self._http), True
        except (CannotAsk, MissingSecret):
            return None, False

    def _to_send(self, claim: Claim) -> TextToSend:
        text = claim.text
        seconds = VALID_AT_MOST
        if text.expires_at is not None:
            seconds = max(1, min(seconds, int((text.expires_at - claim.now).total_seconds())))
        address = address_of(claim.line, self._public_url, self._vault)
        return TextToSend(
            id=text.id,
            sender=claim.line.number,
            to=claim.to,
            body=text.body,
            report_to=address(REPORTS, text=text.id),
            valid_seconds=seconds,
            media=tuple(each["url"] for each in text.media),
        )


def _wait_for_journal(tx: Transaction, text_id: str) -> None:
    text = texts.get(tx, text_id)
    if text is not None:
        outcome.send_later(tx, text, TO_HEAR)


def _claim(tx: Transaction, text_id: str, last_look: LastLook) -> Claim | None:
    held = hold_with_person(tx, text_id)
    if held is None:
        return None
    text, contact = held
    if text.state is State.SENDING:
        outcome.unsure(tx, text)
        return None
    if text.state is not State.WAITING:
        return None
    lines.hold(tx, text.line_id)  # for its rate; costs no round trip of its own
    forbidden = last_look(tx, text, contact)
    line = lines.called(tx, text.line_id)
    match forbidden or turn(tx, text, line, contact, pace_of(line, provider_named(line.provider))):
        case Go():
            spending.count(tx, text)
            return Claim(text, line, attempts.start(tx, text), contact.number, tx.now)
        case Later(at):
            outcome.send_later(tx, text, at - tx.now)
        case Turn(at):
            texts.change(tx, text, State.WAITING, reason=TURN, sentence=WAITS, due=at)
            outcome.send_later(tx, text, at - tx.now)
        case Never(reason, sentence, call_back):
            outcome.cancelled(tx, text, reason, sentence, call_back=call_back)
    return None


def _look_again(tx: Transaction, claim: Claim, reason: str, sentence: str) -> None:
    """Nothing was asked: this process stood still after the claim, or while the claim waited for a locked
    database a webhook went into the journal. It may be their STOP, so the last look must be taken again.
    """
    attempts.end(tx, claim.attempt, "not_begun")
    now = hold(tx, claim.text.id)
    if now is not None and now.state is State.SENDING:
        outcome.try_again(tx, now, reason, sentence, TO_HEAR)


def _to_look_up(tx: Transaction, text_id: str) -> Claim | None:
    """An unsure text with the start of its last attempt as `now`."""
    text = texts.get(tx, text_id)
    if text is None or text.state is not State.UNSURE or text.reason == "unknown":
        return None
    tried = attempts.of_text(tx, text)
    started = tried[-1].started_at if tried else text.created_at
    line = lines.called(tx, text.line_id)
    return Claim(text, line, tried[-1].id if tried else "", number_of(tx, text), started)


def _found(tx: Transaction, text: Text, started: datetime, attempt: str | None, sent: Sent) -> None:
    """A look-up compares the words, so it may find another text to the same person with the same words."""
    other = texts.by_provider_text(tx, text.line_id, sent.id)
    if other is None or other.id == text.id:
        outcome.accepted(tx, text, attempt, sent.id)
    else:
        _not_found(tx, text, started, True)


def _not_found(tx: Transaction, text: Text, started: datetime, asked: bool) -> None:
    now = hold(tx, text.id)
    if now is None or now.state is not State.UNSURE:
        return
    waited = tx.now - started
    if waited < LOOK_UPS_END:
        outcome.look_up(tx, now, max(outcome.FIRST_LOOK_UP, waited))
    elif asked:
        outcome.unknown(tx, now, "The phone company does not know of this text, though it may have gone out.")
    else:
        outcome.unknown(tx, now, "Nobody can say whether this text went out.")


def _accepted(text: Text, attempt: str | None, sent: Sent) -> Finish:
    return partial(outcome.accepted, text=text, attempt=attempt, provider_text=sent.id)


def _failed(claim: Claim, problem: SendProblem, after: float | None) -> Finish:
    return partial(
        outcome.failed,
        text=claim.text,
        attempt=claim.attempt,
        line=claim.line,
        problem=problem,
        after=after,
    )


def number_of(tx: Transaction, text: Text) -> str:
    return contacts.get(tx, text.account_id, text.contact_id).number
