"""A call as a card in the thread: one that came in, with its story and reason, or one that a member made."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from ringback.calls.of_contact import Leg as Rang
from ringback.calls.of_contact import WholeCall
from ringback.calls.placed import CallOut
from ringback.calls.placed import State as Placing
from ringback.lib.numbers import pretty
from ringback.messages.store import Text
from ringback.tasks.store import Task
from ringback.tasks.to_do import ToDo
from ringback.web import story
from ringback.web.inbox.cards import CallCard, CallOutCard, Reader
from ringback.web.story import Known, Leg
from ringback.web.words import mark


def call(
    whole: WholeCall,
    caller: str,
    text: Text | None,
    tasks: Sequence[Task],
    to_do: ToDo | None,
    reader: Reader,
) -> CallCard:
    """`tasks`: those about the call; `to_do`: how one of them is shown, unless a later call shows it."""
    left, verdict = whole.voicemail, whole.receipt.verdict if whole.receipt else ""
    known = Known(
        call=whole.call,
        caller=caller,
        legs=[_leg(leg, reader) for leg in whole.legs],
        receipt=whole.receipt,
        text=text,
        tasks=tasks,
        voicemail=left.words if left else "",
    )
    told = story.tell(known, whole.began)
    return CallCard(
        id=whole.call.id,
        at=whole.began,
        told=told,
        why=whole.receipt.sentence if whole.receipt else "",
        texted=verdict == "text" or (verdict == "hold" and text is not None),
        held=verdict == "hold" and text is None,
        voicemail=left.words if left else "",
        seconds=left.seconds if left else None,
        left_message=left is not None,
        sound=whole.sound or "",
        to_do=to_do,
    )


def call_out(call: CallOut, whom: str, reader: Reader) -> CallOutCard:
    result, tone, why = _CALL_OUT[call.state]
    if call.seconds:
        result = reader.dates.length(timedelta(seconds=call.seconds))
    title = reader.t("{who} called {whom}", who=reader.name(call.by), whom=whom)
    why = call.problem or reader.t(why)
    return CallOutCard(id=call.id, at=call.asked_at, title=title, result=reader.t(result), tone=tone, why=why)


_CALL_OUT: Final[Mapping[Placing, tuple[str, str, str]]] = {
    Placing.WAITING: (mark("Starting"), "live", ""),
    Placing.STARTING: (mark("Starting"), "live", ""),
    Placing.RINGING: (mark("Rings you"), "live", mark("Pick up your own phone and press 1.")),
    Placing.PICKED_UP: (mark("Rings you"), "live", mark("Press 1 on your own phone.")),
    Placing.CONNECTING: (mark("Rings them"), "live", ""),
    Placing.SPOKE: (mark("Connected"), "good", ""),
    Placing.NOT_REACHED: (mark("Not reached"), "", mark("They did not pick up.")),
    Placing.NOT_TAKEN: (mark("Not connected"), "", mark("Nobody pressed 1 on the first phone.")),
    Placing.FAILED: (mark("Not started"), "stop", ""),
    Placing.UNSURE: (
        mark("Nobody knows"),
        "warn",
        mark("The phone company did not answer. If no phone rings, press Call again."),
    ),
}


def _leg(leg: Rang, reader: Reader) -> Leg:
    return Leg(
        name=reader.phones.get(leg.phone) or pretty(leg.phone),
        rang_at=leg.rang_at,
        answered_at=leg.answered_at,
        accepted_at=leg.accepted_at,
        ended_at=leg.ended_at,
        outcome=leg.outcome,
        is_someones=leg.phone in reader.phones,
    )
