"""How far the phone company's own log of a line's calls was compared with ours."""

from datetime import datetime

import sqlalchemy as sa

from ringback.db.prepared import Prepared
from ringback.db.transaction import Transaction
from ringback.lines.store import Line, lines


def unread_since(tx: Transaction, line: Line) -> tuple[datetime, datetime | None]:
    """When the line was added, and until when the log was compared, if ever."""
    row = tx.execute(_READ_UNTIL, {"id_": line.id, "account_": line.account_id}).one()
    return row.created_at, row.log_read_at


def read_until(tx: Transaction, line: Line, at: datetime) -> None:
    tx.execute(_READ, {"id_": line.id, "account_": line.account_id, "log_read_at": at})


_OWN = (lines.c.id == sa.bindparam("id_"), lines.c.account_id == sa.bindparam("account_"))
_READ_UNTIL = Prepared(sa.select(lines.c.created_at, lines.c.log_read_at).where(*_OWN))
_READ = Prepared(sa.update(lines).where(*_OWN))
