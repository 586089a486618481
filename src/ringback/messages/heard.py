"""Do the automatic first texts reach people? How many of the last ones arrived, and how many were answered.

If hardly any arrives or is answered, carriers filter the line, or somebody makes us text numbers that belong
to nobody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.among import among
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant
from ringback.db.transaction import Transaction
from ringback.messages.store import MAYBE_WITH_THEM, Purpose, State, texts

LOOKED_AT = 50
TIME_TO_ANSWER = timedelta(minutes=15)
LONGEST_AGO = timedelta(days=90)
FEWEST_ARRIVED = 0.6


@dataclass(frozen=True, slots=True)
class Heard:
    """About the last first texts that left, at least a quarter of an hour ago."""

    texts: int
    arrived: int  # or may have: not every company reports it
    answered: int  # by a text, at any time after

    @property
    def by_hardly_anybody(self) -> bool:
        """Told only of as many as are looked at."""
        return self.texts >= LOOKED_AT and (self.few_arrived or not self.answered)

    @property
    def few_arrived(self) -> bool:
        return self.arrived < self.texts * FEWEST_ARRIVED


def heard(tx: Transaction, account_id: str, since: datetime | None = None) -> Heard:
    """`since`: count only texts that were queued after this instant."""
    asked = {
        "account_": account_id,
        "since_": since or tx.now - LONGEST_AGO,
        "until_": tx.now - TIME_TO_ANSWER,
    }
    last = tx.execute(_LAST, asked).all()
    if not last:
        return Heard(0, 0, 0)
    wrote = {
        row.contact_id: row.at
        for row in tx.execute(
            _WROTE,
            {
                "account_": account_id,
                "contacts_": sorted({row.contact_id for row in last}),
                "since_": last[-1].created_at,
            },
        )
    }
    return Heard(
        len(last),
        sum(row.state in MAYBE_WITH_THEM and row.state != State.UNDELIVERED for row in last),
        sum(row.contact_id in wrote and wrote[row.contact_id] > row.created_at for row in last),
    )


_LAST = Prepared(
    sa.select(texts.c.contact_id, texts.c.created_at, texts.c.state)
    .where(
        texts.c.account_id == sa.bindparam("account_"),
        texts.c.created_at > sa.bindparam("since_", type_=Instant),
        texts.c.created_at <= sa.bindparam("until_", type_=Instant),
        texts.c.purpose == Purpose.MISSED_CALL,
        texts.c.state.in_([sa.literal(state) for state in (*MAYBE_WITH_THEM, State.FAILED)]),
    )
    .order_by(texts.c.created_at.desc())
    .limit(LOOKED_AT)
)
_WROTE = Prepared(
    sa.select(texts.c.contact_id, sa.func.max(texts.c.created_at, type_=Instant).label("at"))
    .where(
        texts.c.account_id == sa.bindparam("account_"),
        among(texts.c.contact_id, "contacts_"),
        texts.c.purpose == Purpose.INBOUND,
        texts.c.created_at >= sa.bindparam("since_", type_=Instant),
    )
    .group_by(texts.c.contact_id)
)
