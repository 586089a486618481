"""What the migrations of both databases share: which there are, whose tables these are, how they are run."""

import re
from collections.abc import Set
from pathlib import Path
from typing import Final

import sqlalchemy as sa

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE: Final = "alembic_version"
REVISION: Final = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - a name of ours
FIRST_TABLES: Final = frozenset({"accounts", "lines", "contacts", "calls", "texts", "webhooks", "jobs"})


def newest_revision() -> str:
    """The revision of the last migration: the number its file name begins with."""
    return max(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


class FromTheFuture(Exception):
    """The database was written by a newer Ringback; running an older one could harm it."""


class Foreign(Exception):
    """The tables are another program's. Nothing of them may be touched."""


def ours(revision: str, tables: Set[str]) -> str:
    """The revision, of tables that are ours. Raises Foreign: others use Alembic too."""
    if not re.fullmatch(r"\d{4}", revision) or not tables >= FIRST_TABLES:
        raise Foreign
    return revision


def upgrade(engine: sa.Engine, to: str = "head") -> None:
    """Run what is missing, each migration in a transaction. Nobody else may do it at the same time."""
    from alembic import command  # slow to import, and needed only when something changes
    from alembic.config import Config  # the same

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, to)
    engine.dispose()
