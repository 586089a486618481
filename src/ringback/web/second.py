"""The second step of signing in, for whom a password alone is not enough."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import factors, throttle, users
from ringback.accounts.tokens import kept
from ringback.accounts.users import User
from ringback.db.transaction import Transaction
from ringback.lines.settings import SEALED, MissingSecret
from ringback.web.cookies import HALF
from ringback.web.forms import Form
from ringback.web.pages import public
from ringback.web.session import count_a_try, let_in
from ringback.web.visit import Guest
from ringback.web.words import mark

TIME_FOR_IT: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class HalfIn:
    """Somebody whose password was right."""

    user: User
    to: str


async def ask_for_it(guest: Guest, user: User, to: str) -> Response | None:
    """The way to the second step; None when this person has none."""
    if await guest.read(factors.sealed_secret, user.id, confirmed=True) is None:
        return None
    until = guest.running.clock.now() + TIME_FOR_IT
    # With the password's mark: a new password ends what was begun with the old one.
    half = json.dumps([user.id, kept(user.password), until.isoformat(), to])
    response = RedirectResponse("/sign-in/second", 303)
    sealed = guest.running.vault.seal(half).removeprefix(SEALED)
    guest.cookies.put(response, HALF, sealed, int(TIME_FOR_IT.total_seconds()))
    return response


async def show(guest: Guest) -> Response:
    if await _half_in(guest) is None:
        return RedirectResponse("/sign-in", 303)
    return guest.page("second.html", problem="")


async def answer(guest: Guest) -> Response:
    half = await _half_in(guest)
    if half is None:
        return RedirectResponse("/sign-in", 303)
    counted = throttle.keys(guest.address, f"second {half.user.id}", "")
    wait = await guest.run(count_a_try, counted)
    if wait is not None:
        time = guest.dates.length(wait - guest.running.clock.now())
        return guest.page("second.html", 429, problem=guest.t("Too many tries. Wait {time}.", time=time))
    how = await _taken(guest, half.user)
    if how is None:
        words = guest.t("This code is wrong, or it was used before. Wait for the next one.")
        return guest.page("second.html", 422, problem=words, form=Form())  # it is good for nothing any more
    await guest.run(throttle.succeeded, counted)
    response = await let_in(guest, half.user, half.to, how)
    guest.cookies.drop(response, HALF)
    return response


async def _half_in(guest: Guest) -> HalfIn | None:
    try:
        opened = guest.running.vault.open(SEALED + guest.cookies.get(guest.request, HALF)).reveal()
        user_id, password, until, to = json.loads(opened)
    except (MissingSecret, ValueError):
        return None
    user = await guest.read(users.get, user_id)
    late = guest.running.clock.now() > datetime.fromisoformat(until)
    if user is None or user.disabled_at is not None or late or kept(user.password) != password:
        return None
    return HalfIn(user, to)


async def _taken(guest: Guest, user: User) -> str | None:
    """How they proved it; None when they did not."""
    sealed = await guest.read(factors.sealed_secret, user.id, confirmed=True)
    if sealed is None:
        return None
    return await guest.run(_take, user.id, _opened(guest, sealed), guest.form.text("code")[:40])


def _opened(guest: Guest, sealed: str) -> str:
    """ "" when its key is lost: then only a recovery code proves anything."""
    try:
        return guest.running.vault.open(sealed).reveal()
    except MissingSecret:
        return ""


def _take(tx: Transaction, user_id: str, secret: str, code: str) -> str | None:
    if secret and factors.take_code(tx, user_id, secret, code):
        return mark("signed in with a code")
    return mark("signed in with a recovery code") if factors.take_recovery_code(tx, user_id, code) else None


PAGES = [public("GET", "/sign-in/second", show), public("POST", "/sign-in/second", answer)]
