"""Which company a stored webhook came from, where its line was before, and when a turn to send was booked."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("webhooks", sa.Column("provider", sa.Text(), nullable=False, server_default=""))
    op.add_column("lines", sa.Column("former", sa.Text()))
    op.add_column("lines", sa.Column("paced_at", sa.DateTime(timezone=True)))
