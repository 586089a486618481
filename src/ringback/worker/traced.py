"""One id from a webhook to all that is logged while it is worked on."""

from collections.abc import Callable

from structlog.contextvars import bound_contextvars

from ringback.db.transaction import Transaction

Do = Callable[[Transaction, str], None]


def traced(do: Do) -> Do:
    """The same flow; whatever is logged meanwhile carries the id of the webhook."""

    def under_its_id(tx: Transaction, hook_id: str) -> None:
        with bound_contextvars(webhook=hook_id):
            do(tx, hook_id)

    return under_its_id
