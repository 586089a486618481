"""What a caller did before: the facts for the rules that come from the table of calls."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ringback.calls.robocalls import LAST_OF_BLOCK, Swarm, beside, block_of, swarm
from ringback.calls.store import Call, CallState, calls
from ringback.calls.voicemails import voicemails
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant
from ringback.db.transaction import Transaction
from ringback.phone.events import Outcome

LOOK_BACK = timedelta(days=30)
AT_MOST = 50  # calls of one number that are looked at, the newest ones
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
AT_ONCE = timedelta(seconds=2)  # nobody picks up so soon, and nobody expects it


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What one number did. Of other businesses only their number is known here."""

    calls_this_hour: int  # to this business, with the call in question
    other_businesses: int  # called within the hour
    hang_ups: int  # earlier calls anywhere that ended at once


def behaviour(tx: Transaction, call: Call) -> Behaviour:
    """Only this, `neighbours` and `block` look at the calls of other businesses, and they return counts
    alone.

    The number is compared as the company wrote it, because one company always writes it in the same way.
    """
    asked = {"caller_": call.caller, "call_": call.id, "since_": call.first_heard_at - LOOK_BACK}
    others = tx.execute(_OTHERS_OF_CALLER, asked).all()
    recent = [row.account_id for row in others if row.first_heard_at >= call.first_heard_at - AN_HOUR]
    return Behaviour(
        calls_this_hour=1 + recent.count(call.account_id),
        other_businesses=len({*recent} - {call.account_id}),
        hang_ups=_hang_ups(others),
    )


def neighbours(tx: Transaction, call: Call) -> int:
    """How many of the numbers next to the caller's called any business within the hour. Numbers that follow
    each other and call once each are a dialling machine."""
    near = beside(call.caller)
    if not near:
        return 0
    between = {"from_": f"+{near[0]}", "to_": f"+{near[-1]}", "caller_": call.caller}
    rows = tx.execute(_NEIGHBOURS, {**between, "since_": call.first_heard_at - AN_HOUR}).all()
    names = {f"+{number}" for number in near} if rows else set()
    return sum(row.caller in names for row in rows)


def block(tx: Transaction, call: Call) -> Swarm:
    """How many numbers of the caller's block called any business for the first time, within ten minutes of
    the last day: many are a dialling machine, too."""
    begins = block_of(call.caller)
    if not begins:
        return Swarm(0, 0)
    asked = {
        "from_": begins + "0" * LAST_OF_BLOCK,
        "to_": begins + "9" * LAST_OF_BLOCK,
        "since_": call.first_heard_at - LOOK_BACK,
        "day_ago_": call.first_heard_at - A_DAY,
    }
    rows = tx.execute(_BLOCK, asked).all()
    return swarm({row.caller: row.first for row in rows if block_of(row.caller) == begins})


def last_spoken_at(tx: Transaction, account_id: str, contact_id: str) -> datetime | None:
    """When somebody of the business last spoke with this contact on the phone, as far as we know."""
    row = tx.execute(_LAST_SPOKEN, {"account_": account_id, "contact_": contact_id}).one()
    return max(filter(None, row), default=None)


def last_line(tx: Transaction, account_id: str, contact_id: str) -> tuple[str, datetime] | None:
    """The line that this person called last, and when that was."""
    rows = tx.execute(_LAST_LINE, {"account_": account_id, "contact_": contact_id}).all()
    newest = max(rows, key=lambda row: row.first_heard_at, default=None)
    return (newest.line_id, newest.first_heard_at) if newest else None


def ids_beginning_with(tx: Transaction, account_id: str, start: str, limit: int) -> list[str]:
    """The calls of one business whose id begins so, newest first. `start` may leave out "call_"."""
    start = start if start.startswith("call_") else f"call_{start}"
    rows = tx.all(
        sa.select(calls.c.id)
        .where(calls.c.account_id == account_id, calls.c.id.startswith(start, autoescape=True))
        .order_by(calls.c.id.desc())
        .limit(limit)
    )
    return [row.id for row in rows]


def voicemail_words(tx: Transaction, call: Call) -> str | None:
    """The transcript of the voicemail, "" while there is none; None when no voicemail was left."""
    words: str | None = tx.execute(_VOICEMAIL, {"account_": call.account_id, "call_": call.id}).scalar()
    return words


def _hang_ups(rows: Iterable[Any]) -> int:
    return sum(
        row.state == CallState.MISSED
        and row.ringing_ended_at is None
        and row.end_outcome in (Outcome.HUNG_UP, Outcome.NO_ANSWER)
        and row.started_at is not None
        and row.ended_at is not None
        and row.ended_at - row.started_at < AT_ONCE
        for row in rows
    )


_OTHERS_OF_CALLER = Prepared(
    sa.select(
        calls.c.account_id,
        calls.c.first_heard_at,
        calls.c.state,
        calls.c.started_at,
        calls.c.ringing_ended_at,
        calls.c.ended_at,
        calls.c.end_outcome,
    )
    .where(
        calls.c.caller == sa.bindparam("caller_"),
        calls.c.id != sa.bindparam("call_"),
        calls.c.first_heard_at >= sa.bindparam("since_"),
    )
    .order_by(calls.c.first_heard_at.desc())
    .limit(AT_MOST)
)
_NEIGHBOURS = Prepared(
    sa.select(calls.c.caller)
    .where(
        calls.c.caller.between(sa.bindparam("from_"), sa.bindparam("to_")),
        calls.c.caller != sa.bindparam("caller_"),
        calls.c.first_heard_at >= sa.bindparam("since_", type_=Instant),
    )
    .distinct()
)
_FIRST = sa.func.min(calls.c.first_heard_at, type_=Instant)
_BLOCK = Prepared(
    sa.select(calls.c.caller, _FIRST.label("first"))
    .where(
        calls.c.caller.between(sa.bindparam("from_"), sa.bindparam("to_")),
        calls.c.first_heard_at >= sa.bindparam("since_", type_=Instant),
    )
    .group_by(calls.c.caller)
    .having(sa.bindparam("day_ago_", type_=Instant) <= _FIRST)
    .order_by(sa.desc("first"))
    .limit(AT_MOST)
)
# No "order by first_heard_at": for that the planner walks through all calls of the business.
_LAST_SPOKEN = Prepared(
    sa.select(
        *(
            sa.func.max(column, type_=Instant).label(column.name)
            for column in (calls.c.first_heard_at, calls.c.accepted_at, calls.c.ended_at)
        )
    ).where(
        calls.c.account_id == sa.bindparam("account_"),
        calls.c.contact_id == sa.bindparam("contact_"),
        calls.c.state == CallState.ACCEPTED,
    )
)
_LAST_LINE = Prepared(
    sa.select(calls.c.line_id, calls.c.first_heard_at).where(
        calls.c.account_id == sa.bindparam("account_"), calls.c.contact_id == sa.bindparam("contact_")
    )
)
_VOICEMAIL = Prepared(
    sa.select(voicemails.c.words).where(
        voicemails.c.account_id == sa.bindparam("account_"), voicemails.c.call_id == sa.bindparam("call_")
    )
)
