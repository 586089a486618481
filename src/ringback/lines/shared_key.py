"""One key for all nodes. A node with another could open none of the secrets, and would find out call by call.

The first node leaves a word in the database, sealed with its key; all others must be able to open it.
"""

from typing import Final

import sqlalchemy as sa

from ringback.db.insert import insert
from ringback.db.schema import metadata
from ringback.db.transaction import Transaction
from ringback.lines.settings import MissingSecret, Vault

WORD: Final = "one key for all"
_ONLY: Final = "key"

key_proofs = sa.Table(
    "key_proofs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
)


class OtherKey(Exception):
    """This node's key is not the one of the others, or no key at all: the message says what to do."""


def agree_on_key(tx: Transaction, vault: Vault) -> None:
    """Raises OtherKey. Of nodes that start at the same moment, one leaves the word and the others open it."""
    try:
        if (sealed := _left(tx)) is None:
            tx.execute(insert(key_proofs).values(id=_ONLY, sealed=vault.seal(WORD)).on_conflict_do_nothing())
            sealed = _left(tx)
        vault.open(sealed or "")
    except MissingSecret as why:
        raise OtherKey(f"{vault.named} is not the key of the other nodes: {REMEDY}") from why


def _left(tx: Transaction) -> str | None:
    sealed: str | None = tx.execute(sa.select(key_proofs.c.sealed).where(key_proofs.c.id == _ONLY)).scalar()
    return sealed


REMEDY: Final = (
    "give this node theirs, as RINGBACK_KEY or as secret.key in its data folder. "
    "If that key is lost for good, docs/several-nodes.md says how to begin with a new one"
)
