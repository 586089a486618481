"""What people at and around the demo shop do: they call, text, answer, note, tick off. One word for each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Concatenate, Final, ParamSpec, TypeVar

from ringback.cli.scenarios.stage import Stage
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows import looked_after
from ringback.flows.answered import Answer, answer
from ringback.lib.ids import new_id
from ringback.simulator.handset import Habit
from ringback.simulator.people import SHOP
from ringback.simulator.photo import photo

P = ParamSpec("P")
T = TypeVar("T")
Do = Callable[["Shop"], Awaitable[None]]

SOON: Final = timedelta(minutes=2)

# Numbers that are kept free for fiction, and the names that Ben has given some of them.
PEOPLE: Final = {
    "test": ("+15125550120", "Rosa, the tablet"),
    "marta": ("+15125550121", "Marta Vega"),
    "owen": ("+15125550122", "Owen Pratt"),
    "lucia": ("+15125550123", "Lucía Fernández"),
    "sam": ("+15125550124", "Sam Okafor"),
    "bakery": ("+15125550125", "Hill Street Bakery"),
    "noor": ("+15125550126", "نور الدين"),
    "grace": ("+15125550127", "Grace Lindqvist"),
    "hector": ("+15125550128", "Héctor Ruiz"),
    "pat": ("+15125550129", ""),
    "supplier": ("+15125550130", "Central Pipe Supply"),
    "tess": ("+15125550131", "Tess Moreau"),
    "old": ("+15125550132", ""),
    "wei": ("+15125550133", "Wei Zhang"),
    "angry": ("+15125550134", ""),
    "jo": ("+15125550135", "Jo Whitaker"),
    "ana": ("+15125550136", "Ana Sousa"),
    "kid": ("+15125550137", ""),
    "flood": ("+15125550138", ""),
}


@dataclass(frozen=True, slots=True)
class Shop:
    """The stage, and who works in the shop."""

    stage: Stage
    account: str
    team: dict[str, str]  # the members' ids by their names

    async def run(
        self, flow: Callable[Concatenate[Transaction, str, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        return await self.stage.ringback.db.run(flow, self.account, *args, **kw)


def calls(who: str, *, answered: bool = False, gives_up: bool = False) -> Do:
    """Somebody calls. Usually nobody hears it; or Rosa answers and they talk; or they hang up at once."""

    async def do(shop: Shop) -> None:
        stage, number = shop.stage, PEOPLE[who][0]
        stage.rosa.habit = Habit.ANSWER if answered else Habit.RING_ON
        stage.rosa.talks_for = timedelta(minutes=2 + len(who) % 4)
        await stage.carrier.dial(number, SHOP)
        await stage.passes(timedelta(seconds=2))
        if gives_up:
            stage.carrier.hang_up(number)
        await stage.passes(SOON)

    return do


def texts(who: str, *bodies: str) -> Do:
    async def do(shop: Shop) -> None:
        for body in bodies:
            await shop.stage.carrier.text(PEOPLE[who][0], SHOP, body)
            await shop.stage.passes(timedelta(seconds=20))

    return do


def sends_photo(who: str, body: str) -> Do:
    async def do(shop: Shop) -> None:
        await shop.stage.carrier.text(PEOPLE[who][0], SHOP, body, photo())
        await shop.stage.passes(timedelta(seconds=20))

    return do


def replies(name: str, who: str, body: str) -> Do:
    async def do(shop: Shop) -> None:
        given = Answer(body, new_id("answer"), "")
        await _with(shop, who, answer, shop.team.get(name, name), name, given)
        await shop.stage.passes(timedelta(seconds=5))

    return do


def notes(name: str, who: str, body: str) -> Do:
    async def do(shop: Shop) -> None:
        await _with(shop, who, looked_after.write_note, shop.team.get(name, name), body)

    return do


def done(name: str, who: str) -> Do:
    async def do(shop: Shop) -> None:
        await _with(shop, who, looked_after.finish, shop.team.get(name, name))

    return do


def called_back(name: str, who: str) -> Do:
    async def do(shop: Shop) -> None:
        await _with(shop, who, looked_after.called_back, shop.team.get(name, name))

    return do


async def all_is_read(shop: Shop) -> None:
    for member in shop.team.values():
        await shop.run(conversations.read_all, member)


def knows(who: str) -> Do:
    """Ben writes down who it was."""

    async def do(shop: Shop) -> None:
        number, name = PEOPLE[who]
        contact = await shop.run(contacts.by_number, number)
        if contact is not None:
            await shop.run(contacts.rename, contact.id, name)

    return do


async def _with(
    shop: Shop,
    who: str,
    flow: Callable[Concatenate[Transaction, str, str, P], T],
    *args: P.args,
    **kw: P.kwargs,
) -> None:
    """Do something with the conversation of that person, if there is one."""
    found = await shop.run(_conversation, PEOPLE[who][0])
    if found is not None:
        await shop.stage.ringback.db.run(flow, shop.account, found, *args, **kw)


def _conversation(tx: Transaction, account_id: str, number: str) -> str | None:
    contact = contacts.by_number(tx, account_id, number)
    found = conversations.with_contact(tx, account_id, contact.id) if contact else None
    return found.id if found else None
