"""Whose a job is, so that no business waits behind the many jobs of another."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("lane", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_jobs_lane_due", "jobs", ["lane", "due"], unique=False)
