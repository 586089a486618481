"""What we entered at a line's phone company, so that it sends us its events."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("lines", sa.Column("connection", sa.Text(), nullable=True))
