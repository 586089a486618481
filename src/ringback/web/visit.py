"""Who is looking and what they may see: all that a page function is given.

A page of an account is called with a Visit. It never sees the id of another account: `visit.account` is the
one in the address, and the door (web/door.py) has looked up that this person belongs to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ringback.accounts import audit
from ringback.accounts.members import Place, Role
from ringback.accounts.sessions import Session
from ringback.accounts.store import Account
from ringback.accounts.users import User
from ringback.conversations.presence import Presence
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lines.settings import Vault
from ringback.settings import Settings
from ringback.simulator.carrier import Carrier
from ringback.web import draw
from ringback.web.clash import marks
from ringback.web.cookies import SAID, Cookies, Said
from ringback.web.dates import Dates
from ringback.web.forms import Form
from ringback.web.tabs import Tab
from ringback.web.words import Words

P = ParamSpec("P")
T = TypeVar("T")

COMMAND_LINE: Final = "command line"
AT_A_GLANCE: Final = 8  # businesses; more are searched on a page of their own


class Running(Protocol):
    """What the pages need of a running Ringback."""

    @property
    def db(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def http(self) -> Http: ...

    @property
    def carrier(self) -> Carrier | None: ...

    @property
    def presence(self) -> Presence: ...

    @property
    def closing(self) -> asyncio.Event: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody at a page that is open to all."""

    request: Request
    running: Running
    key: str  # this browser's own: its session's token, or a guest's
    csrf: str  # the token of this page's forms (web/csrf.py)
    form: Form
    t: Words
    cookies: Cookies

    async def run(self, flow: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return await self.running.db.run(flow, *args, **kw)

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kw: P.kwargs) -> T:
        return await self.running.db.read(query, *args, **kw)

    @property
    def address(self) -> str:
        """Where the request came from, as far as the nearest proxy tells."""
        return self.request.client.host if self.request.client else ""

    @property
    def browser(self) -> str:
        return self.request.headers.get("user-agent", "")[:200]

    def part_of_path(self, name: str) -> str:
        """What stands in the address where the page's path has {name}."""
        return str(self.request.path_params[name])

    def query(self, name: str, usual: str = "") -> str:
        return self.request.query_params.get(name, usual).replace("\0", "").strip()

    def page(self, template: str, status: int = 200, /, **values: object) -> Response:
        """The template with what every page has, and these values."""
        said = self.cookies.said(self.request)
        response = draw.page(template, {**self._usual(), "said": said, **values}, status)
        if said is not None:
            self.cookies.drop(response, SAID)
        return response

    def part(self, template: str, /, **values: object) -> str:
        """A piece of a page, for `live`."""
        return draw.part(template, {**self._usual(), "said": None, **values})

    def go(self, to: str, said: str = "", *, undo: str = "", wrong: bool = False) -> Response:
        """Send the browser on; the next page says this for a moment. `undo`: where to post to undo it."""
        response = RedirectResponse(to, 303)
        if said:
            self.cookies.say(response, Said(said, undo, wrong))
        return response

    def _usual(self) -> dict[str, object]:
        return {
            "visit": self,
            "t": self.t,
            "retold": self.t.retold,
            "form": self.form,
            "marked": marks,
            "csrf": self.csrf,
            "theme": "auto",
            "user": None,
            "account": None,
            "role": None,
            "dates": self.dates,
            "clock": self.dates.clock,
            "when": self.dates.when,
            "day": self.dates.day,
            "ago": self.dates.ago,
        }

    @property
    def dates(self) -> Dates:
        return Dates("UTC", self.t.language, "US", self.running.clock.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Guest):
    """Somebody who is signed in, at a page that is about themselves."""

    user: User
    session: Session
    places: tuple[Place, ...]  # the accounts they belong to

    def _usual(self) -> dict[str, object]:
        ours = {"user": self.user, "theme": self.user.theme, "places": self.places, "tabs": ()}
        return {**Guest._usual(self), **ours, "many_places": len(self.places) > AT_A_GLANCE}

    @property
    def dates(self) -> Dates:
        first = self.places[0].account if self.places else None
        zone, country = (first.time_zone, first.country) if first else ("UTC", "US")
        return Dates(zone, self.t.language, country, self.running.clock.now())

    def noted(self, tx: Transaction, what: str, about: str = "") -> None:
        """Write down what somebody did to their own sign-in."""
        audit.note(
            tx, account_id=None, user_id=self.user.id, who=self.user.name, what=what, about=about,
            address=self.address,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Person):
    """Somebody at a page of one account that they belong to."""

    account: Account
    role: Role
    tabs: tuple[Tab, ...]  # what they can go to

    def url(self, path: str = "today") -> str:
        """The address of a page of this account: `url("calls")`."""
        return f"/a/{self.account.id}/{path}"

    def may(self, role: Role) -> bool:
        return self.role.may(role)

    @property
    def topic(self) -> str:
        """What is announced when anything in this account changes."""
        return f"account:{self.account.id}"

    def _usual(self) -> dict[str, object]:
        usual = Person._usual(self)
        ours = {
            "account": self.account,
            "role": self.role,
            "tabs": self.tabs,
            "url": self.url,
            "may": self.may,
        }
        return {**usual, **ours, "Role": Role}

    @property
    def dates(self) -> Dates:
        return Dates(self.account.time_zone, self.t.language, self.account.country, self.running.clock.now())

    def noted(self, tx: Transaction, what: str, about: str = "") -> None:
        """Write down in the account's log who did what; in the transaction of the deed."""
        audit.note(
            tx, account_id=self.account.id, user_id=self.user.id, who=self.user.name, what=what, about=about,
            address=self.address,
        )  # fmt: skip


GuestPage = Callable[[Guest], Awaitable[Response]]
PersonPage = Callable[[Person], Awaitable[Response]]
AccountPage = Callable[[Visit], Awaitable[Response]]


def all_tabs(tabs: Iterable[Tab], role: Role) -> tuple[Tab, ...]:
    return tuple(sorted((tab for tab in tabs if role.may(tab.needs)), key=lambda tab: tab.place))
