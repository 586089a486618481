"""How fast the texts of a line may leave. Each books its turn beforehand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lines.store import Line, lines


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the texts of a line may leave: so many a second, and so many at once after a pause."""

    per_second: float
    at_once: int = 1


def next_turn(line: Line, now: datetime, pace: Pace) -> datetime:
    """When a text that reserves its turn now may leave: at once, or when those before it have left."""
    return max(now, _free_from(line, now) - timedelta(seconds=(pace.at_once - 1) / pace.per_second))


def book_turn(tx: Transaction, line: Line, pace: Pace) -> datetime:
    """Reserve the next turn of a line that is held. The rate is a token bucket, stored as the instant at
    which it will be full again: `next_text_at`.
    """
    free = _free_from(line, tx.now) + timedelta(seconds=1 / pace.per_second)
    booked = {"next_text_at": free, "paced_at": tx.now}
    tx.execute(_BOOK, {"id_": line.id, "account_": line.account_id, **booked})
    return next_turn(line, tx.now, pace)


def _free_from(line: Line, now: datetime) -> datetime:
    """Booked by a clock that was set back since, or by a node whose clock is ahead: what counts is how long
    after the booking it is, else everything on this line would wait for as long as the clock was wrong.
    """
    if line.next_text_at is None:
        return now
    ahead = max((line.paced_at or now) - now, timedelta(0))
    return max(line.next_text_at - ahead, now)


_BOOK = Prepared(
    sa.update(lines).where(
        lines.c.id == sa.bindparam("id_"),
        lines.c.account_id == sa.bindparam("account_"),
    )
)
