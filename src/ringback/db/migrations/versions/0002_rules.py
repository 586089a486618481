"""What the rules look at: three lists, rules of a line or a source, what the network says of a caller; and
receipts in a chain."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SAID = ("caller_name", "forwarded_from", "attestation")


def upgrade() -> None:
    _lists()
    _line_rules()
    _what_is_said_of_a_caller()
    _chain_of_receipts()


def _lists() -> None:
    op.create_table(
        "listed",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_listed_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_listed")),
    )
    op.execute(
        "INSERT INTO listed (account_id, number, list, added_at) "
        "SELECT account_id, number, 'never_text', added_at FROM never_text"
    )
    op.drop_table("never_text")


def _line_rules() -> None:
    op.create_table(
        "line_rules",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_line_rules_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["lines.id"], name=op.f("fk_line_rules_line_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("line_id", "source", name=op.f("pk_line_rules")),
    )


def _what_is_said_of_a_caller() -> None:
    for name in SAID:
        op.add_column("calls", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_index("ix_calls_caller_first_heard_at", "calls", ["caller", "first_heard_at"], unique=False)


def _chain_of_receipts() -> None:
    op.rename_table("receipts", "unchained")
    if op.get_context().dialect.name == "postgresql":  # there a name is taken once, whatever table it is on
        op.drop_constraint("pk_receipts", "unchained")
        op.drop_constraint("uq_receipts_call_id", "unchained")
    op.create_table(
        "receipts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_receipts_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("account_id", "sequence", name=op.f("uq_receipts_account_id_sequence")),
        sa.UniqueConstraint("call_id", name=op.f("uq_receipts_call_id")),
    )
    _link("SELECT id, account_id, call_id, body FROM unchained ORDER BY account_id, at, id")
    op.drop_table("unchained")


def _link(unchained: str) -> None:
    """In the order in which they were written; sealed as calls/receipts.py does."""
    connection = op.get_bind()
    account, sequence, seal = None, 0, ""
    for row in connection.execute(sa.text(unchained)).all():
        sequence, previous = (sequence + 1, seal) if row.account_id == account else (1, "")
        account = row.account_id
        seal = hashlib.sha256(f"{previous}\n{sequence}\n{row.call_id}\n{row.body}".encode()).hexdigest()
        connection.execute(
            sa.text(
                "INSERT INTO receipts (id, account_id, call_id, verdict, reason, sentence, body, at, "
                "sequence, previous, seal) SELECT id, account_id, call_id, verdict, reason, sentence, body, "
                "at, :sequence, :previous, :seal FROM unchained WHERE id = :id"
            ),
            {"sequence": sequence, "previous": previous, "seal": seal, "id": row.id},
        )
