"""One id for all that happens about one call or text, from the first webhook to the delivery report.

A step (working on a webhook, a request to a company) often learns only on its way which call or text it is
about; then it calls `about`. From then on each of its log lines has that id as `trace`, and with
OpenTelemetry the steps of one call are one trace, whichever node runs them and however much later. Only ids
are recorded: no number, name or word of anybody.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from structlog.contextvars import bind_contextvars, reset_contextvars, unbind_contextvars

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")  # OpenTelemetry's own names
SWITCH = "OTEL_SDK_DISABLED"


class NoTracing(Exception):
    """A variable of OpenTelemetry is set, and its packages are not installed."""


class step:
    """A context manager: what is logged inside carries `ids` and, once it is known, the `trace`.

    `begun` is an instant, for what began before it was worked on.
    """

    def __init__(self, name: str, begun: datetime | None = None, **ids: str) -> None:
        self.name = name
        self.ids = ids
        self.begun_ns = time.time_ns() if begun is None else int(begun.timestamp() * 1e9)  # since 1970, UTC
        self.subject = ""
        self.failed = ""  # the kind of error that ended it

    def __enter__(self) -> None:
        self._outer = _current.set(self)
        self._bound = bind_contextvars(**self.ids)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.failed = kind.__name__ if kind is not None else ""
        reset_contextvars(**self._bound)
        unbind_contextvars("trace")
        _current.reset(self._outer)
        if _export is not None:
            _export(self)


_current: ContextVar[step | None] = ContextVar("ringback_step", default=None)
_export: Callable[[step], None] | None = None


def about(subject: str) -> None:
    """This step is about that call or text. Outside of any step nothing happens."""
    taken = _current.get()
    if taken is not None:
        taken.subject = subject
        bind_contextvars(trace=subject)


def wanted(environ: Mapping[str, str]) -> bool:
    """Has the operator set an address to send traces to?"""
    disabled = environ.get(SWITCH, "").strip().lower() == "true"
    return not disabled and any(environ.get(name, "").strip() for name in ENDPOINTS)


@contextmanager
def exporting(environ: Mapping[str, str]) -> Iterator[None]:
    """Send each step to the collector that OpenTelemetry's variables name, from a thread of its own; the rest
    goes out at the end. Without such a variable nothing is loaded. Raises NoTracing.
    """
    global _export
    if not wanted(environ):
        yield
        return
    try:
        from ringback.lib import otlp  # many packages, which most servers neither need nor have
    except ImportError:
        raise NoTracing(
            f"{' or '.join(ENDPOINTS)} is set, but the packages for it are missing. "
            "Install ringback[otel], or take the variable away."
        ) from None
    _export, shut_down = otlp.exporter()
    try:
        yield
    finally:
        _export = None
        shut_down()
