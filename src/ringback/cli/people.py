"""What the commands of `ringback user` do."""

from typing import Final

from ringback.accounts import audit, links, members, sessions, users
from ringback.accounts.links import Purpose
from ringback.accounts.members import Role
from ringback.accounts.users import User, looks_like_email
from ringback.cli.database import NOTHING_YET, accounts_named, ask, opened
from ringback.cli.show import show_json, show_table
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.flows.member_joined import join_team
from ringback.settings import Settings

WHO: Final = "command line"


def print_first_link(settings: Settings) -> None:
    with opened(settings) as db:
        token = db.run_now(links.for_first_owner)
    if token is None:
        raise Stop("This Ringback has an owner. For a new password: ringback user reset EMAIL.", FINDING)
    print(f"Open this within a day, once; whoever does owns this Ringback:\n{link(settings, token)}")


def show_people(settings: Settings, *, as_json: bool) -> None:
    rows = ask(settings, _people)
    if as_json:
        show_json(rows or [])
    elif not rows:
        print(NOTHING_YET if rows is None else "Nobody yet: ringback user first prints a link.")
    else:
        columns = ("email", "name", "may_sign_in", "businesses")
        show_table(columns, ([_in_words(row[column]) for column in columns] for row in rows))


def invite_person(settings: Settings, email: str, account: str, role: str) -> None:
    if role not in list(Role):
        raise Stop(f"There is no role {role!r}: write read-only, member or owner.", WRONG_USE)
    if not looks_like_email(email):
        raise Stop(f"{email} is no e-mail address; write one such as rosa@example.com.", WRONG_USE)
    with opened(settings) as db:
        token = db.run_now(_invite, email, account, Role(role))
    if token is None:
        print(f"{email} signs in here already, and is in {account} now, as {role}.")
    else:
        print(f"For {email}, to be opened once within seven days:\n{link(settings, token)}")


def reset_person(settings: Settings, email: str) -> None:
    with opened(settings) as db:
        token = db.run_now(_reset, email)
    print(f"For {email}, to be opened once within the hour:\n{link(settings, token)}")


def let_in_again(settings: Settings, email: str, *, allowed: bool) -> None:
    with opened(settings) as db:
        db.run_now(_let_in, email, allowed)
    print(f"{email} may sign in again." if allowed else f"{email} is signed out and may not sign in.")


def link(settings: Settings, token: str) -> str:
    return f"{settings.public_url}/link/{token}"


def _people(tx: Transaction) -> list[dict[str, object]]:
    return [
        {
            "email": user.email,
            "name": user.name,
            "may_sign_in": user.disabled_at is None,
            "runs_it": user.runs_it,
            "businesses": {place.account.name: place.role for place in members.places_of(tx, user.id)},
        }
        for user in users.every(tx)
    ]


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} ({role})" for name, role in value.items())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _invite(tx: Transaction, email: str, name: str, role: Role) -> str | None:
    """The token of a link; None when they were here already and are let in at once."""
    account = accounts_named(tx, name)[0]
    user = users.by_email(tx, email)
    _note(tx, account.id, None, "invited" if user is None else "added to the team", f"{email}, {role}")
    if user is not None:
        join_team(tx, account.id, user.id, role)
        return None
    return links.make(
        tx, Purpose.INVITATION, account_id=account.id, email=users.same_address(email), role=role
    )


def _reset(tx: Transaction, email: str) -> str:
    user = _known(tx, email)
    _note(tx, None, user.id, "made a link for a new password")
    return links.make(tx, Purpose.RESET, user_id=user.id)


def _let_in(tx: Transaction, email: str, allowed: bool) -> None:
    user = _known(tx, email)
    users.change(tx, user.id, disabled_at=None if allowed else tx.now)
    _note(tx, None, user.id, "let in again" if allowed else "disabled")
    if not allowed:
        sessions.end_all(tx, user.id)


def _known(tx: Transaction, email: str) -> User:
    user = users.by_email(tx, email)
    if user is None:
        raise Stop(f"Nobody here has the address {email}; ringback user list shows who does.", WRONG_USE)
    return user


def _note(tx: Transaction, account_id: str | None, user_id: str | None, what: str, about: str = "") -> None:
    audit.note(tx, account_id=account_id, user_id=user_id, who=WHO, what=what, about=about)
