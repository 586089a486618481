"""A cache, within one transaction, of what its flows have read of a business's settings.

Flows that share a commit are mostly of one business, and each reads the same account, lines and rules. A
statement that is `kept` (`db/prepared.py`) is run once for all of them. Any write to its table, any other
lock of rows there, and any statement that is not prepared empties the cache.

Where others write at the same time, a flow may use settings that an earlier flow of its transaction has read.
That is as if it had run at that moment. Rows that a kept statement has locked nobody else changes.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ringback.db.prepared import Prepared, Rows


class Kept:
    __slots__ = ("_done", "_of_table")

    def __init__(self) -> None:
        self._of_table: dict[str, dict[tuple[Any, ...], Rows]] = {}
        self._done: set[tuple[str, ...]] = set()

    def is_first(self, *what: str) -> bool:
        """For what each of many flows would write, and only the first of them ever does."""
        before = len(self._done)
        self._done.add(what)
        return len(self._done) > before

    def ask(
        self, statement: Prepared, driver: Any, dialect: sa.Dialect, parameters: Mapping[str, Any]
    ) -> Rows:
        answers = self._of_table.setdefault(statement.table, {})
        asked = (statement, *parameters.values())
        rows = answers.get(asked)
        if rows is None:
            rows = answers[asked] = statement.run(driver, dialect, parameters)
        return rows

    def forget(self, table: str) -> None:
        """That table may be different from now on."""
        self._of_table.pop(table, None)

    def forget_all(self) -> None:
        self._of_table.clear()
        self._done.clear()
