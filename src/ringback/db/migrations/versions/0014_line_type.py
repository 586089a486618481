"""What kind of line a caller's number is, where the phone company was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("line_type", sa.Text(), nullable=True))
