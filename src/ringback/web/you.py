"""One's own name, phone, language, look, password and signed-in browsers."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts import audit, factors, passkeys, passwords, sessions, users
from ringback.accounts.users import LANGUAGES, THEMES, News, User
from ringback.db.transaction import Transaction
from ringback.lib.numbers import NumberKind, read_number
from ringback.web import clash
from ringback.web.clash import Clash
from ringback.web.cookies import SESSION
from ringback.web.forms import Form, filled
from ringback.web.links import password_problem
from ringback.web.pages import signed_in
from ringback.web.push import public_key
from ringback.web.session import password_fits, password_hashed
from ringback.web.site import site_of
from ringback.web.visit import Person
from ringback.web.words import Words, mark

SPOKEN: Final = (("", mark("As the browser asks")), ("en", "English"), ("es", "Español"))
# What a member's own phone can be: it is rung on the business's account.
RINGS: Final = (NumberKind.GEOGRAPHIC, NumberKind.FOREIGN)
NEWS: Final = (
    (News.TASK, mark("Something waits for a person"), mark("An urgent text, a voicemail, a call to return.")),
    (News.TEXT, mark("A customer writes"), mark("In a conversation of yours, or nobody's.")),
    (News.COLLEAGUE, mark("A customer writes to a colleague"), mark("In a conversation of theirs.")),
)
LOOKS: Final = (("auto", mark("As the device")), ("light", mark("Light")), ("dark", mark("Dark")))


async def show(person: Person, form: Form | None = None, status: int = 200) -> Response:
    user = await person.read(_now, person)
    return person.page(
        "you.html",
        status,
        form=form or filled(_kept(user)),
        seen=clash.marks(_kept(user)),
        asked_to_call=bool(person.query("call")) and not user.phone,
        languages=[(value, person.t(words)) for value, words in SPOKEN],
        looks=[(value, person.t(words)) for value, words in LOOKS],
        sessions=await person.read(sessions.of_user, user.id),
        deeds=await person.read(audit.of_user, user.id, 20),
        app=await person.read(factors.sealed_secret, user.id, confirmed=True) is not None,
        codes_left=await person.read(factors.recovery_codes_left, user.id),
        passkeys=await person.read(passkeys.of_user, user.id),
        able=site_of(person.running.settings) is not None,
        push_key=await public_key(person),
        news=[(kind, person.t(words), person.t(which)) for kind, words, which in NEWS],
        told_of=user.told_of.split(),
        shortest=passwords.SHORTEST,
    )


async def save(person: Person) -> Response:
    if wrong := _wrong(person):
        return await show(person, person.form.wrong(wrong), 422)
    try:
        language = await person.run(_save, person)
    except Clash as both:
        return await show(person, both.shown_in(person.form, person.t), 409)
    # The language of this very answer is the new one.
    t = Words(language or person.t.language)
    return person.go("/you", t("Saved."))


async def save_news(person: Person) -> Response:
    """What this person's browsers tell them of."""
    wanted = [kind for kind in News if kind in person.form.all("told")]
    await person.run(users.change, person.user.id, told_of=" ".join(wanted))
    return person.go("/you#news", person.t("Saved."))


async def new_password(person: Person) -> Response:
    form, t = person.form, person.t
    wrong = {}
    if person.user.password and not await password_fits(person.user, form.get("old")):
        wrong["old"] = t("This is not your password.")
    if (problem := password_problem(form.get("password"), t)) is not None:
        wrong["password"] = problem
    if wrong:
        return await show(person, filled(_kept(person.user)).wrong(wrong), 422)
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


def _wrong(person: Person) -> dict[str, str]:
    wrong = {}
    if not 1 <= len(person.form.text("name")) <= 80:
        wrong["name"] = person.t("Write your name, as your colleagues know it.")
    phone = person.form.text("phone")
    if phone and read_number(phone, "US").kind not in RINGS:
        wrong["phone"] = person.t("Write the whole number, such as +1 512 555 0142.")
    return wrong


def _now(tx: Transaction, person: Person) -> User:
    """As it is in this transaction, not as it was at the door."""
    return users.get(tx, person.user.id) or person.user


def _kept(user: User) -> dict[str, str]:
    return {"name": user.name, "phone": user.phone, "language": user.language, "theme": user.theme}


def _save(tx: Transaction, person: Person) -> str:
    """Returns the language. Raises Clash: the same person may have it open twice."""
    values = clash.settled(person.form, _kept(_now(tx, person)))
    language = values["language"] if values["language"] in LANGUAGES else ""
    theme = values["theme"] if values["theme"] in THEMES else "auto"
    phone = read_number(values["phone"], "US").e164 or ""
    users.change(tx, person.user.id, name=values["name"], phone=phone, language=language, theme=theme)
    return language


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
    signed_in("POST", "/you/news", save_news),
    signed_in("POST", "/you/password", new_password),
    signed_in("POST", "/you/sessions/{session}/end", end_session),
    signed_in("POST", "/you/sign-out-everywhere", sign_out_everywhere),
]
