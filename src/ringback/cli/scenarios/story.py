"""What happened, told from both sides: what the carrier saw, and what Ringback decided and did about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.store import Call, CallState
from ringback.cli.scenarios.stage import Stage
from ringback.db.transaction import Transaction
from ringback.messages import attempts
from ringback.messages import store as texts
from ringback.messages.store import Purpose, State, Text
from ringback.simulator.people import SHOP
from ringback.tasks import store as tasks


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    who: str  # "Dan", "Rosa", "carrier" or "Ringback"
    what: str  # one word, for machines
    words: str  # for people


@dataclass(frozen=True, slots=True)
class Ending:
    """What a scenario came to, in a few words that can be compared."""

    decisions: tuple[str, ...]  # per call, the first one first: "answered", "text", "skip: cooldown" ...
    arrived: tuple[str, ...]  # the texts on Dan's phone, by purpose
    texts: tuple[str, ...]  # the states of Ringback's own texts
    tasks: tuple[str, ...]  # what is left for Rosa to do


@dataclass(frozen=True, slots=True)
class Told:
    events: tuple[Event, ...]
    ending: Ending


async def tell(stage: Stage) -> Told:
    ours, ending = await stage.ringback.db.read(_ours, stage.line.account_id)
    theirs = [Event(h.at, h.who, h.what, h.words) for h in stage.carrier.world.happenings]
    # At one instant, Ringback's decision comes after what it is about and before what follows from it.
    events = sorted([*theirs, *ours], key=lambda event: (event.at, _PLACE.get(event.what, 0)))
    got = [message.body for message in stage.dan.messages if not message.mine and message.other == SHOP]
    by_body = await stage.ringback.db.read(_purposes, stage.line.account_id)
    arrived = tuple(by_body.get(body, "unknown") for body in got)
    return Told(tuple(events), Ending(ending.decisions, arrived, ending.texts, ending.tasks))


_PLACE: Final = {
    "decides": 1,
    "hands_over": 2,
    "takes": 3,
    "refuses": 3,
    "cuts": 3,
    "greets": 4,
    "asks": 5,
}


def _ours(tx: Transaction, account_id: str) -> tuple[list[Event], Ending]:
    every = list(reversed(calls.newest(tx, account_id)))
    sent = [text for text in reversed(texts.newest(tx, account_id)) if text.purpose is not Purpose.INBOUND]
    waiting = tasks.open_tasks(tx, account_id)
    events = [event for call in every if (event := _decision(tx, call)) is not None]
    events += [event for text in sent for event in _attempts(tx, text)]
    events += [
        Event(task.created_at, "Ringback", "asks", f"For Rosa to do: {task.sentence}") for task in waiting
    ]
    return events, Ending(
        decisions=tuple(_decided(tx, call) for call in every),
        arrived=(),
        texts=tuple(text.state.value for text in sent),
        tasks=tuple(task.kind.value for task in waiting),
    )


def _decision(tx: Transaction, call: Call) -> Event | None:
    if call.state is CallState.ACCEPTED:
        at = call.evidence.connected_at or call.evidence.accepted_at or call.first_heard_at
        return Event(at, "Ringback", "decides", "Ringback sends no text: someone took the call.")
    receipt = receipts.of_call(tx, call.account_id, call.id)
    if receipt is None:
        return None
    return Event(receipt.at, "Ringback", "decides", f"Ringback decides. {receipt.sentence}")


def _decided(tx: Transaction, call: Call) -> str:
    if call.state is CallState.ACCEPTED:
        return "answered"
    receipt = receipts.of_call(tx, call.account_id, call.id)
    if receipt is None:
        return "open"
    return f"{receipt.verdict}: {receipt.reason}" if receipt.reason else receipt.verdict


def _attempts(tx: Transaction, text: Text) -> list[Event]:
    what = {Purpose.MISSED_CALL: "its text", Purpose.CONFIRMATION: "its confirmation"}
    named = what.get(text.purpose, "a text")
    events = []
    for number, attempt in enumerate(attempts.of_text(tx, text)):
        again = " once more" if number else ""
        words = f"Ringback hands {named} to the carrier{again}."
        events.append(Event(attempt.started_at, "Ringback", "hands_over", words))
        # At once there was an answer, or later we have asked for it.
        if attempt.ended_at and attempt.ended_at > attempt.started_at:
            found = "Ringback sends nothing twice. It asks the carrier, and the carrier has the text."
            events.append(Event(attempt.ended_at, "Ringback", "looks_up", found))
    if text.state in (State.CANCELLED, State.FAILED) and text.due is not None:
        events.append(Event(text.due, "Ringback", "calls_off", text.sentence))
    return events


def _purposes(tx: Transaction, account_id: str) -> dict[str, str]:
    return {text.body: text.purpose.value for text in texts.newest(tx, account_id)}
