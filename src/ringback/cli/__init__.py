"""The command line."""

import os
import sys
from errno import ENOSPC
from signal import SIGINT

from ringback.cli.trouble import FINDING, Stop


def main() -> None:
    """`ringback`. Exit codes: 0 done, 1 something is not as it should be, 2 used in a wrong way."""
    try:
        from ringback.cli.commands import app  # here, so that importing a part of it stays cheap

        _open_streams()
        try:
            app()
        finally:
            sys.stdout.flush()
    except Stop as stop:
        if stop.sentence:
            print(stop.sentence, file=sys.stderr)
        sys.exit(stop.code)
    except BrokenPipeError:
        # The reader has seen enough (`| head`).
        _write_no_more()
    except SystemExit as ended:
        # The parser makes an exit of what breaks while the command still prints.
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        _write_no_more()
        sys.exit(0)
    except KeyboardInterrupt:
        # Also while it loads, where nobody else catches it.
        sys.exit(128 + SIGINT)
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        _write_no_more()
        print(f"Not everything could be written: {error.strerror}.", file=sys.stderr)
        sys.exit(FINDING)


def _open_streams() -> None:
    """A terminal that cannot show a letter must not make a command fail, and neither must none (`>&-`)."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115 - the same
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # replaced streams lack it, ours do not


def _write_no_more() -> None:
    """What was not written yet would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
