"""A line that is being set up, until it goes live: its state, and its test calls.

A line from a shop file has no row here and is live. A line that is being set up only watches: its calls are
decided and recorded, and nobody is texted except the phone of a running test.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.rows import read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lines.store import Line

# After it the test is over, whatever came of it: the phone is a caller like any other.
TEST_RUNS = timedelta(minutes=30)
CLOCKS_APART = timedelta(seconds=2)

set_ups = sa.Table(
    "set_ups",
    metadata,
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id", ondelete="CASCADE"), primary_key=True),
    account_id(),
    sa.Column("begun_at", Instant, nullable=False),
    sa.Column("live_at", Instant),
    sa.Column("live_by", sa.Text, nullable=False, server_default=""),
    sa.Column("live_without", sa.Text, nullable=False, server_default=""),
)

line_tests = sa.Table(
    "line_tests",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id", ondelete="CASCADE"), nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("begun_at", Instant, nullable=False),
    sa.Index("ix_line_tests_line_id_begun_at", "line_id", "begun_at"),
)


@dataclass(frozen=True, slots=True)
class SetUp:
    begun_at: datetime
    live_at: datetime | None  # None: it only watches
    live_by: str  # the member who said so
    live_without: str  # why it went live although its test had not passed


@dataclass(frozen=True, slots=True)
class LineTest:
    id: str
    line_id: str
    phone: str  # E.164: who calls
    begun_at: datetime

    @property
    def since(self) -> datetime:
        """A little earlier: companies give the time of a call in whole seconds, by their own clocks."""
        return self.begun_at - CLOCKS_APART

    @property
    def until(self) -> datetime:
        return self.begun_at + TEST_RUNS

    def runs(self, now: datetime) -> bool:
        return now < self.until


def set_up(tx: Transaction, account_id: str, line_id: str) -> SetUp | None:
    """None: the line was never set up here, and is live."""
    row = tx.execute(_SET_UP, {"line_": line_id, "account_": account_id}).first()
    return read_as(SetUp, row) if row else None


def live(tx: Transaction, account_id: str, line_id: str) -> bool:
    found = set_up(tx, account_id, line_id)
    return found is None or found.live_at is not None


def begin(tx: Transaction, line: Line) -> None:
    """From now on the line only watches. One that is being set up, or went live, stays as it is."""
    tx.execute(
        insert(set_ups)
        .values(line_id=line.id, account_id=line.account_id, begun_at=tx.now)
        .on_conflict_do_nothing(index_elements=["line_id"])
    )


def go_live(tx: Transaction, line: Line, by: str, without: str = "") -> None:
    """`by` is the member's id, `without` their reason where no test has passed. Twice changes nothing."""
    tx.execute(
        _of(sa.update(set_ups), line)
        .where(set_ups.c.live_at.is_(None))
        .values(live_at=tx.now, live_by=by, live_without=without)
    )
    tx.announce(f"account:{line.account_id}")


def only_watch(tx: Transaction, line: Line) -> None:
    """Take a line out of service without removing it: it is being set up again."""
    begin(tx, line)
    tx.execute(_of(sa.update(set_ups), line).values(live_at=None, live_by="", live_without=""))
    tx.announce(f"account:{line.account_id}")


def begin_test(tx: Transaction, line: Line, phone: str) -> LineTest:
    """A new test takes the place of the one before."""
    test = LineTest(new_id("test"), line.id, phone, tx.now)
    tx.execute(
        sa.insert(line_tests).values(
            id=test.id, account_id=line.account_id, line_id=line.id, phone=phone, begun_at=tx.now
        )
    )
    tx.announce(f"account:{line.account_id}")
    return test


def last_test(tx: Transaction, account_id: str, line_id: str) -> LineTest | None:
    row = tx.execute(_LAST_TEST, {"line_": line_id, "account_": account_id}).first()
    return read_as(LineTest, row) if row else None


def tested_by(tx: Transaction, account_id: str, line_id: str, phone: str) -> LineTest | None:
    """The test that runs on this line, if this is the phone that tests it."""
    test = last_test(tx, account_id, line_id)
    return test if test is not None and test.phone == phone and test.runs(tx.now) else None


def _of(update: sa.Update, line: Line) -> sa.Update:
    return update.where(set_ups.c.line_id == line.id, set_ups.c.account_id == line.account_id)


_SET_UP = Prepared(
    sa.select(set_ups.c.begun_at, set_ups.c.live_at, set_ups.c.live_by, set_ups.c.live_without).where(
        set_ups.c.line_id == sa.bindparam("line_"), set_ups.c.account_id == sa.bindparam("account_")
    ),
    kept=True,
)
_LAST_TEST = Prepared(
    sa.select(line_tests.c.id, line_tests.c.line_id, line_tests.c.phone, line_tests.c.begun_at)
    .where(line_tests.c.line_id == sa.bindparam("line_"), line_tests.c.account_id == sa.bindparam("account_"))
    .order_by(line_tests.c.begun_at.desc())
    .limit(1),
    kept=True,
)
