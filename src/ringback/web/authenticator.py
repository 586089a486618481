"""Setting up the codes of an authenticator app, and ending it."""

from typing import Final

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from ringback.accounts import factors
from ringback.db.transaction import Transaction
from ringback.lib.qr import qr_svg
from ringback.web.pages import signed_in
from ringback.web.session import password_fits
from ringback.web.visit import Person

PATH: Final = "/you/authenticator"


async def show(person: Person) -> Response:
    """A new secret at each look, until a code of it was typed."""
    if await person.read(factors.sealed_secret, person.user.id, confirmed=True) is not None:
        return RedirectResponse("/you", 303)
    secret = factors.new_secret()
    await person.run(factors.propose, person.user.id, person.running.vault.seal(secret))
    return _page(person, secret, 200)


async def confirm(person: Person) -> Response:
    sealed = await person.read(factors.sealed_secret, person.user.id, confirmed=False)
    if sealed is None:
        return RedirectResponse("/you", 303)
    secret = person.running.vault.open(sealed).reveal()
    codes = await person.run(_confirm, person, secret, person.form.text("code"))
    if codes is None:
        wrong = {
            "code": person.t("This is not the code that the app shows now. Is the time of your phone right?")
        }
        return _page(person, secret, 422, wrong)
    return person.page("recovery-codes.html", codes=codes)


async def new_codes(person: Person) -> Response:
    if await person.read(factors.sealed_secret, person.user.id, confirmed=True) is None:
        return RedirectResponse("/you", 303)
    return person.page("recovery-codes.html", codes=await person.run(_new_codes, person))


async def end(person: Person) -> Response:
    """With the password: a browser left open must not be enough."""
    if person.user.password and not await password_fits(person.user, person.form.get("password")):
        return person.go(
            "/you", person.t("This is not your password. The codes are still asked for."), wrong=True
        )
    await person.run(_end, person)
    return person.go("/you", person.t("From now on your password is enough."))


def _page(person: Person, secret: str, status: int, wrong: dict[str, str] | None = None) -> Response:
    address = factors.address_for_app(secret, person.user.email)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    picture = Markup(qr_svg(address))  # noqa: S704 - drawn by us, of black and white alone
    form = person.form.wrong(wrong or {})
    return person.page(
        "authenticator.html", status, secret=spaced, picture=picture, address=address, form=form
    )


def _confirm(tx: Transaction, person: Person, secret: str, code: str) -> list[str] | None:
    codes = factors.confirm(tx, person.user.id, secret, code)
    if codes is not None:
        person.noted(tx, "set up codes of an app")
    return codes


def _new_codes(tx: Transaction, person: Person) -> list[str]:
    person.noted(tx, "made new recovery codes")
    return factors.new_recovery_codes(tx, person.user.id)


def _end(tx: Transaction, person: Person) -> None:
    factors.remove(tx, person.user.id)
    person.noted(tx, "ended the codes of an app")


PAGES = [
    signed_in("GET", PATH, show),
    signed_in("POST", PATH, confirm),
    signed_in("POST", f"{PATH}/codes", new_codes),
    signed_in("POST", f"{PATH}/end", end),
]
