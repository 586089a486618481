"""The inbox of a business with 10,000 conversations: `python -m bench.inbox`.

Prints how long the server takes for its pages, and how long from the webhook of a text until an open page
has it: all over real HTTP on loopback, with the server, its client and the simulated carrier in one process.
The last column, the processor's time for both sides, says most where other work runs beside.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random

import aiohttp
import sqlalchemy as sa

from ringback.accounts import members, sessions, users
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.app import Ringback
from ringback.cli.scenarios.stage import address, listening, served
from ringback.contacts.store import contacts, searched
from ringback.conversations.search import words, words_in
from ringback.conversations.store import conversations
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lib.logs import configure
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.messages.store import Purpose, State, texts
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from ringback.simulator.people import DAN, SHOP
from ringback.tasks.store import TaskKind, tasks

EACH = 10  # texts of one conversation
MANY = 40  # times that each page is asked for
AT_ONCE = 500
SAID = [
    "my",
    "kitchen",
    "sink",
    "is",
    "leaking",
    "could",
    "somebody",
    "come",
    "by",
    "tomorrow",
    "morning",
    "please",
    "thank",
    "you",
    "so",
    "much",
]
NAMES = [
    "Ana",
    "Ben",
    "Carla",
    "Dev",
    "Eve",
    "Farid",
    "Grace",
    "Hal",
    "Iris",
    "Jo",
    "Kim",
    "Lena",
    "Max",
    "Noor",
    "Omar",
    "Pia",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000, help="of conversations")
    configure("error")
    asyncio.run(_measure(parser.parse_args().number))


async def _measure(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with opened(folder, number) as (ringback, client, account):
            await _pages(ringback, client, account, number)
            await _until_on_screen(ringback, client, account)


@asynccontextmanager
async def opened(
    folder: str, conversations: int
) -> AsyncIterator[tuple[Ringback, aiohttp.ClientSession, str]]:
    """A server with so many conversations in one business, a browser that is signed in there, and its id."""
    place = listening()
    settings = read_settings(
        {"RINGBACK_DATA": folder, "RINGBACK_PUBLIC_URL": address(place), "RINGBACK_SIMULATOR": "on"}
    )
    async with Ringback.open(settings) as ringback, served(ringback.asgi, place):
        account, token = await ringback.db.run(_fill, conversations)
        cookies = {"Cookie": f"ringback={token}"}
        async with aiohttp.ClientSession(address(place), headers=cookies) as client:
            yield ringback, client, account


async def _pages(ringback: Ringback, client: aiohttp.ClientSession, account: str, number: int) -> None:
    one = await ringback.db.read(_newest, account)
    print(f"{number:,} conversations with {number * EACH:,} texts; median, 95 of 100, and processor, in ms:")
    for name, path in (
        ("the inbox", "inbox"),
        ("who waits", "inbox?box=waiting"),
        ("who is to be called", "inbox?box=call"),
        ("a conversation", f"inbox/{one}"),
        ("search: a word", "inbox?q=leak"),
        ("search: a name and a word", "inbox?q=noor+tomorrow"),
        ("search: a number", "inbox?q=555+0199"),
    ):

        async def ask(path: str = path) -> None:
            async with client.get(f"/a/{account}/{path}") as answer:
                assert answer.status == 200, answer.status
                await answer.read()

        print(f"  {name:28}{_told(await _times(ask))}")


async def _times(ask: Callable[[], Awaitable[None]]) -> list[tuple[float, float]]:
    await ask()
    spent = []
    for _ in range(MANY):
        begun = _now()
        await ask()
        spent.append(_since(begun))
    return spent


async def _until_on_screen(ringback: Ringback, client: aiohttp.ClientSession, account: str) -> None:
    """From when the carrier sends its webhook until the stream of an open page has the words."""
    assert ringback.carrier is not None
    await ringback.carrier.text(DAN, SHOP, "the first text")
    await ringback.settled()
    await asyncio.sleep(0.5)
    talk = await ringback.db.read(_newest, account)
    async with client.get(f"/a/{account}/inbox/live?c={talk}") as stream:
        spent = []
        for turn in range(MANY):
            said = f"text number {turn} of the bench"
            begun = _now()
            await ringback.carrier.text(DAN, SHOP, said)
            async for line in stream.content:
                if said.encode() in line:
                    break
            spent.append(_since(begun))
            await asyncio.sleep(0.2)
        ringback.closing.set()
    print(f"  {'a text, webhook to screen':28}{_told(spent)}")


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(begun: tuple[float, float]) -> tuple[float, float]:
    """Milliseconds on the wall, and of the processor."""
    now = _now()
    return (now[0] - begun[0]) * 1000, (now[1] - begun[1]) * 1000


def _told(spent: list[tuple[float, float]]) -> str:
    wall, processor = sorted(each[0] for each in spent), [each[1] for each in spent]
    return (
        f"{statistics.median(wall):8.1f}{wall[int(len(wall) * 0.95)]:8.1f}{statistics.median(processor):8.1f}"
    )


def _newest(tx: Transaction, account: str) -> str:
    query = sa.select(conversations.c.id).where(conversations.c.account_id == account)
    return str(tx.execute(query.order_by(conversations.c.last_at.desc()).limit(1)).scalar())


def _fill(tx: Transaction, number: int) -> tuple[str, str]:
    account = accounts.save(
        tx,
        name="Rosa's Plumbing",
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy='{"time_zone": "America/Chicago"}',
    )
    line = lines.save(
        tx, account_id=account.id, number=SHOP, provider="simulator", mode=Mode.DIAL, plan=RingPlan(),
        settings={"signing_key": "a key for the bench"},
    )  # fmt: skip
    user = users.add(tx, email="ben@example.com", name="Ben", password="")
    members.put(tx, account.id, user.id, Role.MEMBER)
    chance = Random(1)
    for begin in range(0, number, AT_ONCE):
        many = range(begin, min(begin + AT_ONCE, number))
        _people(tx, chance, account.id, line.id, [(n, tx.now - timedelta(minutes=5 * (n + 1))) for n in many])
    tx.execute(sa.text("ANALYZE"))
    return account.id, sessions.begin(tx, user.id, address="127.0.0.1", browser="bench")


def _people(
    tx: Transaction, chance: Random, account: str, line: str, many: list[tuple[int, datetime]]
) -> None:
    rows = [_person(chance, account, n, at) for n, at in many]
    written = [text for person, talk in rows for text in _texts(chance, account, line, person, talk)]
    said = {(account, word, text["conversation_id"]) for text in written for word in words_in(text["body"])}
    todo = [_task(account, person, talk) for person, talk in rows[::20]]
    tx.execute(sa.insert(contacts), [person for person, _ in rows])
    tx.execute(sa.insert(conversations), [talk for _, talk in rows])
    tx.execute(sa.insert(texts), written)
    tx.execute(
        sa.insert(words),
        [dict(zip(("account_id", "word", "conversation_id"), one, strict=True)) for one in said],
    )
    tx.execute(sa.insert(tasks), todo)


def _person(
    chance: Random, account: str, n: int, at: datetime
) -> tuple[dict[str, object], dict[str, object]]:
    name = f"{chance.choice(NAMES)} {chance.choice(NAMES)}son" if n % 3 else ""
    person = {
        "id": new_id("contact"), "account_id": account, "number": f"+1512{2000000 + n}", "name": name,
        "searched": searched(name), "last_contact_at": at, "created_at": at,
    }  # fmt: skip
    talk = {
        "id": new_id("conversation"), "account_id": account, "contact_id": person["id"], "last_at": at,
        "last_in_at": at, "waiting_since": at if n % 4 == 0 else None,
        "done_at": at if n % 5 == 0 else None, "created_at": at,
    }  # fmt: skip
    return person, talk


def _texts(
    chance: Random, account: str, line: str, person: dict[str, object], talk: dict[str, object]
) -> Iterator[dict[str, str]]:
    at = talk["last_at"]
    assert isinstance(at, datetime)
    for turn in range(EACH):
        ours = turn % 2
        yield {
            "id": new_id("text"), "account_id": account, "line_id": line, "contact_id": person["id"],
            "conversation_id": talk["id"], "direction": "out" if ours else "in",
            "purpose": Purpose.REPLY if ours else Purpose.INBOUND, "body": " ".join(chance.sample(SAID, 8)),
            "media": [], "state": State.DELIVERED if ours else State.RECEIVED,
            "provider_text": new_id("theirs"), "created_at": at - timedelta(minutes=turn),
        }  # type: ignore[misc]  # fmt: skip


def _task(account: str, person: dict[str, object], talk: dict[str, object]) -> dict[str, object]:
    return {
        "id": new_id("task"), "account_id": account, "kind": TaskKind.CALL_BACK, "about": new_id("call"),
        "contact_id": person["id"], "sentence": "Please call back.", "created_at": talk["last_at"],
    }  # fmt: skip


if __name__ == "__main__":
    main()
