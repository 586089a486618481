"""What sending looks like from outside: how fast, and what goes wrong. Labels and log lines name nobody."""

from datetime import datetime

import structlog
from prometheus_client import Counter, Histogram

from ringback.lines.store import Line
from ringback.messages.store import Text
from ringback.phone.events import SendProblem

SPEED = Histogram(
    "ringback_speed_to_text_seconds",
    "From the end of a missed call until the phone company has the text",
    buckets=(1, 2, 5, 6, 8, 10, 15, 30, 60, 120, 300, 600),
)
ERRORS = Counter(
    "ringback_send_errors_total", "Attempts that failed, by what went wrong", ["provider", "kind"]
)

log = structlog.get_logger()


def accepted(text: Text, now: datetime, missed_at: datetime | None) -> None:
    """`missed_at`: of a text about a missed call, when that was over."""
    seconds = (now - missed_at).total_seconds() if missed_at is not None else None
    if seconds is not None:
        SPEED.observe(max(0.0, seconds))
    log.info("text_accepted", trace=text.trace, text=text.id, purpose=text.purpose, seconds=seconds)


def failed(text: Text, line: Line, problem: SendProblem) -> None:
    ERRORS.labels(line.provider, problem.problem).inc()
    log.warning("text_not_accepted", trace=text.trace, text=text.id, kind=problem.problem, code=problem.code)
