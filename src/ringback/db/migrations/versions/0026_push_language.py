"""In which language a browser is told what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("push_subscriptions", sa.Column("language", sa.Text, nullable=False, server_default=""))
