"""Where webhooks go while the database is away: an append-only file beside it, on disk before we answer.

One line per request: a checksum and the request as JSON. If the power fails while a line is written, it was
not answered with a 2xx, so the company sends it again, and the torn line is skipped.

Replaying: the file is renamed first, so that new entries go into a new file; then every entry is stored in
the database, where a delivery that is there already is not stored twice; only then is the renamed file
removed.
"""

import json
import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from ringback.phone.provider import Request

log = structlog.get_logger()

FILE = "journal"
REPLAYING = "journal.replaying"
KEPT = "journal.kept."


@dataclass(frozen=True, slots=True)
class Entry:
    line_id: str
    event_id: str
    peer: str
    order_by: str
    request: Request
    provider: str = ""  # who sent it; "" in a file of an older version


class Journal:
    """Safe to use from several threads of one process; one process owns the folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._replaying = folder / REPLAYING
        self._lock = Lock()
        self._is_named = False  # on disk for sure; who made the file may have been killed before that
        self._pending = self.length() > 0

    def append(self, entry: Entry) -> None:
        """The entry is on disk when this returns. Raises OSError when it cannot be written."""
        line = _encode(entry)
        with self._lock:
            descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
            try:
                before = os.fstat(descriptor).st_size
                try:
                    _write_all(descriptor, _after_torn_line(descriptor, before) + line)
                    os.fsync(descriptor)
                    if before == 0 or not self._is_named:
                        _keep_name(self._file)
                        self._is_named = True
                except OSError:
                    # Half a line would glue itself to the next one.
                    os.ftruncate(descriptor, before)
                    raise
            finally:
                os.close(descriptor)
            self._pending = True

    def writable(self) -> bool:
        """Would `append` work now, or is the disk full or read-only?"""
        try:
            descriptor = os.open(self._file.with_suffix(".probe"), os.O_CREAT | os.O_WRONLY, 0o600)
            try:
                return os.write(descriptor, b"\n" * 4096) == 4096
            finally:
                os.close(descriptor)
                self._file.with_suffix(".probe").unlink(missing_ok=True)  # two may ask at once
        except OSError:
            return False

    def pending(self) -> bool:
        """Is there anything that the database does not have yet?"""
        return self._pending

    def begin_replay(self) -> Iterator[Entry]:
        """Set the present entries aside and read them; new ones go into a new file meanwhile.

        They are read as they are asked for: after a long outage there are more than fit into memory.
        """
        with self._lock:
            if not self._replaying.exists() and _size(self._file):
                self._file.rename(self._replaying)
                self._is_named = False
        return _entries_in(self._replaying) if self._replaying.exists() else iter(())

    def end_replay(self, *, keep: bool = False) -> None:
        """All entries of `begin_replay` are committed: forget them.

        `keep`: some of them are about lines that this database does not know; a person may know better. The
        file is set aside, and not replayed again.
        """
        with self._lock:
            if keep:
                names = (self._replaying.with_name(f"{KEPT}{number}") for number in count(1))
                self._replaying.rename(next(name for name in names if not name.exists()))
            self._replaying.unlink(missing_ok=True)
            self._pending = _size(self._file) > 0

    def kept(self) -> list[Path]:
        """The files that were set aside for a person."""
        return sorted(self._file.parent.glob(f"{KEPT}*"))

    def length(self) -> int:
        """Bytes that wait to be replayed."""
        return _size(self._file) + _size(self._replaying)


def _size(file: Path) -> int:
    """0 if there is no such file: a full disk may leave an empty one."""
    try:
        return file.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _after_torn_line(descriptor: int, size: int) -> bytes:
    """The end of a line that was half written when the process was killed; else the new line would be joined
    to it."""
    return b"" if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n" else b"\n"


def _write_all(descriptor: int, line: bytes) -> None:
    while line:
        line = line[os.write(descriptor, line) :]


def _keep_name(file: Path) -> None:
    """Bring the name of a new file to disk: it survives a power failure only if its folder is synced, too."""
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _encode(entry: Entry) -> bytes:
    request = entry.request
    packed = json.dumps(
        {
            "line": entry.line_id,
            "event": entry.event_id,
            "peer": entry.peer,
            "order_by": entry.order_by,
            "provider": entry.provider,
            "method": request.method,
            "url": request.url,
            "kind": request.kind,
            "query": dict(request.query),
            "content_type": request.headers.get("content-type", ""),
            "body": b64encode(request.body).decode(),
            "at": request.at.isoformat(),
        }
    ).encode()
    return b"%08x %s\n" % (zlib.crc32(packed), packed)


def _entries_in(file: Path) -> Iterator[Entry]:
    """A line that was cut off is left out: nobody was told that it had been kept. So is a damaged one, and as
    that may have been kept, the log says how many there are."""
    unreadable = 0
    with file.open("rb") as lines:
        for line in lines:
            checksum, _, packed = line.removesuffix(b"\n").partition(b" ")
            if packed and checksum == b"%08x" % zlib.crc32(packed):
                yield _entry(json.loads(packed))
            elif line.strip():
                unreadable += 1
    if unreadable:
        log.warning("journal_lines_unreadable", lines=unreadable)


def _entry(packed: dict[str, Any]) -> Entry:
    request = Request(
        method=packed["method"],
        url=packed["url"],
        kind=packed["kind"],
        headers={"content-type": packed["content_type"]},
        body=b64decode(packed["body"]),
        at=datetime.fromisoformat(packed["at"]),
        query=packed["query"],
    )
    sent_by = packed.get("provider", "")
    return Entry(packed["line"], packed["event"], packed["peer"], packed["order_by"], request, sent_by)
