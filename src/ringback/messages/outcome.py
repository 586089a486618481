"""What becomes of a text: its state, the task for a person, and what we learn about number, person and line.

Every function runs in one transaction, may run twice, and never moves a text backwards.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from ringback.calls import store as calls
from ringback.calls.store import CallState
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.messages import attempts, measured, queue
from ringback.messages import store as texts
from ringback.messages.holding import hold
from ringback.messages.learned import learn
from ringback.messages.store import Purpose, State, Text
from ringback.phone.events import Problem, SendProblem
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

LOOK_UP = "look_up"

FIRST_LOOK_UP = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=120)

PASSES_AN_OPT_OUT = (Purpose.CONFIRMATION, Purpose.SAFETY)

WORDS = {
    Problem.REFUSED: "The phone company refused the text.",
    Problem.BAD_NUMBER: "This number cannot receive texts.",
    Problem.OPTED_OUT: "This person has told the phone company STOP.",
    Problem.BLOCKED: "This person or their carrier blocks texts from this line.",
    Problem.FILTERED: "The carrier took the text for spam.",
    Problem.BUSY: "The phone company asked us to wait.",
    Problem.DOWN: "The phone company could not be reached.",
    Problem.MISCONFIGURED: "The phone company does not accept this line's settings.",
    Problem.UNSURE: "The phone company's answer was lost; we are asking whether it has the text.",
}


def accepted(tx: Transaction, text: Text, attempt: str | None, provider_text: str) -> None:
    """The company has the text. If a report has said more already, only the company's id is added.

    Everything is read first, so that PostgreSQL is asked in one round trip.
    """
    if attempt is not None:
        attempts.end(tx, attempt, "accepted")
    now = hold(tx, text.id, *_asked_of_accepted(tx, text, provider_text)) or text
    known = {
        "provider_text": now.provider_text or _if_nobody_elses(tx, now, provider_text),
        "accepted_at": now.accepted_at or tx.now,
    }
    if now.accepted_at is None:
        measured.accepted(now, tx.now, _missed_at(tx, now))
    next_in_conversation(tx, now)
    on_its_way = now.state in (State.ACCEPTED, State.SENT, State.DELIVERED, State.UNDELIVERED)
    texts.change(tx, now, now.state if on_its_way else State.ACCEPTED, reason="", sentence="", **known)
    _settled(tx, now)


def failed(
    tx: Transaction, text: Text, attempt: str, line: Line, problem: SendProblem, after: float | None
) -> None:
    """Act on a send problem as its kind says (`phone.events.Problem`)."""
    attempts.end(tx, attempt, problem.problem, problem.code)
    now = hold(tx, text.id) or text
    if now.state is not State.SENDING:
        return  # a report came first and knows better
    measured.failed(now, line, problem)
    sentence = problem.said or WORDS[problem.problem]
    match problem.problem:
        case Problem.UNSURE:
            texts.change(tx, now, State.UNSURE, reason="unsure", sentence=sentence)
            look_up(tx, now, FIRST_LOOK_UP)
        case Problem.BUSY | Problem.DOWN:
            wait = timedelta(seconds=after) if after else _back_off(now.tries)
            try_again(tx, now, problem.problem, sentence, wait)
        case Problem.MISCONFIGURED:
            park(tx, line, sentence)
            try_again(tx, now, problem.problem, sentence, timedelta(seconds=5))
        case _:
            texts.change(tx, now, State.FAILED, reason=problem.problem, sentence=sentence)
            learn(tx, now, line, problem)
            ask_for_call(tx, now, problem.problem, f"{sentence} Please call them back.")
            next_in_conversation(tx, now)


def undelivered(tx: Transaction, text: Text, line: Line, problem: SendProblem | None) -> None:
    """The company took the text, and it did not arrive: final."""
    told = problem or SendProblem(Problem.REFUSED)
    sentence = told.said or "The text did not arrive."
    if told.problem is Problem.MISCONFIGURED:
        park(tx, line, sentence)
    texts.change(
        tx,
        text,
        State.UNDELIVERED,
        reason=told.problem,
        sentence=sentence,
        accepted_at=text.accepted_at or tx.now,
    )
    learn(tx, text, line, told)
    ask_for_call(tx, text, told.problem, f"{sentence} Please call them back.")


def cancelled(tx: Transaction, text: Text, reason: str, sentence: str, *, call_back: bool) -> None:
    """It did not leave and will not. `call_back`: a member gets a task to phone instead."""
    texts.change(tx, text, State.CANCELLED, reason=reason, sentence=sentence)
    if call_back:
        ask_for_call(tx, text, reason, f"{sentence} Please call them back.")
    next_in_conversation(tx, text)


def cancel_waiting(
    tx: Transaction, account_id: str, contact_id: str, reason: str, sentence: str, *purposes: Purpose
) -> None:
    """Cancel the texts to this person that still wait: those of these purposes, or all but the ones that may
    leave after an opt-out."""
    for text in queue.waiting_for(tx, account_id, contact_id):
        if text.purpose in purposes or (not purposes and text.purpose not in PASSES_AN_OPT_OUT):
            cancelled(tx, text, reason, sentence, call_back=False)


def unknown(tx: Transaction, text: Text, sentence: str) -> None:
    """Nobody can say whether it was sent. It stays unsure, and a member gets a task."""
    texts.change(tx, text, State.UNSURE, reason="unknown", sentence=sentence)
    ask_for_call(tx, text, "unknown", f"{sentence} Please call them back.")
    next_in_conversation(tx, text)


def unsure(tx: Transaction, text: Text) -> None:
    """The process died between writing the attempt and its outcome: the text is not repeated but looked
    up."""
    texts.change(tx, text, State.UNSURE, reason="unsure", sentence=WORDS[Problem.UNSURE])
    look_up(tx, text, timedelta(0))


def look_up(tx: Transaction, text: Text, wait: timedelta) -> None:
    jobs.add(tx, LOOK_UP, text.id, due=tx.now + wait, key=f"{LOOK_UP}:{text.id}", lane=text.account_id)


def send_later(tx: Transaction, text: Text, wait: timedelta) -> None:
    queue.send_at(tx, text.account_id, text.id, text.conversation_id, tx.now + wait)


def try_again(tx: Transaction, text: Text, reason: str, sentence: str, wait: timedelta) -> None:
    """It was certainly not sent: try again after `wait`, or when it expires, so that the last look cancels
    it."""
    due = tx.now + wait
    if text.expires_at is not None:
        due = min(due, max(text.expires_at, tx.now))
    texts.change(tx, text, State.WAITING, reason=reason, sentence=sentence, due=due)
    queue.send_at(tx, text.account_id, text.id, text.conversation_id, due)


def next_in_conversation(tx: Transaction, text: Text) -> None:
    """This text is settled: have the sender look at the next one of the conversation."""
    for waiting in queue.waiting_for(tx, text.account_id, text.contact_id):
        if waiting.id != text.id and waiting.due is not None and waiting.due <= tx.now:
            send_later(tx, waiting, timedelta(0))
            return


def park(tx: Transaction, line: Line, why: str) -> None:
    """Send nothing on this line until its settings change, and give its members one task."""
    if lines.park(tx, line, why):
        sentence = (
            f"Texts from {line.number} are stopped: {why} Mend what is wrong, then let the line try again."
        )
        tasks.add(tx, line.account_id, TaskKind.FIX_LINE, line.id, sentence)


def ask_for_call(tx: Transaction, text: Text, reason: str, sentence: str) -> None:
    """The caller got no text, or perhaps none: give a member a task to phone. Not after an opt-out, and not
    if somebody has spoken with the caller.
    """
    if text.purpose is Purpose.MISSED_CALL and text.call_id and reason != Problem.OPTED_OUT:
        call = calls.get(tx, text.call_id)
        if call is None or call.state is not CallState.ACCEPTED:
            tasks.add(tx, text.account_id, TaskKind.CALL_BACK, text.call_id, sentence, text.contact_id)
    elif text.purpose is Purpose.REPLY:
        tasks.add(tx, text.account_id, TaskKind.CHECK_TEXT, text.id, sentence, text.contact_id)


def _asked_of_accepted(tx: Transaction, text: Text, provider_text: str) -> tuple[Callable[[], object], ...]:
    return (
        partial(texts.by_provider_text, tx, text.line_id, provider_text),
        partial(queue.waiting_for, tx, text.account_id, text.contact_id),
        partial(_missed_at, tx, text),
    )


def _missed_at(tx: Transaction, text: Text) -> datetime | None:
    if text.call_id is None or text.purpose is not Purpose.MISSED_CALL:
        return None
    return calls.over_at(tx, text.call_id)


def _if_nobody_elses(tx: Transaction, text: Text, provider_text: str) -> str | None:
    """A look-up compares the words, so two texts with the same words must not get the same id."""
    other = texts.by_provider_text(tx, text.line_id, provider_text)
    return provider_text if other is None or other.id == text.id else None


def _settled(tx: Transaction, text: Text) -> None:
    """It was sent after all: tick off the task to call because of it."""
    if text.call_id and text.purpose is Purpose.MISSED_CALL and text.reason in ("unknown", "unsure"):
        tasks.finish(tx, text.account_id, TaskKind.CALL_BACK, text.call_id)
    if text.purpose is Purpose.REPLY:
        tasks.finish(tx, text.account_id, TaskKind.CHECK_TEXT, text.id)


def _back_off(tries: int) -> timedelta:
    """2, 4, 8 … seconds, at most two minutes, each shortened by up to half at random, so that texts that
    failed together are not tried again together."""
    longest = min(LONGEST_WAIT.total_seconds(), 2.0 ** min(tries, 10))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))
