"""`ringback backup` and `ringback restore`."""

import contextlib
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ringback import __version__
from ringback.cli.database import in_plain_words, opened
from ringback.cli.progress import progress
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.contacts.merged import Said, ledger_in, ledger_of, merge
from ringback.contacts.permission import permissions
from ringback.db import restores
from ringback.db.backup import (
    ENDING,
    Copy,
    Manifest,
    NotABackup,
    of_sqlite,
    read_manifest,
    sync_folder,
    unpack,
    write_backup,
)
from ringback.db.migrate import migrate
from ringback.db.open import is_there, open_database
from ringback.db.restores import Restore
from ringback.db.revisions import newest_revision
from ringback.db.sqlite import SqliteDatabase
from ringback.db.transaction import StoreAway
from ringback.intake.journal import FILE as JOURNAL
from ringback.intake.journal import REPLAYING
from ringback.lib.clock import Clock, SystemClock
from ringback.lib.folders import passing_folder, private_folder
from ringback.lines.settings import KEY_FILE
from ringback.settings import Settings

STOP_ALL = "stop every node first, or it would send again what was sent since the backup."
RESTORING = ".ringback-restore-"
SYSTEM = SystemClock()


def back_up(settings: Settings, file: Path, clock: Clock = SYSTEM) -> None:
    """Beside a running server, too."""
    if not is_there(settings):
        raise Stop("There is no database yet, so there is nothing to back up.")
    if not file.absolute().parent.is_dir():
        raise Stop(f"There is no folder {file.parent}: make it first.", WRONG_USE)
    with in_plain_words(settings), _not_a_backup():
        made_at = clock.now()
        manifest = write_backup(
            file,
            _copy_of(settings),
            _beside(settings.data),
            made_at=made_at,
            version=__version__,
            told=progress(),
        )
    megabytes = sum(piece.bytes for piece in manifest.pieces.values()) / 1024**2
    print(f"Wrote {file}: {', '.join(sorted(manifest.pieces))}; {megabytes:.1f} MB.")
    if KEY_FILE in manifest.pieces:
        print("It holds the key to the stored secrets: keep it where only you can read it.")


def restore(settings: Settings, file: Path | None, opt_outs_from: Path | None, clock: Clock = SYSTEM) -> None:
    if file is None and opt_outs_from is None:
        raise Stop("Say what to restore: a file that ringback backup wrote.", WRONG_USE)
    # Read first: what cannot be merged should be known before anything is restored.
    ledger = _ledger(settings, opt_outs_from) if opt_outs_from else None
    if file is not None:
        _restore(settings, file, clock)
    if ledger is not None:
        _merge(settings, ledger)


def _copy_of(settings: Settings) -> Copy:
    if not settings.on_postgres:
        return of_sqlite(settings.database_path)
    from ringback.db.postgres.copying import copy_out  # its driver is 10 MB that SQLite does not need

    return partial(copy_out, settings.database_url)


def _beside(data: Path) -> dict[str, bytes]:
    """What belongs to the database and lies beside it.

    The journal before the part of it that is being replayed: it is renamed to that name, so in the other
    order it could be missed in both. What is in both is stored once.
    """
    journal = b"\n".join(filter(None, (_content(data / JOURNAL), _content(data / REPLAYING))))
    return {name: held for name, held in ((KEY_FILE, _content(data / KEY_FILE)), (JOURNAL, journal)) if held}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _restore(settings: Settings, file: Path, clock: Clock) -> None:
    if settings.on_postgres:
        _restore_on_postgres(settings, file, clock)
        return
    target = settings.database_path
    _must_be_empty(settings)
    with in_plain_words(settings), _not_a_backup(), _made(settings.data, target.parent):
        manifest = _readable(file)
        with passing_folder(target.parent, RESTORING) as folder:
            unpack(file, folder, progress())
            unpacked = folder / _database_in(manifest)
            _note(unpacked, manifest, clock)
            for name in (KEY_FILE, JOURNAL):
                if name in manifest.pieces:
                    (folder / name).replace(settings.data / name)
            sync_folder(settings.data)
            unpacked.replace(target)  # last: without it there is nothing that a server could start with
        sync_folder(target.parent)
    _say_restored(target, manifest)


def _restore_on_postgres(settings: Settings, file: Path, clock: Clock) -> None:
    """Into an empty database. The key and the journal only where this folder has none."""
    from ringback.db.postgres.copying import InUse, NotEmpty, copy_in, must_be_empty  # its driver is 10 MB

    with in_plain_words(settings), _not_a_backup():
        manifest = _readable(file)
        tables = [name for name in manifest.pieces if name.endswith(ENDING)]
        if not tables:
            raise Stop("This backup is of SQLite; it cannot be restored on PostgreSQL.")
        try:
            must_be_empty(settings.database_url, manifest.revision)
        except NotEmpty:
            raise Stop(f"{settings.database_name} is not empty; restore into a new database.") from None
        except InUse:
            raise Stop(f"Another Ringback is connected to {settings.database_name}; {STOP_ALL}") from None
        with _made(settings.data), passing_folder(settings.data, RESTORING) as folder:
            unpack(file, folder, progress())
            for name in (KEY_FILE, JOURNAL):
                if name in manifest.pieces and not (settings.data / name).exists():
                    (folder / name).replace(settings.data / name)
            sync_folder(settings.data)
            restored = Restore(manifest.made_at, clock.now())
            # Last: without its rows there is nothing that a server would go on with.
            copy_in(settings.database_url, manifest.revision, [folder / name for name in tables], restored)
        open_database(settings, clock).close()  # which brings older tables up to date
    _say_restored(settings.database_name, manifest)


def _readable(file: Path) -> Manifest:
    manifest = read_manifest(file)
    if manifest.revision > newest_revision():
        raise Stop("This backup was made by a newer Ringback. Install that version again.")
    return manifest


def _say_restored(target: object, manifest: Manifest) -> None:
    print(f"Restored {target} as it was at {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC.")
    print("Texts that may have been sent since then are looked up at the phone company, not sent again.")


def _must_be_empty(settings: Settings) -> None:
    path = settings.database_path
    files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-journal")]
    files += [settings.data / name for name in (KEY_FILE, JOURNAL, REPLAYING)]
    taken = next((file for file in files if file.exists()), None)
    if taken is not None:
        raise Stop(
            f"{taken} is there already; a backup is restored into an empty folder only. "
            "Move the old one away, or choose another with --data."
        )


def _database_in(manifest: Manifest) -> str:
    names = manifest.pieces.keys() - {KEY_FILE, JOURNAL}
    if len(names) != 1:
        raise NotABackup("The backup does not hold one database.")
    return names.pop()


def _note(database: Path, manifest: Manifest, clock: Clock) -> None:
    """Write into the copy when it was made: the sender asks the company about what it has forgotten since."""
    migrate(database)
    db = SqliteDatabase(database, clock)
    try:
        db.run_now(restores.record, manifest.made_at)
    finally:
        db.close()


def _ledger(settings: Settings, source: Path) -> list[Said]:
    """Of a database, or of a backup."""
    if not source.exists():
        raise Stop(f"Cannot read {source}: there is no such file.", WRONG_USE)
    with in_plain_words(settings), tempfile.TemporaryDirectory() as folder:
        try:
            manifest = read_manifest(source)
        except NotABackup:
            return _ledger_of_file(source)
        with _not_a_backup():
            unpack(source, Path(folder), progress())
            if (table := permissions.name + ENDING) in manifest.pieces:
                from ringback.db.postgres.copying import rows_in  # its driver is 10 MB

                return ledger_in(rows_in(Path(folder) / table))
            return ledger_of(Path(folder) / _database_in(manifest))


def _ledger_of_file(source: Path) -> list[Said]:
    try:
        return ledger_of(source)
    except StoreAway as why:
        raise Stop(f"{source} is no backup and no database of Ringback: {why}.") from None


def _merge(settings: Settings, ledger: list[Said]) -> None:
    if not is_there(settings):
        raise Stop("There is no database yet to take the opt-outs in.")
    with opened(settings) as db:
        added, strange = db.run_now(merge, ledger)
    print(f"Took in {added} newer {'entry' if added == 1 else 'entries'} of the opt-out ledger.")
    if strange:
        print(f"Left out {strange} of businesses that are not in this database.")


@contextlib.contextmanager
def _made(*folders: Path) -> Iterator[None]:
    """They are there; afterwards only if something was left in them, or if they were before."""
    new = {path for folder in folders for path in (folder, *folder.parents) if not path.exists()}
    try:
        for folder in folders:
            private_folder(folder)
        yield
    finally:
        for path in sorted(new, key=lambda path: len(path.parts), reverse=True):
            with contextlib.suppress(OSError):  # not made yet, or no longer empty
                path.rmdir()


@contextlib.contextmanager
def _not_a_backup() -> Iterator[None]:
    try:
        yield
    except NotABackup as wrong:
        raise Stop(str(wrong)) from None
