"""What was asked for before a webhook could be understood."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("webhooks", sa.Column("found", sa.JSON(), nullable=False, server_default="{}"))
