"""Checks at the start that the key is the one with which this database's secrets were sealed, on every node.
With another key none of the secrets could be opened, which would show only call by call.

The first start stores a word in the database, sealed with its key; every later start must be able to open it.
If no word is stored yet, the lines' secrets show whether the key is theirs.
"""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.db.insert import insert
from ringback.db.schema import metadata
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.settings import SEALED, MissingSecret, Vault
from ringback.lines.store import Line

WORD: Final = "one key for all"
_ONLY: Final = "key"

key_proofs = sa.Table(
    "key_proofs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
)


class OtherKey(Exception):
    """This is not the key that the secrets are sealed with, or there is none: the message says what to do."""


def agree_on_key(tx: Transaction, vault: Vault) -> None:
    """Raises OtherKey. Of nodes that start at the same moment, one leaves the word and the others open it."""
    said = trouble(tx, vault)
    if not said and not _opens(vault, _left(tx) or _leave_word(tx, vault)):
        said = _another(vault)
    if said:
        raise OtherKey(said)


def trouble(tx: Transaction, vault: Vault) -> str:
    """What is wrong with the key, and what to do; "" when nothing is. Makes no key where one is missing."""
    left = _left(tx)
    if not vault.is_there:
        needed = left is not None or any(_sealed(tx))
        said = f"{vault.named} is gone, and secrets in the database are sealed with it: {REMEDY}"
        return said if needed else ""
    try:
        vault.check()
    except MissingSecret as why:
        return str(why)
    fits = _opens(vault, left) if left is not None else not unopened(tx, vault)
    return "" if fits else _another(vault)


def begin_anew(tx: Transaction, vault: Vault) -> None:
    """From now on this is the key. What was sealed with another stays as it is, and is never opened again."""
    tx.execute(sa.delete(key_proofs))
    _leave_word(tx, vault)


def unopened(tx: Transaction, vault: Vault) -> list[Line]:
    """The lines with a sealed secret that this key does not open."""
    found = {line.id: line for line, sealed in _sealed(tx) if not _opens(vault, sealed)}
    return list(found.values())


def _opens(vault: Vault, sealed: str) -> bool:
    try:
        vault.open(sealed)
    except MissingSecret:
        return False
    return True


def _sealed(tx: Transaction) -> Iterator[tuple[Line, str]]:
    for account in accounts.every(tx):
        for line in lines.of_account(tx, account.id):
            for value in line.in_use.values():
                if isinstance(value, str) and value.startswith(SEALED):
                    yield line, value


def _left(tx: Transaction) -> str | None:
    sealed: str | None = tx.execute(sa.select(key_proofs.c.sealed).where(key_proofs.c.id == _ONLY)).scalar()
    return sealed


def _leave_word(tx: Transaction, vault: Vault) -> str:
    """What is left then: that of another node may have been first."""
    tx.execute(insert(key_proofs).values(id=_ONLY, sealed=vault.seal(WORD)).on_conflict_do_nothing())
    return _left(tx) or ""


def _another(vault: Vault) -> str:
    return f"{vault.named} is not the key that the secrets in the database are sealed with: {REMEDY}"


REMEDY: Final = (
    "put that key back, from a backup or from another node, as secret.key in the data folder or as "
    "RINGBACK_KEY. If it is lost for good, ringback new-key begins with another"
)
