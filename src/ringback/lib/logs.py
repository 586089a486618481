"""The log: one JSON object a line, or words on a terminal. Never a text, a name, a number or a secret in it.

So an exception is logged by its type and its stack of places, without its message and variables: a message
may quote a text or a number. That holds for one that reaches the web server or another library, too.
"""

import logging
import sys
import traceback

import structlog


def configure(level: str) -> None:
    """Send our log and the web server's to standard error, from `level` ("debug" … "error") upwards."""
    render: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_OfLibraries()])


class _OfLibraries(logging.Handler):
    """What the web server and other libraries say, in our form: who, and of an exception what ours are. Their
    sentences are left out, since they may quote anything.
    """

    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, str] = {"logger": record.name}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said |= {"error": type(error).__name__, "where": path_of(error)}
        structlog.get_logger().log(record.levelno, "library_said", **said)


def path_of(error: BaseException) -> str:
    """Where an exception came from, innermost last: "worker/engine.py:120 > messages/store.py:88"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "ringback" in frame.filename] or list(frames)
    return " > ".join(f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in ours)
