"""Pages as a table: for each the method, the path, who may come, and the function that answers.

A group of pages is one file with a list `PAGES`; web/__init__.py names the groups. So one test can ask for
every page as everybody, and no page function has to check who is asking.
"""

from dataclasses import dataclass
from enum import StrEnum

from ringback.accounts.members import Role
from ringback.web.tabs import Tab
from ringback.web.visit import AccountPage, GuestPage, PersonPage


class Needs(StrEnum):
    NOTHING = "nothing"  # open to all
    SIGN_IN = "sign-in"
    READER = "read-only"  # this and the following: in the account of the address
    MEMBER = "member"
    OWNER = "owner"


LONGEST = 200_000  # bytes of a form; ten thousand letters of any script fit


@dataclass(frozen=True, slots=True)
class Page:
    method: str
    path: str  # whole, with {names}
    needs: Needs
    answer: GuestPage | PersonPage | AccountPage
    tab: Tab | None = None
    longest: int = LONGEST


def public(method: str, path: str, answer: GuestPage) -> Page:
    return Page(method, path, Needs.NOTHING, answer)


def signed_in(method: str, path: str, answer: PersonPage) -> Page:
    return Page(method, path, Needs.SIGN_IN, answer)


def page(
    method: str,
    path: str,
    role: Role,
    answer: AccountPage,
    *,
    tab: Tab | None = None,
    longest: int = LONGEST,
) -> Page:
    """A page of an account, `page("GET", "calls/{call}", Role.READER, show)`: below /a/{account}/.

    `longest`: bytes that it takes, where a file is sent.
    """
    return Page(method, f"/a/{{account}}/{path}", Needs(role.value), answer, tab, longest)
