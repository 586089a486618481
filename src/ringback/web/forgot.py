"""A link by e-mail for somebody who has forgotten their password."""

from typing import Final

from starlette.responses import Response

from ringback.accounts import links, throttle, users
from ringback.accounts.links import Purpose
from ringback.db.transaction import Transaction
from ringback.web.letters import mail_server, post
from ringback.web.pages import public
from ringback.web.session import count_a_try
from ringback.web.visit import Guest

PATH: Final = "/forgot"


async def show(guest: Guest) -> Response:
    return guest.page(
        "forgot.html", able=mail_server(guest.running.settings) is not None, asked=False, problem=""
    )


async def ask(guest: Guest) -> Response:
    """The answer is the same whether somebody has this address or not."""
    server = mail_server(guest.running.settings)
    if server is None:
        return await show(guest)
    email = users.same_address(guest.form.text("email"))
    wait = await guest.run(count_a_try, throttle.keys(guest.address, f"letter {email}", ""))
    if wait is not None:
        time = guest.dates.length(wait - guest.running.clock.now())
        problem = guest.t("Too many tries. Wait {time}.", time=time)
        return guest.page("forgot.html", 429, able=True, asked=False, problem=problem)
    token = await guest.run(_link, email)
    if token is not None:
        address = f"{guest.running.settings.public_url}/link/{token}"
        words = guest.t(
            "Somebody, probably you, asked for a new password for Ringback. Open this within the hour:\n\n"
            "{address}\n\nIf it was not you, do nothing: your password stays as it is.\n",
            address=address,
        )
        post(server, email, guest.t("A new password for Ringback"), words)
    return guest.page("forgot.html", able=True, asked=True, problem="")


def _link(tx: Transaction, email: str) -> str | None:
    user = users.by_email(tx, email)
    if user is None or user.disabled_at is not None:
        return None
    return links.make(tx, Purpose.RESET, user_id=user.id)


PAGES = [public("GET", PATH, show), public("POST", PATH, ask)]
