"""Why a call was or was not answered with a text. One receipt per decision, never changed afterwards.

An account's receipts form a chain: each holds the seal of the one before it, and its own seal is a hash over
both. To change an old receipt unnoticed, somebody would have to make all later ones again.

Two decisions of one account must not take the same place in the chain. On SQLite there is one writer. Where
several transactions write at once, each locks the account's first receipt before it reads the last one. If
two meet before there is a first receipt, the unique constraint refuses the second, and its job runs again.

A receipt holds no name and no number. So it may outlive its call, and there is no foreign key between the
two.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.calls.store import calls
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("call_id", sa.Text, nullable=False, unique=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("seal", sa.Text, nullable=False),
    sa.UniqueConstraint("account_id", "sequence"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    id: str
    sequence: int  # its place in the account's chain, from 1
    call_id: str
    verdict: str  # "text", "skip", "call_back" or "hold"
    reason: str
    sentence: str  # for the owner; may change later (`say`), while the body stays as it was
    body: str  # canonical JSON: facts, policy version, ordered checks
    at: datetime
    previous: str  # the seal of the receipt before it; "" for the first
    seal: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The result of checking an account's chain."""

    receipts: int
    broken: tuple[int, ...]  # places whose receipt or link was changed after it was written
    gone: int  # receipts that are no longer there, because somebody erased them

    @property
    def whole(self) -> bool:
        return not self.broken


def queue_up(tx: Transaction, account_id: str) -> None:
    """Call this before reading the chain: until this flow ends, no other flow adds to it."""
    if tx.shared:
        tx.execute(_QUEUE_UP, {"account_": account_id})


def last_seal(tx: Transaction, account_id: str) -> tuple[int, str] | None:
    """Place and seal of the account's last receipt."""
    last = tx.execute(_LAST, {"account_": account_id}).first()
    return (last.sequence, last.seal) if last else None


def keep(
    tx: Transaction,
    account_id: str,
    call_id: str,
    *,
    verdict: str,
    reason: str,
    sentence: str,
    body: str,
) -> None:
    """Store the receipt of this call's decision; call `queue_up` before. A call has one receipt: a second one
    is not stored."""
    last = last_seal(tx, account_id)
    sequence, previous = (last[0] + 1, last[1]) if last else (1, "")
    tx.execute(
        _KEEP,
        {
            "id": new_id("receipt"),
            "account_id": account_id,
            "sequence": sequence,
            "call_id": call_id,
            "verdict": verdict,
            "reason": reason,
            "sentence": sentence,
            "body": body,
            "at": tx.now,
            "previous": previous,
            "seal": seal(previous, sequence, call_id, body),
        },
    )


def seal(previous: str, sequence: int, call_id: str, body: str) -> str:
    """The hash over a receipt's place, its call, its body and the seal before it."""
    return hashlib.sha256(f"{previous}\n{sequence}\n{call_id}\n{body}".encode()).hexdigest()


def of_call(tx: Transaction, account_id: str, call_id: str) -> Receipt | None:
    row = tx.one(
        sa.select(*_COLUMNS).where(receipts.c.call_id == call_id, receipts.c.account_id == account_id)
    )
    return read_as(Receipt, row) if row else None


def of_calls(tx: Transaction, account_id: str, call_ids: list[str]) -> dict[str, Receipt]:
    """By the call's id."""
    rows = tx.all(
        sa.select(*_COLUMNS).where(receipts.c.account_id == account_id, receipts.c.call_id.in_(call_ids))
    )
    return {row.call_id: read_as(Receipt, row) for row in rows}


def in_order(tx: Transaction, account_id: str) -> Iterator[Receipt]:
    """All receipts of an account, the first one first."""
    rows = tx.execute(
        sa.select(*_COLUMNS).where(receipts.c.account_id == account_id).order_by(receipts.c.sequence)
    )
    return (read_as(Receipt, row) for row in rows)


def check_chain(tx: Transaction, account_id: str) -> Chain:
    """Compute every seal again. An erased receipt leaves a gap, which does not break the chain."""
    count, gone, broken = 0, 0, []
    before: Receipt | None = None
    for receipt in in_order(tx, account_id):
        missing = receipt.sequence - (before.sequence if before else 0) - 1
        linked = missing > 0 or receipt.previous == (before.seal if before else "")
        if not linked or receipt.seal != seal(
            receipt.previous, receipt.sequence, receipt.call_id, receipt.body
        ):
            broken.append(receipt.sequence)
        count, gone, before = count + 1, gone + missing, receipt
    return Chain(count, tuple(broken), gone)


def say(tx: Transaction, account_id: str, call_id: str, sentence: str) -> None:
    """Change the sentence that is shown for a decision. The sealed body stays as it was."""
    tx.execute(_SAY, {"account_": account_id, "call_": call_id, "said_": sentence})


def decided_since(tx: Transaction, account_id: str, reason: str, since: datetime) -> bool:
    """Has a call of this business been decided for this reason since then?"""
    asked = {"account_": account_id, "reason_": reason, "since_": since}
    return tx.execute(_SINCE, asked).first() is not None


def last_for_contact(tx: Transaction, account_id: str, contact_id: str, reason: str) -> datetime | None:
    """When a call of this person was last decided for this reason."""
    at: datetime | None = tx.execute(
        _LAST_FOR_CONTACT, {"account_": account_id, "contact_": contact_id, "reason_": reason}
    ).scalar()
    return at


_COLUMNS = columns_of(Receipt, receipts)
_OF_ACCOUNT = receipts.c.account_id == sa.bindparam("account_")
_QUEUE_UP = Prepared(
    sa.select(receipts.c.id).where(_OF_ACCOUNT, receipts.c.sequence == 1).with_for_update(key_share=True)
)
_LAST = Prepared(
    sa.select(receipts.c.sequence, receipts.c.seal)
    .where(_OF_ACCOUNT)
    .order_by(receipts.c.sequence.desc())
    .limit(1)
)
_KEEP = Prepared(insert(receipts).on_conflict_do_nothing(index_elements=["call_id"]))
_SAY = Prepared(
    sa.update(receipts)
    .where(_OF_ACCOUNT, receipts.c.call_id == sa.bindparam("call_"))
    .values(sentence=sa.bindparam("said_"))
)
_SINCE = Prepared(
    sa.select(receipts.c.id)
    .where(_OF_ACCOUNT, receipts.c.reason == sa.bindparam("reason_"), receipts.c.at >= sa.bindparam("since_"))
    .order_by(receipts.c.sequence.desc())
    .limit(1)
)
# The business is named inside: outside, the planner would take that for a reason to read all its receipts.
_THEIR_CALLS = sa.select(calls.c.id).where(
    calls.c.account_id == sa.bindparam("account_"), calls.c.contact_id == sa.bindparam("contact_")
)
_LAST_FOR_CONTACT = Prepared(
    sa.select(sa.func.max(receipts.c.at)).where(
        receipts.c.call_id.in_(_THEIR_CALLS), receipts.c.reason == sa.bindparam("reason_")
    )
)
