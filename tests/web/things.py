"""One of each thing that the path of a page names, so that every page of the table can be asked for."""

from ringback.accounts import links, members, sessions, users
from ringback.accounts.links import Purpose
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.web.pages import Page


def things(tx: Transaction, account_id: str) -> dict[str, str]:
    """What may stand for each {name} in a path of this account. For a new {name} add a thing here."""
    ben = users.add(tx, email="ben@example.com", name="Ben", password="")
    members.put(tx, account_id, ben.id, Role.MEMBER)
    sessions.begin(tx, ben.id, address="", browser="")
    links.make(tx, Purpose.INVITATION, account_id=account_id, email="a@example.com", role=Role.READER)
    return {
        "account": account_id,
        "user": ben.id,
        "link": links.invitations(tx, account_id)[0].id,
        "session": sessions.of_user(tx, ben.id)[0].id,
        "token": "none",
        "company": "twilio",
    }


def path_of(page: Page, places: dict[str, str]) -> str:
    return page.path.format(**places)
