"""The lines table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.db.prepared import Prepared
from ringback.db.rows import read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lines.connection import Connected, connected, written
from ringback.phone.provider import Mode

lines = sa.Table(
    "lines",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("number", sa.Text, nullable=False, unique=True),  # and the line's id, once it is given away
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("connection", sa.Text),
    sa.Column("parked_reason", sa.Text),
    sa.Column("former", sa.Text),
    sa.Column("next_text_at", Instant),
    sa.Column("paced_at", Instant),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("removed_at", Instant),
    sa.Column("log_read_at", Instant),
    sa.Index("ix_lines_account_id", "account_id"),
)


@dataclass(frozen=True, slots=True)
class RingPlan:
    """What happens to a call on this line."""

    ring: tuple[str, ...] = ()  # the owner's phones, E.164
    ring_seconds: int = 14
    in_turn: bool = False  # one phone after another instead of all at once
    press_to_accept: bool = True  # off: a voicemail that picks up counts as answered
    greeting: str | None = None  # None: the usual one, made from the business's name
    voicemail: bool = False
    language: str = ""  # of its callers, "en" or "es"; "" is the business's
    texts_via: str = ""  # another line of the business, whose company sends this line's texts; "" is itself
    texts_per_second: float | None = None  # None: as the company wants, or as carriers let such a number

    def longest_ring(self, *, at_once: bool) -> int:
        """Seconds until the last phone has stopped ringing. `at_once`: can the company ring several?"""
        return self.ring_seconds * (len(self.ring) if self.in_turn or not at_once else 1)


@dataclass(frozen=True, slots=True)
class Line:
    id: str  # also the part of its webhook addresses that names it
    account_id: str
    number: str
    provider: str
    mode: Mode
    plan: RingPlan
    settings: Mapping[str, Any]  # as written: secrets are sealed or references (`lines.settings`)
    parked_reason: str | None = None
    next_text_at: datetime | None = None
    paced_at: datetime | None = None  # when that was written
    removed_at: datetime | None = field(default=None)
    connection: Connected | None = None

    @property
    def in_use(self) -> Mapping[str, Any]:
        """The settings, with what the company chose when we connected: that is what it signs with.

        What the owner wrote for the same stays good as the previous secret, so that nothing is refused.
        """
        if self.connection is None or not self.connection.secrets:
            return self.settings
        chosen = self.connection.secrets
        before = {f"previous_{name}": self.settings[name] for name in chosen if self.settings.get(name)}
        return {**before, **self.settings, **chosen}


def get(tx: Transaction, line_id: str) -> Line | None:
    """The line with that id, also when it was removed: late webhooks still name it."""
    row = tx.execute(_BY_ID, {"id_": line_id}).first()
    return as_line(row) if row else None


def as_it_was(tx: Transaction, line: Line, provider: str) -> Line | None:
    """The line while it was with that company; None when that is known no more. "": as it is now.

    What arrived before a line was moved is still to be read as its company wrote it.
    """
    if provider in ("", line.provider):
        return line
    stored = tx.execute(sa.select(lines.c.former).where(lines.c.id == line.id)).scalar_one()
    former = json.loads(stored or "{}")
    if former.get("provider") != provider:
        return None
    return replace(line, provider=provider, settings=former["settings"], connection=None)


def now_of(tx: Transaction, line: Line) -> Line:
    """The line that has this line's number now: where this one was removed, perhaps another business's."""
    return line if line.removed_at is None else by_number(tx, line.number) or line


def called(tx: Transaction, line_id: str) -> Line:
    """The line of a call or text, which is kept as long as they are."""
    line = get(tx, line_id)
    if line is None:
        raise LookupError(line_id)
    return line


def hold(tx: Transaction, line_id: str) -> None:
    """Lock the line, before it is read, until this flow ends: other flows that hold it wait."""
    if tx.shared:
        tx.execute(_HOLD, {"id_": line_id})


def by_number(tx: Transaction, number: str) -> Line | None:
    row = tx.one(sa.select(*COLUMNS).where(lines.c.number == number, lines.c.removed_at.is_(None)))
    return as_line(row) if row else None


def texting(tx: Transaction, line: Line) -> str:
    """The line that sends this line's texts: mostly itself."""
    other = by_number(tx, line.plan.texts_via) if line.plan.texts_via else None
    return other.id if other is not None and other.account_id == line.account_id else line.id


def of_account(tx: Transaction, account_id: str) -> list[Line]:
    """The lines in use, by number."""
    return [as_line(row) for row in tx.execute(_OF_ACCOUNT, {"account_": account_id})]


def every(tx: Transaction) -> list[Line]:
    """The lines in use of all businesses: for work that is about the whole server."""
    return [line for account in accounts.every(tx) for line in of_account(tx, account.id)]


def own_numbers(tx: Transaction, account_id: str) -> frozenset[str]:
    """The business's numbers and the phones they ring: none of these is a customer."""
    return frozenset(n for line in of_account(tx, account_id) for n in (line.number, *line.plan.ring))


def save(
    tx: Transaction,
    *,
    account_id: str,
    number: str,
    provider: str,
    mode: Mode,
    plan: RingPlan,
    settings: Mapping[str, Any],
) -> Line:
    """Add the line or change it; a changed line is no longer parked. Its addresses stay the same for good.

    A number that another business has removed is free. Raises NumberTaken when another business has it.
    """
    known = _before(tx, account_id, number)
    line = Line(known.id if known else new_id("ln"), account_id, number, provider, mode, plan, settings)
    values = {
        "number": number,
        "provider": provider,
        "mode": mode.value,
        "plan": json.dumps(_plan_json(plan), sort_keys=True),
        "settings": json.dumps(settings, sort_keys=True),
        "parked_reason": None,
        "removed_at": None,
    }
    if known is not None and known.provider != provider:
        values["connection"] = None
        values["former"] = json.dumps({"provider": known.provider, "settings": dict(known.in_use)})
    if known is None:
        fixed = {"id": line.id, "account_id": account_id, "created_at": tx.now}
        tx.execute(sa.insert(lines).values(**fixed, **values))
    else:
        tx.execute(sa.update(lines).where(lines.c.id == line.id).values(**values))
    return line


def _before(tx: Transaction, account_id: str, number: str) -> Line | None:
    """The business's line with this number, removed or not. Another's that was removed gives the number away:
    a number stands in the table once, so the row keeps it with its own id behind it. Raises NumberTaken.
    """
    given_away = sa.and_(lines.c.account_id == account_id, lines.c.number.startswith(f"{number} "))
    rows = tx.all(sa.select(*COLUMNS).where(sa.or_(lines.c.number == number, given_away)))
    for row in rows:
        if row.account_id != account_id:
            if row.removed_at is None:
                raise NumberTaken(number)
            tx.execute(sa.update(lines).where(lines.c.id == row.id).values(number=f"{number} {row.id}"))
    return next((as_line(row) for row in rows if row.account_id == account_id), None)


def remove(tx: Transaction, line: Line) -> None:
    """Take the line out of use. Its calls and texts stay, and its number is free for another business."""
    tx.execute(
        sa.update(lines)
        .where(lines.c.id == line.id, lines.c.account_id == line.account_id)
        .values(removed_at=tx.now)
    )


def park(tx: Transaction, line: Line, reason: str) -> bool:
    """Stop sending on this line until its settings change or somebody lets it try again. False when it was
    parked already."""
    parked = tx.execute(
        sa.update(lines)
        .where(lines.c.id == line.id, lines.c.account_id == line.account_id, lines.c.parked_reason.is_(None))
        .values(parked_reason=reason)
    )
    return parked.rowcount == 1


def unpark(tx: Transaction, line: Line) -> bool:
    """Let the line send again. False when it was not parked."""
    parked = lines.c.parked_reason.is_not(None)
    freed = tx.execute(
        sa.update(lines)
        .where(lines.c.id == line.id, lines.c.account_id == line.account_id, parked)
        .values(parked_reason=None)
    )
    return freed.rowcount == 1


def set_connection(tx: Transaction, line: Line, connection: Connected | None) -> None:
    """Remember what was entered at the company; None: it was removed."""
    tx.execute(
        sa.update(lines)
        .where(lines.c.id == line.id, lines.c.account_id == line.account_id)
        .values(connection=written(connection) if connection else None)
    )


class NumberTaken(Exception):
    """Another business has this number already."""


def _plan_json(plan: RingPlan) -> dict[str, Any]:
    return {
        "ring": list(plan.ring),
        "ring_seconds": plan.ring_seconds,
        "in_turn": plan.in_turn,
        "press_to_accept": plan.press_to_accept,
        "greeting": plan.greeting,
        "voicemail": plan.voicemail,
        **({"language": plan.language} if plan.language else {}),
        "texts_via": plan.texts_via,
        "texts_per_second": plan.texts_per_second,
    }


@lru_cache(maxsize=1024)  # a call reads its line a dozen times
def as_line(row: sa.Row[Any]) -> Line:
    """From a row that has COLUMNS."""
    read = {"mode": Mode(row.mode), "plan": _plan(row.plan), "settings": _settings(row.settings)}
    number = row.number.partition(" ")[0]
    return read_as(Line, row, **read, number=number, connection=connected(row.connection))


@lru_cache(maxsize=1024)
def _plan(stored: str) -> RingPlan:
    plan = json.loads(stored)
    return RingPlan(**{**plan, "ring": tuple(plan["ring"])})


@lru_cache(maxsize=1024)
def _settings(stored: str) -> Mapping[str, Any]:
    return MappingProxyType(json.loads(stored))  # shared by all who read this line, so nobody may change it


COLUMNS = (
    lines.c.id,
    lines.c.account_id,
    lines.c.number,
    lines.c.provider,
    lines.c.mode,
    lines.c.plan,
    lines.c.settings,
    lines.c.parked_reason,
    lines.c.next_text_at,
    lines.c.paced_at,
    lines.c.removed_at,
    lines.c.connection,
)
_BY_ID = Prepared(sa.select(*COLUMNS).where(lines.c.id == sa.bindparam("id_")), kept=True)
_HOLD = Prepared(
    sa.select(lines.c.id).where(lines.c.id == sa.bindparam("id_")).with_for_update(key_share=True)
)
_OF_ACCOUNT = Prepared(
    sa.select(*COLUMNS)
    .where(lines.c.account_id == sa.bindparam("account_"), lines.c.removed_at.is_(None))
    .order_by(lines.c.number),
    kept=True,
)
