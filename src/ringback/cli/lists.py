"""`ringback lists`: the three lists of callers who are treated differently, and `ringback stop`."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

from ringback.accounts.store import Account
from ringback.cli.database import NOTHING_YET, accounts_named, ask, opened
from ringback.cli.show import plain, show_json, show_table
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.contacts import lists
from ringback.contacts import store as contacts
from ringback.contacts.address_book import AddressBook, read_address_book
from ringback.contacts.listed import Listed
from ringback.db.open import is_there
from ringback.db.transaction import Transaction
from ringback.flows.permission_told import stop_texting, take_back
from ringback.lib.numbers import pretty, read_number
from ringback.settings import Settings

T = TypeVar("T")

LARGEST = 50_000_000  # bytes of an address book
LONGEST_NAME = 200
NAMES = [str(which) for which in Listed if which is not Listed.NO]


def show_lists(settings: Settings, account: str | None, *, as_json: bool) -> None:
    rows = ask(settings, _rows, account)
    if as_json:
        show_json(rows or [])
    elif not rows:
        print(NOTHING_YET if rows is None else "Nobody is on a list.")
    else:
        columns = ("account", "list", "number", "name")
        show_table(columns, ([row[column] for column in columns] for row in rows))


def import_list(settings: Settings, name: str, file: Path, account: str | None) -> None:
    """Whoever is in the file comes onto the list; nobody is taken off it."""
    which = _list(name)
    try:
        with file.open("rb") as written:
            content = written.read(LARGEST + 1)
    except OSError as error:
        raise Stop(f"Cannot read {file}: {error.strerror}.", WRONG_USE) from None
    if len(content) > LARGEST:
        raise Stop(f"{file} is larger than {LARGEST // 1_000_000} MB.", WRONG_USE)
    book, new = _change(settings, partial(_import, which=which, content=content, name=account))
    for problem in book.problems:
        print(plain(problem))
    if book.unread > len(book.problems):
        print(f"And {book.unread - len(book.problems)} rows more without a number.")
    print(f"{new} of {len(book.people)} numbers are new on the list {which}.")
    if not book.people:
        raise Stop("", FINDING)


def put_on_list(settings: Settings, name: str, numbers: list[str], account: str | None) -> None:
    """ "none" takes them off every list."""
    which = Listed.NO if name == "none" else _list(name)
    changed = _change(settings, partial(_put, which=which, numbers=numbers, name=account))
    taken = which is Listed.NO
    said = "taken off the lists" if taken else f"new on the list {which}"
    print(f"{changed} {'number' if changed == 1 else 'numbers'} {said}.")


def stop(settings: Settings, number: str, by: str, said: str, account: str | None, *, lift: bool) -> None:
    """`by` may be anybody: who took the call need not be one who signs in. But it is kept as evidence."""
    if not 1 <= len(plain(by).strip()) <= LONGEST_NAME:
        raise Stop(f"Say in --by who enters it, in at most {LONGEST_NAME} letters.", WRONG_USE)
    told = partial(_stop, number=number, by=plain(by).strip(), said=said, name=account, lift=lift)
    refused = _change(settings, told)
    if refused:
        raise Stop(refused, FINDING)
    shown = pretty(number) if number.startswith("+") else number
    print(f"{shown} may be texted again." if lift else f"{shown} gets no more texts from this business.")


def _change(settings: Settings, change: Callable[[Transaction], T]) -> T:
    if not is_there(settings):
        raise Stop(NOTHING_YET, WRONG_USE)
    with opened(settings) as db:
        return db.run_now(change)


def _list(name: str) -> Listed:
    if name not in NAMES:
        raise Stop(f'"{plain(name)}" is no list; there are {", ".join(NAMES)}.', WRONG_USE)
    return Listed(name)


def _rows(tx: Transaction, name: str | None) -> list[dict[str, str]]:
    return [
        {"account": account.name, "list": entry.which, "number": entry.number, "name": entry.name}
        for account in accounts_named(tx, name)
        for entry in lists.entries(tx, account.id)
    ]


def _import(tx: Transaction, which: Listed, content: bytes, name: str | None) -> tuple[AddressBook, int]:
    account = _only(tx, name)
    book = read_address_book(content, account.country)
    return book, lists.put(tx, account.id, book.people, which) if book.people else 0


def _put(tx: Transaction, which: Listed, numbers: Iterable[str], name: str | None) -> int:
    account = _only(tx, name)
    return lists.put(tx, account.id, {_e164(number, account): "" for number in numbers}, which)


def _stop(tx: Transaction, number: str, by: str, said: str, name: str | None, lift: bool) -> str:
    """What stands against it, or ""."""
    account = _only(tx, name)
    e164 = _e164(number, account)
    contact = contacts.by_number(tx, account.id, e164) or contacts.heard_from(tx, account.id, e164, tx.now)
    if lift:
        return take_back(tx, account.id, contact.id, by, said)
    stop_texting(tx, account.id, contact.id, by, said)
    return ""


def _only(tx: Transaction, name: str | None) -> Account:
    found = accounts_named(tx, name)
    if len(found) != 1:
        known = ", ".join(f'"{account.name}"' for account in found)
        raise Stop(f"Say which business with --account: {known}." if found else NOTHING_YET, WRONG_USE)
    return found[0]


def _e164(written: str, account: Account) -> str:
    e164 = read_number(written, account.country).e164
    if e164 is None:
        raise Stop(f"{plain(written)} is not a phone number; write it like +15125550142.", WRONG_USE)
    return e164
