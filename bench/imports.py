"""An address book of 100,000 numbers is taken in while callers call: `python -m bench.imports`.

Prints how long it takes, and how long a webhook and the inbox wait meanwhile and when all is quiet: over real
HTTP on loopback, with the server, its client and the simulated carrier in one process.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from random import Random

import aiohttp

from bench.inbox import NAMES, opened
from ringback.app import Ringback
from ringback.contacts import imports
from ringback.contacts.address_book import MOST_PEOPLE
from ringback.contacts.imports import AS_NAMES
from ringback.lib.logs import configure
from ringback.simulator.people import SHOP

COUNTRY = "US"
QUIET = 30  # calls before the file comes
PAUSE = 0.1  # seconds between two of them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=MOST_PEOPLE, help="of rows")
    configure("error")
    asyncio.run(_measure(parser.parse_args().number))


async def _measure(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with opened(folder, conversations=100) as (ringback, client, account):
            quiet = [await _once(ringback, client, account) for _ in range(QUIET)]
            begun = time.perf_counter()
            await ringback.db.run(imports.begin, account, address_book(number), AS_NAMES, COUNTRY)
            busy = []
            while await _goes_on(ringback, account):
                busy.append(await _once(ringback, client, account))
            took = time.perf_counter() - begun
            last = await ringback.db.read(imports.latest, account)
            ringback.closing.set()
    assert last is not None
    print(f"{last.taken:,} numbers taken in, in {took:.1f} s; median and slowest, in ms:")
    for name, each in (("quiet", quiet), ("meanwhile", busy)):
        texts, pages = zip(*each, strict=True)
        print(f"  {name:12} a text, to the answer {_told(texts)}   the inbox {_told(pages)}")


def address_book(number: int) -> bytes:
    chance = Random(1)
    rows = (f"{chance.choice(NAMES)} {chance.choice(NAMES)}son,+1737{2_000_000 + n}" for n in range(number))
    return "\n".join(["name,phone", *rows]).encode()


async def _goes_on(ringback: Ringback, account: str) -> bool:
    last = await ringback.db.read(imports.latest, account)
    return last is not None and last.goes_on


async def _once(ringback: Ringback, client: aiohttp.ClientSession, account: str) -> tuple[float, float]:
    """Milliseconds until the webhook of a text is answered, and until the inbox is there."""
    carrier = ringback.carrier
    assert carrier is not None

    async def page() -> None:
        async with client.get(f"/a/{account}/inbox") as answer:
            assert answer.status == 200, answer.status
            await answer.read()

    spent = await _timed(lambda: carrier.text("+15125550177", SHOP, "Are you open?")), await _timed(page)
    await asyncio.sleep(PAUSE)
    return spent


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await ask()
    return (time.perf_counter() - begun) * 1000


def _told(spent: tuple[float, ...]) -> str:
    return f"{statistics.median(spent):6.1f}{max(spent):8.1f}"


if __name__ == "__main__":
    main()
