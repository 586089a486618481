"""Run by Alembic. The migrations themselves say what they do; no table is imported here."""

from alembic import context

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        transaction_per_migration=True,
        transactional_ddl=True,  # Alembic thinks that SQLite cannot; see file_engine in db/migrate.py
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
