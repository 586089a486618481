"""`ringback demo`: a shop to play with, carried by the simulated phone company."""

import secrets

from ringback.accounts import members, users
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.cli.database import opened
from ringback.db.transaction import Transaction
from ringback.flows.shop_applied import NumbersTaken, apply_shop
from ringback.lines.settings import Vault
from ringback.settings import Settings
from ringback.shop.check import read_shop
from ringback.shop.shop import Shop

SHOP = """\
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
notice = "website"

# Quicker than at a real shop, for somebody who watches.
[text_back]
delay_seconds = 3

[[lines]]
number = "+15125550142"
provider = "simulator"
mode = "dial"
ring = ["+15125550143"]
ring_seconds = 5
[lines.settings]
signing_key = "{key}"
"""


def add_demo(settings: Settings) -> None:
    shop = read_shop(SHOP.replace("{key}", secrets.token_hex(32)).encode()).shop
    with opened(settings) as db:
        try:
            said = db.run_now(_add_once, shop, Vault(settings.data))
        except NumbersTaken:
            print("The demo's number is in use by one of your businesses, so nothing was added.")
            return
    for sentence in said or ["The demo shop is there already; nothing was changed."]:
        print(sentence)
    print(f"Next: ringback serve prints a link into the shop. Call {shop.lines[0].number} in its simulator.")


def _add_once(tx: Transaction, shop: Shop, vault: Vault) -> list[str]:
    """What the owner has made of a shop of that name is never overwritten."""
    said = [] if accounts.by_name(tx, shop.name) else apply_shop(tx, shop, vault)
    account = accounts.by_name(tx, shop.name)
    if account is not None and not members.of_account(tx, account.id):
        rosa = users.by_email(tx, users.DEMO) or users.add(tx, email=users.DEMO, name="Rosa", password="")
        members.put(tx, account.id, rosa.id, Role.OWNER)
    return said
