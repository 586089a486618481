"""Dan also calls from work: two numbers, one person, and nothing of either is changed by that."""

from pathlib import Path

import pytest

from ringback.contacts import people, permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.conversations.thread import Thread, WholeText, thread
from ringback.flows import looked_after, same_person
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA
from tests.conversations.make import BEN, NOW, Desk, desk

WORK = DANA
THIRD = "+15125550199"


def said(at: Desk, talk: str) -> list[tuple[str, str]]:
    """Each text with the number that it is about, where that is another one."""
    found: Thread = at.asks(thread, talk)
    return [
        (each.number, each.what.text.body) for each in found.happenings if isinstance(each.what, WholeText)
    ]


def test_both_numbers_stand_in_one_thread_and_apart_again(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = at.written("My sink leaks", DAN), at.written("Dan again, from work", WORK)
        assert at.does(same_person.join, home, BEN, WORK)
        assert said(at, home) == [("", "My sink leaks"), (WORK, "Dan again, from work")]
        assert said(at, work) == [(DAN, "My sink leaks"), ("", "Dan again, from work")]
        assert not at.does(same_person.join, work, BEN, DAN)
        at.does(same_person.part, home, BEN, WORK)
        assert said(at, home) == [("", "My sink leaks")]
        assert said(at, work) == [("", "Dan again, from work")]


def test_a_wish_to_stop_stays_with_its_number(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, work = at.written("Hello", DAN), at.written("Hello", WORK)
        at.does(permission.record, DAN, Change.STOP, Source.TEXT, evidence="text", at=NOW)
        at.does(same_person.join, work, BEN, DAN)
        assert at.asks(thread, home).standing is Change.STOP
        assert at.asks(thread, work).standing is Change.START
        at.does(same_person.part, work, BEN, DAN)
        assert at.asks(permission.standing, DAN) is Change.STOP
        assert at.asks(permission.standing, WORK) is Change.START


def test_whoever_was_called_back_need_not_be_called_on_the_other_number(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, _ = at.written("Hello", DAN), at.written("Hello", WORK)
        other = at.asks(contacts.by_number, WORK)
        at.does(tasks.add, TaskKind.CALL_BACK, "call_1", "Please call back.", other.id)
        at.does(same_person.join, home, BEN, WORK)
        assert [each.task.sentence for each in at.asks(thread, home).to_do] == ["Please call back."]
        at.does(looked_after.called_back, home, BEN)
        assert at.asks(tasks.open_tasks) == []


def test_three_numbers_and_one_taken_out_again(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home, _, third = (at.written("Hello", number) for number in (DAN, WORK, THIRD))
        at.does(same_person.join, home, BEN, WORK)
        at.does(same_person.join, third, BEN, WORK)
        assert {each.number for each in at.asks(thread, home).others} == {WORK, THIRD}
        at.does(same_person.part, home, BEN, THIRD)
        assert [each.number for each in at.asks(thread, home).others] == [WORK]
        assert at.asks(thread, third).others == ()
        at.does(same_person.part, home, BEN, WORK)
        assert at.asks(contacts.by_number, DAN).person is None


def test_the_same_name_is_pointed_out_until_they_are_one(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home = at.written("Hello", DAN, name="José Luna")
        at.written("Hello", WORK, name="JOSE LUNA")
        at.written("Hello", THIRD, name="Jose")
        assert [each.number for each in at.asks(thread, home).namesakes] == [WORK]
        at.does(same_person.join, home, BEN, WORK)
        assert at.asks(thread, home).namesakes == ()


def test_what_cannot_be(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        home = at.written("Hello", DAN)
        with pytest.raises(ValueError, match="Nobody has called"):
            at.does(same_person.join, home, BEN, WORK)
        with pytest.raises(ValueError, match="this very conversation"):
            at.does(same_person.join, home, BEN, DAN)
        with pytest.raises(LookupError):
            at.db.run_now(same_person.join, at.carols.account_id, home, BEN, WORK)
        at.does(same_person.part, home, BEN, WORK)
        many = [f"+151255501{n}" for n in range(40, 40 + people.MOST_NUMBERS)]
        for number in many:
            at.written("Hello", number)
        for number in many[:-1]:
            at.does(same_person.join, home, BEN, number)
        with pytest.raises(ValueError, match="at most"):
            at.does(same_person.join, home, BEN, many[-1])
