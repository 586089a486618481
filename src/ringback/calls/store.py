"""The table of calls. `legs.py` has the phones that rang in them, `voicemails.py` what was said after
the tone, `of_line.py` and `of_contact.py` the calls of one line and of one person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ringback.calls import legs, voicemails
from ringback.calls.verdict import LONGEST_CALL, Evidence, hear
from ringback.db import jobs
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lib.numbers import LONGEST_RAW
from ringback.lib.tracing import about
from ringback.lines.store import Line
from ringback.phone.events import (
    CallEvent,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    VoicemailLeft,
)
from ringback.phone.provider import Mode
from ringback.phone.registry import provider

TASK = "call"

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id"), nullable=False),
    sa.Column("provider_call", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False, server_default=""),
    sa.Column("caller_name", sa.Text, nullable=False, server_default=""),
    sa.Column("forwarded_from", sa.Text, nullable=False, server_default=""),
    sa.Column("attestation", sa.Text, nullable=False, server_default=""),
    sa.Column("contact_id", sa.Text, sa.ForeignKey("contacts.id")),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("first_heard_at", Instant, nullable=False),
    sa.Column("decided_at", Instant),
    sa.Column("arrival_is_missed", sa.Boolean, nullable=False),
    sa.Column("press_needed", sa.Boolean, nullable=False),
    sa.Column("longest_ring", sa.Float),
    sa.Column("started_at", Instant),
    sa.Column("leg_answered_at", Instant),
    sa.Column("accepted_at", Instant),
    sa.Column("connected_at", Instant),
    sa.Column("person_at", Instant),
    sa.Column("nobody_at", Instant),
    sa.Column("ringing_ended_at", Instant),
    sa.Column("ringing_outcome", sa.Text),
    sa.Column("ended_at", Instant),
    sa.Column("end_outcome", sa.Text),
    sa.UniqueConstraint("line_id", "provider_call"),
    sa.Index("ix_calls_account_id_first_heard_at", "account_id", "first_heard_at"),
    sa.Index("ix_calls_contact_id_first_heard_at", "contact_id", "first_heard_at"),
    sa.Index("ix_calls_caller_first_heard_at", "caller", "first_heard_at"),
)


class CallState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    account_id: str
    line_id: str
    provider_call: str
    caller: str  # as the company sent it; "" until an event names it
    caller_name: str  # what the network says, for people to see; it is no name that we would greet with
    forwarded_from: str  # the number that passed the call on, where the carriers say so
    attestation: str  # "A", "B", "C", "failed" or ""
    contact_id: str | None
    state: CallState
    outcome: Outcome | None
    first_heard_at: datetime
    evidence: Evidence


def record(tx: Transaction, line: Line, event: CallEvent, ask: Callable[[], None] | None = None) -> Call:
    """Add what this event says to its call, whichever of the call's events comes first, and hold the call.

    Twice adds nothing. `ask`: called when the call is held, for what a server should be asked in the same
    round trip.
    """
    known = _hold_by_provider_call(tx, line, event.call, ask)
    call = _go_on(tx, known, event) if known else _begin(tx, line, event)
    about(call.id)
    if isinstance(event, LegRang | LegAnswered | LegAccepted | LegEnded):
        legs.record(tx, call.account_id, call.id, event)
    if isinstance(event, VoicemailLeft):
        voicemails.record(tx, call.account_id, call.id, event)
    tx.announce(f"account:{line.account_id}")
    return call


def get(tx: Transaction, call_id: str) -> Call | None:
    row = tx.execute(_BY_ID, {"id_": call_id}).first()
    return from_row(row) if row else None


def hold(tx: Transaction, call_id: str) -> Call | None:
    """The call, locked for a flow that decides about it: other flows that hold it wait until this one
    ends."""
    row = tx.execute(_HOLD, {"id_": call_id}).first()
    return from_row(row) if row else None


def look_at(tx: Transaction, call: Call, due: datetime) -> None:
    """Have flows/call_heard.py look at this call again at that instant, even if nothing more is heard."""
    jobs.add(tx, TASK, call.id, due=due, key=f"{TASK}:{call.id}", lane=call.account_id)


def over_at(tx: Transaction, call_id: str) -> datetime | None:
    """When it became certain that nobody would pick up, as far as we have heard."""
    at: datetime | None = tx.execute(_OVER_AT, {"id_": call_id}).scalar()
    return at


def ended_at(tx: Transaction, call_id: str) -> datetime | None:
    """When the call ended, or else its ringing, or, where we have heard of no end, when we heard of it
    first."""
    at: datetime | None = tx.execute(_ENDED_AT, {"id_": call_id}).scalar()
    return at


def decide(
    tx: Transaction, call: Call, state: CallState, outcome: Outcome | None, contact_id: str | None
) -> Call:
    """Store who called and whether the call was missed."""
    decided = {"state": state, "outcome": outcome, "contact_id": contact_id, "decided_at": tx.now}
    tx.execute(_CHANGE, {"id_": call.id, "account_": call.account_id, **decided})
    return replace(call, state=state, outcome=outcome, contact_id=contact_id)


def newest(
    tx: Transaction,
    account_id: str,
    *,
    limit: int = 100,
    number: str | None = None,
    contact_id: str | None = None,
) -> list[Call]:
    """The calls of one business, newest first. For one person, give their `number` in E.164, and `contact_id`
    to find also the calls in which the company wrote the number otherwise."""
    query = sa.select(*COLUMNS).where(calls.c.account_id == account_id)
    if number is not None:
        query = query.where(sa.or_(calls.c.caller == number, calls.c.contact_id == contact_id))
    rows = tx.all(query.order_by(calls.c.first_heard_at.desc(), calls.c.id.desc()).limit(limit))
    return [from_row(row) for row in rows]


def lacks_caller(call: Call) -> bool:
    """Have we only heard of a phone that rang without success, and nothing of the call itself?"""
    heard = call.evidence
    of_call = (heard.started_at, heard.ringing_ended_at, heard.ended_at)
    taken = (heard.leg_answered_at, heard.accepted_at)
    return call.state is CallState.OPEN and not any((*of_call, *taken))


def accepted_since(tx: Transaction, account_id: str, contact_id: str, since: datetime) -> bool:
    """Has a person of the business spoken with this contact on the phone since then?"""
    asked = {"account_": account_id, "contact_": contact_id, "since_": since}
    return bool(tx.execute(_ACCEPTED_SINCE, asked).scalar())


def speaking_with(tx: Transaction, account_id: str, number: str) -> bool:
    """Has somebody of the business taken a call from this number that is not over yet, as far as we know?

    The number is compared as the company wrote it. Where that is not E.164, a call is found only after its
    end.
    """
    asked = {"account_": account_id, "caller_": number, "since_": tx.now - LONGEST_CALL}
    return bool(tx.execute(_SPEAKING_WITH, asked).scalar())


def _begin(tx: Transaction, line: Line, event: CallEvent) -> Call:
    """Add the call. If two first events are worked on at the same instant, the unique id refuses the second,
    its job runs again and finds the call."""
    call = _with(_unheard(line, event), event)
    values = {name: getattr(call, name) for name in (*_FIXED, *_SAID)}
    tx.execute(_ADD, {**values, **_columns_of(call.evidence)})
    return call


def _go_on(tx: Transaction, call: Call, event: CallEvent) -> Call:
    heard = _with(call, event)
    if heard != call:
        changes = {name: value for name, value in _columns_of(heard.evidence).items() if name in _HEARD}
        changes |= {name: getattr(heard, name) for name in _SAID}
        tx.execute(_CHANGE, {"id_": call.id, "account_": call.account_id, **changes})
    return heard


def _with(call: Call, event: CallEvent) -> Call:
    said: dict[str, Any] = {
        name: getattr(call, name) or getattr(event, name, "")[:LONGEST_RAW] for name in _SAID
    }
    return replace(call, evidence=hear(call.evidence, event), **said)


def _unheard(line: Line, event: CallEvent) -> Call:
    dials = line.mode is Mode.DIAL and bool(line.plan.ring)
    ring = line.plan.longest_ring(at_once=provider(line.provider).rings_at_once)
    evidence = Evidence(
        arrival_is_missed=line.mode is Mode.FORWARDED or (line.mode is Mode.DIAL and not line.plan.ring),
        press_needed=dials and line.plan.press_to_accept,
        longest_ring=timedelta(seconds=ring) if dials else None,
    )
    return Call(
        id=new_id("call"),
        account_id=line.account_id,
        line_id=line.id,
        provider_call=event.call,
        caller="",
        caller_name="",
        forwarded_from="",
        attestation="",
        contact_id=None,
        state=CallState.OPEN,
        outcome=None,
        first_heard_at=event.at,
        evidence=evidence,
    )


def by_provider_call(tx: Transaction, line: Line, provider_call: str) -> Call | None:
    row = tx.execute(_BY_PROVIDER_CALL, {"line_": line.id, "call_": provider_call}).first()
    return from_row(row) if row else None


def _hold_by_provider_call(
    tx: Transaction, line: Line, provider_call: str, ask: Callable[[], None] | None
) -> Call | None:
    found = tx.execute(_HOLD_BY_PROVIDER_CALL, {"line_": line.id, "call_": provider_call})
    if ask is not None:
        ask()
    row = found.first()
    return from_row(row) if row else None


def _columns_of(evidence: Evidence) -> dict[str, Any]:
    ring = evidence.longest_ring
    return {**evidence._asdict(), "longest_ring": ring.total_seconds() if ring is not None else None}


def from_row(row: sa.Row[Any]) -> Call:
    values = row._asdict()
    ring = values["longest_ring"]
    evidence = Evidence(
        **{
            **{name: values[name] for name in _EVIDENCE},
            "longest_ring": timedelta(seconds=ring) if ring is not None else None,
            "ringing_outcome": Outcome(values["ringing_outcome"]) if values["ringing_outcome"] else None,
            "end_outcome": Outcome(values["end_outcome"]) if values["end_outcome"] else None,
        }
    )
    return Call(
        id=values["id"],
        account_id=values["account_id"],
        line_id=values["line_id"],
        provider_call=values["provider_call"],
        **{name: values[name] for name in _SAID},
        contact_id=values["contact_id"],
        state=CallState(values["state"]),
        outcome=Outcome(values["outcome"]) if values["outcome"] else None,
        first_heard_at=values["first_heard_at"],
        evidence=evidence,
    )


_FIXED = ("id", "account_id", "line_id", "provider_call", "state", "first_heard_at")
_SAID = ("caller", "caller_name", "forwarded_from", "attestation")  # who calls; the first event to say counts
_EVIDENCE = Evidence._fields
_HEARD = frozenset(_EVIDENCE) - {
    "arrival_is_missed",
    "press_needed",
    "longest_ring",
}
COLUMNS = tuple(calls.c)
_WITH_ID = sa.select(*COLUMNS).where(calls.c.id == sa.bindparam("id_"))
_WITH_THEIR_ID = sa.select(*COLUMNS).where(
    calls.c.line_id == sa.bindparam("line_"), calls.c.provider_call == sa.bindparam("call_")
)
_BY_ID = Prepared(_WITH_ID)
_OVER_AT = Prepared(
    sa.select(
        sa.func.coalesce(calls.c.nobody_at, calls.c.ended_at, calls.c.ringing_ended_at, calls.c.started_at)
    ).where(calls.c.id == sa.bindparam("id_"))
)
_ENDED_AT = Prepared(
    sa.select(sa.func.coalesce(calls.c.ended_at, calls.c.ringing_ended_at, calls.c.first_heard_at)).where(
        calls.c.id == sa.bindparam("id_")
    )
)
_HOLD = Prepared(_WITH_ID.with_for_update(key_share=True))
_BY_PROVIDER_CALL = Prepared(_WITH_THEIR_ID)
_HOLD_BY_PROVIDER_CALL = Prepared(_WITH_THEIR_ID.with_for_update(key_share=True))
_ADD = Prepared(sa.insert(calls))
_CHANGE = Prepared(
    sa.update(calls).where(calls.c.id == sa.bindparam("id_"), calls.c.account_id == sa.bindparam("account_"))
)
_ACCEPTED_SINCE = Prepared(
    sa.select(sa.literal(1))
    .where(
        calls.c.account_id == sa.bindparam("account_"),
        calls.c.contact_id == sa.bindparam("contact_"),
        calls.c.state == CallState.ACCEPTED,
        calls.c.first_heard_at >= sa.bindparam("since_"),
    )
    .limit(1)
)
_PICKED_UP = sa.or_(calls.c.leg_answered_at.is_not(None), calls.c.connected_at.is_not(None))
_SPEAKING_WITH = Prepared(
    sa.select(sa.literal(1))
    .where(
        calls.c.account_id == sa.bindparam("account_"),
        calls.c.caller == sa.bindparam("caller_"),
        calls.c.first_heard_at >= sa.bindparam("since_", type_=Instant),
        calls.c.state == CallState.OPEN,
        sa.or_(calls.c.accepted_at.is_not(None), sa.and_(sa.not_(calls.c.press_needed), _PICKED_UP)),
    )
    .limit(1)
)
