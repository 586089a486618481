"""Opening the database for one command, and saying in plain words why it cannot be."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, Final, ParamSpec, TypeVar

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.db.database import Database
from ringback.db.open import is_there, open_database
from ringback.db.revisions import Foreign, FromTheFuture
from ringback.db.transaction import StoreAway, Transaction
from ringback.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

NOTHING_YET = (
    "There is no database yet: run ringback serve, ringback demo, or ringback apply with a shop file."
)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, made when missing and up to date. Beside a running server, too."""
    with in_plain_words(settings):
        db = open_database(settings)
        try:
            yield db
        finally:
            db.close()


def ask(
    settings: Settings, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs
) -> T | None:
    """What the query finds, on a connection that cannot write; None when there is no database yet."""
    if not is_there(settings):
        return None
    with opened(settings) as db:
        return asyncio.run(db.read(query, *args, **kw))


@contextmanager
def in_plain_words(settings: Settings) -> Iterator[None]:
    try:
        yield
    except FromTheFuture:
        raise Stop("This database was written by a newer Ringback. Install that version again.") from None
    except Foreign:
        raise Stop(f"{foreign(settings)} {NAME_ANOTHER}") from None
    except (StoreAway, sa.exc.DatabaseError) as error:
        said = str(error.orig) if isinstance(error, sa.exc.DatabaseError) else str(error)
        why = f"The database {settings.database_name} cannot be used: {one_line(said)}. {remedy(said)}"
        raise Stop(why.rstrip()) from None
    except OSError as error:
        raise Stop(f"Cannot use {error.filename or settings.data}: {error.strerror}.") from None


def foreign(settings: Settings) -> str:
    return f"{settings.database_name} is another program's database; nothing in it was changed."


def remedy(said: str) -> str:
    """What is to be done when the database says this; "" where only its log can tell."""
    return next((todo for word, todo in REMEDIES.items() if word in said), "")


REMEDIES: Final = {
    "lock": "Another program holds it. Wait for it, or find it (fuser, pg_stat_activity) and end it.",
    "readonly": "Let the user who runs Ringback write in the file and its folder.",
    "read-only": "It is a copy that follows another server: name the main one in RINGBACK_DATABASE_URL.",
    "full": "Free some space where the database is.",
    "disk I/O": "The disk refuses: look at its free space, a quota, and what the system's log says of it.",
}
NAME_ANOTHER: Final = "Name another with RINGBACK_DATABASE_URL or --database-url."


def one_line(said: str) -> str:
    """A server's error may have several, each with its full stop or question mark."""
    return " ".join(said.split()).rstrip(".?!")


def accounts_named(tx: Transaction, name: str | None) -> list[Account]:
    """All accounts, or the one of that name. Stops when there is none of that name."""
    every = accounts.every(tx)
    if name is None:
        return every
    found = [account for account in every if account.name == name]
    if not found:
        known = ", ".join(account.name for account in every) or "none yet"
        raise Stop(f'There is no business named "{name}"; there are: {known}.', WRONG_USE)
    return found
