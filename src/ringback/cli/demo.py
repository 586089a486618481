"""`ringback demo`: a shop to play with, carried by the simulated phone company."""

import asyncio
import secrets
from dataclasses import replace

from ringback.accounts import members, users
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.accounts.store import Account
from ringback.app import AlreadyRunning, Ringback
from ringback.cli.database import opened
from ringback.cli.scenarios.stage import Stage, address, listening, served
from ringback.cli.scenarios.week import play_from, play_week
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.flows.shop_applied import NumbersTaken, apply_shop
from ringback.lib.clock import SystemClock, VirtualClock
from ringback.lib.logs import configure
from ringback.lines import store as lines
from ringback.lines.settings import Vault
from ringback.settings import Settings
from ringback.shop.check import read_shop
from ringback.shop.shop import Shop
from ringback.simulator.people import ROSA

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


def add_demo(settings: Settings, *, week: bool = True) -> None:
    shop = read_shop(SHOP.replace("{key}", secrets.token_hex(32)).encode()).shop
    with opened(settings) as db:
        try:
            said = db.run_now(_add_once, shop, Vault.of(settings), settings.public_url)
        except NumbersTaken:
            print("The demo's number is in use by one of your businesses, so nothing was added.")
            return
    if said and week:
        print("Playing a week at the demo shop, so that there is something to see ...", flush=True)
        configure("error")
        asyncio.run(_play(settings, shop))
    for sentence in said or ["The demo shop is there already; nothing was changed."]:
        print(sentence)
    print(f"Next: ringback serve prints a link into the shop. Call {shop.lines[0].number} in its simulator.")


async def _play(settings: Settings, shop: Shop) -> None:
    """A week of calls and texts, through a whole server on an address of its own, on a clock that we turn.

    It leaves out the week where a server works in this folder: two would send everything twice.
    """
    now, place = SystemClock().now(), listening()
    ours = replace(settings, public_url=address(place), simulator=True)
    clock = VirtualClock(play_from(now))
    try:
        async with Ringback.open(ours, clock) as ringback, served(ringback.asgi, place):
            line = await ringback.db.read(lines.by_number, shop.lines[0].number)
            if line is not None and ringback.carrier is not None:
                await play_week(Stage(ringback, ringback.carrier, clock, line), now)
    except AlreadyRunning:
        place.close()


def _set_up(tx: Transaction, account: Account) -> None:
    """As Rosa left the pages of the set-up; her test call is the first of the week."""
    set_up.say_business(
        tx,
        account.id,
        name=account.name,
        trade="plumbing",
        time_zone=account.time_zone,
        country=account.country,
        language="en",
        website="https://rosas-plumbing.example.com",
    )
    for step in ("hours", "message", "notice"):
        set_up.gone_through(tx, account.id, step)


def _add_once(tx: Transaction, shop: Shop, vault: Vault, public_url: str) -> list[str]:
    """What the owner has made of a shop of that name is never overwritten."""
    said = [] if accounts.by_name(tx, shop.name) else apply_shop(tx, shop, vault, public_url)
    account = accounts.by_name(tx, shop.name)
    if account is not None and said:
        _set_up(tx, account)
    if account is not None and not members.of_account(tx, account.id):
        rosa = users.by_email(tx, users.DEMO) or users.add(tx, email=users.DEMO, name="Rosa", password="")
        if not rosa.phone:
            users.change(tx, rosa.id, phone=ROSA)
        members.put(tx, account.id, rosa.id, Role.OWNER)
    return said
