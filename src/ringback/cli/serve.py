"""`ringback serve`."""

import logging
import signal
import sys
from types import FrameType

import structlog

from ringback.app import AlreadyRunning, serve
from ringback.cli.database import in_plain_words
from ringback.cli.trouble import Stop
from ringback.settings import Settings


def serve_until_stopped(settings: Settings) -> None:
    log_to_stderr(settings.log_level)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    with in_plain_words(settings):
        try:
            serve(settings, announce=_announce)
        except AlreadyRunning as why:
            raise Stop(f"Not started: {why}.") from None
        except OSError as error:
            if error.filename is not None:
                raise
            # Only the address has no file's name.
            raise Stop(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None


def log_to_stderr(level: str) -> None:
    """One JSON object per line, so that stdout stays for people. Never a text, a name or a number in it."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s: %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _leave(_number: int, _frame: FrameType | None) -> None:
    """The web server passes a signal on when it has answered the last request: then the jobs and the database
    are still to be closed, which the signal's usual way of ending a process would leave out."""
    raise SystemExit(0)


def _announce(address: str) -> None:
    print(f"Ringback is running at {address}  (stop it with Ctrl+C)", flush=True)
