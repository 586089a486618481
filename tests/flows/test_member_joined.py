"""What somebody who is let into a business finds in its inbox."""

from pathlib import Path

from ringback.accounts import members, users
from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from ringback.conversations import listing
from ringback.conversations import store as conversations
from ringback.conversations.boxes import Box
from ringback.db.transaction import Transaction
from ringback.flows.member_joined import join_team
from tests.cast import DANA
from tests.conversations.make import Desk, desk


def joins(at: Desk, name: str, role: Role = Role.MEMBER) -> str:
    def story(tx: Transaction, account_id: str) -> str:
        user = users.add(tx, email=f"{name}@example.com", name=name, password="")
        join_team(tx, account_id, user.id, role)
        return user.id

    return str(at.does(story))


def unread(at: Desk, member: str) -> list[str]:
    rows = at.asks(listing.page, member, Box.UNREAD).rows
    return [row.text.body for row in rows if row.text]


def test_what_was_there_before_a_colleague_joined_is_read(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        rosa = joins(at, "Rosa", Role.OWNER)
        dans = at.written("My sink leaks")
        at.written("Do you paint?", DANA)
        ben = joins(at, "Ben")
        assert (unread(at, ben), unread(at, rosa)) == ([], ["Do you paint?", "My sink leaks"])
        assert at.asks(listing.page, ben, Box.WAITING).rows, "they still wait for somebody"
        at.written("Hello?")
        assert unread(at, ben) == ["Hello?"]
        at.does(conversations.read, dans, ben)
        at.does(conversations.unread, dans, ben)
        assert unread(at, ben) == ["Hello?"]


def test_the_first_of_a_business_has_read_nothing_of_what_came_before(tmp_path: Path) -> None:
    """A line may be in service by a file before anybody has ever signed in."""
    with desk(tmp_path) as at:
        at.written("My sink leaks")
        assert unread(at, joins(at, "Rosa", Role.OWNER)) == ["My sink leaks"]


def test_another_role_leaves_unread_what_is_and_who_comes_back_begins_anew(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        joins(at, "Rosa", Role.OWNER)
        ben = joins(at, "Ben")
        dans = at.written("My sink leaks")
        at.does(join_team, ben, Role.READER)
        assert unread(at, ben) == ["My sink leaks"]
        at.does(conversations.read, dans, ben)
        at.does(members.remove, ben)
        at.written("Hello?")
        at.does(join_team, ben, Role.MEMBER)
        assert unread(at, ben) == []


def test_what_ben_has_not_read_at_carols_stays_unread_there(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        carol = at.carols.account_id

        def writes_to_carol(tx: Transaction, _: str) -> None:
            contact = contacts.heard_from(tx, carol, DANA, tx.now)
            conversations.touch(tx, carol, contact.id, unread=True)

        def unread_at_carols(tx: Transaction, _: str, member: str) -> int:
            return len(listing.page(tx, carol, member, Box.UNREAD).rows)

        joins(at, "Rosa", Role.OWNER)
        at.written("My sink leaks")
        at.does(writes_to_carol)
        assert at.asks(unread_at_carols, joins(at, "Ben")) == 1
