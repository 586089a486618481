"""A clock that ran ahead and was set back leaves work that waits for a time that has been already.

Looked for at each start, and whenever the clock is seen to go back: nothing is asked while it runs evenly.
A pace that was booked ahead mends itself (`lines/pace.py`).
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.messages.set_back import set_back

# Clocks of nodes differ a little, and are set back a little all the time.
SLACK: Final = timedelta(seconds=5)

log = structlog.get_logger()


def mend_times(tx: Transaction) -> None:
    """Idempotent."""
    found = {"jobs": jobs.set_back(tx, SLACK), "texts": set_back(tx, SLACK)}
    if any(found.values()):
        log.warning("clock_set_back", **found)


def went_back(before: datetime, now: datetime) -> bool:
    return now < before - SLACK
