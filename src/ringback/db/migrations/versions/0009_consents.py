"""On what ground people are texted, which notice told them, how long a bounce counts, and public pages."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_consents_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_account_id_number", "consents", ["account_id", "number"], unique=False)
    op.create_table(
        "notices",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "version", name=op.f("pk_notices")),
    )
    _believe_the_calls_so_far()
    op.add_column("contacts", sa.Column("cannot_receive_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE contacts SET cannot_receive_since = last_contact_at WHERE cannot_receive_texts IS NOT NULL"
    )
    op.add_column("accounts", sa.Column("page", sa.Text(), server_default="", nullable=False))
    _give_each_business_a_page()


def _believe_the_calls_so_far() -> None:
    """Every first text so far answered a call; which notice stood then was not kept."""
    op.execute(
        "INSERT INTO consents (account_id, number, basis, evidence, called, notice, at)"
        " SELECT texts.account_id, contacts.number, 'called', texts.call_id, lines.number, '',"
        " texts.created_at"
        " FROM texts JOIN contacts ON contacts.id = texts.contact_id JOIN lines ON lines.id = texts.line_id"
        " WHERE texts.purpose = 'missed_call' AND texts.call_id IS NOT NULL ORDER BY texts.created_at"
    )


def _give_each_business_a_page() -> None:
    accounts = sa.table("accounts", sa.column("id"), sa.column("page"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(accounts.c.id)).all():
        page = secrets.token_hex(8)
        connection.execute(sa.update(accounts).where(accounts.c.id == row.id).values(page=page))
