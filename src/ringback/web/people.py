"""The people who call, the three lists, and both from a file."""

from typing import Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.contacts import imports, lists, people
from ringback.contacts import store as contacts
from ringback.contacts.imports import AS_NAMES, Import
from ringback.contacts.listed import Listed
from ringback.contacts.lists import Entry
from ringback.contacts.store import Contact
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.web import live
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

AT_ONCE: Final = 100
SHOWN: Final = 500  # of a list
NEWS: Final = imports.REGRET  # for so long the end of a file is told
LARGEST_FILE: Final = 20_000_000
LISTS: Final = (
    (Listed.NEVER_TEXT, mark("Never text"), mark("No text and nothing to do: a supplier, the family.")),
    (Listed.TELL_ME, mark("Never text, but tell me"), mark("A person calls back.")),
    (Listed.VIP, mark("VIP"), mark("Texted like anybody, and you are told at once.")),
)


async def show(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    asked = visit.query("q")
    on = await visit.read(_on_lists, visit.account.id)
    return visit.page(
        "people.html",
        status,
        form=form or filled({"which": AS_NAMES, "list": AS_NAMES}),
        people=await visit.read(_found, visit.account.id, asked),
        asked=asked,
        lists=[(which, words, meaning, *on[which]) for which, words, meaning in LISTS],
        targets=[(AS_NAMES, visit.t("As names of callers")), *_lists(visit)],
        choices=[(AS_NAMES, visit.t("As everybody")), *_lists(visit)],
        taking=await visit.read(_taking, visit.account.id),
        sent=visit.query("sent") == "yes",
    )


def _taking(tx: Transaction, account_id: str) -> Import | None:
    """The newest file, while it is news."""
    last = imports.latest(tx, account_id)
    return last if last is not None and (last.goes_on or tx.now - last.begun_at < NEWS) else None


async def talk(visit: Visit) -> Response:
    """To the conversation with this person; or, while there is none, to where one is begun."""
    person = await _person(visit)
    found = await visit.read(conversations.with_contact, visit.account.id, person.id)
    if found is None:
        return visit.page("person.html", person=person, lists=_lists(visit))
    return RedirectResponse(visit.url(f"inbox/{found.id}"), 303)


async def begin_talk(visit: Visit) -> Response:
    person = await _person(visit)
    begun = await visit.run(conversations.touch, visit.account.id, person.id)
    return RedirectResponse(visit.url(f"inbox/{begun}"), 303)


async def _person(visit: Visit) -> Contact:
    try:
        return await visit.read(_one, visit.account.id, visit.part_of_path("person"))
    except LookupError:
        raise NotFound from None


def _one(tx: Transaction, account_id: str, contact_id: str) -> Contact:
    """Raises LookupError."""
    (person,) = people.named(tx, account_id, [contacts.get(tx, account_id, contact_id)])
    return person


async def put(visit: Visit) -> Response:
    """One number on a list; or only among the people."""
    number = read_number(visit.form.text("number") or visit.query("number"), visit.account.country).e164
    if number is None:
        words = visit.t("Write the whole number, such as +1 512 555 0142.")
        return await show(visit, visit.form.wrong({"number": words}), status=422)
    if visit.form.get("list") == AS_NAMES:
        person = await visit.run(_add, visit, number, visit.form.text("name"))
        return visit.go(visit.url(f"people/{person}"), visit.t("They are among your people now."))
    which = _list(visit.form.get("list") or visit.query("list"))
    before = await visit.run(_put, visit, {number: visit.form.text("name")[:80]}, which)
    if before in (Listed.NO, which):
        back = visit.url(f"people/off?number={number[1:]}")
        return visit.go(visit.url("people"), visit.t("It is on the list."), undo=back)
    names = dict(_lists(visit))
    words = visit.t(
        "It was on the list “{before}” and is on “{now}” now.", before=names[before], now=names[which]
    )
    back = visit.url(f"people/list?{urlencode({'number': number, 'list': before})}")
    return visit.go(visit.url("people"), words, undo=back)


async def take_off(visit: Visit) -> Response:
    number = f"+{visit.query('number') or visit.form.text('number')}"
    await visit.run(_put, visit, {number: ""}, Listed.NO)
    return visit.go(visit.url("people"), visit.t("It is off the list."))


async def take_in(visit: Visit) -> Response:
    """A file of numbers: names of callers, or numbers for a list."""
    file = visit.form.files.get("file")
    if file is None or not file.content:
        return await show(visit, visit.form.wrong({"file": visit.t("Choose a file.")}), status=422)
    which = visit.form.get("which")
    which = AS_NAMES if which == AS_NAMES else _list(which).value
    begun = await visit.run(_begin, visit, file.content, which)
    if not begun:
        words = visit.t("Another file is being taken in. Wait for its end, or stop it.")
        return await show(visit, visit.form.wrong({"file": words}), status=409)
    return visit.go(visit.url("people?sent=yes"), visit.t("The file is here, and is taken in now."))


async def follow(visit: Visit) -> Response:
    """How far a file is, as it goes on."""

    async def parts() -> live.Parts:
        taking = await visit.read(imports.latest, visit.account.id)
        return {"import": visit.part("_import.html", taking=taking)}

    return live.follow(visit, parts)


async def stop(visit: Visit) -> Response:
    await visit.run(_stop, visit)
    return visit.go(visit.url("people"), visit.t("Stopped. What was taken in stays."))


async def take_back(visit: Visit) -> Response:
    """The file was the wrong one, or went to the wrong list."""
    if not await visit.run(_take_back, visit):
        return visit.go(visit.url("people"), visit.t("This file can no longer be taken back."), wrong=True)
    return visit.go(visit.url("people?sent=yes"), visit.t("The file is taken back now."))


def _begin(tx: Transaction, visit: Visit, content: bytes, which: str) -> bool:
    begun = imports.begin(tx, visit.account.id, content, which, visit.account.country)
    if begun:
        visit.noted(tx, "took in a file of numbers", which)
    return begun


def _stop(tx: Transaction, visit: Visit) -> None:
    imports.stop(tx, visit.account.id)
    visit.noted(tx, "stopped a file of numbers")


def _take_back(tx: Transaction, visit: Visit) -> bool:
    begun = imports.take_back(tx, visit.account.id)
    if begun:
        visit.noted(tx, "took back a file of numbers")
    return begun


def _on_lists(tx: Transaction, account_id: str) -> dict[Listed, tuple[int, list[Entry]]]:
    return {which: lists.some(tx, account_id, which, SHOWN) for which, *_ in LISTS}


def _found(tx: Transaction, account_id: str, asked: str) -> list[Contact]:
    return people.newest(tx, account_id, asked, AT_ONCE)


def _put(tx: Transaction, visit: Visit, numbers: dict[str, str], which: Listed) -> Listed:
    """Returns on which the first of them was."""
    before = lists.list_of(tx, visit.account.id, next(iter(numbers)))
    lists.put(tx, visit.account.id, numbers, which)
    visit.noted(tx, "changed a list", which.value or "-")
    return before


def _add(tx: Transaction, visit: Visit, number: str, name: str) -> str:
    """Returns the person's id. What is typed here is their name, also when they had another."""
    contacts.name_people(tx, visit.account.id, {number: ""})
    person = contacts.by_number(tx, visit.account.id, number)
    assert person is not None
    if name:
        contacts.rename(tx, visit.account.id, person.id, name)
    return person.id


def _list(written: str) -> Listed:
    return Listed(written) if written in [which.value for which, *_ in LISTS] else Listed.NEVER_TEXT


def _lists(visit: Visit) -> list[tuple[str, str]]:
    return [(which.value, visit.t(words)) for which, words, _ in LISTS]


PAGES = [
    page("GET", "people", Role.READER, show, tab=Tab("people", mark("People"), "people", 40)),
    page("GET", "people/live", Role.READER, follow),
    page("GET", "people/{person}", Role.READER, talk),
    page("POST", "people/{person}/talk", Role.MEMBER, begin_talk),
    page("POST", "people/list", Role.MEMBER, put),
    page("POST", "people/off", Role.MEMBER, take_off),
    page("POST", "people/stop", Role.OWNER, stop),
    page("POST", "people/back", Role.OWNER, take_back),
    page("POST", "people/file", Role.OWNER, take_in, longest=LARGEST_FILE),
]
