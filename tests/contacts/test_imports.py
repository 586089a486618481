"""A file of numbers is taken in by jobs, part by part: nothing twice, nothing lost, and it can be stopped."""

import random
from pathlib import Path

import pytest

from ringback.contacts import imports, lists, people
from ringback.contacts import store as contacts
from ringback.contacts.address_book import read_address_book
from ringback.contacts.imports import AS_NAMES, Import, State
from ringback.contacts.listed import Listed
from ringback.contacts.lists import Entry
from ringback.contacts.store import LONGEST_NAME
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from tests.cast import DAN
from tests.world import Shop, shop

FIRST = (202, 206, 212, 214, 303, 305, 310, 312, 313, 314, 323, 404, 408)
AREAS = (*FIRST, 415, 480, 503, 512, 602, 615, 617, 619, 702, 703, 713, 718)


def rows(many: int) -> bytes:
    """Numbers that are kept free for fiction, one area code after the other."""
    numbers = (f"+1{area}55501{n:02}" for area in AREAS for n in range(100))
    return ("Name,Phone\n" + "\n".join(f"P{at},{next(numbers)}" for at in range(many))).encode()


async def begins(rosas: Shop, content: bytes, which: str = AS_NAMES) -> bool:
    return await rosas.ringback.db.run(imports.begin, rosas.line.account_id, content, which, "US")


async def latest(rosas: Shop) -> Import:
    found = await rosas.ringback.db.read(imports.latest, rosas.line.account_id)
    assert found is not None
    return found


async def test_a_file_is_taken_in_whole_and_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        content = rows(2500) + b"\nNobody,none"
        assert [await begins(rosas, content), await begins(rosas, content)] == [True, False]
        await rosas.ringback.settled()
        done = await latest(rosas)
        assert (done.state, done.total, done.taken, done.unread) == (State.DONE, 2500, 2500, 1)
        assert done.problems == ('Row 2502: "none" is not a phone number.',)
        found = await rosas.ringback.db.read(people.newest, rosas.line.account_id, "P7", 5)
        assert "P7" in {each.name for each in found}
        assert await begins(rosas, content), "and once more, which changes nothing"
        await rosas.ringback.settled()
        assert (await latest(rosas)).taken == done.total


async def test_a_name_of_any_length_is_taken_as_far_as_a_name_goes(tmp_path: Path) -> None:
    """A note in the wrong column, say. An index of PostgreSQL takes no word of that length."""
    letters = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=20_000))
    async with shop(tmp_path) as rosas:
        await begins(rosas, f"Name,Phone\n{letters},{DAN}".encode())
        await rosas.ringback.settled()
        assert (await latest(rosas)).state is State.DONE
        [dan] = await rosas.ringback.db.read(people.newest, rosas.line.account_id, letters[:20], 5)
        assert dan.name == letters[:LONGEST_NAME]


async def test_a_list_is_filled_from_a_file(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begins(rosas, rows(30), Listed.NEVER_TEXT.value)
        await rosas.ringback.settled()
        account = rosas.line.account_id
        count, some = await rosas.ringback.db.read(lists.some, account, Listed.NEVER_TEXT, 3)
        assert (count, len(some), (await latest(rosas)).taken) == (30, 3, 30)


async def test_what_is_stopped_keeps_what_was_taken_and_takes_no_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account = rosas.line.account_id

        def one_part(tx: Transaction) -> str:
            """The file is read, one part is taken, and then somebody presses Stop."""
            imports.begin(tx, account, b"", AS_NAMES, "US")
            one = imports.latest(tx, account)
            assert one is not None
            imports.was_read(tx, id=one.id, book=read_address_book(rows(2500), "US"))
            imports.take(tx, one.id)
            imports.stop(tx, account)
            return one.id

        id = await rosas.ringback.db.run(one_part)
        await rosas.ringback.settled()
        await rosas.ringback.db.run(imports.take, id)
        stopped = await latest(rosas)
        assert (stopped.state, stopped.taken, stopped.total) == (State.STOPPED, 1000, 2500)
        assert await begins(rosas, rows(1)), "another may begin"


@pytest.mark.parametrize("content", [b"x", b"\xff\xfe", b"\0\0\0", b"BEGIN:VCARD"])
async def test_what_is_no_address_book_ends_with_nothing(tmp_path: Path, content: bytes) -> None:
    async with shop(tmp_path) as rosas:
        await begins(rosas, content)
        await rosas.ringback.settled()
        assert ((await latest(rosas)).state, (await latest(rosas)).taken) == (State.DONE, 0)


async def test_another_business_sees_and_stops_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await begins(rosas, rows(10))
        assert await rosas.ringback.db.read(imports.latest, "account_carols") is None
        await rosas.ringback.db.run(imports.stop, "account_carols")
        await rosas.ringback.settled()
        assert (await latest(rosas)).state is State.DONE


async def test_a_file_is_taken_back_but_for_what_has_happened_since(tmp_path: Path) -> None:
    """Somebody of it has called, one was renamed, one written to, and one was known before without a name."""
    async with shop(tmp_path) as rosas:
        db, account = rosas.ringback.db, rosas.line.account_id
        known = await db.run(contacts.heard_from, account, "+12125550100", rosas.clock.now())
        await begins(rosas, rows(2500))
        await rosas.ringback.settled()
        found = {each.number: each for each in await db.read(people.newest, account, "", 3000)}
        assert found["+12125550100"].name
        await db.run(contacts.heard_from, account, "+12125550101", rosas.clock.now())
        await db.run(contacts.rename, account, found["+12125550102"].id, "Aunt May")
        await db.run(conversations.touch, account, found["+12125550103"].id)
        assert await db.run(imports.take_back, account)
        assert not await db.run(imports.take_back, account), "once is enough"
        assert not await begins(rosas, rows(1)), "not while it goes on"
        await rosas.ringback.settled()
        left = {each.number: each.name for each in await db.read(people.newest, account, "", 3000)}
        assert left == {
            "+12125550100": "",
            "+12125550101": found["+12125550101"].name,
            "+12125550102": "Aunt May",
            "+12125550103": found["+12125550103"].name,
        }
        assert left.keys() >= {known.number}
        assert ((await latest(rosas)).state, (await latest(rosas)).taken) == (State.TAKEN_BACK, 0)


async def test_a_file_on_the_wrong_list_puts_everybody_back_where_they_were(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        db, account = rosas.ringback.db, rosas.line.account_id
        await db.run(lists.put, account, {"+12025550100": "Mum", "+12025550101": "Pipes Inc."}, Listed.VIP)
        before = await db.read(lists.entries, account)
        await begins(rosas, rows(1500), Listed.NEVER_TEXT.value)
        await rosas.ringback.settled()
        await db.run(lists.put, account, {"+12025550102": "Dan"}, Listed.TELL_ME)
        await db.run(imports.take_back, account)
        await rosas.ringback.settled()
        changed = [Entry(Listed.TELL_ME, "+12025550102", "Dan"), *before]
        assert await db.read(lists.entries, account) == changed


async def test_a_day_later_nothing_is_taken_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account, db = rosas.line.account_id, rosas.ringback.db
        await begins(rosas, rows(3))
        await rosas.ringback.settled()
        await rosas.after(imports.REGRET.total_seconds() + 60)
        assert not await db.run(imports.take_back, account)
        assert not await db.run(imports.take_back, "account_carols")
        assert len(await db.read(people.newest, account, "", 9)) == 3
