"""The command line."""

import os
import sys

from ringback.cli.trouble import Stop


def main() -> None:
    """`ringback`. Exit codes: 0 done, 1 something is not as it should be, 2 used in a wrong way."""
    from ringback.cli.commands import app  # here, so that importing a part of the command line stays cheap

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter must not make a command fail.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # replaced streams lack it, ours do not
    try:
        app()
    except Stop as stop:
        if stop.sentence:
            print(stop.sentence, file=sys.stderr)
        sys.exit(stop.code)
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
