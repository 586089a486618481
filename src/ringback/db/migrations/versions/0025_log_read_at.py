"""Until when each line's log at its company was compared with ours."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("lines", sa.Column("log_read_at", sa.DateTime(timezone=True), nullable=True))
