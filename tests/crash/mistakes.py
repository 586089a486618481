"""Mistakes made on purpose: the test of the tests. Each breaks one promise, and must be found out."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from ringback.calls import placed, placing
from ringback.contacts import permission
from ringback.contacts.permission import Change
from ringback.db.transaction import Transaction
from ringback.flows import last_look
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.messages.store import Text
from ringback.phone.events import Problem, SendProblem


@contextmanager
def made(mistake: str) -> Iterator[None]:
    """While this lasts; "" is none."""
    with ExitStack() as undo:
        for where, what, instead in _MISTAKES[mistake]:
            undo.enter_context(patch.object(where, what, instead))
        yield


def _send_again(tx: Transaction, text: Text) -> None:
    """What must never be done with a text that may have left already."""
    outcome.try_again(tx, text, "down", "The answer was lost.", timedelta(0))


def _unsure_is_down(
    tx: Transaction, text: Text, attempt: str, line: Line, problem: SendProblem, after: float | None
) -> None:
    _send_again(tx, text) if problem.problem is Problem.UNSURE else _failed(
        tx, text, attempt, line, problem, after
    )


def _assume_it_left(tx: Transaction, text: Text) -> None:
    """What must never be believed of a text that may have been in hand when the process was killed."""
    outcome.accepted(tx, text, None, f"SM{text.id}")


def _call_again(tx: Transaction, id: str) -> object:
    """What must never be done with a call that may ring somebody already."""
    call = placed.hold(tx, id)
    if call is not None and call.state is placed.State.STARTING:
        placed.change(tx, call, placed.State.WAITING)
    return _claim(tx, id)


_failed = outcome.failed
_claim = placing._claim
_MISTAKES: dict[str, list[tuple[Any, str, Callable[..., Any]]]] = {
    "": [],
    "sends again after a kill": [(outcome, "unsure", _send_again)],
    "sends again after a timeout": [(outcome, "failed", _unsure_is_down)],
    "forgets who opted out": [
        (permission, "standing", lambda *_: Change.START),
        (outcome, "cancel_waiting", lambda *_: None),
    ],
    "loses a call when killed": [(outcome, "unsure", _assume_it_left)],
    "calls again after a kill": [(placing, "_claim", _call_again)],
    "texts without the key": [(last_look, "without_ground", lambda *_: None)],
}
MISTAKES = [mistake for mistake in _MISTAKES if mistake]
