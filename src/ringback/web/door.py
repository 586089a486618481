"""The checks before every page: who is it, may they see this page, and did they mean to do this?

In this order, before any code of the page runs:
1. The cookie's session, if it is still valid.
2. The account in the address, if this person belongs to it. For anybody else the page is not found.
3. The role that the page needs.
4. For everything but looking: the request comes from our own page, and carries that page's token.
"""

from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ringback.accounts import members, sessions
from ringback.accounts.members import Place, Role
from ringback.accounts.sessions import Session
from ringback.accounts.tokens import new_token
from ringback.accounts.users import User
from ringback.db.transaction import Transaction
from ringback.web import csrf
from ringback.web.cookies import A_MONTH, GUEST, SESSION, Cookies
from ringback.web.errors import Denied, NotFound, OutOfDate, given_back
from ringback.web.forms import Form, read_form
from ringback.web.guard import comes_from_here, guarded
from ringback.web.held import held
from ringback.web.pages import Needs, Page
from ringback.web.tabs import Tab
from ringback.web.visit import Guest, GuestPage, Person, PersonPage, Running, Visit, all_tabs
from ringback.web.words import Words, asked_for

LOOKING: Final = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a session's token belongs to."""

    session: Session
    user: User
    places: tuple[Place, ...]

    def place(self, account_id: str) -> Place:
        found = next((place for place in self.places if place.account.id == account_id), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class Door:
    running: Running
    cookies: Cookies
    tabs: tuple[Tab, ...]

    def route(self, page: Page) -> Route:
        async def answer(request: Request) -> Response:
            request.scope["page"] = page.path
            return await self._come_in(page, request)

        return Route(page.path, guarded(answer), methods=[page.method])

    async def _come_in(self, page: Page, request: Request) -> Response:
        token = self.cookies.get(request, SESSION)
        known = await self.running.db.read(_known, token) if token else None
        if page.needs is Needs.NOTHING:
            return await self._as_guest(page, request, token if known else "", known)
        if known is None:
            return await self._signed_out(page, request)
        await self._note_seen(known, request)
        if page.needs is Needs.SIGN_IN:
            person = Person(**await self._of_person(page, request, token, known))
            return await cast(PersonPage, page.answer)(person)
        place = known.place(request.path_params["account"])
        if not place.role.may(Role(page.needs.value)):
            raise Denied
        visit = Visit(
            **await self._of_person(page, request, token, known),
            account=place.account,
            role=place.role,
            tabs=all_tabs(self.tabs, place.role),
        )
        return await page.answer(visit)

    async def _signed_out(self, page: Page, request: Request) -> Response:
        ours = request.method not in LOOKING and comes_from_here(request, self.running.settings.public_url)
        form = await held(request, page.longest) if ours else None
        return given_back(request, form) if form is not None else _to_sign_in(request)

    async def _as_guest(self, page: Page, request: Request, token: str, known: Known | None) -> Response:
        kept = token or self.cookies.get(request, GUEST)
        guest = await self._guest(page, request, kept or new_token(), known.user.language if known else "")
        response = await cast(GuestPage, page.answer)(guest)
        if not kept:
            self.cookies.put(response, GUEST, guest.key, A_MONTH)
        return response

    async def _of_person(self, page: Page, request: Request, token: str, known: Known) -> dict[str, Any]:
        guest = await self._guest(page, request, token, known.user.language)
        ours = {name: getattr(guest, name) for name in Guest.__slots__}
        return {**ours, "user": known.user, "session": known.session, "places": known.places}

    async def _guest(self, page: Page, request: Request, key: str, language: str) -> Guest:
        form = Form()
        if request.method not in LOOKING:
            if not comes_from_here(request, self.running.settings.public_url):
                raise OutOfDate
            form = await read_form(request, page.longest)
            if not csrf.fits(key, request.headers.get("x-csrf-token") or form.get("csrf")):
                kept = await held(request, page.longest, form) if page.needs is not Needs.NOTHING else None
                raise OutOfDate(kept, csrf.token_for(key))
        return Guest(
            request=request,
            running=self.running,
            key=key,
            csrf=csrf.token_for(key),
            form=form,
            t=Words(language or asked_for(request.headers.get("accept-language", ""))),
            cookies=self.cookies,
        )

    async def _note_seen(self, known: Known, request: Request) -> None:
        if self.running.clock.now() - known.session.seen_at > sessions.NOTED_EVERY:
            address = request.client.host if request.client else ""
            await self.running.db.run(sessions.note_seen, known.session, address)


def _known(tx: Transaction, token: str) -> Known | None:
    found = sessions.of_token(tx, token)
    if found is None:
        return None
    session, user = found
    return Known(session, user, tuple(members.places_of(tx, user.id)))


def _to_sign_in(request: Request) -> Response:
    """Whoever was only looking comes back here after it, and who sent a form to the page it stood on."""
    looking = request.method in LOOKING
    url = urlsplit(str(request.url) if looking else request.headers.get("hx-current-url", ""))
    here = url.path + (f"?{url.query}" if url.query else "")
    to = f"/sign-in?to={quote(here)}" if here else "/sign-in"
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": to})
    wants_page = "text/html" in request.headers.get("accept", "") or looking
    if not wants_page or "text/event-stream" in request.headers.get("accept", ""):
        return Response("Sign in first.\n", 401, media_type="text/plain")
    return RedirectResponse(to, 303)


def safe_path(to: str) -> str:
    """Where to go after signing in: a path of ours, never another host's."""
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and "\\" not in to and to.isprintable()
    return to if ours else "/"
