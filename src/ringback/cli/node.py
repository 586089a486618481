"""What `ringback serve` and `ringback worker` become once they have read their options.

The parser of the command line is 9 MB that a server never needs again. So the command replaces itself, with
its settings in the environment and the same process id, by this.
"""

import os
import sys
from collections.abc import Mapping
from signal import SIGINT, SIGTERM, signal
from types import FrameType, ModuleType
from typing import NoReturn

from ringback.cli.trouble import Stop
from ringback.settings import read_settings

_THRIFTY = {
    "MALLOC_ARENA_MAX": "2",  # else each thread has a heap of its own, with room in it for the others
    "PYTHONNODEBUGRANGES": "1",  # what a traceback underlines in its lines: the log has only the lines
    # The compiled one brings the library of C++, for what the HTTP client hardly uses.
    "FROZENLIST_NO_EXTENSIONS": "1",
}


def become(what: str, settings: Mapping[str, str]) -> NoReturn:
    """`what` is serve or worker; `settings` are variables that were given as options. Does not return."""
    sys.stdout.flush()
    sys.stderr.flush()
    # -P: what lies in the folder where it was started must not be taken for a module of ours.
    words = [sys.executable, "-P", "-m", "ringback.cli.node", what]
    os.execve(sys.executable, words, {**_THRIFTY, **os.environ, **settings})  # noqa: S606 - ourselves, by our own path


def main(what: str) -> None:
    for number in (SIGINT, SIGTERM):
        signal(number, _leave)
    leave_out()
    from ringback.cli.serve import serve_until_stopped, work_until_stopped  # after the line above

    run = {"serve": serve_until_stopped, "worker": work_until_stopped}[what]
    try:
        run(read_settings(os.environ))
    except Stop as stop:
        print(stop.sentence, file=sys.stderr)
        sys.exit(stop.code)


def leave_out() -> None:
    """Keep libraries from loading what a server never uses. None says that there is no such module."""
    # structlog would load it to draw tracebacks: 4 MB at rest.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # as above
    # SQLAlchemy would load it, where something else has installed it: 1 MB.
    sys.modules.setdefault("greenlet", None)  # type: ignore[arg-type]  # the same
    # The web server's own command line, with all that it needs to run several processes: 2 MB.
    command_line = ModuleType("uvicorn.main")
    vars(command_line).update(dict.fromkeys(("Server", "main", "run")))
    sys.modules.setdefault("uvicorn.main", command_line)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Until it has started nothing is under way, and an exception may be raised where Python swallows it."""
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
