"""The phone company reports what became of a text.

Came here from: intake/webhooks.py. Reports come late, twice and out of order: a text never moves backwards.
"""

from ringback.db.transaction import Transaction
from ringback.lib.tracing import about
from ringback.lines.store import Line
from ringback.messages import outcome, relays
from ringback.messages import store as texts
from ringback.messages.holding import hold
from ringback.messages.store import State, Text
from ringback.phone.events import TextReport, TextState

_RANK = (State.ACCEPTED, State.SENT, State.DELIVERED, State.UNDELIVERED)
_OURS = {
    TextState.ACCEPTED: State.ACCEPTED,
    TextState.SENT: State.SENT,
    TextState.DELIVERED: State.DELIVERED,
    TextState.UNDELIVERED: State.UNDELIVERED,
}


class NotKnownYet(Exception):
    """The report names a text only by the company's id, which we have not heard yet: look again shortly."""


def report_received(tx: Transaction, line: Line, event: TextReport) -> None:
    """A report about another line's text, or about none of ours, changes nothing. Raises NotKnownYet."""
    text = texts.get(tx, event.text) if event.text else texts.by_provider_text(tx, line.id, event.id)
    if text is None and relays.takes_texts(line):
        return  # the other system only repeats what we told it
    if text is None and not event.text:
        raise NotKnownYet
    if text is None or text.line_id != line.id or text.state is State.RECEIVED:
        return
    text = hold(tx, text.id) or text
    about(text.trace)
    if text.state not in _RANK:
        # The report proves that the company has the text, even if its answer to us was lost.
        outcome.accepted(tx, text, None, event.id)
        text = texts.get(tx, text.id) or text
    _move_on(tx, line, text, event)


def _move_on(tx: Transaction, line: Line, text: Text, event: TextReport) -> None:
    state = _OURS[event.state]
    if text.state is State.DELIVERED or _RANK.index(state) <= _RANK.index(text.state):
        return
    if state is State.UNDELIVERED:
        outcome.undelivered(tx, text, line, event.error)
    elif state is State.DELIVERED:
        texts.change(tx, text, state, delivered_at=event.at)
    else:
        texts.change(tx, text, state)
