"""A business's settings as the database has them, in the same form as a shop file."""

import json
from dataclasses import replace

from ringback.accounts.store import Account
from ringback.contacts.listed import Listed
from ringback.contacts.lists import numbers_on
from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.overrides import Rules, overrides_of
from ringback.lines.settings import MissingSecret, Vault
from ringback.lines.store import Line
from ringback.rules.written import kept_policy
from ringback.shop.company import REFERENCE, secrets
from ringback.shop.line_rules import ALWAYS_OPEN
from ringback.shop.shop import Setting, Shop, ShopLine


def stored_shop(tx: Transaction, account: Account, vault: Vault) -> Shop:
    return Shop(
        name=account.name,
        time_zone=account.time_zone,
        country=account.country,
        notice=account.notice,
        policy=kept_policy(json.loads(account.policy)),
        lists=stored_lists(tx, account),
        lines=tuple(_line(tx, line, vault) for line in lines.of_account(tx, account.id)),
        profile=replace(account.profile, gone_through=""),  # a mark of the pages; a file has no word for it
    )


def stored_lists(tx: Transaction, account: Account) -> dict[Listed, frozenset[str]]:
    return {which: numbers_on(tx, account.id, which) for which in Listed if which is not Listed.NO}


def _line(tx: Transaction, line: Line, vault: Vault) -> ShopLine:
    hidden = secrets(line.provider)
    settings = {key: opened(value, vault) if key in hidden else value for key, value in line.settings.items()}
    return ShopLine(
        number=line.number,
        provider=line.provider,
        mode=line.mode,
        plan=line.plan,
        settings=settings,
        rules=stored_rules(tx, line),
        live=going_live.live(tx, line.account_id, line.id),
    )


def stored_rules(tx: Transaction, line: Line) -> dict[str, Rules]:
    """By source (E.164) or LINE."""
    return {of: _shown(json.loads(own)) for of, own in overrides_of(tx, line.account_id, line.id).items()}


def _shown(rules: dict[str, object]) -> Rules:
    """A file states hours day by day; it has no word for "no hours at all"."""
    return {**rules, "hours": ALWAYS_OPEN} if rules.get("hours", ALWAYS_OPEN) is None else rules


def opened(stored: str, vault: Vault) -> Setting:
    """A reference stays one. A secret that does not open any more is an empty one."""
    if REFERENCE.fullmatch(stored):
        return stored
    try:
        return vault.open(stored)
    except MissingSecret:
        return Secret("")
