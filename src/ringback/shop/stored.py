"""A business's settings as the database has them, in the same form as a shop file."""

import json

import sqlalchemy as sa

from ringback.accounts.store import Account
from ringback.contacts.permission import never_text
from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault
from ringback.lines.store import Line
from ringback.rules.policy import policy_from
from ringback.shop.company import REFERENCE, secrets
from ringback.shop.shop import Setting, Shop, ShopLine


def stored_shop(tx: Transaction, account: Account, vault: Vault) -> Shop:
    return Shop(
        name=account.name,
        time_zone=account.time_zone,
        country=account.country,
        notice=account.notice,
        policy=policy_from(json.loads(account.policy)),
        never_text=_never_text(tx, account.id),
        lines=tuple(_line(line, vault) for line in lines.of_account(tx, account.id)),
    )


def _line(line: Line, vault: Vault) -> ShopLine:
    hidden = secrets(line.provider)
    settings = {key: opened(value, vault) if key in hidden else value for key, value in line.settings.items()}
    return ShopLine(line.number, line.provider, line.mode, line.plan, settings)


def opened(stored: str, vault: Vault) -> Setting:
    """A reference stays one. A secret that does not open any more is an empty one."""
    if REFERENCE.fullmatch(stored):
        return stored
    try:
        return vault.open(stored)
    except MissingSecret:
        return Secret("")


def _never_text(tx: Transaction, account_id: str) -> frozenset[str]:
    rows = tx.all(sa.select(never_text.c.number).where(never_text.c.account_id == account_id))
    return frozenset(row.number for row in rows)
