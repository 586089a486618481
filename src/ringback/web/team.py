"""Who belongs to this business, and who is invited."""

from typing import Final

from starlette.responses import Response

from ringback.accounts import links, members, users
from ringback.accounts.links import Purpose
from ringback.accounts.members import LastOwner, Role
from ringback.accounts.users import User, looks_like_email
from ringback.db.transaction import Transaction
from ringback.flows.member_joined import join_team
from ringback.lib.mail import NotSent
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.letters import mail_server
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

ROLES: Final = (
    (Role.READER, mark("Read only"), mark("Sees everything, changes nothing.")),
    (Role.MEMBER, mark("Member"), mark("Answers callers, and does all that a day brings.")),
    (Role.OWNER, mark("Owner"), mark("Also changes the rules, the lines and the team.")),
)


async def show(
    visit: Visit, link: str = "", form: Form | None = None, status: int = 200, sent: str = ""
) -> Response:
    """`link`: of the invitation that was just made, shown this once. `sent`: what became of the e-mail."""
    return visit.page(
        "team.html",
        status,
        members=await visit.read(members.of_account, visit.account.id),
        invitations=await visit.read(links.invitations, visit.account.id),
        roles=ROLES,
        link=link,
        sent=sent,
        form=form or filled({"role": Role.MEMBER.value}),
    )


async def invite(visit: Visit) -> Response:
    email, role = users.same_address(visit.form.text("email")), _role(visit.form.get("role"))
    if not looks_like_email(email):
        words = visit.t("Write an e-mail address, such as ben@example.com.")
        return await show(visit, form=visit.form.wrong({"email": words}), status=422)
    joined = await visit.run(_invite, visit, email, role)
    if isinstance(joined, User):
        return visit.go(visit.url("team"), visit.t("{name} is in the team now.", name=joined.name))
    address = f"{visit.running.settings.public_url}/link/{joined}"
    return await show(visit, link=address, sent=await _sent(visit, email, address))


async def change(visit: Visit) -> Response:
    user_id, role = visit.part_of_path("user"), _role(visit.form.get("role"))
    try:
        await visit.run(_change, visit, user_id, role)
    except Clash as both:
        now = next(visit.t(words) for each, words, _ in ROLES if each == both.value)
        return visit.go(visit.url("team"), both.in_words(visit.t, now), wrong=True)
    except LastOwner:
        words = visit.t("Somebody must own this business. Make another member an owner first.")
        return visit.go(visit.url("team"), words, wrong=True)
    return visit.go(visit.url("team"), visit.t("Changed."))


async def remove(visit: Visit) -> Response:
    try:
        await visit.run(_remove, visit, visit.part_of_path("user"))
    except LastOwner:
        words = visit.t("Somebody must own this business. Make another member an owner first.")
        return visit.go(visit.url("team"), words, wrong=True)
    return visit.go(visit.url("team"), visit.t("Removed from the team."))


async def take_back(visit: Visit) -> Response:
    await visit.run(_take_back, visit, visit.part_of_path("link"))
    return visit.go(visit.url("team"), visit.t("The invitation is taken back."))


async def _sent(visit: Visit, email: str, address: str) -> str:
    """What became of the e-mail, in words; "" where none is sent."""
    server = mail_server(visit.running.settings)
    if server is None:
        return ""
    words = visit.t(
        "{name} invites you to {shop} on Ringback. Open this once within seven days:\n\n{address}\n",
        name=visit.user.name,
        shop=visit.account.name,
        address=address,
    )
    try:
        await server.send(email, visit.t("An invitation to {shop}", shop=visit.account.name), words)
    except NotSent:
        return visit.t("The e-mail could not be sent, so send the link yourself.")
    return visit.t("It was also sent to {email}.", email=email)


def _invite(tx: Transaction, visit: Visit, email: str, role: Role) -> User | str:
    """Who is here already joins at once; for anybody else the token of a link is returned."""
    user = users.by_email(tx, email)
    if user is not None and user.disabled_at is None:
        join_team(tx, visit.account.id, user.id, role)
        visit.noted(tx, "added to the team", f"{email}, {role}")
        return user
    visit.noted(tx, "invited", f"{email}, {role}")
    return links.make(tx, Purpose.INVITATION, account_id=visit.account.id, email=email, role=role)


def _change(tx: Transaction, visit: Visit, user_id: str, role: Role) -> None:
    """Raises Clash, LastOwner, NotFound."""
    user = _member(tx, visit, user_id)
    clash.settled(visit.form, {"role": str(members.role_of(tx, visit.account.id, user_id))})
    members.put(tx, visit.account.id, user_id, role)
    visit.noted(tx, "changed a role", f"{user.email}, {role}")


def _remove(tx: Transaction, visit: Visit, user_id: str) -> None:
    """Raises LastOwner, NotFound."""
    user = _member(tx, visit, user_id)
    members.remove(tx, visit.account.id, user_id)
    visit.noted(tx, "removed from the team", user.email)
    tx.announce(visit.topic)


def _take_back(tx: Transaction, visit: Visit, link_id: str) -> None:
    links.take_back(tx, visit.account.id, link_id)
    visit.noted(tx, "took an invitation back")


def _member(tx: Transaction, visit: Visit, user_id: str) -> User:
    user = users.get(tx, user_id)
    if user is None or members.role_of(tx, visit.account.id, user_id) is None:
        raise NotFound
    return user


def _role(written: str) -> Role:
    return Role(written) if written in list(Role) else Role.READER


PAGES = [
    page("GET", "team", Role.OWNER, show, tab=Tab("team", mark("Team"), "people", 180, needs=Role.OWNER)),
    page("POST", "team/invite", Role.OWNER, invite),
    page("POST", "team/members/{user}/role", Role.OWNER, change),
    page("POST", "team/members/{user}/remove", Role.OWNER, remove),
    page("POST", "team/invitations/{link}/take-back", Role.OWNER, take_back),
]
