"""Who wrote a text, and what a business is."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("texts", sa.Column("written_by", sa.Text(), server_default="", nullable=False))
    op.add_column("texts", sa.Column("released_because", sa.Text(), server_default="", nullable=False))
    op.add_column("accounts", sa.Column("profile", sa.Text(), server_default="{}", nullable=False))
