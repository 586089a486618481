"""What sending looks like from outside: how fast, and what goes wrong. Labels and log lines name nobody."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import structlog
from prometheus_client import Counter, Histogram

from ringback.calls import store as calls
from ringback.calls.store import Call
from ringback.db.transaction import Transaction
from ringback.lib.tracing import step
from ringback.lines import store as lines
from ringback.messages import attempts
from ringback.messages import store as texts
from ringback.messages.store import Purpose, State, Text
from ringback.worker.tasks import Finish

SPEED = Histogram(
    "ringback_speed_to_text_seconds",
    "From the end of a missed call until the phone company has the text",
    buckets=(1, 2, 5, 6, 8, 10, 15, 30, 60, 120, 300, 600),
)
ERRORS = Counter(
    "ringback_send_errors_total", "Attempts that failed, by what went wrong", ["provider", "kind"]
)

log = structlog.get_logger()
Do = Callable[[str], Awaitable[Finish | None]]


def measured(name: str, do: Do) -> Do:
    """The same work as a step of that name, counted in the transaction that ends it."""

    async def and_measure(text_id: str) -> Finish | None:
        with step(name, text=text_id):
            finish = await do(text_id)
        return None if finish is None else partial(_finish, finish=finish, text_id=text_id)

    return and_measure


def _finish(tx: Transaction, finish: Finish, text_id: str) -> None:
    finish(tx)
    text = texts.get(tx, text_id)
    if text is None:
        return
    if text.state is State.ACCEPTED:
        _accepted(tx, text)
    elif text.reason and text.tries:
        _failed(tx, text)


def _accepted(tx: Transaction, text: Text) -> None:
    if text.accepted_at != tx.now:
        return  # it was known before
    call = calls.get(tx, text.call_id) if text.call_id else None
    missed = _missed_at(call) if call is not None and text.purpose is Purpose.MISSED_CALL else None
    seconds = (tx.now - missed).total_seconds() if missed is not None else None
    if seconds is not None:
        SPEED.observe(max(0.0, seconds))
    log.info("text_accepted", trace=text.trace, text=text.id, purpose=text.purpose, seconds=seconds)


def _failed(tx: Transaction, text: Text) -> None:
    last = attempts.of_text(tx, text)[-1]
    if last.ended_at == tx.now and last.outcome != "accepted":
        line = lines.get(tx, text.line_id)
        ERRORS.labels(line.provider if line else "", last.outcome).inc()
        log.warning("text_not_accepted", trace=text.trace, text=text.id, kind=last.outcome, code=last.code)


def _missed_at(call: Call) -> datetime | None:
    heard = call.evidence
    return heard.nobody_at or heard.ended_at or heard.ringing_ended_at or heard.started_at
