"""One's own name, language, look, password and signed-in browsers."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import audit, passwords, sessions, users
from ringback.accounts.users import LANGUAGES, THEMES
from ringback.db.transaction import Transaction
from ringback.web.cookies import SESSION
from ringback.web.forms import Form, filled
from ringback.web.links import password_problem
from ringback.web.pages import signed_in
from ringback.web.signin import password_fits, password_hashed
from ringback.web.visit import Person
from ringback.web.words import Words, mark

SPOKEN: Final = (("", mark("As the browser asks")), ("en", "English"), ("es", "Español"))
LOOKS: Final = (("auto", mark("As the device")), ("light", mark("Light")), ("dark", mark("Dark")))


async def show(person: Person, form: Form | None = None, status: int = 200) -> Response:
    user = person.user
    kept = {"name": user.name, "language": user.language, "theme": user.theme}
    return person.page(
        "you.html",
        status,
        form=form or filled(kept),
        languages=[(value, person.t(words)) for value, words in SPOKEN],
        looks=[(value, person.t(words)) for value, words in LOOKS],
        sessions=await person.read(sessions.of_user, user.id),
        deeds=await person.read(audit.of_user, user.id, 20),
        shortest=passwords.SHORTEST,
    )


async def save(person: Person) -> Response:
    name, language, theme = (person.form.text(field) for field in ("name", "language", "theme"))
    if not 1 <= len(name) <= 80:
        words = person.t("Write your name, as your colleagues know it.")
        return await show(person, person.form.wrong({"name": words}), 422)
    language = language if language in LANGUAGES else ""
    theme = theme if theme in THEMES else "auto"
    await person.run(users.change, person.user.id, name=name, language=language, theme=theme)
    # The language of this very answer is the new one.
    return person.go("/you", Words(language or person.t.language)("Saved."))


async def new_password(person: Person) -> Response:
    form, t = person.form, person.t
    wrong = {}
    if not await password_fits(person.user, form.get("old")):
        wrong["old"] = t("This is not your password.")
    if (problem := password_problem(form.get("password"), t)) is not None:
        wrong["password"] = problem
    if wrong:
        kept = {"name": person.user.name, "language": person.user.language, "theme": person.user.theme}
        return await show(person, filled(kept).wrong(wrong), 422)
    await person.run(_change_password, person, await password_hashed(form.get("password")))
    return person.go("/you", t("You have a new password, and all other browsers are signed out."))


async def end_session(person: Person) -> Response:
    await person.run(sessions.end, person.user.id, person.part_of_path("session"))
    return person.go("/you", person.t("Signed out there."))


async def sign_out_everywhere(person: Person) -> Response:
    await person.run(_end_all, person)
    response = RedirectResponse("/sign-in", 303)
    person.cookies.drop(response, SESSION)
    return response


def _change_password(tx: Transaction, person: Person, password: str) -> None:
    users.change(tx, person.user.id, password=password)
    sessions.end_all(tx, person.user.id, but=person.session.id)
    person.noted(tx, "set a new password")


def _end_all(tx: Transaction, person: Person) -> None:
    sessions.end_all(tx, person.user.id)
    person.noted(tx, "signed out everywhere")


PAGES = [
    signed_in("GET", "/you", show),
    signed_in("POST", "/you", save),
    signed_in("POST", "/you/password", new_password),
    signed_in("POST", "/you/sessions/{session}/end", end_session),
    signed_in("POST", "/you/sign-out-everywhere", sign_out_everywhere),
]
