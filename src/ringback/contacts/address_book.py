"""People from a file: CSV as address books and spreadsheets write it, or vCard (RFC 6350, and the older 2.1
and 3.0 that phones still export).

Pure and forgiving: whatever can be read as a phone number is taken, and every row that cannot is named.
"""

import csv
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ringback.contacts.store import LONGEST_NAME
from ringback.lib.decoding import decoded
from ringback.lib.numbers import read_number

MOST_PEOPLE = 100_000
MOST_PROBLEMS = 20


@dataclass(slots=True)
class AddressBook:
    people: dict[str, str] = field(default_factory=dict)  # E.164 -> name, "" when there is none
    problems: list[str] = field(default_factory=list)  # for the owner; the first twenty
    unread: int = 0  # rows without a number that we could read


def read_address_book(content: bytes, country: str) -> AddressBook:
    """`country` (ISO code) is the country of numbers without +. Never raises."""
    text, _ = decoded(content)
    is_vcard = re.match(r"\s*BEGIN\s*:\s*VCARD", text, re.IGNORECASE) is not None
    book = AddressBook()
    try:
        for place, name, written in _from_vcards(text) if is_vcard else _from_csv(text):
            if len(book.people) >= MOST_PEOPLE:
                book.problems.append(f"Only the first {MOST_PEOPLE:,} numbers were taken.")
                break
            _take(book, place, name, written, country)
    except csv.Error:
        book.problems.append("From some row on this is not a table; what comes before was taken.")
    return book


def _take(book: AddressBook, place: str, name: str, written: list[str], country: str) -> None:
    numbers = [number for raw in written if (number := read_number(raw, country).e164)]
    name = " ".join(name.split())[:LONGEST_NAME]
    for number in numbers:
        book.people[number] = book.people.get(number) or name
    if not numbers:
        book.unread += 1
        if len(book.problems) < MOST_PROBLEMS:
            said = f'"{written[0][:40]}" is not a phone number' if written else "there is no phone number"
            book.problems.append(f"{place}: {said}.")


Row = tuple[str, str, list[str]]  # where it stands, the name, what may be numbers

_PHONE = re.compile(
    r"phone|mobile|cell|\btel|number|telefon|tel[eé]f|m[oó]vil|celular|num[eé]ro|portable|fax", re.I
)
_NOT_PHONE = re.compile(r"\b(type|label|account|house|order|invoice|street|id|yomi|country)\b", re.I)
_FULL_NAME = re.compile(
    r"^(full |display )?name$|^nombre( completo)?$|^nom( complet)?$|^contact( name)?$", re.I
)
_PART_OF_NAME = re.compile(
    r"^(first|given|last|family) name$|^(sur|for[e]?)name$|^pr[eé]nom$|^apellidos?$", re.I
)
_COMPANY = re.compile(r"^(company|organi[sz]ation( name| 1 - name)?|business|empresa|soci[eé]t[eé])$", re.I)


def _from_csv(text: str) -> Iterator[Row]:
    rows = csv.reader(text.replace("\0", "").splitlines(), delimiter=_delimiter(text))
    header: list[str] | None = None
    for place, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if header is None:
            titles = any(_is_phone(cell) for cell in cells) and not any(map(_has_number, cells))
            header = cells if titles else []
            if header:
                continue
        yield f"Row {place}", _name(header, cells), _numbers(header, cells)


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _is_phone(title: str) -> bool:
    return bool(_PHONE.search(title) and not _NOT_PHONE.search(title))


def _numbers(header: list[str], cells: list[str]) -> list[str]:
    """The cells of the columns that have a title like "phone"; without titles, the cells with at least seven
    digits."""
    if header:
        found = [cell for title, cell in zip(header, cells, strict=False) if _is_phone(title)]
    else:
        found = [cell for cell in cells if _has_number(cell)]
    return [part.strip() for cell in found for part in cell.split(":::") if part.strip()]


def _has_number(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= 7


def _name(header: list[str], cells: list[str]) -> str:
    if not header:
        return next((cell for cell in cells if cell and not any(map(str.isdigit, cell))), "")
    titled = list(zip(header, cells, strict=False))
    for wanted in (_FULL_NAME, _PART_OF_NAME, _COMPANY):
        name = " ".join(cell for title, cell in titled if wanted.search(title) and cell)
        if name:
            return name
    return ""


def _from_vcards(text: str) -> Iterator[Row]:
    name, family, numbers, card = "", "", list[str](), 0
    for key, parameters, value in _properties(text):
        if key == "BEGIN":
            card, name, family, numbers = card + 1, "", "", []
        elif key == "FN":
            name = value
        elif key == "N":
            parts = [part.strip() for part in re.split(r"(?<!\\);", value)[:2]]
            family = " ".join(reversed([part for part in parts if part]))
        elif key == "TEL":
            numbers.append(value.split(";")[0] if "VALUE=URI" in parameters else value)
        elif key == "END":
            yield f"Card {card}", _plain(name or family), numbers


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each line, folded lines put together and quoted-printable undone."""
    for line in _unfolded(text.splitlines()):
        head, colon, value = line.partition(":")
        key, _, parameters = head.partition(";")
        parameters = parameters.upper()
        if colon and "QUOTED-PRINTABLE" in parameters:
            value = quopri.decodestring(value.encode()).decode(errors="replace")
        if colon:
            yield key.rpartition(".")[2].strip().upper(), parameters, value.strip()


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    whole = ""
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.upper():
            whole = whole[:-1] + line  # a soft line break of vCard 2.1
        elif line[:1] in (" ", "\t"):
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value.replace("\\n", " ").replace("\\N", " ")).strip()
