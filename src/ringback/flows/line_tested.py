"""The test call of a line: somebody calls it, lets it ring, and watches each stage pass or fail.

Came here from: the set-up of a line.
Goes on in:     flows/missed_call.py, which treats the tester like a new caller. `stages` reads from calls,
                receipts and texts how far the test has come; flows/went_live.py ends the set-up.
"""

from dataclasses import dataclass
from enum import StrEnum

from ringback.accounts import store as accounts
from ringback.calls import of_line, receipts
from ringback.calls.receipts import Receipt
from ringback.calls.store import Call, CallState
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.lib.numbers import NumberKind, pretty, read_number
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.going_live import LineTest
from ringback.lines.store import Line
from ringback.messages import history as past_texts
from ringback.messages import store as texts
from ringback.messages.store import State, Text
from ringback.phone.provider import Capability
from ringback.phone.registry import provider


class Progress(StrEnum):
    WAITING = "waiting"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Stage:
    name: str  # seen, missed, decided, accepted, delivered, answered
    progress: Progress
    sentence: str  # of a stage that has not passed: what to do


NAMES = ("seen", "missed", "decided", "accepted", "delivered", "answered")


class CannotTest(Exception):
    """The message is a sentence for whoever typed the number."""


def begin_test(tx: Transaction, line: Line, phone: str) -> LineTest:
    """Let `phone`, as somebody typed it, call this line as a stranger for half an hour. Raises CannotTest."""
    account = accounts.get(tx, line.account_id)
    number = read_number(phone, account.country)
    if number.e164 is None or number.kind is NumberKind.TOLL_FREE:
        raise CannotTest("Write the number of the mobile phone that you will call from.")
    if number.e164 in lines.own_numbers(tx, line.account_id):
        raise CannotTest("This line rings that phone itself. Call from another one: a friend's will do.")
    contacts.begin_episode(tx, line.account_id, number.e164)
    return going_live.begin_test(tx, line, number.e164)


def passed(reached: tuple[Stage, ...]) -> bool:
    return all(stage.progress is Progress.PASSED for stage in reached)


def stages(tx: Transaction, line: Line, test: LineTest) -> tuple[Stage, ...]:
    """All of NAMES in order. The stages after one that has not passed are waiting."""
    found = _found(tx, line, test)
    reached: list[Stage] = []
    for look in (_seen, _missed, _decided, _accepted, _delivered, _answered):
        reached.append(look(found))
        if reached[-1].progress is not Progress.PASSED:
            break
    return (*reached, *(Stage(name, Progress.WAITING, "") for name in NAMES[len(reached) :]))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known about the test. Each stage is looked at only after those before it have passed."""

    line: Line
    phone: str
    strangers: int  # calls since the test began, from others
    hidden: int  # and those without a number
    call: Call | None
    receipt: Receipt | None
    text: Text | None
    reports: bool  # does the company say whether a text arrived?
    replied: bool


def _found(tx: Transaction, line: Line, test: LineTest) -> _Found:
    country = accounts.get(tx, line.account_id).country
    heard = of_line.on_line_between(tx, line, test.since, test.until)
    numbers = [read_number(call.caller, country).e164 for call in heard]
    call = heard[numbers.index(test.phone)] if test.phone in numbers else None
    text = texts.of_call(tx, line.account_id, call.id) if call else None
    sender = lines.get(tx, text.line_id) if text else None
    inbound = past_texts.last_inbound_at(tx, line.account_id, text.contact_id) if text else None
    return _Found(
        line=line,
        phone=test.phone,
        strangers=len([number for number in numbers if number != test.phone]),
        hidden=numbers.count(None),
        call=call,
        receipt=receipts.of_call(tx, line.account_id, call.id) if call else None,
        text=text,
        reports=sender is not None and Capability.DELIVERY_REPORTS in provider(sender.provider).capabilities,
        replied=inbound is not None and inbound >= test.begun_at,
    )


def _seen(found: _Found) -> Stage:
    if found.call is not None:
        return Stage("seen", Progress.PASSED, "Your call arrived.")
    if found.hidden:
        return Stage("seen", Progress.FAILED, "A call without a number arrived. Let your phone show its own.")
    ask = f"Call {pretty(found.line.number)} from {pretty(found.phone)} now, and let it ring."
    if found.strangers:
        ask = f"A call from another number arrived. {ask}"
    return Stage("seen", Progress.WAITING, ask)


def _missed(found: _Found) -> Stage:
    assert found.call is not None
    match found.call.state:
        case CallState.MISSED:
            return Stage("missed", Progress.PASSED, "Nobody answered, and we noticed.")
        case CallState.ACCEPTED:
            sentence = "Somebody answered. Begin the test again, and let the phones ring."
            return Stage("missed", Progress.FAILED, sentence)
        case CallState.OPEN:
            return Stage(
                "missed", Progress.WAITING, "It rings. Do not answer; wait until the call has ended."
            )


def _decided(found: _Found) -> Stage:
    if found.receipt is None:
        return Stage("decided", Progress.WAITING, "If you hear a tone for a voicemail, hang up.")
    if found.receipt.verdict == "text":
        return Stage("decided", Progress.PASSED, "Your rules say: text this caller.")
    return Stage("decided", Progress.FAILED, f"Your rules say: no text. {found.receipt.sentence}")


def _accepted(found: _Found) -> Stage:
    text = found.text
    if text is None or text.state in (State.WAITING, State.SENDING, State.UNSURE):
        sentence = (text.sentence if text else "") or "The text is about to leave."
        return Stage("accepted", Progress.WAITING, sentence)
    if text.state in (State.FAILED, State.CANCELLED):
        return Stage("accepted", Progress.FAILED, text.sentence)
    return Stage("accepted", Progress.PASSED, "The phone company took the text.")


def _delivered(found: _Found) -> Stage:
    assert found.text is not None
    if found.text.state is State.DELIVERED:
        return Stage("delivered", Progress.PASSED, "The text is on your phone.")
    if found.text.state is State.UNDELIVERED:
        return Stage("delivered", Progress.FAILED, found.text.sentence)
    if found.replied:
        return Stage("delivered", Progress.PASSED, "You answered the text, so it is on your phone.")
    if not found.reports:
        told = "This phone company does not say whether a text arrived: is it on your phone? Then answer it."
        return Stage("delivered", Progress.WAITING, told)
    return Stage("delivered", Progress.WAITING, "On its way. Is it on your phone already? Then answer it.")


def _answered(found: _Found) -> Stage:
    if found.replied:
        return Stage("answered", Progress.PASSED, "Your answer came back. Everything works.")
    return Stage("answered", Progress.WAITING, "Answer the text from your phone, with any words.")
