"""The list of conversations, as Ben sees it."""

from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import listing
from ringback.conversations import store as conversations
from ringback.conversations.boxes import Box
from ringback.flows import looked_after
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA
from tests.conversations.make import BEN, ROSA, Desk, desk


def shown(at: Desk, box: Box = Box.OPEN, typed: str = "", member: str = BEN) -> list[str]:
    """The last words of each conversation in that box, from the top."""
    rows = at.asks(listing.page, member, box, typed=typed).rows
    return [row.text.body if row.text else "" for row in rows]


def test_newest_stands_on_top_and_the_longest_wait_first_where_people_wait(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.written("My sink leaks", DAN)
        at.written("Thanks!", "+15125550113", waiting=False)
        at.written("Do you paint?", DANA)
        at.written("Hello?", DAN)
        assert shown(at) == ["Hello?", "Do you paint?", "Thanks!"]
        assert shown(at, Box.WAITING) == ["Hello?", "Do you paint?"]


def test_unread_is_a_matter_of_each_member(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("My sink leaks")
        at.does(conversations.read, dans, BEN)
        assert (shown(at, Box.UNREAD, member=BEN), shown(at, Box.UNREAD, member=ROSA)) == (
            [],
            ["My sink leaks"],
        )
        at.written("Hello?")
        assert shown(at, Box.UNREAD, member=BEN) == ["Hello?"]
        at.does(conversations.read, dans, BEN)
        at.does(conversations.unread, dans, BEN)
        assert shown(at, Box.UNREAD, member=BEN) == ["Hello?"]


def test_what_is_done_or_put_off_is_away_until_they_get_in_touch(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("My sink leaks")
        at.does(looked_after.finish, dans, BEN)
        assert (shown(at), shown(at, Box.DONE), shown(at, Box.WAITING)) == ([], ["My sink leaks"], [])
        at.written("Thanks!", waiting=False)
        assert (shown(at), shown(at, Box.WAITING)) == (["Thanks!"], [])
        at.does(looked_after.snooze, dans, BEN, at.clock.now().replace(hour=23))
        assert (shown(at), shown(at, Box.SNOOZED)) == ([], ["Thanks!"])
        at.clock.advance_to(at.clock.now().replace(hour=23, minute=59))
        assert (shown(at), shown(at, Box.SNOOZED)) == (["Thanks!"], [])


def test_done_is_taken_back_with_everything_that_went_with_it(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("My sink leaks")
        contact = at.asks(conversations.get, dans).contact_id
        at.does(tasks.add, TaskKind.CALL_BACK, "call_1", "Please call back.", contact)
        at.does(looked_after.finish, dans, BEN)
        assert (shown(at, Box.CALL), at.asks(tasks.open_tasks)) == ([], [])
        at.does(looked_after.open_again, dans, BEN)
        assert (shown(at, Box.CALL), shown(at, Box.WAITING)) == (["My sink leaks"], ["My sink leaks"])


def test_boxes_count_what_is_in_them(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("My sink leaks", DAN)
        at.written("Do you paint?", DANA)
        at.does(looked_after.assign, dans, ROSA, BEN)
        at.does(conversations.read, dans, BEN)
        contact = at.asks(conversations.get, dans).contact_id
        at.does(tasks.add, TaskKind.URGENT, "text_1", "Please call now.", contact)
        counts = at.asks(listing.counts, BEN)
        assert counts == {Box.UNREAD: 1, Box.MINE: 1, Box.WAITING: 2, Box.CALL: 1}
        assert (shown(at, Box.MINE), shown(at, Box.UNASSIGNED)) == (["My sink leaks"], ["Do you paint?"])
        (row,) = at.asks(listing.page, BEN, Box.CALL).rows
        assert row.task is not None
        assert (row.task.sentence, row.unread) == ("Please call now.", False)


def test_pages_follow_each_other_without_a_gap(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        for number in range(7):
            at.written(f"text {number}", f"+1512555011{number}")
        for box, expected in ((Box.OPEN, [6, 5, 4, 3, 2, 1, 0]), (Box.WAITING, [0, 1, 2, 3, 4, 5, 6])):
            seen, after = [], ""
            while True:
                page = at.asks(listing.page, BEN, box, after=after, limit=3)
                seen += [row.text.body for row in page.rows]
                after = page.more
                if not after:
                    break
            assert seen == [f"text {number}" for number in expected]


def test_a_page_that_we_never_gave_out_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path) as at, pytest.raises(ValueError, match="isoformat"):
        at.asks(listing.page, BEN, after="x~y")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("leak", ["My sink is LEAKING, señora"]),
        ("senora sink", ["My sink is LEAKING, señora"]),
        ("jose", ["Do you paint?"]),
        ("álv", ["Do you paint?"]),
        ("555-0112", ["Do you paint?"]),
        ("(512) 555-0111", ["My sink is LEAKING, señora"]),
        ("sink paint", []),
        ("ink", []),
        ("50%", []),
        ("_", ["Do you paint?", "My sink is LEAKING, señora"]),
    ],
)
def test_search_finds_words_names_and_numbers(tmp_path: Path, typed: str, found: list[str]) -> None:
    with desk(tmp_path) as at:
        at.written("My sink is LEAKING, señora", DAN)
        done = at.written("Do you paint?", DANA, name="José Álvarez")
        at.does(looked_after.finish, done, BEN)
        assert sorted(shown(at, typed=typed)) == sorted(found)


def test_a_new_name_is_found_and_the_old_one_is_not(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("Hello", name="Dan Miller")
        at.does(contacts.rename, at.asks(conversations.get, dans).contact_id, "  Daniel   Moss ")
        assert (shown(at, typed="miller"), shown(at, typed="moss")) == ([], ["Hello"])


def test_carol_sees_nothing_of_it(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        dans = at.written("My sink leaks", name="Dan")
        carols = at.carols.account_id
        for typed in ("", "sink", "dan", "0111"):
            assert at.db.run_now(listing.page, carols, BEN, typed=typed).rows == ()
        assert set(at.db.run_now(listing.counts, carols, BEN).values()) == {0}
        with pytest.raises(LookupError):
            at.db.run_now(listing.one, carols, BEN, dans)
        with pytest.raises(LookupError):
            at.db.run_now(looked_after.finish, carols, dans, BEN)


@pytest.mark.sqlite
def test_list_asks_the_database_as_often_for_thirty_rows_as_for_one(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.written("one", DAN)
        few = at.questions(listing.page, BEN)
        for number in range(30):
            at.called(f"+151255501{number:02}")
        assert (few, at.questions(listing.page, BEN)) == (5, 5)
