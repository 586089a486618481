"""A person's newest calls are found by an index. For lack of one, SQLite looked through all of the
business's."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_index("ix_calls_contact_id_first_heard_at", "calls", ["contact_id", "first_heard_at"])
    op.drop_index("ix_calls_contact_id", "calls")
