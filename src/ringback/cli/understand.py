"""`ringback understand`: what each text on standard input means, one per line. No server, no database."""

import json as _json
import sys
from collections.abc import Iterator

from ringback.understand.meaning import understand as meaning_of
from ringback.understand.understanding import Understanding


def understand(json: bool) -> None:
    """Answers each line at once, so that it can stand in a pipe. A \\n inside a text is the end of a line."""
    for line in _lines():
        print(_shown(line, json), flush=True)


def _lines() -> Iterator[str]:
    """Only a line feed ends a text; everything else, a carriage return before it excepted, belongs to it."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")


def _shown(line: str, json: bool) -> str:
    meant = meaning_of(line.replace("\\n", "\n"))
    return (
        _as_json(line, meant) if json else f"{meant.expect:12} {', '.join(meant.labels)}\n{'':12} {meant.why}"
    )


def _as_json(line: str, meant: Understanding) -> str:
    row = {"text": line, "labels": list(meant.labels), "expect": meant.expect.value, "why": meant.why}
    return _json.dumps(row)
