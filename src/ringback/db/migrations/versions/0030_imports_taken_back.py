"""What a part of an address book has changed is kept for a day, so that the file can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("import_parts", sa.Column("before", sa.Text()))
