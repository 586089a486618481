"""People of the same name are found without a look at all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_index(
        "ix_contacts_account_id_searched",
        "contacts",
        ["account_id", "searched"],
        sqlite_where=sa.text("searched != ''"),
        postgresql_where=sa.text("searched != ''"),
    )
