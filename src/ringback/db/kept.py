"""What the flows of one transaction have read of a business's settings: each question is asked once.

Flows that share a commit are mostly of one business, and each asks for the same account, lines and rules. A
statement that is `kept` (`db/prepared.py`) is run once for all of them. Whatever writes to its table, or
locks rows there, makes its answers forgotten; so does any statement that is not prepared.

Where others write beside us, a flow may so go by settings as they were when an earlier flow of its
transaction read them: as if it had run then.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ringback.db.prepared import Prepared, Rows


class Kept:
    __slots__ = ("_of_table",)

    def __init__(self) -> None:
        self._of_table: dict[str, dict[tuple[Any, ...], Rows]] = {}

    def ask(self, statement: Prepared, connection: sa.Connection, parameters: Mapping[str, Any]) -> Rows:
        answers = self._of_table.setdefault(statement.table, {})
        asked = (statement, *parameters.values())
        rows = answers.get(asked)
        if rows is None:
            rows = answers[asked] = statement.run(connection, parameters)
        return rows

    def forget(self, table: str) -> None:
        """That table may be different from now on."""
        self._of_table.pop(table, None)

    def forget_all(self) -> None:
        self._of_table.clear()
