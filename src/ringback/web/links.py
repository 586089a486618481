"""Coming in by a link: the first owner, who was invited, who forgot a password, and the demo shop."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from ringback.accounts import audit, links, members, passwords, sessions, users
from ringback.accounts import store as accounts
from ringback.accounts.links import Link, NotValid, Purpose
from ringback.accounts.members import Role
from ringback.accounts.users import EmailTaken, User, looks_like_email
from ringback.db.transaction import Transaction
from ringback.flows.member_joined import join_team
from ringback.web.forms import Form, filled
from ringback.web.pages import public
from ringback.web.session import let_in, password_hashed
from ringback.web.visit import Guest
from ringback.web.words import Words, mark

PATH: Final = "/link/{token}"


async def show(guest: Guest) -> Response:
    """Opening the link does not use it up, because mail programs open every link. Only the demo's signs in at
    once."""
    try:
        link = await guest.read(_look_at, guest.part_of_path("token"))
        if link.purpose is Purpose.DEMO:
            user = await guest.run(_use_demo, guest.part_of_path("token"))
            return await let_in(guest, user, "/", mark("signed in by the demo's link"))
    except NotValid:
        return await _not_valid(guest)
    return await _page(guest, link, 200)


async def use(guest: Guest) -> Response:
    try:
        link = await guest.read(_look_at, guest.part_of_path("token"))
        problems = _problems(guest.form, link, guest.t)
        if problems:
            return await _page(guest, link, 422, guest.form.wrong(problems))
        password = await password_hashed(guest.form.get("password"))
        user = await guest.run(_use, guest.part_of_path("token"), guest.form, password, guest.address)
    except NotValid:
        return await _not_valid(guest)
    except EmailTaken:
        words = guest.t("Somebody with this address is here already. Sign in, then open the link again.")
        return await _page(guest, link, 422, guest.form.wrong({"email": words}))
    return await let_in(guest, user, "/", _HOW[link.purpose])


def _look_at(tx: Transaction, token: str) -> Link:
    """Raises NotValid. What a passkey is to sign is kept as a link too, and opens no page."""
    link = links.look_at(tx, token)
    if link.purpose is Purpose.PASSKEY:
        raise NotValid
    return link


async def _page(guest: Guest, link: Link, status: int, form: Form | None = None) -> Response:
    shop = (await guest.read(accounts.get, link.account_id)).name if link.account_id else ""
    user = await guest.read(users.get, link.user_id) if link.user_id else None
    return guest.page(
        "link.html",
        status,
        link=link,
        shop=shop,
        form=form or filled({"email": link.email}),
        shortest=passwords.SHORTEST,
        known_as=user.email if user is not None else "",
    )


async def _not_valid(guest: Guest) -> Response:
    return guest.page("link-over.html", 410)


def _problems(form: Form, link: Link, t: Words) -> Mapping[str, str]:
    wrong = {}
    if link.purpose is not Purpose.RESET:
        if not 1 <= len(form.text("name")) <= 80:
            wrong["name"] = t("Write your name, as your colleagues know it.")
        if not looks_like_email(form.text("email")):
            wrong["email"] = t("Write an e-mail address, such as rosa@example.com.")
    if (problem := password_problem(form.get("password"), t)) is not None:
        wrong["password"] = problem
    return wrong


def password_problem(password: str, t: Words) -> str | None:
    if len(password) < passwords.SHORTEST:
        return t(
            "Take at least {n} letters. Four words in a row are easy to keep in mind.", n=passwords.SHORTEST
        )
    if len(password) > passwords.LONGEST:
        return t("Take at most {n} letters.", n=passwords.LONGEST)
    if len(set(password)) < 5:
        return t("Anybody would guess that. Four words in a row are easy to keep in mind.")
    return None


def _use(tx: Transaction, token: str, form: Form, password: str, address: str) -> User:
    """Raises NotValid, EmailTaken."""
    link = links.use(tx, token)
    if link.purpose is Purpose.RESET:
        return _reset(tx, link, password, address)
    user = users.add(
        tx, email=form.text("email"), name=form.text("name"), password=password,
        runs_it=link.purpose is Purpose.FIRST,
    )  # fmt: skip
    if link.purpose is Purpose.FIRST:
        links.forget(tx, Purpose.FIRST, None)
        for account in accounts.every(tx):
            members.give_to_those_who_run_it(tx, account.id)
    elif link.account_id is not None:
        join_team(tx, link.account_id, user.id, link.role or Role.READER)
        audit.note(
            tx, account_id=link.account_id, user_id=user.id, who=user.name, what=mark("joined by invitation"),
            about=link.role or "", address=address,
        )  # fmt: skip
    return user


def _reset(tx: Transaction, link: Link, password: str, address: str) -> User:
    """Whoever was signed in as this person is not any more: the password may have been known to others."""
    if link.user_id is None or users.get(tx, link.user_id) is None:
        raise NotValid
    users.change(tx, link.user_id, password=password)
    sessions.end_all(tx, link.user_id)
    user = users.get(tx, link.user_id)
    if user is None or user.disabled_at is not None:
        raise NotValid
    audit.note(
        tx, account_id=None, user_id=user.id, who=user.name, what=mark("set a new password"), address=address
    )
    return user


def _use_demo(tx: Transaction, token: str) -> User:
    link = links.use(tx, token)
    user = users.get(tx, link.user_id) if link.user_id else None
    if user is None or user.disabled_at is not None:
        raise NotValid
    return user


_HOW: Final = {
    Purpose.FIRST: mark("made this installation theirs"),
    Purpose.INVITATION: mark("signed in by an invitation"),
    Purpose.RESET: mark("signed in by a link for a new password"),
    Purpose.DEMO: mark("signed in by the demo's link"),
}

PAGES = [public("GET", PATH, show), public("POST", PATH, use)]
