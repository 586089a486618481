"""`ringback doctor`: is this installation well, and what is to be done where it is not?

Only looks: nothing is made, changed or repaired, so it can run at any time, beside a running server too.
"""

import asyncio
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ringback.cli.ailments import Finding, stored_findings
from ringback.cli.database import NAME_ANOTHER, foreign, one_line, remedy
from ringback.cli.online import ask_companies
from ringback.cli.show import console, plain, show_json
from ringback.cli.trouble import FINDING, Stop
from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.open import is_there, open_as_it_is, revision_of
from ringback.db.revisions import Foreign, newest_revision
from ringback.db.server_clock import CLOCKS_AGREE, ahead_of_server
from ringback.db.transaction import StoreAway, Transaction
from ringback.intake.journal import FILE, Journal
from ringback.lines.addresses import on_this_machine
from ringback.lines.settings import MissingSecret, Vault
from ringback.settings import Settings, misspelt

ENOUGH_SPACE = 200 * 1024 * 1024
# British Columbia and Alberta have kept one offset since 2026; older zone tables are an hour off in winter.
WINTER = datetime(2026, 12, 15, 12, tzinfo=UTC)
WINTER_OFFSETS = {"America/Vancouver": -7, "America/Edmonton": -6}


def examine(settings: Settings, *, online: bool, as_json: bool) -> None:
    found = list(_findings(settings, online=online))
    if as_json:
        show_json([asdict(finding) for finding in found])
    else:
        for finding in _in_short(found):
            _show(finding)
    if not all(finding.ok for finding in found):
        raise Stop("", FINDING)


def _in_short(found: Sequence[Finding]) -> Iterator[Finding]:
    """What is just as well with each of many businesses is said once, with their number."""
    times = Counter(_kind(finding) for finding in found)
    for finding in found:
        alike = times.pop(_kind(finding), 0)
        if not finding.ok or alike == 1:
            yield finding
        elif alike:
            yield replace(finding, check=f"{finding.check.split()[0]} ({alike})")


def _kind(finding: Finding) -> tuple[str, bool, str, str]:
    return finding.check.split()[0], finding.ok, finding.said, finding.todo


def _findings(settings: Settings, *, online: bool) -> Iterator[Finding]:
    yield from _settings(settings)
    yield from _folder(settings.data)
    yield from _key(Vault.of(settings))
    yield from _database(settings, online=online)
    yield from _journal(settings.data)
    yield _zones()


def _settings(settings: Settings) -> Iterator[Finding]:
    for name, meant in misspelt(os.environ):
        yield Finding("settings", False, f"{name} is set, but means nothing.", f"Did you mean {meant}?")
    if settings.public_url.startswith("http://") and not on_this_machine(settings.public_url):
        yield Finding(
            "settings",
            False,
            "The public address has no encryption, so callers' texts can be read on their way.",
            "Put a proxy with a certificate before it, and set RINGBACK_PUBLIC_URL to the https:// address.",
        )
    elif on_this_machine(settings.public_url):
        said = f"This server's address is {settings.public_url}, which only this machine can reach."
        yield Finding("settings", True, said)
    else:
        yield Finding("settings", True, f"Phone companies reach this server at {settings.public_url}.")


def _folder(data: Path) -> Iterator[Finding]:
    if data.exists() and not data.is_dir():
        yield Finding("folder", False, f"{data} is no folder.", "Name one with RINGBACK_DATA or --data.")
        return
    if not data.exists():
        yield Finding("folder", True, f"{data} does not exist yet; the first start makes it.")
        return
    try:
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(bytes(65536))
            os.fsync(file.fileno())
    except OSError as error:
        full = error.errno == ENOSPC
        todo = "Free some space there." if full else "Let the user who runs Ringback write there."
        yield Finding("folder", False, f"Nothing can be written in {data}: {error.strerror}.", todo)
        return
    free = shutil.disk_usage(data).free
    megabytes = f"{free // 1024**2:,} MB are free in {data}"
    if free < ENOUGH_SPACE:
        yield Finding("folder", False, f"Only {megabytes}.", "Free some space there.")
    else:
        yield Finding("folder", True, f"{data} can be written; {megabytes}.")


def _key(vault: Vault) -> Iterator[Finding]:
    try:
        vault.check()
    except MissingSecret as why:
        said = "Nothing that was sealed can be opened, and no server starts."
        yield Finding("key", False, said, why.sentence)


def _database(settings: Settings, *, online: bool) -> Iterator[Finding]:
    if not is_there(settings):
        yield Finding("database", True, "There is none yet; ringback demo or ringback apply makes it.")
        return
    name = settings.database_name
    todo = "Restore the last backup, or move the file away to begin anew."
    if settings.on_postgres:
        todo = "See that the server runs, and that RINGBACK_DATABASE_URL names it, the database and its user."
    try:
        stored, newest = revision_of(settings), newest_revision()
        if stored is not None and stored > newest:
            said = "It was written by a newer Ringback."
            yield Finding("database", False, said, "Install that version again.")
        elif stored is None:
            yield Finding("database", True, "It is empty; the next start makes the tables.")
        elif stored != newest:
            yield Finding(
                "database", True, "Its tables are of an older version; the next start updates them."
            )
        else:
            yield from _inside(settings, online=online)
    except Foreign:
        yield Finding("database", False, foreign(settings), NAME_ANOTHER)
    except StoreAway as away:
        said = one_line(str(away))
        yield Finding("database", False, f"{name} cannot be read: {said}.", remedy(said) or todo)
    except OSError as error:
        yield Finding("database", False, f"{name} cannot be opened: {error.strerror}.", todo)


def _inside(settings: Settings, *, online: bool) -> Iterator[Finding]:
    db = open_as_it_is(settings)
    vault = Vault.of(settings)
    try:
        yield from asyncio.run(db.read(stored_findings, settings.public_url, vault))
        yield from asyncio.run(db.read(clock_findings))
        yield from _writable(db)
        if online:
            yield from asyncio.run(ask_companies(db, vault, settings.public_url))
    finally:
        db.close()


def clock_findings(tx: Transaction) -> list[Finding]:
    """Of several nodes each goes by its own clock, so all should agree with the one that they share."""
    ahead = ahead_of_server(tx)
    if ahead is None:
        return []
    if abs(ahead) < CLOCKS_AGREE:
        return [Finding("clock", True, "This machine's clock agrees with the database server's.")]
    by = f"{abs(ahead) / timedelta(seconds=1):,.0f} seconds {'ahead of' if ahead > timedelta() else 'behind'}"
    said = f"This machine's clock is {by} the database server's."
    todo = (
        "Let both keep the right time (timedatectl), or texts leave late and calls are told in a wrong order."
    )
    return [Finding("clock", False, said, todo)]


def _writable(db: Database) -> Iterator[Finding]:
    """What can be read may still be locked, or a copy that nobody may write in."""
    try:
        db.run_now(_lock_nothing)
    except StoreAway as away:
        todo = remedy(str(away)) or "Its log says more."
        yield Finding("writing", False, f"Nothing can be written in the database: {away}.", todo)


def _lock_nothing(tx: Transaction) -> None:
    """Takes what every write needs, and changes nothing."""
    tx.one(sa.select(jobs.jobs.c.id).where(sa.false()).with_for_update())


def _journal(data: Path) -> Iterator[Finding]:
    journal = Journal(data)
    if journal.pending():
        said = f"{journal.length():,} bytes of webhooks wait to be stored in the database."
        todo = "Start ringback serve, or free space for it: it takes them in by itself."
        yield Finding("journal", False, said, todo)
    else:
        yield Finding("journal", True, "It is empty: every webhook is in the database.")
    for file in journal.kept():
        said = f"{file.name} holds webhooks for lines that this database does not know."
        todo = f"Put back the database that knows them and rename the file to {FILE}, or remove it."
        yield Finding("kept webhooks", False, said, todo)


def _zones() -> Finding:
    offsets = {zone: WINTER.astimezone(ZoneInfo(zone)).utcoffset() for zone in WINTER_OFFSETS}
    wrong = [zone for zone, hours in WINTER_OFFSETS.items() if offsets[zone] != timedelta(hours=hours)]
    said = f"The time zones are those of tzdata {version('tzdata')}"
    if not wrong:
        return Finding("time zones", True, f"{said}.")
    return Finding(
        "time zones",
        False,
        f"{said}, which are wrong in {', '.join(wrong)}.",
        "Install tzdata 2026.3 or newer.",
    )


def _show(finding: Finding) -> None:
    mark, style = ("ok", "green") if finding.ok else ("!!", "bold red")
    out = console()
    out.print(mark, style=style, end="  ")
    out.print(plain(f"{finding.check}: {finding.said}"), markup=False)
    if finding.todo:
        out.print(f"    → {plain(finding.todo)}", markup=False)
