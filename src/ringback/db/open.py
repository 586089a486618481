"""Open the database that the settings name, with its tables up to date."""

from pathlib import Path

from ringback.db.database import Database
from ringback.db.migrate import migrate
from ringback.db.sqlite import SqliteDatabase
from ringback.lib.clock import Clock, SystemClock
from ringback.settings import Settings


def open_database(settings: Settings, clock: Clock | None = None) -> Database:
    """Make the folder and the file when they are missing, run the migrations, and open.

    Safe beside a running server, and when two commands do it at the same moment. Raises StoreAway.
    """
    path: Path = settings.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    migrate(path)
    return SqliteDatabase(path, clock or SystemClock())
