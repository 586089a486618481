"""The transaction that a flow runs in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class StoreAway(Exception):
    """The database cannot take this now (locked, full, read-only, gone). Nothing was written."""


@dataclass(slots=True)
class Transaction:
    """One unit of work: all of it is committed, or none.

    `now` is the instant at which the work began; a flow reads no other clock.
    """

    connection: sa.Connection
    now: datetime
    news: set[str] = field(default_factory=set)

    def execute(self, statement: sa.Executable, parameters: Parameters | None = None) -> sa.CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    def one(self, statement: sa.Executable) -> sa.Row[Any] | None:
        return self.connection.execute(statement).first()

    def all(self, statement: sa.Executable) -> Sequence[sa.Row[Any]]:
        return self.connection.execute(statement).all()

    def announce(self, topic: str) -> None:
        """After the commit, and only then, tell whoever listens to this topic (`Database.listen`)."""
        self.news.add(topic)
