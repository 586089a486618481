"""What the server's planner knows of our tables, while they grow from nothing.

Of a table that nobody has counted it takes any index for as good as any other, and then reads all rows of
an account to change one of them. Autovacuum counts, but comes by once a minute: too late for the first busy
minutes of a new installation. So what has grown is counted here as well.
"""

import sqlalchemy as sa

from ringback.db.schema import metadata

LOOK_EVERY = 500  # flows; a missed call is about five

# By the size of their files, which is true at once. What the server itself counts it tells a second later.
_GROWN = sa.text("""
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname = ANY(:ours)
    AND pg_relation_size(oid) > (2 * relpages + 8) * current_setting('block_size')::int
""")


class Statistics:
    """One for all writers of a process."""

    def __init__(self) -> None:
        self._flows = 0

    def are_due(self, flows: int) -> bool:
        """So many more were committed. Two threads at once may miss each other's, which does no harm."""
        before, self._flows = self._flows, self._flows + flows
        return self._flows // LOOK_EVERY > before // LOOK_EVERY

    def freshen(self, connection: sa.Connection) -> None:
        """Count what has grown to more than twice its size, but not what somebody else is counting now."""
        for name in connection.scalars(_GROWN, {"ours": list(metadata.tables)}).all():
            connection.execute(sa.text(f"ANALYZE (SKIP_LOCKED) {name}"))
