"""`insert` with `on_conflict_do_nothing` and `on_conflict_do_update`, for every database that we run on.

SQLite and PostgreSQL write both in the same words; SQLAlchemy's insert for the latter is understood by both
of its compilers (tests/db/test_insert.py). Name the columns of the conflict, and read what came in as
`row.excluded.column`.
"""

from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
