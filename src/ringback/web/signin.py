"""Signing in with a password, and out."""

from starlette.responses import RedirectResponse, Response

from ringback.accounts import sessions, throttle, users
from ringback.web.cookies import SESSION
from ringback.web.door import safe_path
from ringback.web.letters import mail_server
from ringback.web.pages import public, signed_in
from ringback.web.second import ask_for_it
from ringback.web.session import browser_of, count_a_try, let_in, password_fits
from ringback.web.site import site_of
from ringback.web.visit import Guest, Person
from ringback.web.words import mark


async def show(guest: Guest) -> Response:
    if guest.cookies.get(guest.request, SESSION) == guest.key:
        return RedirectResponse(safe_path(guest.query("to", "/")), 303)
    words = guest.t("This passkey did not work here.") if guest.query("passkey") == "wrong" else ""
    return _page(guest, 200, safe_path(guest.query("to", "/")), words)


async def sign_in(guest: Guest) -> Response:
    email, to = users.same_address(guest.form.text("email")), safe_path(guest.form.get("to", "/"))
    user = await guest.read(users.by_email, email)
    counted = throttle.keys(guest.address, email, browser_of(guest, user))
    wait = await guest.run(count_a_try, counted)
    if wait is not None:
        seconds = guest.dates.length(wait - guest.running.clock.now())
        words = guest.t("Too many tries. Wait {time}, or ask for a new password.", time=seconds)
        return _page(guest, 429, to, words)
    if not await password_fits(user, guest.form.get("password")) or user is None:
        words = guest.t("This e-mail and password do not belong together.")
        return _page(guest, 422, to, words)
    await guest.run(throttle.succeeded, counted)
    second = await ask_for_it(guest, user, to)
    if second is not None:
        return second
    return await let_in(guest, user, to, mark("signed in"))


def _page(guest: Guest, status: int, to: str, problem: str) -> Response:
    settings = guest.running.settings
    return guest.page(
        "sign-in.html",
        status,
        to=to,
        problem=problem,
        passkeys=site_of(settings) is not None,
        letters=mail_server(settings) is not None,
    )


async def sign_out(person: Person) -> Response:
    await person.run(sessions.end, person.user.id, person.session.id)
    response = RedirectResponse("/sign-in", 303)
    person.cookies.drop(response, SESSION)
    return response


PAGES = [
    public("GET", "/sign-in", show),
    public("POST", "/sign-in", sign_in),
    signed_in("POST", "/sign-out", sign_out),
]
