"""The inbox: whose a conversation is and who waits, notes, canned replies, and the words it is found by."""

import sqlalchemy as sa
from alembic import op

from ringback.db.schema import exact_text

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _conversations()
    _notes()
    _canned_replies()
    _words()
    op.create_index("ix_tasks_contact_id", "tasks", ["contact_id"], unique=False)
    op.add_column("contacts", sa.Column("searched", sa.Text(), server_default="", nullable=False))


def _conversations() -> None:
    for name, kind in (
        ("last_in_at", INSTANT),
        ("waiting_since", INSTANT),
        ("assigned_to", sa.Text()),
        ("taken_over_by", sa.Text()),
        ("taken_over_until", INSTANT),
        ("snoozed_until", INSTANT),
        ("done_at", INSTANT),
    ):
        op.add_column("conversations", sa.Column(name, kind, nullable=True))
    op.execute(sa.text("UPDATE conversations SET last_in_at = last_at WHERE unread > 0"))
    op.drop_column("conversations", "unread")
    op.create_index(
        "ix_conversations_account_id_waiting_since",
        "conversations",
        ["account_id", "waiting_since"],
        unique=False,
    )
    op.create_table(
        "conversation_reads",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "conversation_id", name=op.f("pk_conversation_reads")),
        *_belongs("conversation_reads"),
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        *_belongs("notes"),
    )
    op.create_index(
        "ix_notes_conversation_id_created_at", "notes", ["conversation_id", "created_at"], unique=False
    )


def _canned_replies() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_canned_replies_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
    )
    op.create_index(
        "ix_canned_replies_account_id_title", "canned_replies", ["account_id", "title"], unique=False
    )


def _words() -> None:
    op.create_table(
        "conversation_words",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("word", exact_text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "word", "conversation_id", name=op.f("pk_conversation_words")),
        *_belongs("conversation_words"),
    )
    op.create_index(
        "ix_conversation_words_conversation_id", "conversation_words", ["conversation_id"], unique=False
    )


def _belongs(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    """To one business and to one conversation."""
    return (
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f(f"fk_{table}_conversation_id"),
            ondelete="CASCADE",
        ),
    )
