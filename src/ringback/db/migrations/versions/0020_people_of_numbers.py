"""Several numbers may be one person's."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("person", sa.Text(), nullable=True))
    op.create_index("ix_contacts_account_id_person", "contacts", ["account_id", "person"])
