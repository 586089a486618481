"""Before a contact is deleted the database looks for all that is theirs, and read whole tables for it."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_index("ix_conversations_contact_id", "conversations", ["contact_id"])
    op.create_index("ix_promises_contact_id", "promises", ["contact_id"])
