"""Somebody with several numbers is one person in the inbox, whatever the state of each number."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import sqlalchemy as sa

from ringback.contacts import people
from ringback.contacts.store import contacts
from ringback.conversations import listing
from ringback.conversations import store as conversations
from ringback.conversations.boxes import Box
from ringback.conversations.store import Conversation, as_one
from ringback.conversations.thread import thread
from ringback.db.transaction import Transaction
from ringback.flows import looked_after, same_person, taken_over
from ringback.messages.of_contact import last_of_each
from ringback.promises import store as promises
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA
from tests.conversations.make import BEN, NOW, ROSA, Desk, desk

HOME, WORK = DAN, DANA
LATER = NOW + timedelta(days=9)


def dan(at: Desk) -> tuple[str, str]:
    """He has written from home and then from work, and waits on both."""
    home, work = at.written("My sink leaks", HOME, name="Dan"), at.written("Me again, from work", WORK)
    at.does(same_person.join, home, BEN, WORK)
    return home, work


def rows(at: Desk, box: Box, member: str = BEN) -> list[str]:
    return [each.conversation.id for each in at.asks(listing.page, member, box).rows]


def test_one_row_is_shown_and_counted_once(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        for box, expected in ((Box.OPEN, work), (Box.UNREAD, work), (Box.WAITING, home)):
            assert rows(at, box) == [expected]
        assert at.asks(listing.counts, BEN) == {Box.UNREAD: 1, Box.MINE: 0, Box.WAITING: 1, Box.CALL: 0}
        (found,) = at.asks(listing.page, BEN, typed="me again").rows
        assert (found.conversation.id, found.contact.name) == (work, "Dan")


def test_words_that_are_split_over_two_numbers_find_the_person(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        at.written("The boiler is loud", "+15125550113", name="Dan Moss")
        found = {
            typed: [each.conversation.id for each in at.asks(listing.page, BEN, typed=typed).rows]
            for typed in ("sink work", "dan again", "0111 sink", "leaks 0112", "sink boiler", "sink zzz")
        }
        assert found == {
            "sink work": [work], "dan again": [work], "0111 sink": [work], "leaks 0112": [work],
            "sink boiler": [], "sink zzz": [],
        }  # fmt: skip
        at.does(same_person.part, home, BEN, WORK)
        assert at.asks(listing.page, BEN, typed="sink work").rows == ()


def test_a_number_has_the_name_of_its_person_until_it_is_somebody_elses(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        at.written("Hello", "+15125550113")
        ids = [at.asks(conversations.get, talk).contact_id for talk in (home, work)]
        named = at.asks(people.with_names, ids)
        assert [named[each].name for each in ids] == ["Dan", "Dan"]
        assert at.asks(people.with_names, [ids[1]])[ids[1]].number == WORK
        assert [(each.number, each.name) for each in at.asks(people.newest, "dan 0111", 9)] == [
            (WORK, "Dan"), (HOME, "Dan"),
        ]  # fmt: skip
        assert at.db.run_now(people.with_names, at.carols.account_id, ids) == {}
        at.does(same_person.part, home, BEN, WORK)
        assert at.asks(people.with_names, ids)[ids[1]].name == ""
        assert [each.number for each in at.asks(people.newest, "dan", 9)] == [HOME]


def test_the_row_tells_of_all_numbers(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        contact = at.asks(conversations.get, home).contact_id
        at.does(tasks.add, TaskKind.CALL_BACK, "call_1", "Please call back.", contact)
        at.does(conversations.touch, at.asks(conversations.get, work).contact_id)
        (row,) = at.asks(listing.page, BEN).rows
        assert row.text is not None
        assert row.task is not None
        assert (row.conversation.id, row.text.body, row.task.sentence, row.unread) == (
            work, "Me again, from work", "Please call back.", True,
        )  # fmt: skip
        assert row.conversation.waiting_since == at.asks(conversations.with_contact, contact).waiting_since
        assert at.asks(thread, work).contact.name == "Dan"


def test_what_members_do_is_done_with_the_person(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        at.does(conversations.read, home, BEN)
        assert (rows(at, Box.UNREAD), rows(at, Box.UNREAD, ROSA)) == ([], [work])
        at.does(conversations.unread, home, BEN)
        assert rows(at, Box.UNREAD) == [work]
        at.does(looked_after.assign, home, ROSA, BEN)
        assert (rows(at, Box.MINE), rows(at, Box.UNASSIGNED)) == ([work], [])
        at.does(looked_after.snooze, work, BEN, LATER)
        assert (rows(at, Box.OPEN), rows(at, Box.SNOOZED)) == ([], [work])
        at.does(looked_after.finish, home, BEN)
        assert (rows(at, Box.OPEN), rows(at, Box.SNOOZED), rows(at, Box.DONE)) == ([], [], [work])
        at.does(looked_after.open_again, work, BEN)
        assert (rows(at, Box.OPEN), rows(at, Box.DONE)) == ([work], [])
        at.written("Hello?", HOME)
        assert rows(at, Box.OPEN) == [home]


def test_who_gets_in_touch_on_one_number_is_neither_done_nor_put_off(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        for put_away in (_put_off, looked_after.finish):
            at.does(put_away, work, BEN)
            at.written("Hello?", HOME)
            assert (rows(at, Box.OPEN), rows(at, Box.SNOOZED), rows(at, Box.DONE)) == ([home], [], [])
            assert at.asks(conversations.get, work).here(at.clock.now())


def _put_off(tx: Transaction, account_id: str, conversation_id: str, by: str) -> None:
    looked_after.snooze(tx, account_id, conversation_id, by, LATER)


def test_whoever_is_taken_over_on_one_number_is_so_on_all_and_is_handed_back_on_all(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        at.does(taken_over.take_over, home, BEN)
        assert at.asks(conversations.get, work).taken_over_by == BEN
        at.does(taken_over.hand_back, work, BEN)
        assert not at.asks(conversations.get, home).taken_over(at.clock.now())


def test_what_was_promised_on_one_number_is_kept_by_a_call_to_the_other(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        theirs = at.asks(conversations.get, home).contact_id
        at.does(_promised, theirs, home)
        at.does(looked_after.called_back, work, BEN)
        assert (at.asks(promises.of_contact, theirs), rows(at, Box.WAITING)) == ([], [])


def _promised(tx: Transaction, account_id: str, contact_id: str, conversation_id: str) -> None:
    text = last_of_each(tx, account_id, [contact_id])[contact_id]
    promises.make(
        tx, account_id=account_id, contact_id=contact_id, conversation_id=conversation_id, text_id=text.id,
        what="call", due=LATER,
    )  # fmt: skip


def test_apart_again_each_number_has_its_own_row(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = dan(at)
        at.does(same_person.part, home, BEN, WORK)
        assert (rows(at, Box.OPEN), rows(at, Box.WAITING)) == ([work, home], [home, work])
        at.does(looked_after.finish, home, BEN)
        assert (rows(at, Box.OPEN), rows(at, Box.DONE)) == ([work], [home])


def test_every_state_of_two_numbers_puts_the_person_into_the_boxes_where_they_belong(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        couples = at.does(_couples)
        shown = {
            box: [
                each.conversation.contact_id[:-2] for each in at.asks(listing.page, BEN, box, limit=999).rows
            ]
            for box in (Box.OPEN, Box.MINE, Box.UNASSIGNED, Box.WAITING, Box.SNOOZED, Box.DONE)
        }
        for box, people in shown.items():
            expected = {who for who, both in couples.items() if _belongs(box, both)}
            assert (sorted(people), box) == (sorted(expected), box)


def _belongs(box: Box, both: list[Conversation]) -> bool:
    here = [each for each in both if each.done_at is None and each.snoozed_until is None]
    put_off = [each for each in both if each.done_at is None and each.snoozed_until is not None]
    match box:
        case Box.OPEN:
            return bool(here)
        case Box.MINE:
            return any(each.assigned_to == BEN for each in here)
        case Box.UNASSIGNED:
            return bool(here) and all(each.assigned_to is None for each in here)
        case Box.WAITING:
            return any(each.waiting_since for each in here)
        case Box.SNOOZED:
            return not here and bool(put_off)
        case _:
            return not here and not put_off


def _couples(tx: Transaction, account_id: str) -> dict[str, list[Conversation]]:
    """Two numbers of one person each, in every pair of states."""
    states = list(product(("here", "put off", "done"), (True, False), (None, BEN, ROSA)))
    couples = {}
    for n, pair in enumerate(product(states, states)):
        both = [_number(tx, account_id, f"c{n:03}", side, state) for side, state in enumerate(pair)]
        couples[f"c{n:03}"] = both
        assert as_one(both, tx.now).here(tx.now) == any(where == "here" for where, *_ in pair)
    return couples


def _number(
    tx: Transaction, account_id: str, who: str, side: int, state: tuple[str, bool, str | None]
) -> Conversation:
    where, waits, whose = state
    at = tx.now - timedelta(minutes=side)
    person = {"id": f"{who}_{side}", "account_id": account_id, "number": f"+{who}{side}", "person": who}
    tx.execute(sa.insert(contacts).values(**person, last_contact_at=at, created_at=at))
    talk = Conversation(
        id=f"talk_{who}_{side}", account_id=account_id, contact_id=f"{who}_{side}", last_at=at, last_in_at=at,
        waiting_since=at if waits else None, assigned_to=whose, taken_over_by=None, taken_over_until=None,
        snoozed_until=LATER if where == "put off" else None, done_at=at if where == "done" else None,
    )  # fmt: skip
    values = {name: getattr(talk, name) for name in talk.__slots__}
    tx.execute(sa.insert(conversations.conversations).values(**values, created_at=at))
    return talk
