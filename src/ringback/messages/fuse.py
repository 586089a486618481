"""How many automatic first texts a business queued lately, counted when they are queued.

Counting the rows of the texts would become slower with every text of the day, and the limit is needed on just
those days on which the most calls come. Only the texts of the last minute are counted one by one.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.messages.store import Purpose, texts

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
STEP = 10  # minutes that are counted together, so the hour and the day may reach back that much further

first_text_counts = sa.Table(
    "first_text_counts",
    metadata,
    account_id(),
    sa.Column("begins", Instant, nullable=False),
    sa.Column("texts", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("account_id", "begins"),
)


def count(tx: Transaction, account_id: str) -> None:
    """One more was queued. It also counts when it is cancelled or refused later."""
    tx.execute(_COUNT, {"account_id": account_id, "begins": _step(tx.now), "texts": 1})
    if tx.now.minute % STEP == 0:  # what is older is not asked for, so now and then is enough
        tx.execute(_FORGET, {"account_": account_id, "before_": _step(tx.now) - A_DAY})


def first_texts(tx: Transaction, account_id: str) -> tuple[int, int]:
    """Within the hour, and within the day."""
    asked = {"account_": account_id, "hour_": _step(tx.now - AN_HOUR), "day_": _step(tx.now - A_DAY)}
    row = tx.execute(_SUM, asked).one()
    return row.hour or 0, row.day or 0


def this_minute(tx: Transaction, account_id: str) -> int:
    """Within the last sixty seconds, to the moment."""
    return tx.execute(_MINUTE, {"account_": account_id, "since_": tx.now - A_MINUTE}).scalar() or 0


def _step(at: datetime) -> datetime:
    return at.replace(minute=at.minute // STEP * STEP, second=0, microsecond=0)


_INSERT = insert(first_text_counts)
_COUNT = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["account_id", "begins"], set_={"texts": first_text_counts.c.texts + 1}
    )
)
_FORGET = Prepared(
    sa.delete(first_text_counts).where(
        first_text_counts.c.account_id == sa.bindparam("account_"),
        first_text_counts.c.begins < sa.bindparam("before_"),
    )
)
_SUM = Prepared(
    sa.select(
        sa.func.sum(
            sa.case(
                (
                    first_text_counts.c.begins >= sa.bindparam("hour_", type_=Instant),
                    first_text_counts.c.texts,
                ),
                else_=0,
            )
        ).label("hour"),
        sa.func.sum(first_text_counts.c.texts).label("day"),
    ).where(
        first_text_counts.c.account_id == sa.bindparam("account_"),
        first_text_counts.c.begins >= sa.bindparam("day_", type_=Instant),
    )
)
_MINUTE = Prepared(
    sa.select(sa.func.count()).where(
        texts.c.account_id == sa.bindparam("account_"),
        texts.c.created_at > sa.bindparam("since_", type_=Instant),
        texts.c.purpose == Purpose.MISSED_CALL,
    )
)
