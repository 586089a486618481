"""Run by Alembic. The migrations themselves say what they do; no table is imported here."""

import sqlalchemy as sa
from alembic import context

url = context.config.get_main_option("sqlalchemy.url")
assert url is not None
engine = sa.create_engine(url, poolclass=sa.pool.NullPool)

with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
