"""A browser's session: how it begins, and what passwords it takes to begin one."""

import asyncio
from datetime import datetime
from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import audit, passwords, sessions, throttle
from ringback.accounts.tokens import kept, new_token
from ringback.accounts.users import User
from ringback.db.transaction import Transaction
from ringback.lines.settings import SEALED, MissingSecret
from ringback.web.cookies import A_MONTH, A_YEAR, GUEST, KNOWN, SESSION
from ringback.web.visit import Guest

_HASHING: Final = asyncio.Semaphore(2)  # each takes a core and 19 MB for a moment


async def let_in(guest: Guest, user: User, to: str, how: str) -> Response:
    """A new session for this browser, whatever it had before, and on to `to`."""
    token = await guest.run(_begin, user, how, guest.address, guest.browser)
    response = RedirectResponse(to, 303)
    guest.cookies.put(response, SESSION, token, A_MONTH)
    guest.cookies.put(response, KNOWN, _remembered(guest, user), A_YEAR)
    guest.cookies.drop(response, GUEST)
    return response


async def password_fits(user: User | None, password: str) -> bool:
    """Takes the same time whether or not the person has an account and may sign in."""
    stored = user.password if user is not None and user.disabled_at is None else ""
    async with _HASHING:
        return await asyncio.to_thread(passwords.fits, password[: passwords.LONGEST + 1], stored)


async def password_hashed(password: str) -> str:
    async with _HASHING:
        return await asyncio.to_thread(passwords.hashed, password)


def _remembered(guest: Guest, user: User) -> str:
    """For a browser that has been signed in: sealed, so that nobody can make up another one."""
    return guest.running.vault.seal(f"{user.id} {new_token()}").removeprefix(SEALED)


def browser_of(guest: Guest, user: User | None) -> str:
    """What stands for this browser in the throttle; "" when this person was never signed in here."""
    shown = guest.cookies.get(guest.request, KNOWN)
    if user is None or not shown:
        return ""
    try:
        whose = guest.running.vault.open(SEALED + shown).reveal().partition(" ")[0]
    except MissingSecret:
        return ""
    return kept(shown) if whose == user.id else ""


def count_a_try(tx: Transaction, counted: tuple[str, ...]) -> datetime | None:
    """Counts the try as failed until it has succeeded, so that a thousand tries at once gain nothing.

    Returns until when to wait, and then the try is not made.
    """
    throttle.hold(tx, counted)
    until = throttle.wait_until(tx, counted)
    if until is None:
        throttle.failed(tx, counted)
    return until


def _begin(tx: Transaction, user: User, how: str, address: str, browser: str) -> str:
    audit.note(tx, account_id=None, user_id=user.id, who=user.name, what=how, address=address)
    return sessions.begin(tx, user.id, address=address, browser=browser)
