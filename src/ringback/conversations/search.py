"""Finds conversations by what was said, by name and by number.

The words that people wrote or spoke are kept in a table, each once per conversation. So a search uses an
index on either database, and finds "leak" in "LEAKING" and "jose" in "José". Automatic texts are not
searched, because everybody got the same words.
"""

import sqlalchemy as sa

from ringback.contacts import people
from ringback.contacts.store import contacts, is_found
from ringback.conversations.store import conversations
from ringback.db.insert import insert
from ringback.db.prepared import Prepared
from ringback.db.schema import account_id, exact_text, metadata
from ringback.db.transaction import Transaction
from ringback.understand.folding import fold, words_of

MOST_WORDS = 400  # of one text
LONGEST_WORD = 40
MOST_TERMS = 8
_LAST_LETTER = "\U0010ffff"

words = sa.Table(
    "conversation_words",
    metadata,
    account_id(),
    sa.Column("word", exact_text(), nullable=False),
    sa.Column(
        "conversation_id", sa.Text, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    ),
    sa.PrimaryKeyConstraint("account_id", "word", "conversation_id"),
    sa.Index("ix_conversation_words_conversation_id", "conversation_id"),
)


def remember(tx: Transaction, account_id: str, conversation_id: str, said: str) -> None:
    """From now on the conversation is found by these words. Twice adds nothing."""
    for word in sorted(words_in(said))[:MOST_WORDS]:
        tx.execute(_ADD, {"account_id": account_id, "word": word, "conversation_id": conversation_id})


def matching(account_id: str, typed: str) -> sa.ColumnElement[bool]:
    """A condition on conversations: each typed word begins one in it or in the name, or is in the number, or
    is so on another number of the same person."""
    terms = words_of(fold(typed))[:MOST_TERMS]
    return sa.and_(sa.true(), *(_has(account_id, term[:LONGEST_WORD]) for term in terms))


def words_in(said: str) -> set[str]:
    return {word[:LONGEST_WORD] for word in words_of(fold(said)) if len(word) > 1}


def _has(account_id: str, term: str) -> sa.ColumnElement[bool]:
    said = sa.select(words.c.conversation_id).where(
        words.c.account_id == account_id, words.c.word >= term, words.c.word < term + _LAST_LETTER
    )

    def on(number: sa.FromClause) -> sa.ColumnElement[bool]:
        said_there = sa.exists().where(_TALKS.c.contact_id == number.c.id, _TALKS.c.id.in_(said))
        return sa.or_(is_found(number, term), said_there)

    found = sa.select(contacts.c.id).where(contacts.c.account_id == account_id, is_found(contacts, term))
    return sa.or_(
        conversations.c.id.in_(said),
        conversations.c.contact_id.in_(found),
        conversations.c.contact_id.in_(people.with_one_that(account_id, on)),
    )


_TALKS = conversations.alias("their_talks")
_ADD = Prepared(insert(words).on_conflict_do_nothing())
