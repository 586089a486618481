"""How many parts of texts a business sent, counted as they leave. Its spending limits are checked with it.

Parts are counted by the hour, because a calendar day begins at another instant for each business; in a time
zone that differs by half an hour, the count of a day is off by up to half an hour. A text that is tried again
counts once, and one that failed counts, too.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.messages.segments import measure
from ringback.messages.store import Text

text_parts = sa.Table(
    "text_parts",
    metadata,
    account_id(),
    sa.Column("begins", Instant, nullable=False),
    sa.Column("parts", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "begins"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    today: int
    this_month: int


def count(tx: Transaction, text: Text) -> None:
    """Count a text that leaves now."""
    if not text.tries:
        begins = _hour(tx.now)
        parts = {"account_id": text.account_id, "begins": begins, "parts": parts_of(text.body)}
        tx.execute(_COUNT, parts)


def parts_of(body: str) -> int:
    """At least one: a picture without words is one part, too."""
    return max(1, measure(body).segments)


def sent(tx: Transaction, account_id: str, wall: datetime) -> Parts:
    """On the calendar day and in the calendar month of this wall time, up to now."""
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    asked = {"account_": account_id, "day_": _hour(midnight), "month_": _hour(midnight.replace(day=1))}
    row = tx.execute(_SUM, asked).one()
    return Parts(row.today or 0, row.this_month or 0)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


_INSERT = insert(text_parts)
_COUNT = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["account_id", "begins"], set_={"parts": text_parts.c.parts + _INSERT.excluded.parts}
    )
)
_OF_ACCOUNT = text_parts.c.account_id == sa.bindparam("account_")
_TODAY = text_parts.c.begins >= sa.bindparam("day_", type_=Instant)
_SUM = Prepared(
    sa.select(
        sa.func.sum(sa.case((_TODAY, text_parts.c.parts), else_=0)).label("today"),
        sa.func.sum(text_parts.c.parts).label("this_month"),
    ).where(_OF_ACCOUNT, text_parts.c.begins >= sa.bindparam("month_", type_=Instant))
)
