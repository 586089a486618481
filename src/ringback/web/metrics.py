"""The gauges of `/metrics`, all from one read of the database at the moment they are asked for."""

from dataclasses import dataclass

import sqlalchemy as sa
from prometheus_client import Gauge

from ringback.accounts import store as accounts
from ringback.calls.store import calls
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.messages.store import State, texts

OLDEST = Gauge("ringback_oldest_due_job_seconds", "How long the oldest due job has been waiting")
UNSURE = Gauge("ringback_unsure_texts", "Texts of which nobody knows whether they were sent")
JOURNAL = Gauge("ringback_journal_bytes", "Webhooks that wait beside the database, in bytes")
SILENCE = Gauge("ringback_line_silence_seconds", "Since the last call on a line", ["provider", "line"])


@dataclass(frozen=True, slots=True)
class Measured:
    oldest: float  # seconds; 0 when nothing is due
    unsure: int
    silence: dict[tuple[str, str], float]  # seconds by provider and line; without lines that never rang


def measure(tx: Transaction) -> Measured:
    due = tx.one(sa.select(sa.func.min(jobs.jobs.c.due).label("due")))
    oldest = (tx.now - due.due).total_seconds() if due is not None and due.due is not None else 0.0
    unsure = tx.one(sa.select(sa.func.count().label("n")).where(texts.c.state == State.UNSURE))
    silence = {}
    for account in accounts.every(tx):
        for line in lines.of_account(tx, account.id):
            last = tx.one(
                sa.select(calls.c.first_heard_at)
                .where(calls.c.account_id == account.id, calls.c.line_id == line.id)
                .order_by(calls.c.first_heard_at.desc())
                .limit(1)
            )
            if last is not None:
                silence[line.provider, line.id] = (tx.now - last.first_heard_at).total_seconds()
    return Measured(max(0.0, oldest), unsure.n if unsure else 0, silence)


def show(measured: Measured | None, journal_bytes: int) -> None:
    """Set the gauges; while the database is away only the journal's is known, and the others keep theirs."""
    JOURNAL.set(journal_bytes)
    if measured is None:
        return
    OLDEST.set(measured.oldest)
    UNSURE.set(measured.unsure)
    SILENCE.clear()
    for (provider, line), seconds in measured.silence.items():
        SILENCE.labels(provider, line).set(seconds)
