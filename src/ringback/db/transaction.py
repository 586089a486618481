"""The transaction that a flow runs in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, overload

import sqlalchemy as sa

from ringback.db.kept import Kept
from ringback.db.prepared import Prepared, Rows

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class StoreAway(Exception):
    """The database cannot take this now (locked, full, read-only, gone).

    Nothing was written; but when a server is lost in the middle of a commit, it may have been.
    """


@dataclass(slots=True)
class Transaction:
    """One unit of work: all of it is committed, or none.

    `now` is the instant at which the work began; a flow reads no other clock. `shared`: others may write at
    the same time, so what is decided about must be held first (docs/architecture.md, "Beside each other").
    `kept`: the settings that this flow, or one before it in the same commit, has read.
    """

    connection: sa.Connection
    now: datetime
    news: set[str] = field(default_factory=set)
    shared: bool = False
    kept: Kept = field(default_factory=Kept)
    driver: Any = field(init=False)  # the database's own, for statements that are prepared

    def __post_init__(self) -> None:
        self.driver = self.connection.connection.dbapi_connection

    @overload
    def execute(self, statement: Prepared, parameters: Mapping[str, Any]) -> Rows: ...

    @overload
    def execute(
        self, statement: sa.Executable, parameters: Parameters | None = None
    ) -> sa.CursorResult[Any]: ...

    def execute(
        self, statement: Prepared | sa.Executable, parameters: Any = None
    ) -> Rows | sa.CursorResult[Any]:
        if not isinstance(statement, Prepared):
            self.kept.forget_all()
            return self.connection.execute(statement, parameters)
        if statement.kept:
            return self.kept.ask(statement, self.driver, self.connection.dialect, parameters)
        if not statement.only_reads:
            self.kept.forget(statement.table)
        return statement.run(self.driver, self.connection.dialect, parameters)

    def one(self, statement: sa.Executable) -> sa.Row[Any] | None:
        return self.connection.execute(statement).first()

    def all(self, statement: sa.Executable) -> Sequence[sa.Row[Any]]:
        return self.connection.execute(statement).all()

    def ahead(self, *reads: Callable[[], object]) -> None:
        """Send the first query of each of these reads to the server together, in one round trip.

        The flow then calls the same functions as usual, and their queries are answered already, until it
        writes or locks. The functions must only read, because they may run twice. On SQLite, where a query
        costs no round trip, nothing happens here.
        """
        ahead = getattr(self.connection.connection.dbapi_connection, "ahead", None)
        if ahead is not None:
            ahead(reads)

    def announce(self, topic: str) -> None:
        """After the commit, and only then, tell whoever listens to this topic (`Database.listen`)."""
        self.news.add(topic)
