"""On what ground may this person be texted? One row for each time that they gave one, never changed.

Opt-outs are in the other ledger (`permission.py`) and override all of this. A row says who, on what basis, by
which call or text, on which number of ours, when, and which notice told them about the texts.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    account_id(),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("called", sa.Text, nullable=False),
    sa.Column("notice", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index("ix_consents_account_id_number", "account_id", "number"),
)

notices = sa.Table(
    "notices",
    metadata,
    account_id(),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "version"),
)


class Basis(StrEnum):
    CALLED = "called"  # they called, and a notice says that a missed call is answered with a text
    PRESSED = "pressed"  # they called, and pressed the key that the greeting asks for
    WROTE = "wrote"  # they texted us
    AGREED = "agreed"  # they said yes to our question whether they may be texted


@dataclass(frozen=True, slots=True)
class Consent:
    basis: Basis
    evidence: str  # the id of the call or text
    called: str  # our number, E.164
    notice: str  # the version of the notice that stood then; "" before there were versions
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    version: str
    words: Mapping[str, str]  # by where they stand: "greeting", "website_line"
    since: datetime  # when it was first relied upon


def record(
    tx: Transaction, account_id: str, number: str, basis: Basis, *, evidence: str, called: str, notice: str
) -> None:
    tx.execute(
        _RECORD,
        {
            "account_id": account_id,
            "number": number,
            "basis": basis,
            "evidence": evidence,
            "called": called,
            "notice": notice,
            "at": tx.now,
        },
    )


def keep_notice(tx: Transaction, account_id: str, version: str, words: str) -> None:
    """`words` as JSON. The words of a version never change, so the first time is enough."""
    if tx.kept.is_first("notice", account_id, version):
        row = {"account_id": account_id, "version": version, "words": words, "since": tx.now}
        tx.execute(_KEEP_NOTICE, row)


def of_person(tx: Transaction, account_id: str, number: str) -> list[Consent]:
    """The first one first."""
    rows = tx.execute(_OF_PERSON, {"account_": account_id, "number_": number})
    return [Consent(Basis(row.basis), row.evidence, row.called, row.notice, row.at) for row in rows]


def any_since(
    tx: Transaction, account_id: str, number: str, since: datetime, bases: Collection[Basis] = tuple(Basis)
) -> bool:
    """Has this person given a ground since then, on one of these bases?"""
    asked = {"account_": account_id, "number_": number, "since_": since}
    return any(row.basis in bases for row in tx.execute(_SINCE, asked))


def pressed_in(tx: Transaction, account_id: str, number: str, call_id: str) -> bool:
    """Did this person press the key in that call?"""
    asked = {"account_": account_id, "number_": number, "call_": call_id}
    return tx.execute(_PRESSED_IN, asked).first() is not None


def notices_of(tx: Transaction, account_id: str) -> list[Notice]:
    """Every version that a consent of this business was ever based on, the oldest first."""
    rows = tx.all(
        sa.select(notices.c.version, notices.c.words, notices.c.since)
        .where(notices.c.account_id == account_id)
        .order_by(notices.c.since, notices.c.version)
    )
    return [Notice(row.version, json.loads(row.words), row.since) for row in rows]


_OF_NUMBER = (consents.c.account_id == sa.bindparam("account_"), consents.c.number == sa.bindparam("number_"))
_RECORD = Prepared(insert(consents))
_KEEP_NOTICE = Prepared(insert(notices).on_conflict_do_nothing(index_elements=["account_id", "version"]))
_OF_PERSON = Prepared(
    sa.select(consents.c.basis, consents.c.evidence, consents.c.called, consents.c.notice, consents.c.at)
    .where(*_OF_NUMBER)
    .order_by(consents.c.id)
)
_SINCE = Prepared(
    sa.select(consents.c.basis)
    .where(*_OF_NUMBER, consents.c.at >= sa.bindparam("since_", type_=Instant))
    .distinct()
)
_PRESSED_IN = Prepared(
    sa.select(consents.c.id)
    .where(*_OF_NUMBER, consents.c.basis == Basis.PRESSED, consents.c.evidence == sa.bindparam("call_"))
    .limit(1)
)
