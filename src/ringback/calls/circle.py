"""A call that has come back to us: a phone that we ring passes on what it does not take, to us.

Mobile networks do so at once when the phone is busy or switched off, and often without saying who passed
the call on. Rung again, the phone would pass it on again, and so on. What gives it away: the same caller
calls the same line a second time while the first call still rings. A person cannot, with one call going on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.calls.store import calls
from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.lines import webhooks
from ringback.lines.store import Line
from ringback.phone.events import CallStarted, Event
from ringback.phone.provider import Mode
from ringback.phone.registry import provider

MARGIN = timedelta(seconds=10)  # of set-up, before the first phone rings


def may_come_back(line: Line, events: Sequence[Event]) -> bool:
    """Is it worth asking? Only calls on lines that ring phones can go round."""
    return line.mode is Mode.DIAL and line.plan.ring != () and _started(events) is not None


def comes_back(tx: Transaction, line: Line, events: Sequence[Event], at: datetime) -> bool:
    """Is this a call that has come back? Then no phone may ring for it. `at` is when its request arrived.

    After the end of the first call it is a redial. So the answer is no while a webhook about this caller
    still waits to be worked on, because it may report that end.
    """
    started = _started(events)
    peer, _ = webhooks.about(events, line)
    if started is None or webhooks.unread_before(tx, line.id, peer, at):
        return False
    longest = line.plan.longest_ring(at_once=provider(line.provider).rings_at_once)
    since = tx.now - timedelta(seconds=longest) - MARGIN
    call = {"account_": line.account_id, "line_": line.id, "caller_": started.caller, "call_": started.call}
    return tx.execute(_RINGING, {**call, "since_": since}).first() is not None


def _started(events: Sequence[Event]) -> CallStarted | None:
    """The beginning of the call; None for a hidden caller, because two of them may call at once."""
    started = next((event for event in events if isinstance(event, CallStarted)), None)
    return started if started and read_number(started.caller).e164 else None


_RINGING = Prepared(
    sa.select(calls.c.id)
    .where(
        calls.c.account_id == sa.bindparam("account_"),
        calls.c.line_id == sa.bindparam("line_"),
        calls.c.caller == sa.bindparam("caller_"),
        calls.c.provider_call != sa.bindparam("call_"),
        calls.c.first_heard_at >= sa.bindparam("since_"),
        *(
            calls.c[over].is_(None)
            for over in ("ringing_ended_at", "ended_at", "accepted_at", "connected_at", "nobody_at")
        ),
    )
    .limit(1)
)
