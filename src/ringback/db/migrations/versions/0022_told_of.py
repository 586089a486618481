"""Each member says what their browsers tell them of."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("users", sa.Column("told_of", sa.Text(), nullable=False, server_default="task text"))
