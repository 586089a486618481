"""A note whose answer was lost on the way is written again by its page, with the same key: it stands once."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("notes", sa.Column("key", sa.Text))
    op.create_index("uq_notes_conversation_id_key", "notes", ["conversation_id", "key"], unique=True)
