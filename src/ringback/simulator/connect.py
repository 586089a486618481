"""Connects the carrier to every line of a Ringback whose provider is the simulator."""

from typing import Final

from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lines import store as lines
from ringback.lines.plan import webhook_address
from ringback.lines.settings import MissingSecret, Vault
from ringback.lines.store import Line
from ringback.simulator.carrier import Carrier
from ringback.simulator.directory import Directory, Subscriber
from ringback.simulator.sound import CARRIER

PROVIDER: Final = "simulator"
PATH: Final = CARRIER  # where the server answers for the carrier; the provider knows it too


def carrier_for(db: Database, vault: Vault, clock: Clock, public_url: str, at: str = "") -> Carrier:
    """A carrier that knows the lines in this database. Whoever makes it closes it."""
    return Carrier(clock, _directory(db, vault, public_url), at)


def simulated_lines(tx: Transaction) -> list[Line]:
    """The lines on the simulator, of whichever business."""
    return [line for line in lines.every(tx) if line.provider == PROVIDER]


def _directory(db: Database, vault: Vault, public_url: str) -> Directory:
    async def subscribers() -> list[Subscriber]:
        found = await db.read(simulated_lines)
        return [one for line in found if (one := _subscriber(line, vault, public_url)) is not None]

    return subscribers


def _subscriber(line: Line, vault: Vault, public_url: str) -> Subscriber | None:
    """None for a line that is not fully set up: the carrier then knows nobody at that number."""
    try:
        key = vault.open(str(line.settings.get("signing_key", "")))
    except MissingSecret:
        return None
    if not key:
        return None
    voice, call, text = (webhook_address(public_url, line.id, kind) for kind in ("voice", "call", "text"))
    return Subscriber(line.number, voice, call, text, key)
