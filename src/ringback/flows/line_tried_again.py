"""An owner lets a stopped line try again: the texts that wait on it go on.

Came here from: the dashboard, wherever it says that a line is stopped.
Goes on in:     messages/sending.py, which looks at each waiting text again within half a minute.
"""

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind


def try_again(tx: Transaction, account_id: str, line_id: str) -> Line | None:
    """Returns the line as it was; None where the business has no such line in use. What still is wrong with
    it stops it again at the first text. Done twice, the second time changes nothing."""
    line = lines.get(tx, line_id)
    if line is None or line.account_id != account_id or line.removed_at is not None:
        return None
    lines.unpark(tx, line)
    tasks.finish(tx, account_id, TaskKind.FIX_LINE, line.id)
    tx.announce(f"account:{account_id}")
    return line
