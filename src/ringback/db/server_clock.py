"""The clock of the database's server, which all nodes share, while each goes by its own."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ringback.db.transaction import Transaction

CLOCKS_AGREE = timedelta(seconds=5)


def ahead_of_server(tx: Transaction) -> timedelta | None:
    """How far this machine's clock is ahead of the server's; None on SQLite, where there is only one."""
    if tx.connection.dialect.name == "sqlite":
        return None
    there: datetime = tx.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return tx.now - there
