"""The people who call, the three lists, and both from a file."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.contacts import lists
from ringback.contacts import store as contacts
from ringback.contacts.address_book import AddressBook, read_address_book
from ringback.contacts.listed import Listed
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.pages import page
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

AT_ONCE: Final = 100
IN_ONE_GO: Final = 1_000  # rows of a file in one transaction, so that nobody else waits long
LARGEST_FILE: Final = 20_000_000
LISTS: Final = (
    (Listed.NEVER_TEXT, mark("Never text"), mark("No text and nothing to do: a supplier, the family.")),
    (Listed.TELL_ME, mark("Never text, but tell me"), mark("A person calls back.")),
    (Listed.VIP, mark("VIP"), mark("Texted like anybody, and you are told at once.")),
)
AS_NAMES: Final = "names"


async def show(
    visit: Visit, form: Form | None = None, book: AddressBook | None = None, status: int = 200
) -> Response:
    asked = visit.query("q")
    every = await visit.read(lists.entries, visit.account.id)
    return visit.page(
        "people.html",
        status,
        form=form or filled({"which": AS_NAMES, "list": Listed.NEVER_TEXT.value}),
        people=await visit.read(_found, visit.account.id, asked),
        asked=asked,
        lists=[
            (which, words, meaning, [e for e in every if e.which is which]) for which, words, meaning in LISTS
        ],
        targets=[(AS_NAMES, visit.t("As names of callers")), *_lists(visit)],
        choices=_lists(visit),
        book=book,
    )


async def talk(visit: Visit) -> Response:
    """To the conversation with this person."""
    person = visit.part_of_path("person")
    found = await visit.read(conversations.with_contact, visit.account.id, person)
    if found is None:
        raise NotFound
    return RedirectResponse(visit.url(f"inbox/{found.id}"), 303)


async def put(visit: Visit) -> Response:
    """One number on a list."""
    number = read_number(visit.form.text("number"), visit.account.country).e164
    if number is None:
        words = visit.t("Write the whole number, such as +1 512 555 0142.")
        return await show(visit, visit.form.wrong({"number": words}), status=422)
    await visit.run(_put, visit, {number: visit.form.text("name")[:80]}, _list(visit.form.get("list")))
    return visit.go(
        visit.url("people"), visit.t("It is on the list."), undo=visit.url(f"people/off?number={number[1:]}")
    )


async def take_off(visit: Visit) -> Response:
    number = f"+{visit.query('number') or visit.form.text('number')}"
    await visit.run(_put, visit, {number: ""}, Listed.NO)
    return visit.go(visit.url("people"), visit.t("It is off the list."))


async def take_in(visit: Visit) -> Response:
    """A file of numbers: names of callers, or numbers for a list."""
    file = visit.form.files.get("file")
    if file is None or not file.content:
        return await show(visit, visit.form.wrong({"file": visit.t("Choose a file.")}), status=422)
    book = read_address_book(file.content, visit.account.country)
    which = visit.form.get("which")
    people = list(book.people.items())
    for begin in range(0, len(people), IN_ONE_GO):
        some = dict(people[begin : begin + IN_ONE_GO])
        if which == AS_NAMES:
            await visit.run(contacts.name_people, visit.account.id, some)
        else:
            await visit.run(lists.put, visit.account.id, some, _list(which))
    await visit.run(_note_file, visit, len(book.people))
    return await show(visit, book=book)


def _found(tx: Transaction, account_id: str, asked: str) -> list[contacts.Contact]:
    return contacts.newest(tx, account_id, asked, AT_ONCE)


def _put(tx: Transaction, visit: Visit, numbers: dict[str, str], which: Listed) -> None:
    lists.put(tx, visit.account.id, numbers, which)
    visit.noted(tx, "changed a list", which.value or "-")


def _note_file(tx: Transaction, visit: Visit, count: int) -> None:
    visit.noted(tx, "took in a file of numbers", str(count))


def _list(written: str) -> Listed:
    return Listed(written) if written in [which.value for which, *_ in LISTS] else Listed.NEVER_TEXT


def _lists(visit: Visit) -> list[tuple[str, str]]:
    return [(which.value, visit.t(words)) for which, words, _ in LISTS]


PAGES = [
    page("GET", "people", Role.READER, show, tab=Tab("people", mark("People"), "people", 40)),
    page("GET", "people/{person}", Role.READER, talk),
    page("POST", "people/list", Role.MEMBER, put),
    page("POST", "people/off", Role.MEMBER, take_off),
    page("POST", "people/file", Role.OWNER, take_in, longest=LARGEST_FILE),
]
