"""The calls of one person, or the last call of each of several persons, for the inbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ringback.calls import receipts, recordings
from ringback.calls.legs import legs
from ringback.calls.receipts import Receipt
from ringback.calls.recordings import Sound
from ringback.calls.store import Call, CallState, calls, from_row
from ringback.calls.voicemails import voicemails
from ringback.db.transaction import Transaction
from ringback.phone.events import Outcome


@dataclass(frozen=True, slots=True)
class LastCall:
    at: datetime
    state: CallState
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Voicemail:
    recording: str  # the company's id or address of it; "" when only the words are known
    seconds: int | None
    words: str  # "" until they are written down


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the owner's phones in a call."""

    phone: str
    rang_at: datetime | None
    answered_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class WholeCall:
    """A call with everything that belongs to it."""

    call: Call
    voicemail: Voicemail | None
    sound: Sound | None  # of the voicemail; None where there is none to be had
    receipt: Receipt | None
    legs: tuple[Leg, ...]  # in the order in which they rang

    @property
    def began(self) -> datetime:
        """When its first event came: the instant that calls are sorted by."""
        return self.call.first_heard_at


def of_contact(
    tx: Transaction, account_id: str, contact_id: str, before: datetime | None, limit: int
) -> list[WholeCall]:
    """The newest calls of this person that began before `before`, newest first. Five queries."""
    query = sa.select(calls).where(calls.c.account_id == account_id, calls.c.contact_id == contact_id)
    if before is not None:
        query = query.where(calls.c.first_heard_at < before)
    rows = tx.all(query.order_by(calls.c.first_heard_at.desc(), calls.c.id.desc()).limit(limit))
    ids = [row.id for row in rows]
    left = {row.call_id: row for row in _about(tx, voicemails, account_id, ids)}
    decided = receipts.of_calls(tx, account_id, ids)
    sounds = recordings.of_calls(tx, account_id, ids)
    rang: dict[str, list[Leg]] = {}
    for row in sorted(_about(tx, legs, account_id, ids), key=lambda row: (str(row.rang_at), row.leg)):
        rang.setdefault(row.call_id, []).append(_leg(row))
    return [
        WholeCall(
            call=from_row(row),
            voicemail=_voicemail(left.get(row.id)),
            sound=sounds[row.id].state if row.id in sounds else None,
            receipt=decided.get(row.id),
            legs=tuple(rang.get(row.id, ())),
        )
        for row in rows
    ]


def last_of_each(tx: Transaction, account_id: str, contact_ids: Iterable[str]) -> dict[str, LastCall]:
    """The last call of each of these persons, by the person's id."""
    theirs = calls.c.account_id == account_id, calls.c.contact_id.in_(list(contact_ids))
    last = (
        sa.select(calls.c.contact_id, sa.func.max(calls.c.first_heard_at).label("at"))
        .where(*theirs)
        .group_by(calls.c.contact_id)
        .subquery()
    )
    rows = tx.all(
        sa.select(calls.c.contact_id, calls.c.first_heard_at, calls.c.state, calls.c.outcome)
        .join(last, sa.and_(calls.c.contact_id == last.c.contact_id, calls.c.first_heard_at == last.c.at))
        .where(*theirs)
    )
    return {
        row.contact_id: LastCall(
            row.first_heard_at, CallState(row.state), Outcome(row.outcome) if row.outcome else None
        )
        for row in rows
    }


def _about(tx: Transaction, table: sa.Table, account_id: str, ids: list[str]) -> Sequence[sa.Row[Any]]:
    return tx.all(sa.select(table).where(table.c.account_id == account_id, table.c.call_id.in_(ids)))


def _voicemail(row: sa.Row[Any] | None) -> Voicemail | None:
    return None if row is None else Voicemail(row.recording, row.seconds, row.words)


def _leg(row: sa.Row[Any]) -> Leg:
    times = {name: getattr(row, name) for name in ("rang_at", "answered_at", "accepted_at", "ended_at")}
    return Leg(row.phone, **times, outcome=Outcome(row.outcome) if row.outcome else None)
