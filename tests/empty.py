"""A database with all its tables and nothing in them, copied from one that was made once.

Making one takes half a second, because the migrations do it.
"""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ringback.db.migrate import migrate
from ringback.settings import DATABASE_NAME

_folder = TemporaryDirectory(prefix="ringback-tests-")


@cache
def _made() -> Path:
    path = Path(_folder.name) / DATABASE_NAME
    migrate(path)
    return path


def empty_database(folder: Path) -> None:
    """Put it into a data folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_made(), folder / DATABASE_NAME)
