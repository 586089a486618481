"""`ringback serve`."""

import signal
from types import FrameType

from ringback.app import AlreadyRunning
from ringback.cli.database import in_plain_words
from ringback.cli.trouble import Stop
from ringback.lib.logs import configure
from ringback.lib.tracing import NoTracing
from ringback.lines.settings import MissingSecret
from ringback.lines.shared_key import OtherKey
from ringback.serving import Started, serve, work
from ringback.settings import Settings


def serve_until_stopped(settings: Settings) -> None:
    configure(settings.log_level)
    with in_plain_words(settings):
        try:
            serve(settings, announce=_announce)
        except (AlreadyRunning, MissingSecret, OtherKey) as why:
            raise Stop(f"Not started: {why}.") from None
        except NoTracing as why:
            raise Stop(f"Not started: {why}") from None
        except OSError as error:
            if error.filename is not None:
                raise
            # Only the address has no file's name.
            raise Stop(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None


def work_until_stopped(settings: Settings) -> None:
    if not settings.on_postgres:
        raise Stop("A worker shares its work with other nodes: that needs PostgreSQL. Run ringback serve.")
    configure(settings.log_level)
    with in_plain_words(settings):
        try:
            work(settings, lambda: print("Ringback is working  (stop it with Ctrl+C)", flush=True))
        except (AlreadyRunning, MissingSecret, OtherKey, NoTracing) as why:
            raise Stop(f"Not started: {why}.") from None


def _leave(_number: int, _frame: FrameType | None) -> None:
    """The web server passes a signal on when it has answered the last request: then the jobs and the database
    are still to be closed, which the signal's usual way of ending a process would leave out."""
    raise SystemExit(0)


def _announce(started: Started) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    print(f"Ringback is running at {started.address}  (stop it with Ctrl+C)", flush=True)
    if started.demo is not None:
        print(f"Play with the demo shop:  {started.demo}", flush=True)
    if started.first_owner is not None:
        print(f"Make it your own:         {started.first_owner}", flush=True)
        print("Each link works once, for a day; another start prints new ones.", flush=True)
