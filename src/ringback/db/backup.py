"""A backup: one file with a consistent copy of the database, what lies beside it, and their checksums.

It is an uncompressed tar archive, so that any machine can look into it; `manifest.json` comes first. Making
one:

1. The caller has read what lies beside the database before (see `write_backup`).
2. The database is copied while others write. The copy is of one instant: a read transaction is held open
   meanwhile, else every write of the server would make SQLite begin again.
3. The copy is checked, everything is packed under a temporary name and brought to disk, and only then it gets
   its name: a file of that name is always a whole backup.
"""

import contextlib
import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import IO, Any

from ringback.db.migrate import stored_revision
from ringback.db.transaction import StoreAway
from ringback.lib.folders import passing_folder
from ringback.lib.progress import Told

MANIFEST = "manifest.json"
ENDING = ".copy"  # of a piece that is one table of a server (`db/postgres/copying.py`)
FORMAT = "ringback-backup-1"
PAGES = 4096  # copied in one step, between two progress reports
CHUNK = 1 << 20
LARGEST_MANIFEST = 1 << 20

Copy = Callable[[Path, Told], tuple[str, dict[str, Path]]]
"""Copies the database into files in a folder; returns the revision of its tables, and the files by name."""


@dataclass(frozen=True, slots=True)
class Piece:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: datetime
    revision: str
    version: str
    pieces: Mapping[str, Piece]


class NotABackup(Exception):
    """Not a file that `write_backup` made, or no longer: the message says in a sentence what is wrong."""


def write_backup(
    target: Path,
    copy: Copy,
    beside: Mapping[str, bytes],
    *,
    made_at: datetime,
    version: str,
    told: Told,
) -> Manifest:
    """`beside` must have been read before this is called, the journal above all: what leaves the journal
    after that is in the database by then. `made_at` is an instant before that.

    Raises StoreAway, OSError, or NotABackup when `target` exists and is something else.
    """
    if target.exists():
        read_manifest(target)  # a mistyped name must not overwrite the database itself
    target = target.resolve()  # a link stays one
    with passing_folder(target.parent, ".ringback-backup-") as folder:
        revision, files = copy(folder, told)
        pieces = {name: _piece(file, told) for name, file in files.items()}
        pieces |= {name: Piece(len(held), _sha256(held)) for name, held in beside.items()}
        manifest = Manifest(made_at, revision, version, pieces)
        packed = folder / "packed"
        _pack(packed, manifest, files, beside)
        packed.replace(target)
    sync_folder(target.parent)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Raises NotABackup, OSError."""
    with _opened(file) as archive:
        return _manifest_in(archive)


def unpack(file: Path, folder: Path, told: Told) -> Manifest:
    """Put every piece into `folder`, on disk, under its own name; raises NotABackup when a checksum is wrong.

    Nothing may be used before this returns: the last piece may be the damaged one.
    """
    with _opened(file) as archive:
        manifest = _manifest_in(archive)
        missing = set(manifest.pieces)
        for member in archive:
            if member.name in missing and member.isfile():
                missing.discard(member.name)
                held = archive.extractfile(member)
                assert held is not None
                _unpack_piece(held, folder / member.name, manifest.pieces[member.name], told)
        if missing:
            raise NotABackup(f"The backup is damaged: {', '.join(sorted(missing))} is missing.")
    return manifest


def sync_folder(folder: Path) -> None:
    """Bring the names in it to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def of_sqlite(database: Path) -> Copy:
    def copy(folder: Path, told: Told) -> tuple[str, dict[str, Path]]:
        made = folder / database.name
        _copy(database, made, told)
        return stored_revision(made) or "", {database.name: made}

    return copy


def _copy(database: Path, copy: Path, told: Told) -> None:
    def progress(_status: int, remaining: int, total: int) -> None:
        told("copied", 100 * (total - remaining) // max(total, 1))

    try:
        with (
            contextlib.closing(
                sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)
            ) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.isolation_level = None
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only now it holds the instant
            source.backup(target, pages=PAGES, progress=progress)
            target.execute("PRAGMA journal_mode=DELETE").fetchone()  # one file, nothing beside it
            told("checked", 0)
            (said,) = target.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:  # to read needs no room
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(copy.parent.parent)) from error
        raise StoreAway(str(error)) from error
    if said != "ok":
        raise StoreAway(f"it is damaged: {said}")


def _piece(path: Path, told: Told) -> Piece:
    size, done, digest = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            told("summed", 100 * done // max(size, 1))
    return Piece(size, digest.hexdigest())


def _pack(path: Path, manifest: Manifest, files: Mapping[str, Path], beside: Mapping[str, bytes]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)  # the key is in it
    with os.fdopen(descriptor, "wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            _add(archive, MANIFEST, _written(manifest))
            for name, held in beside.items():
                _add(archive, name, held)
            for name, file in files.items():
                archive.add(file, arcname=name, filter=_nobodys)
        out.flush()
        os.fsync(out.fileno())


def _add(archive: tarfile.TarFile, name: str, held: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(held), 0o600
    archive.addfile(member, io.BytesIO(held))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _written(manifest: Manifest) -> bytes:
    packed = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "revision": manifest.revision,
        "version": manifest.version,
        "pieces": {name: asdict(piece) for name, piece in manifest.pieces.items()},
    }
    return json.dumps(packed, indent=2).encode() + b"\n"


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, mode="r:") as archive:
            yield archive
    except tarfile.TarError:
        raise NotABackup(f"{file} is not a backup of Ringback, or it is cut off.") from None


def _manifest_in(archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > LARGEST_MANIFEST:
        raise NotABackup("This file is not a backup of Ringback.")
    held = archive.extractfile(first)
    assert held is not None
    try:
        return _read(json.loads(held.read()))
    except (KeyError, TypeError, ValueError):
        raise NotABackup("The list of contents in the backup cannot be read.") from None


def _read(packed: dict[str, Any]) -> Manifest:
    if packed["format"] != FORMAT:
        raise NotABackup("The backup was made by a newer Ringback. Install that version again.")
    pieces = {
        str(name): Piece(int(piece["bytes"]), str(piece["sha256"]))
        for name, piece in packed["pieces"].items()
    }
    if any(Path(name).name != name for name in pieces):
        raise ValueError("a piece is somewhere else")
    return Manifest(
        datetime.fromisoformat(packed["made_at"]), str(packed["revision"]), str(packed["version"]), pieces
    )


def _unpack_piece(held: IO[bytes], path: Path, expected: Piece, told: Told) -> None:
    done, digest = 0, hashlib.sha256()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := held.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
            done += len(chunk)
            told("unpacked", 100 * done // max(expected.bytes, 1))
        out.flush()
        os.fsync(out.fileno())
    if Piece(done, digest.hexdigest()) != expected:
        raise NotABackup(f"The backup is damaged: the checksum of {path.name} is wrong.")


def _sha256(held: bytes) -> str:
    return hashlib.sha256(held).hexdigest()
